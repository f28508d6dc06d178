"""One row of a package: found by its key, and named for a reader."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Any

import polars as pl

from event_timeline.citations.fragments import nearest_key, possible_keys, row_name, shorten
from event_timeline.model import UserError
from event_timeline.package.opening import Package
from event_timeline.tables.loading import Tables, load_tables

Row = dict[str, Any]

LONGEST_LABEL = 120
NEAREST_AMONG = 100_000
"""Keys among which one that was mistyped is looked for."""


@dataclass(frozen=True)
class CitedRow:
    """A row's table, its primary key as text, and what a reader may call it."""

    table: str
    key: tuple[str, ...]
    label: str


def find_row(package: Package, given: str) -> CitedRow:
    """The row of `table/key`, the parts of the key behind slashes or commas. Raises UserError where there is none."""
    table, slash, key = given.partition("/")
    if not slash or table not in package.resources:
        raise UserError(
            f"--row {given}: {table!r} is not a table" if slash else f"--row {given}: which table's row is it?",
            f"write --row TABLE/KEY, such as {_example(package, given, slash)}; the tables are "
            + ", ".join(package.resources),
        )
    read = _TableReader(package)
    if not read.has(table):
        raise UserError(f"table {table} cannot be read", "run `timeline validate` and fix what it reports")
    columns = read.key(table)
    if not columns:
        raise UserError(
            f"--row {given}: {table} has no key by which a row is cited",
            f"cite the event: --row events/{key.partition('/')[0] or 'KEY'}",
        )
    for parts in (p for p in possible_keys(key) if len(p) == len(columns)):
        row = read.row(table, *parts)
        if row is not None:
            label = _label(read, table, row) or "/".join(parts)
            return CitedRow(table, parts, shorten(label, LONGEST_LABEL))
    if all(len(p) != len(columns) for p in possible_keys(key)):
        raise UserError(
            f"--row {given}: the key of {table} is {', '.join(columns)}",
            f"write --row {table}/{'/'.join(columns).upper()}",
        )
    near = nearest_key(key.replace(",", "/"), read.keys_of(table))
    meant = f"did you mean {table}/{near}? " if near else ""
    raise UserError(f"{table} has no row {key!r}", f"{meant}its key is {', '.join(columns)}")


def _example(package: Package, given: str, slash: str) -> str:
    """How `table/key` is written, with what was given in its place: a table, or a key of `events`."""
    if slash or given in package.resources:
        return f"{'events' if slash else given}/KEY"
    return f"events/{given or 'KEY'}"


@dataclass
class _TableReader:
    """The tables that a row and its name need, each read when it is asked for."""

    package: Package
    tables: dict[str, Tables] = field(default_factory=dict)

    def has(self, table: str) -> bool:
        if table not in self.package.resources:
            return False
        if table not in self.tables:
            self.tables[table] = load_tables(self.package, table)
        return table in self.tables[table]

    def key(self, table: str) -> list[str]:
        declared = self.package.resources[table].schema.get("primaryKey", [])
        return [declared] if isinstance(declared, str) else list(declared)

    def keys_of(self, table: str) -> list[str]:
        """The keys of a table's first records, parts joined by a slash."""
        parts = [pl.col(c).cast(pl.String) for c in self.key(table)]
        first = self.tables[table][table].head(NEAREST_AMONG)
        return first.select(pl.concat_str(parts, separator="/")).drop_nulls().collect().to_series().to_list()

    def row(self, table: str, *key: Any) -> Row | None:
        """A row by its key; None where the table cannot be read, or has none of that key."""
        if not self.has(table) or len(self.key(table)) != len(key):
            return None
        matches = [pl.col(c).cast(pl.String) == p for c, p in zip(self.key(table), key, strict=True)]
        found = self.tables[table][table].filter(pl.all_horizontal(matches)).head(1).collect().to_dicts()
        return found[0] if found else None

    def called(self, table: str, identifier: Any) -> str:
        """The name of a record that a row refers to; its identifier where it has none."""
        row = self.row(table, identifier) if identifier is not None else None
        return (row_name(row) if row else "") or str(identifier or "")

    def term(self, vocabulary: str, term: Any) -> str:
        """Return the codebook's label of a term, as written within a sentence."""
        row = self.row("codebook", vocabulary, term)
        label = str((row or {}).get("label") or term or "")
        return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _label(read: _TableReader, table: str, row: Row) -> str:
    """A name for a row; of one that joins others, made from theirs."""
    of, term = partial(_of, read, row), partial(_term, read, table, row)
    match table:
        case "codebook":
            return f"{row_name(row) or row.get('term')}, term of {row.get('vocabulary')}"
        case "event_actors":
            return f"{of('actors', 'actor_id')}, {term('role')} in {of('events', 'event_id')}"
        case "event_relations":
            claimed = f", according to {of('actors', 'according_to')}" if row.get("according_to") else ""
            return f"{of('events', 'event_id')}, {term('relation')} {of('events', 'other_event_id')}{claimed}"
        case "statement_events":
            said = read.row("statements", row.get("statement_id")) or {}
            speaker = _of(read, said, "actors", "speaker_id") or said.get("speaker_as_reported") or "Somebody"
            return f"{speaker} on {of('events', 'event_id')}: {term('stance')}, {row.get('factuality')}"
        case "evidence" if not row.get("exact"):
            records = (("actors", "actor_id"), ("events", "event_id"), ("statements", "statement_id"))
            return f"{row.get('part')} of {next(filter(None, (of(*r) for r in records)), row.get('evidence_id'))}"
    return row_name(row)


def _of(read: _TableReader, row: Row, table: str, column: str) -> str:
    return read.called(table, row.get(column))


def _term(read: _TableReader, table: str, row: Row, column: str) -> str:
    return read.term(f"{table}.{column}", row.get(column))
