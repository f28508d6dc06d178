"""How rows of the table `exceptions` name the records whose findings they accept."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import polars as pl

from event_timeline.tables.loading import ROW, Tables

TABLE = "exceptions"
EVERY_RECORD = "*"
"""A key that stands for the table as a whole."""
JOINT = " | "
"""Between the values of a key of several columns."""
BY_EVENT = ("event_sources", "measures")
"""Tables without a primary key, whose records are named by their event."""


def record_keys(tables: Tables, name: str, rows: Collection[int] | None = None) -> Iterator[tuple[int, str]]:
    """(record number, key as written) of the records of a table, or of some; none where it has no key."""
    text, key = tables.tables[name].text, tables.schema(name).get("primaryKey") or []
    columns = ["event_id"] if not key and name in BY_EVENT else [key] if isinstance(key, str) else list(key)
    if not columns or not set(columns) <= set(text.collect_schema()):
        return
    if rows is not None:
        text = text.filter(pl.col(ROW).is_in(sorted(rows)))
    parts = [pl.col(c).cast(pl.String).fill_null("") for c in columns]
    yield from tables.collect(text.select(ROW, pl.concat_str(parts, separator=JOINT))).iter_rows()
