"""A row that an author names on the command line, by table and key."""

from __future__ import annotations

from event_timeline.citations.fragments import nearest_key, possible_keys
from event_timeline.editing.csv_tables import CsvTable, Row
from event_timeline.editing.draft import Draft
from event_timeline.editing.suggestions import did_you_mean
from event_timeline.io.counting import listed
from event_timeline.model import UserError


def find_row(draft: Draft, given: str) -> tuple[CsvTable, Row]:
    """The row of `TABLE/KEY`, the parts of a key behind slashes or commas.

    In a table without a primary key, the values of the columns that it is sorted by name a row, an empty part for an empty
    cell; the first of them are enough where no other row begins with them. Of equal rows it is the last. Raises UserError where there is none, or where
    rows of one key differ.
    """
    name, slash, key = given.partition("/")
    known = list(draft.package.resources)
    if name not in known:
        raise UserError(
            f"{given}: {f'there is no table {name!r}' if slash else 'which row of which table?'}",
            (slash and did_you_mean(name, known)) or f"write TABLE/KEY; the tables are {', '.join(known)}",
        )
    table = draft.table(name)
    rows = _rows_named(table, key)
    if rows and all(row == rows[0] for row in rows):
        return table, rows[-1]
    if table.key and len(rows) > 1:
        raise UserError(
            f"{given}: {len(rows):,} rows of `{name}` have this key", f"correct or remove one of them in {table.path}"
        )
    if len(rows) > 1:
        raise UserError(
            f"{given}: {len(rows):,} rows of `{name}` begin with it", f"name one: {listed(_names(table, rows))}"
        )
    pattern = "/".join(table.identifying).upper()
    if not key or (table.key and not any(len(k) == len(table.key) for k in possible_keys(key))):
        raise UserError(f"{given}: the key of `{name}` is {', '.join(table.identifying)}", f"write {name}/{pattern}")
    asked = _written(key)
    near = nearest_key(asked, [format_key(table.name_of(r)) for r in table.rows])
    hint = f"did you mean {near!r}?" if near else f"write {name}/{pattern} of a row that is there"
    raise UserError(f"`{name}` has no row {asked!r}", hint)


def _rows_named(table: CsvTable, key: str) -> list[Row]:
    """The rows of a primary key, or of a table without one those whose name is a key or begins with it.

    Cells may have slashes or commas in them, as the key of an exception has, so names are compared as they are written.
    """
    if not key:
        return []
    if table.key:
        possible = possible_keys(key)
        keyed = zip(table.rows, table.keys(), strict=True)
        return [row for row, found in keyed if found in possible or format_key(found) == key]
    for asked in dict.fromkeys((_written(key), _written(key.replace(",", "/")))):
        names = [(format_key(table.name_of(r)), r) for r in table.rows]
        whole = [r for name, r in names if name == asked]
        if rows := whole or [r for name, r in names if name.startswith(f"{asked}/")]:
            return rows
    return []


def _written(key: str) -> str:
    """A name without the empty cells at its end."""
    return key.rstrip("/")


def _names(table: CsvTable, rows: list[Row]) -> list[str]:
    return [f"{table.name}/{format_key(table.name_of(r))}" for r in rows]


def format_key(key: tuple[str, ...]) -> str:
    """A key as it is written on the command line."""
    return "/".join(key)


def row_label(table: CsvTable, row: Row) -> str:
    """Table and key, as findings and `timeline diff` say them."""
    return f"{table.name} {' '.join(table.key_of(row) if table.key else filter(None, table.name_of(row)))}"
