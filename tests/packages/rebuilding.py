"""The packages that commands made, made again from their command lines.

`python -m tests.packages.rebuilding` writes tests/packages/lighthouse and tests/packages/floodgate, for when the
profile's schemas or definitions have changed; what it changes is for a person to read.
"""

from __future__ import annotations

import contextlib
import io
import os
import shlex
import shutil
import sys
import tempfile
from pathlib import Path
from unittest import mock

from event_timeline.cli import group
from event_timeline.editing.draft import Draft

HERE = Path(__file__).parent
MADE = {"lighthouse": ("article",), "floodgate": ("bote", "courier")}
"""Package -> the texts that it is made from."""


def rebuild(name: str, folder: Path) -> Path:
    """Run the lines of NAME.sh in a folder, and return the package. Raises ValueError at the line that fails.

    Each step was checked when it was made, so here only what it writes counts; validate what comes of it.
    """
    for source_id in MADE[name]:
        shutil.copy(HERE / name / f"{source_id}.txt", folder)
    with contextlib.chdir(folder), mock.patch.object(Draft, "new_problems", return_value=[]):
        for line in (HERE / f"{name}.sh").read_text(encoding="utf-8").splitlines():
            match shlex.split(line, comments=True):
                case ["cd", inner]:
                    os.chdir(inner)
                case ["cp", file, target]:
                    shutil.copy(file, target)
                case ["timeline", *arguments] if group.run(arguments):
                    raise ValueError(line)
    return folder / name


def main() -> int:
    """Update tables and schemas; texts, identifier and prose of the packages stay."""
    for name in MADE:
        with tempfile.TemporaryDirectory() as place, contextlib.redirect_stdout(io.StringIO()):
            made = rebuild(name, Path(place))
            for path in [*made.glob("data/*.csv"), *made.glob("schemas/*.json")]:
                shutil.copyfile(path, HERE / name / path.relative_to(made))
        group.run(["stamp", str(HERE / name)])
    return 0


if __name__ == "__main__":
    sys.exit(main())
