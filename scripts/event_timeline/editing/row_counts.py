"""How many rows of its tables a change added, removed and changed, and how that is kept with the change."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from event_timeline.editing.csv_tables import columns_of
from event_timeline.package.change_files import Step, hash_of_content
from event_timeline.package.opening import Resource
from event_timeline.tables.byte_scan import StrictReader
from event_timeline.tables.quoting import QuoteScanner

Records = Counter[tuple[tuple[str, ...], tuple[str, ...]]]
"""(key, cells) -> how often the row is there."""


@dataclass(frozen=True)
class RowCounts:
    """Rows of a table that a change added, removed and changed."""

    added: int = 0
    removed: int = 0
    changed: int = 0

    def __str__(self) -> str:
        signs = (("+", self.added), ("-", self.removed), ("~", self.changed))
        return " ".join(f"{sign}{n:,}" for sign, n in signs if n) or "~0"


def counted_rows(old: bytes | None, new: bytes | None, resource: Resource) -> RowCounts:
    """Compare a CSV file with what it was. Raises csv.Error or UnicodeDecodeError where one cannot be read."""
    key = columns_of(resource.schema.get("primaryKey")) or columns_of(resource.schema.get("sortedBy"))
    old, new = ((content or b"").removeprefix(codecs.BOM_UTF8) for content in (old, new))
    if _is_sound(old) and _is_sound(new):
        old, new = _differing(old, new)
    return _compared(_rows(old, key), _rows(new, key))


def tables_of(resources: Iterable[Resource]) -> dict[str, Resource]:
    """Path of a CSV file -> the resource that it belongs to."""
    return {path: resource for resource in resources for path in resource.paths if path.endswith(".csv")}


def render(
    resources: Iterable[Resource], before: Mapping[str, bytes | None], after: Mapping[str, bytes | None]
) -> bytes:
    """What a change of some files keeps of its rows; before, after: path -> content, None where there was none."""
    tables, kept = tables_of(resources), []
    for path in sorted(after.keys() & tables.keys()):
        old, new = before.get(path), after[path]
        try:
            rows = counted_rows(old, new, tables[path])
        except (csv.Error, UnicodeDecodeError):
            continue  # the history says so
        sides = [[hash_of_content(old), len(old or b"")], [hash_of_content(new), len(new or b"")]]
        kept.append({"path": path, "sides": sides, "rows": asdict(rows)})
    return (json.dumps({"tables": kept}, indent=1) + "\n").encode() if kept else b""


def kept_counts(step: Step) -> dict[str, RowCounts]:
    """Path -> rows as they were counted when the change was made, of those files whose former content is there in its size.

    None are there of changes that an earlier version made, and none where the counts are damaged or of other contents.
    """
    found: dict[str, RowCounts] = {}
    try:
        tables: list[dict[str, Any]] = json.loads(step.counts() or b"{}").get("tables", [])
        for table in tables:
            path, (one, other) = table["path"], reversed(table["sides"]) if step.undone else table["sides"]
            entry = next(e for e in step.files.entries if e.path == path)
            rows = RowCounts(**table["rows"])
            is_number = all(type(n) is int for n in asdict(rows).values())
            if is_number and one == [entry.before, step.size(path)] and other[0] == entry.after:
                found[path] = rows
    except (OSError, ValueError, TypeError, LookupError, AttributeError, StopIteration, RecursionError):
        return {}
    return found


def _is_sound(content: bytes) -> bool:
    scanner = QuoteScanner(counted=False)
    scanner.feed(content)
    return scanner.sound()


def _differing(old: bytes, new: bytes) -> tuple[bytes, bytes]:
    """Each file's header and those of its records that the other one has not as often: few of very many need be parsed."""
    (old_header, *former), (new_header, *current) = _records(old), _records(new)
    before, after = Counter(former), Counter(current)
    records = {record for record, _ in before.items() ^ after.items()}
    sides = (old_header, before), (new_header, after)
    one, other = (b"\n".join([h, *(r for r in records for _ in range(n[r]))]) for h, n in sides)
    return one, other


def _records(content: bytes) -> list[bytes]:
    """The bytes of each record, the header first; all quotation marks are in their places."""
    lines = content.removesuffix(b"\n").split(b"\n")
    if b'"' not in content:
        return lines
    records: list[bytes] = []
    begun: list[bytes] = []
    for line in lines:
        closes_or_opens = b'"' in line and line.count(b'"') % 2
        if not begun and not closes_or_opens:
            records.append(line)
            continue
        begun.append(line)
        if closes_or_opens and len(begun) > 1:
            records.append(b"\n".join(begun))
            begun = []
    return records


def _rows(content: bytes, key: Sequence[str]) -> Records:
    reader = StrictReader(io.StringIO(content.decode("utf-8"), newline=""))
    header = next(reader, [])
    at = [header.index(c) for c in key if c in header]
    return Counter((tuple(cells[i] for i in at if i < len(cells)), tuple(cells)) for cells in reader)


def _compared(old: Records, new: Records) -> RowCounts:
    removed, added = Counter(k for k, _ in (old - new).elements()), Counter(k for k, _ in (new - old).elements())
    changed = (removed & added) if any(removed) else Counter[tuple[str, ...]]()
    return RowCounts((added - changed).total(), (removed - changed).total(), changed.total())
