"""The export formats: one file a format, listed here by hand.

Each module has one function, `write(data, target)`: `data` is a `Dataset`, `target` the path of the
file (or folder) to make. It raises OSError where the place cannot be written; the command makes the
target appear at once, by writing beside it and renaming.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from event_timeline.exports.dataset import Dataset


@dataclass(frozen=True)
class Format:
    """What `timeline export --list` says of a format; `suffix` is empty where a folder is written."""

    name: str
    suffix: str
    purpose: str
    loses: str = "nothing"
    extra: str = ""
    """The optional dependencies it needs, as named in pyproject.toml."""
    module: str = ""

    def writer(self) -> Callable[[Dataset, Path], None]:
        """The format's `write`, imported now."""
        module = import_module(f"event_timeline.exports.{self.module or self.name}")
        return cast("Callable[[Dataset, Path], None]", module.write)


FORMATS: dict[str, Format] = {
    f.name: f
    for f in (
        Format("sqlite", ".sqlite", "SQL anywhere: keys, indexes, checks, views, full text over quotes", module="sqlite_"),
        Format("json", ".json", "programs: one nested document with its JSON Schema", module="json_"),
        Format("flat", ".csv", "spreadsheets: a row per event with everything that hangs on it", "evidence, statement details"),
    )
}
