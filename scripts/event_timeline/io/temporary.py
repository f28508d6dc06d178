"""Temporary folders that go with what they were made for: also on Ctrl-C, whenever it comes."""

from __future__ import annotations

import atexit
import secrets
import shutil
import tempfile
import weakref
from pathlib import Path
from typing import Self

_MADE: set[Path] = set()
"""Temporary folders that were not removed yet."""


def unused(parent: Path, prefix: str) -> Path:
    """Return a random, unused path in `parent`; nothing is created there.

    Python's mkdtemp makes a folder and then returns its name: a Ctrl-C between the two leaves it behind.
    """
    return parent / f"{prefix}{secrets.token_hex(8)}"


class TemporaryFolder:
    """A new folder (in TMPDIR, as Python's tempfile finds it), removed with this object or at the end of `with`.

    A removal that a signal interrupts is completed when the process ends. Raises OSError.
    """

    def __init__(self) -> None:
        self.path = unused(Path(tempfile.gettempdir()), "timeline-")
        _MADE.add(self.path)
        self._remove = weakref.finalize(self, _remove, self.path)
        self.path.mkdir(mode=0o700)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._remove()


def _remove(path: Path) -> None:
    shutil.rmtree(path, ignore_errors=True)
    _MADE.discard(path)


@atexit.register
def _remove_all() -> None:
    for path in list(_MADE):
        _remove(path)
