"""How far a piece of work has come, as it says itself: a share of it, and what comes next."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[float, str], None]
"""Called with the share of the work that is done, from 0 to 1, and what comes next."""


def part_of(progress: Progress | None, start: float, end: float) -> Progress:
    """What a part of the work calls with its own share; start, end: the shares of the whole between which it lies."""
    if progress is None:
        return lambda _done, _next: None
    return lambda done, name: progress(start + (end - start) * done, name)
