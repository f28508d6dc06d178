"""Rows of an export beside the same rows as a package has them: a cell whose value is the same keeps how it is written."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from event_timeline.editing.csv_tables import Row, columns_of
from event_timeline.exports.csv_cells import as_written
from event_timeline.tables.types import cast, is_text

Values = tuple[str | None, ...]


def as_before(before: Sequence[Row], frame: pl.LazyFrame, schema: Mapping[str, Any]) -> pl.LazyFrame:
    """The rows of typed columns as text, missing cells null.

    before: rows as they are written in the package. A row is the same where its primary key is, or without a key where all
    of it is; its cells are written as before where their values are the same, and so is the table where all rows are.
    """
    columns = [f["name"] for f in schema["fields"]]
    written = [tuple(row.get(c) or None for c in columns) for row in before]
    values, found = usual(written, schema), as_written(frame, schema).collect().rows()
    if Counter(values) == Counter(found):
        return _frame(written, columns)
    keys = [columns.index(c) for c in columns_of(schema.get("primaryKey")) or columns if c in columns]
    known: dict[Values, list[int]] = defaultdict(list)
    for number, row in enumerate(values):
        known[tuple(row[k] for k in keys)].append(number)
    rows = []
    for row in found:
        same = known.get(tuple(row[k] for k in keys))
        if not same:
            rows.append(row)
        else:
            number = same.pop(0)
            cells = zip(row, values[number], written[number], strict=True)
            rows.append(tuple(text if value == old else value for value, old, text in cells))
    return _frame(rows, columns)


def usual_rows(rows: Sequence[Row], schema: Mapping[str, Any]) -> list[Row]:
    """Rows as they would be written from their values, missing cells empty."""
    columns = [f["name"] for f in schema["fields"]]
    values = usual([tuple(row.get(c) or None for c in columns) for row in rows], schema)
    return [{c: v or "" for c, v in zip(columns, row, strict=True)} for row in values]


def usual(rows: Sequence[Values], schema: Mapping[str, Any]) -> list[Values]:
    """Rows of written cells as they would be written from their values; a cell of another type is missing there."""
    frame = _frame(rows, [f["name"] for f in schema["fields"]])
    return as_written(frame.with_columns(cast(f) for f in schema["fields"] if not is_text(f)), schema).collect().rows()


def _frame(rows: Sequence[Values], columns: Sequence[str]) -> pl.LazyFrame:
    return pl.LazyFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
