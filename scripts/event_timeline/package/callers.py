"""Who changes a package, and how it hears of other changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

caller: ContextVar[str] = ContextVar("caller", default="")
"""The command, or the public function, that changes the package; `timeline history` shows it."""


@contextmanager
def called(name: str) -> Iterator[None]:
    """Name who changes the package in the block, unless somebody further out is named."""
    token = None if caller.get() else caller.set(name)
    try:
        yield
    finally:
        if token:
            caller.reset(token)


def _log(words: str) -> None:
    import logging

    logging.getLogger("event_timeline").warning(words)


notify: Callable[[str], None] = _log
"""Where it is said that another program is waited for, and that an interrupted change was finished or undone: the logger
`event_timeline`, or stderr on the command line."""
