"""Numbers of things in words."""

from __future__ import annotations


def counted(n: int, one: str, many: str = "") -> str:
    """A number with its noun: `1 row`, `1,200 rows`. many: the plural, where it is not the singular and an s."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def times(n: int) -> str:
    """How often something is there: `once`, `2 times`."""
    return "once" if n == 1 else f"{n:,} times"
