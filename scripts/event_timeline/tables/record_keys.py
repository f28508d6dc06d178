"""How rows of the table `exceptions`, and baselines, name records."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

import polars as pl

from event_timeline.tables.loading import ROW, Tables

TABLE = "exceptions"
EVERY_RECORD = "*"
"""A key that stands for the table as a whole."""
JOINT = "/"
"""Between the values of a key of several columns; one that a value holds has a backslash before it."""
FORMER_JOINT = " | "
"""The same as the first packages with exceptions have it."""
SPECIAL = r"([\\/])"
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
    if len(parts) > 1:
        parts = [part.str.replace_all(SPECIAL, r"\${1}") for part in parts]
    yield from tables.collect(text.select(ROW, pl.concat_str(parts, separator=JOINT))).iter_rows()


def record_key(values: Iterable[str]) -> str:
    """The key of a record with these values in the columns of the key."""
    values = list(values)
    return JOINT.join(re.sub(SPECIAL, r"\\\1", v) for v in values) if len(values) > 1 else "".join(values)


def current(key: str) -> str:
    """A key of either spelling as `record_keys` has it."""
    return record_key(key.split(FORMER_JOINT))
