"""Cells of an edited export that follow from others: the bounds of a date, and positions that run 1..n."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from event_timeline.editing.csv_tables import CsvTable, Row
from event_timeline.editing.date_bounds import bounds
from event_timeline.editing.date_entry import COLUMNS
from event_timeline.editing.evidence_rows import is_ordered, renumber
from event_timeline.model import UserError

BOUNDS, POSITION = ("earliest", "latest"), "position"
Key = tuple[str, ...]


def compute_cells(table: CsvTable, now: Mapping[Key, Row], rows: Sequence[Row]) -> None:
    """Compute what the editor of an export left to be computed, in the rows that a table is to have.

    now: key -> row as the package has it. What was edited in a wrong way stays, for the rules to name.
    """
    if set(BOUNDS) <= set(table.columns):
        for row in rows:
            _compute_bounds(now.get(table.key_of(row), {}), row)
    if is_ordered(table) and "position" in table.columns:
        last = max((_number(row) for row in now.values()), default=0)
        before, groups = defaultdict[str, dict[Key, Row]](dict), defaultdict[str, list[Row]](list)
        for key, row in now.items():
            before[_group(table, row)][key] = row
        for row in rows:
            groups[_group(table, row)].append(row)
        for group, members in groups.items():
            _compute_positions(table, before[group], members, last)


def _compute_bounds(before: Row, row: Row) -> None:
    """The bounds of a date that is new, each where its cell is empty or as it was, and those whose cell was emptied."""
    emptied = [c for c in BOUNDS if not row[c] and before.get(c, "")]
    for column in COLUMNS:
        date = row.get(column, "")
        is_new = date != before.get(column, "")
        if column not in row or not (is_new or emptied):
            continue
        try:
            ends = bounds(date) if date else ("", "")
        except UserError:
            continue  # the rules name its cell
        to_compute = [c for c in BOUNDS if row[c] in ("", before.get(c, ""))] if is_new else emptied
        row |= {c: end for c, end in zip(BOUNDS, ends, strict=True) if c in to_compute}


def _compute_positions(table: CsvTable, before: Mapping[Key, Row], rows: list[Row], last: int) -> None:
    """The positions of rows that are counted together, where a row was added, deleted or moved and they do not run 1..n.

    Rows that were added take the place that they name, or the end. last: the last position in the package.
    """
    added = [row for row in rows if table.key_of(row) not in before]
    known = [(row, before[table.key_of(row)]) for row in rows if table.key_of(row) in before]
    moved = [row for row, old in known if row["position"] != old["position"]]
    is_other_set = bool(added) or len(known) < len(before)
    numbers, end = [_number(row) for row, _ in known], last + len(added)
    numbers += [_number(row) for row in added if row["position"]]
    if not (is_other_set or moved) or any(not 1 <= n <= end for n in numbers):
        return
    if sorted(numbers) == [*range(1, len(rows) + 1)]:
        return
    if is_other_set:
        stayed = [row for row, _ in sorted(known, key=lambda pair: _number(pair[1]))]
        order = sorted([*added, *stayed], key=lambda row: _number(row) or end + 1)
    else:
        order = sorted((row for row, old in known if row["position"] == old["position"]), key=_number)
        for row in sorted(moved, key=_number):
            order.insert(_number(row) - 1, row)
    renumber(order)


def _group(table: CsvTable, row: Row) -> str:
    """What positions are counted within."""
    return row["source_id"] if table.name == "statements" else ""


def _number(row: Row) -> int:
    """A position; 0 where it is empty or not a whole number from 1."""
    return int(row["position"]) if row["position"].isdecimal() else 0
