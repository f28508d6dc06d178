"""What each change of a package changed: when, by which command, which files, and how many rows of which tables."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from event_timeline.editing.csv_tables import columns_of
from event_timeline.editing.draft import Location, open_draft
from event_timeline.io.counting import counted
from event_timeline.io.terminal import json_text
from event_timeline.model import UserError
from event_timeline.package import history
from event_timeline.package.change_files import Step
from event_timeline.package.opening import Package, Resource, open_package
from event_timeline.tables.byte_scan import StrictReader


@dataclass(frozen=True)
class RowCounts:
    """Rows of a table that a change added, removed and changed."""

    added: int = 0
    removed: int = 0
    changed: int = 0

    def __str__(self) -> str:
        signs = (("+", self.added), ("-", self.removed), ("~", self.changed))
        return " ".join(f"{sign}{n:,}" for sign, n in signs if n) or "~0"


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
    resources = {p: r for r in known.values() for p in r.paths}
    for entry in step.files.entries:
        resource = resources.get(entry.path)
        if resource is None or not entry.path.endswith(".csv"):
            continue
        key = columns_of(resource.schema.get("primaryKey")) or columns_of(resource.schema.get("sortedBy"))
        try:
            kept = step.content(entry.path)
            other = history.other_content(root, steps, step, entry.path)
            old, new = (other, kept) if step.undone else (kept, other)
            tables[resource.name] = _compared(_rows(old, key), _rows(new, key))
        except (OSError, UserError, csv.Error, UnicodeDecodeError):
            tables[resource.name] = None
    origin = step.files.origin
    return Change(step.number, origin.when, origin.what, step.undone, tuple(e.path for e in step.files.entries), tables)


def _rows(content: bytes | None, key: Sequence[str]) -> Counter[tuple[tuple[str, ...], tuple[str, ...]]]:
    """(key, cells) of every row -> how often it is there."""
    reader = StrictReader(io.StringIO((content or b"").decode("utf-8-sig"), newline=""))
    header = next(reader, [])
    at = [header.index(c) for c in key if c in header]
    return Counter((tuple(cells[i] for i in at if i < len(cells)), tuple(cells)) for cells in reader)


def _compared(
    old: Counter[tuple[tuple[str, ...], tuple[str, ...]]], new: Counter[tuple[tuple[str, ...], tuple[str, ...]]]
) -> RowCounts:
    removed, added = Counter(k for k, _ in (old - new).elements()), Counter(k for k, _ in (new - old).elements())
    changed = (removed & added) if any(removed) else Counter[tuple[str, ...]]()
    return RowCounts((added - changed).total(), (removed - changed).total(), changed.total())
