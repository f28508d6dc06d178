"""Numbers of things in words."""

from __future__ import annotations

import re
from collections.abc import Iterable

MAX_LISTED = 12
"""Names that a message lists; of more it says how many there are."""


def counted(n: int, one: str, many: str = "") -> str:
    """A number with its noun: `1 row`, `1,200 rows`. many: the plural, where it is not the singular and an s."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def listed(names: Iterable[object], most: int = MAX_LISTED) -> str:
    """Names with commas between; of more than `most` these and the number of the others: `a, b and 36 more`."""
    known = list(map(str, names))
    more = len(known) - most
    return ", ".join(known[:most]) + (f" and {more:,} more" if more > 0 else "")


def times(n: int) -> str:
    """How often something is there: `once`, `2 times`."""
    return "once" if n == 1 else f"{n:,} times"


def by_number(words: str) -> list[tuple[int, str]]:
    """A key that sorts the numbers in words as numbers: [405, 411) before [2095, 2101)."""
    parts = [p.lstrip("0") if i % 2 else p for i, p in enumerate(re.split(r"([0-9]+)", words))]
    return [(len(p) if i % 2 else 0, p) for i, p in enumerate(parts)]
