"""How a row is named: behind `#` in its address, on the command line, and to a reader."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any
from urllib.parse import quote


def fragment(*path: str) -> str:
    """Return the part after `#` in the address of something in the package: `fragment("events", "strike")` is `events/strike`."""
    return "/".join(quote(step, safe="+-._~") for step in path)


def possible_keys(given: str) -> list[tuple[str, ...]]:
    """What a key on the command line may mean: one part that has such signs in it, or parts behind `/` or commas."""
    return [(given,), tuple(given.split(",")), tuple(given.split("/")), tuple(re.split("[,/]", given))]


def nearest_key(given: str, known: Iterable[str]) -> str:
    """The known key that is nearest to a mistyped one, both with slashes between their parts; empty where none is near.

    Parts that both have say nothing of the others: of two terms of one vocabulary only the terms are compared.
    """
    asked = given.split("/")
    for near in get_close_matches(given, list(known), 3):
        parts = near.split("/")
        pairs = [(a, p) for a, p in zip(asked, parts, strict=False) if a != p]
        if len(asked) != len(parts) or get_close_matches(
            "/".join(a for a, _ in pairs), ["/".join(p for _, p in pairs)]
        ):
            return near
    return ""


def shorten(text: str, most: int) -> str:
    """A text of at most so many characters: cut between words, with an ellipsis; inside a word where it has no blank to cut at."""
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    words = kept if text[most - 1].isspace() else kept.rpartition(" ")[0]
    return (words if len(words) > most // 4 else kept).rstrip(" ,;:–—-(") + "…"


NAMED_BY = ("label", "name", "title", "summary", "exact")
"""Columns that name a row to a reader, the best first."""


def row_name(row: Mapping[str, Any]) -> str:
    """What a row calls itself; empty where it has no name."""
    return next((str(row[c]) for c in NAMED_BY if row.get(c)), "")
