"""A row that an author names on the command line, by table and key."""

from __future__ import annotations

from event_timeline.citations.fragments import possible_keys
from event_timeline.editing.csv_tables import CsvTable, Row
from event_timeline.editing.draft import Draft
from event_timeline.editing.suggestions import did_you_mean
from event_timeline.model import UserError


def find_row(draft: Draft, given: str) -> tuple[CsvTable, Row]:
    """The row of `TABLE/KEY`, the parts of a key behind slashes or commas. Raises UserError where there is none."""
    name, slash, key = given.partition("/")
    known = list(draft.package.resources)
    if name not in known:
        raise UserError(
            f"{given}: {f'there is no table {name!r}' if slash else 'which row of which table?'}",
            (slash and did_you_mean(name, known)) or f"write TABLE/KEY; the tables are {', '.join(known)}",
        )
    table = draft.table(name)
    said = "/".join(table.key).upper()
    if not table.key:
        raise UserError(f"`{name}` has no primary key to name a row by", "give its schema one")
    fitting = [k for k in possible_keys(key) if len(k) == len(table.key)]
    for parts in fitting:
        row = table.find(*parts)
        if row is not None:
            return table, row
    if not fitting or not key:
        raise UserError(f"{given}: the key of `{name}` is {', '.join(table.key)}", f"write {name}/{said}")
    near = did_you_mean(format_key(fitting[0]), [format_key(table.key_of(r)) for r in table.rows])
    raise UserError(
        f"`{name}` has no row {format_key(fitting[0])!r}", near or f"write {name}/{said} of a row that is there"
    )


def format_key(key: tuple[str, ...]) -> str:
    """A key as it is written on the command line."""
    return "/".join(key)


def row_label(table: CsvTable, row: Row) -> str:
    """Table and key, as findings and `timeline diff` say them."""
    return f"{table.name} {' '.join(table.key_of(row))}"
