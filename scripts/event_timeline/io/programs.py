"""Finding the programs that are called: only where the user's PATH says, never in the folder one happens to be in."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def find(name: str) -> str | None:
    """Absolute path of a program, or None.

    Parts of PATH that are empty or relative are passed over, and so is the current folder, where Windows looks first:
    a hostile checkout could hold a program of that name.
    """
    parts = [part for part in os.environ.get("PATH", os.defpath).split(os.pathsep) if Path(part).is_absolute()]
    found = [shutil.which(str(Path(part) / name)) for part in parts]
    return next((path for path in found if path), None)
