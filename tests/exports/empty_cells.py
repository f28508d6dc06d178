"""Packages with empty cells: each column that may be empty, several at once, whole tables."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterable, Iterator
from itertools import zip_longest

import polars as pl

from event_timeline import profile
from event_timeline.exports.dataset import Dataset
from tests.exports.datasets import opened

Column = tuple[str, str]
"""A table and one of its columns."""


def _columns(*, required: bool) -> list[Column]:
    return [
        (table, field["name"])
        for table, schema in opened().schemas.items()
        for field in schema["fields"]
        if bool(field["constraints"].get("required")) == required and field["name"] not in schema["primaryKey"]
    ]


OPTIONAL = _columns(required=False)
"""The columns whose cells may be empty."""
REQUIRED = _columns(required=True)
"""The columns outside the primary keys that may not: `export --no-validate` meets them empty all the same."""


def without(columns: Iterable[Column], data: Dataset | None = None) -> Dataset:
    """The harbour, or other data, with every cell of some columns empty."""
    data = data or opened()
    frames = dict(data.frames)
    for table, column in columns:
        kind = frames[table].collect_schema()[column]
        frames[table] = frames[table].with_columns(pl.lit(None, kind).alias(column))
    return dataclasses.replace(data, frames=frames)


def together(columns: Iterable[Column]) -> Iterator[list[Column]]:
    """The columns in groups, each of at most one column of a table."""
    tables: dict[str, list[Column]] = {}
    for table, column in columns:
        tables.setdefault(table, []).append((table, column))
    for group in zip_longest(*tables.values()):
        yield [column for column in group if column]


def choice(seed: int) -> list[Column]:
    """Three to twelve of the columns that may be empty; the same for the same seed."""
    random_ = random.Random(seed)
    return sorted(random_.sample(OPTIONAL, random_.randint(3, 12)))


def only(data: Dataset | None = None, **kept: int) -> Dataset:
    """The harbour, or other data, with the first rows of some tables (table -> number of rows), and no row that refers to a missing one."""
    data = data or opened()
    frames = {name: frame.collect() for name, frame in data.frames.items()}
    frames |= {table: frames[table].head(rows) for table, rows in kept.items()}
    before: dict[str, pl.DataFrame] = {}
    while any(not frames[name].equals(before.get(name, pl.DataFrame())) for name in frames):
        before = dict(frames)
        for table in profile.TABLES:
            frames[table] = _referring(table, frames)
    return dataclasses.replace(data, frames={name: frame.lazy() for name, frame in frames.items()})


def _referring(table: str, frames: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """A table's rows whose references are kept; where a reference may be empty it is emptied."""
    schema, rows = profile.table_schema(table), frames[table]
    required = {f["name"] for f in schema["fields"] if f["constraints"].get("required")}
    for key in schema.get("foreignKeys", ()):
        (column,), target = [key["fields"]] if isinstance(key["fields"], str) else key["fields"], key["reference"]
        fields = target["fields"]
        known = frames[target.get("resource") or table][fields if isinstance(fields, str) else fields[0]]
        refers = pl.col(column).is_in(known.implode())
        if column in required or column in schema["primaryKey"]:
            rows = rows.filter(refers)
        elif table == "evidence":
            rows = rows.filter(pl.col(column).is_null() | refers)
        else:
            rows = rows.with_columns(pl.when(refers).then(column).alias(column))
    return rows


FEWER = {"events": 7, "event_actors": 8, "evidence": 8, "codebook": 4}
FEW = only(opened(text=True), **FEWER)
"""The harbour with fewer rows, among which every column has a value."""
CONTENT = tuple(table for table in profile.TABLES if table not in ("sources", "codebook"))
SMALL = {
    "no statements": only(FEW, statements=0),
    "no relations": only(FEW, event_relations=0),
    "no places": only(FEW, places=0),
    "no evidence": only(FEW, evidence=0),
    "no participants": only(FEW, event_actors=0),
    "no actors": only(FEW, actors=0),
    "one event": only(FEW, events=1, statements=0),
    "no dated event": without([("events", c) for c in ("date_edtf", "earliest", "latest", "date_basis")], FEW),
    "no codebook": only(FEW, codebook=0),
    "nothing at all": only(FEW, **dict.fromkeys(CONTENT, 0), sources=0, codebook=0),
}
"""Packages that lack a table's rows: what is lacking -> the data."""
