"""Which rows refer to which, as the package's schemas say, and what follows where a referred-to key changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from event_timeline.editing.csv_tables import CsvTable, Row, cells_in, columns_of
from event_timeline.editing.draft import Draft
from event_timeline.profile.table_schemas import foreign_keys
from event_timeline.tables.record_keys import BY_EVENT, current, record_key, sorted_key
from event_timeline.tables.record_keys import TABLE as EXCEPTIONS

BELONGS = frozenset(
    {
        ("evidence", "actor_id"), ("evidence", "event_id"), ("evidence", "statement_id"),
        ("event_relations", "according_to"),
    }
)  # fmt: skip
"""Columns that may be empty, but whose row makes no sense without what it names: evidence shows a record, and a
relation that somebody claims would without the claimant be the article's own."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key: columns of a table, and those of the other table that they hold."""

    table: str
    columns: tuple[str, ...]
    target: tuple[str, ...]
    hangs: bool
    """Whether a row goes with the row that it refers to; else its columns are emptied."""


def references_to(draft: Draft, name: str) -> list[Reference]:
    """The foreign keys of the package's tables that lead to a table, itself included."""
    found = []
    for table, resource in draft.package.resources.items():
        schema = resource.schema
        required = {f["name"] for f in schema.get("fields", ()) if f.get("constraints", {}).get("required")}
        needed = required | set(columns_of(schema.get("primaryKey")))
        for columns, other, targets in foreign_keys(table, schema):
            if other == name:
                hangs = any(c in needed or (table, c) in BELONGS for c in columns)
                found.append(Reference(table, tuple(columns), tuple(targets), hangs))
    return found


def referring_rows(draft: Draft, reference: Reference, keys: set[tuple[str, ...]]) -> Iterator[Row]:
    """The rows that hold one of some keys."""
    if any(all(key) for key in keys):
        rows = draft.table(reference.table).rows
        for row, key in zip(rows, cells_in(rows, reference.columns), strict=True):
            if key in keys and all(key):
                yield row


def values(row: Row, columns: tuple[str, ...]) -> tuple[str, ...]:
    """A row's cells in some columns."""
    return tuple(row.get(c, "") for c in columns)


def update_references(draft: Draft, table: CsvTable, row: Row, new: Mapping[str, str]) -> Counter[str]:
    """Write new cells into a row, and into all rows that refer to it by them; returns how many rows of each table did.

    The caller keeps the row's own table, with what else it changes there (`Draft.keep`); the others are kept here.
    """
    changed = _write(draft, table, row, new)
    for name in changed.keys() - {table.name}:
        draft.keep(name)
    return changed


def exceptions_of(draft: Draft, table: CsvTable, rows: Sequence[Row]) -> list[Row]:
    """The rows of `exceptions` that are about some records of another table, and about no other of its records.

    Where a table has no primary key, an exception may be about all records of an event.
    """
    about = [] if table.name == EXCEPTIONS else [e for e in draft.rows(EXCEPTIONS) if e["resource"] == table.name]
    if not about:
        return []
    keys = {exception_key(table, r) for r in rows}
    if not table.key and table.name in BY_EVENT:
        own = set(map(id, rows))
        others = [r for r in table.rows if id(r) not in own]
        keys -= {exception_key(table, r) for r in others}
        keys |= {r.get("event_id", "") for r in rows} - {r.get("event_id", "") for r in others}
    return [e for e in about if current(e["key"], table.name) in keys]


def exception_key(table: CsvTable, row: Row) -> str:
    """A record as `exceptions` names it (`tables.record_keys`)."""
    if not table.key and table.name in BY_EVENT:
        return sorted_key(table.name_of(row))
    return record_key(row.get(c, "") for c in table.key)


def follow_in_exceptions(draft: Draft, table: CsvTable, row: Row, fresh: Row) -> Counter[str]:
    """Name a record in the exceptions about it as its new cells do; returns how many were changed."""
    now = exception_key(table, fresh)
    if now == exception_key(table, row):
        return Counter()
    rows = exceptions_of(draft, table, [row])
    for exception in rows:
        of_event = not table.key and current(exception["key"], table.name) == row.get("event_id")
        exception["key"] = fresh["event_id"] if of_event else now
    return Counter({EXCEPTIONS: len(rows)}) if rows else Counter()


def _write(draft: Draft, table: CsvTable, row: Row, new: Mapping[str, str]) -> Counter[str]:
    changed: Counter[str] = Counter()
    fresh = row | dict(new)
    for reference in references_to(draft, table.name):
        old, now = values(row, reference.target), values(fresh, reference.target)
        if old == now or any(values(r, reference.target) == old for r in table.rows if r is not row):
            continue
        for other in list(referring_rows(draft, reference, {old})):
            cells = dict(zip(reference.columns, now, strict=True))
            changed += _write(draft, draft.table(reference.table), other, cells)
            changed[reference.table] += 1
    changed += follow_in_exceptions(draft, table, row, fresh)
    row.update(new)
    if table.name == "event_relations":
        order_symmetric_relation(row)
    return changed


def order_symmetric_relation(row: Row) -> None:
    """Turn a relation without direction so that its smaller identifier comes first."""
    if row["relation"] in ("simultaneous", "same_as") and row["event_id"] > row["other_event_id"]:
        row["event_id"], row["other_event_id"] = row["other_event_id"], row["event_id"]
