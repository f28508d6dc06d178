"""The foreign keys of a package's tables, and how many references of each lead to no record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from event_timeline.profile.constraints import comparable, usable_constraints
from event_timeline.profile.table_schemas import foreign_keys
from event_timeline.tables import cell_formats
from event_timeline.tables.key_hashes import looked_up
from event_timeline.tables.loading import ROW, Tables


@dataclass(frozen=True)
class Reference:
    """A foreign key. rows: its references without a record there; lost: their number; known: the keys that there are, and pattern:
    what they look like; leads_nowhere: whether the other table has no records at all.
    """

    table: str
    fields: list[str]
    other: str
    targets: list[str]
    rows: pl.LazyFrame
    known: pl.LazyFrame
    pattern: str | None
    leads_nowhere: bool
    lost: int = 0


def references(tables: Tables) -> list[Reference]:
    """The foreign keys whose tables are there, with columns of the same types."""
    found: list[Reference] = []
    for name in tables.tables:
        for fields, other, targets in foreign_keys(name, tables.schema(name)):
            if not tables.has(name, *fields) or not tables.has(other, *targets):
                continue
            if (
                tables[name].select(fields).collect_schema().dtypes()
                != tables[other].select(targets).collect_schema().dtypes()
            ):
                continue
            # of a reference of several columns a part may be missing, there as here; where all of it is missing there is no reference
            some = ~pl.all_horizontal(pl.col(f).is_null() for f in fields)
            here, there = _fields(tables, name), _fields(tables, other)
            rows = tables.tables[name].checked.select(ROW, *(comparable(here[f]) for f in fields)).filter(some)
            targets_as = [comparable(there[b]).alias(a) for a, b in zip(fields, targets, strict=True)]
            known = tables.tables[other].checked.select(targets_as).filter(some)
            # the number of records is also 0 where they were not counted
            any_there = tables.tables[other].rows or len(tables.collect(tables[other].select(ROW).head(1)))
            if any_there or other == name:
                rows = looked_up(rows, known, fields, "anti", small=tables.small)
            form = usable_constraints(there[targets[0]]).get("pattern")
            found.append(Reference(name, fields, other, targets, rows, known, form, not any_there and other != name))
    lost = tables.lengths([(r.table, r.rows) for r in found])
    return [replace(r, lost=n) for r, n in zip(found, lost, strict=True)]


def _fields(tables: Tables, table: str) -> dict[str, dict[str, Any]]:
    return {f["name"]: f for f in tables.fields(table)}


def _pattern(field: dict[str, Any]) -> str | None:
    """The pattern that all cells of a field keep which break no other constraint by their form."""
    return None if cell_formats.is_read(field) else usable_constraints(field).get("pattern")


def patterns_of_keys(tables: Tables, found: Iterable[Reference], table: str) -> dict[str, tuple[str, str]]:
    """column -> (table, key) that it refers to, for columns with the key's pattern whose cells are all there: none breaks it if no key does.

    found: the `references` of the tables.
    """
    fields = _fields(tables, table)
    alone = {r.fields[0]: r for r in found if r.table == table and len(r.fields) == 1 and not r.lost}
    same = {
        column for column, r in alone.items()
        if (pattern := _pattern(fields[column])) and pattern == _pattern(_fields(tables, r.other)[r.targets[0]])
    }  # fmt: skip
    return {column: (alone[column].other, alone[column].targets[0]) for column in same}
