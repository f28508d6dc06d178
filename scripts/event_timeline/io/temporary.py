"""Temporary folders that go with what they were made for: also on Ctrl-C, whenever it comes."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

_MADE: set[Path] = set()
"""Temporary folders that this process made and has not removed yet."""
if hasattr(os, "register_at_fork"):  # the parent still reads what a forked process forgets or exits with
    os.register_at_fork(after_in_child=_MADE.clear)


def unused(parent: Path, prefix: str) -> Path:
    """Return a random, unused path in `parent`; nothing is created there.

    Python's mkdtemp makes a folder and then returns its name: a Ctrl-C between the two leaves it behind.
    """
    return parent / f"{prefix}{os.urandom(8).hex()}"


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


ODD = frozenset("\\?*[]=")
"""What DuckDB takes in a path for a folder, a setting, a pattern or a column (Hive partitions)."""
MAX_PATH_BYTES = 450
"""Bytes of the path of a database; SQLite takes 512, with the endings of the files beside it."""
MAX_NAME_BYTES = 230
"""Bytes of the name of a database, which leave 25 of those that a file system takes for these endings."""


@contextmanager
def plainly_named(file: Path) -> Iterator[Path]:
    """The path by which SQLite or DuckDB open a file: its own, or that of a copy where they would misread its own.

    A file that is not there yet is moved to its place at the end. Raises OSError.
    """
    file = file.absolute()
    if (
        ODD.isdisjoint(str(file))
        and len(os.fsencode(file.resolve())) <= MAX_PATH_BYTES
        and len(os.fsencode(file.name)) <= MAX_NAME_BYTES
    ):
        yield file
        return
    is_new = not file.exists()
    with TemporaryFolder() as folder:
        plain = folder.path / "database"
        if not is_new:
            shutil.copyfile(file, plain)
        yield plain
        if is_new:
            shutil.move(plain, file)


def _remove(path: Path) -> None:
    if path in _MADE:
        shutil.rmtree(path, ignore_errors=True)
        _MADE.discard(path)


@atexit.register
def _remove_all() -> None:
    for path in list(_MADE):
        _remove(path)
