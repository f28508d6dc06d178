"""Zip: a data package in one file, unpacked as it is."""

from __future__ import annotations

import shutil
from pathlib import Path, PurePosixPath

from event_timeline.exports.zip_ import members
from event_timeline.importing import Request
from event_timeline.package.opening import open_package


def read(request: Request, folder: Path) -> list[str]:
    """Copy the descriptor, what it names, and the papers beside it. Raises UserError for another file."""
    package = open_package(request.file)  # its temporary files go with it
    for name, file in members(package).items():
        target = folder.joinpath(*PurePosixPath(name).parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    return []
