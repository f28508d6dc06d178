"""Temporary folders that go with what they were made for: also on Ctrl-C, whenever it comes."""

from __future__ import annotations

import secrets
import shutil
import tempfile
import weakref
from pathlib import Path


def unused(parent: Path, prefix: str) -> Path:
    """A path in `parent` that nobody else will think of; nothing is made there.

    Python's mkdtemp makes a folder and then tells its name: a Ctrl-C between the two leaves it behind.
    """
    return parent / f"{prefix}{secrets.token_hex(8)}"


class TemporaryFolder:
    """A new folder (in TMPDIR, as Python's tempfile finds it) that goes when this object does. Raises OSError."""

    def __init__(self) -> None:
        self.path = unused(Path(tempfile.gettempdir()), "timeline-")
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)
        self.path.mkdir(mode=0o700)
