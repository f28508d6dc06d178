"""What each change of a package changed: when, by which command, which files, and how many rows of which tables."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from event_timeline.editing import row_counts
from event_timeline.editing.draft import Location, open_draft
from event_timeline.editing.row_counts import RowCounts
from event_timeline.io.counting import counted
from event_timeline.io.terminal import json_text
from event_timeline.model import UserError
from event_timeline.package import history
from event_timeline.package.change_files import Step
from event_timeline.package.opening import Package, Resource, open_package


@dataclass(frozen=True)
class Change:
    """A change of a package. number: from 1, as `timeline history` has it; when: UTC, ISO 8601; what: the command or
    the function of the library, or that it is damaged and has no files; undone: whether it was undone, and can be redone; files: paths in the package; tables: table
    -> rows, None where another program changed the file later."""

    number: int
    when: str
    what: str
    undone: bool
    files: tuple[str, ...]
    tables: Mapping[str, RowCounts | None] = field(default_factory=dict)

    def __str__(self) -> str:
        """The change in two lines: number, time and command, then tables with their rows, and other files."""
        state = " (undone)" if self.undone else ""
        first = "  ".join(filter(None, (f"{self.number:>4}", self.when, f"{self.what}{state}")))
        return f"{first}\n      {self.summary}".rstrip()

    @property
    def summary(self) -> str:
        """The tables with their rows, and how many other files."""
        tables = [f"{name} {'changed later' if rows is None else rows}" for name, rows in self.tables.items()]
        others = len(self.files) - len(self.tables)
        return ", ".join([*tables, *([counted(others, "other file")] if others else [])])


def history_of(location: Location) -> list[Change]:
    """The changes of a package, the oldest first, those that were undone last. Raises UserError where there is no package."""
    package = location if isinstance(location, Package) else open_package(location)
    steps = history.steps(package.root)
    changes = [_described(package.root, package.resources, steps, step) for step in steps]
    changes += [
        Change(step.number, "", f"damaged: {step.folder} cannot be read", step.undone, ())
        for step in history.damaged_steps(package.root)
    ]
    return sorted(changes, key=lambda change: change.number)


def undo(location: Location) -> Change:
    """Undo the last change of a package; returns it. Raises UserError for a zip, or where it cannot be undone."""
    return _restored(location, history.undo)


def redo(location: Location) -> Change:
    """Make the change again that was undone last; returns it. Raises UserError as `undo`."""
    return _restored(location, history.redo)


def render(changes: Sequence[Change], style: str = "text") -> str:
    """Changes as text, the newest first, or as JSON."""
    if style == "json":
        return json_text({"schema_version": "1.0", "changes": [asdict(c) for c in changes]})
    return "\n".join(map(str, reversed(changes)))


def _restored(location: Location, restore: Callable[[Path], Step]) -> Change:
    """Undo or redo a change, and describe it as the history has it then; a table may be only in the package before or after."""
    package = open_draft(location).package
    restored = restore(package.root)
    resources = {**package.resources, **open_package(package.root / package.descriptor_name).resources}
    steps = history.steps(package.root)
    kept = next((s for s in steps if s.number == restored.number), restored)
    return _described(package.root, resources, steps, kept)


def _described(root: Path, known: Mapping[str, Resource], steps: list[Step], step: Step) -> Change:
    tables: dict[str, RowCounts | None] = {}
    resources, kept = row_counts.tables_of(known.values()), row_counts.kept_counts(step)
    for entry in step.files.entries:
        resource = resources.get(entry.path)
        if resource is None:
            continue
        try:
            if entry.path in kept and history.has_other_content(root, steps, step, entry.path):
                tables[resource.name] = kept[entry.path]
                continue
            content = step.content(entry.path)
            other = history.other_content(root, steps, step, entry.path)
            old, new = (other, content) if step.undone else (content, other)
            tables[resource.name] = row_counts.counted_rows(old, new, resource)
        except (OSError, UserError, csv.Error, UnicodeDecodeError):
            tables[resource.name] = None
    origin = step.files.origin
    return Change(step.number, origin.when, origin.what, step.undone, tuple(e.path for e in step.files.entries), tables)
