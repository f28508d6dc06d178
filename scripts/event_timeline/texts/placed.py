"""What has a place in a text, looked up by the span in which it begins."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import Generic, Protocol, TypeVar


class Placed(Protocol):
    """A quotation, words of a date: what begins at a code point of a text."""

    @property
    def start(self) -> int:
        """Offset of the first code point."""
        ...


P = TypeVar("P", bound=Placed)


class InOrder(Generic[P]):
    """What has a place in a text, in order of its start."""

    def __init__(self, found: Iterable[P]) -> None:
        """Sort what was found."""
        self._found = sorted(found, key=lambda one: one.start)
        self._starts = [one.start for one in self._found]

    def between(self, start: int, end: int) -> list[P]:
        """Return those that begin in a half-open span of code points."""
        return self._found[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
