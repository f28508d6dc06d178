"""How a row is named: behind `#` in its address, on the command line, and to a reader."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote


def fragment(*path: str) -> str:
    """Return the part after `#` in the address of something in the package: `fragment("events", "strike")` is `events/strike`."""
    return "/".join(quote(step, safe="+-._~") for step in path)


def possible_keys(given: str) -> list[tuple[str, ...]]:
    """What a key on the command line may mean: one part that has such signs in it, or parts behind `/` or commas."""
    return [(given,), tuple(given.split(",")), tuple(given.split("/")), tuple(re.split("[,/]", given))]


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
