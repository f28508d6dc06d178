"""Nearest matches for what was misspelt."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(given: str, known: Iterable[str]) -> str:
    """`did you mean 'x'?`, or nothing where nothing is near."""
    near = get_close_matches(given, list(known), 1, 0.6)
    return f"did you mean {near[0]!r}?" if near else ""
