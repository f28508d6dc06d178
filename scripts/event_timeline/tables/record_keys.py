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
"""Tables without a primary key: a record is named by the columns that the table is sorted by, of which the event is the first."""


def record_keys(tables: Tables, name: str, rows: Collection[int] | None = None) -> Iterator[tuple[int, str]]:
    """(record number, key as written) of the records of a table, or of some; none where it has no key."""
    text, schema = tables.tables[name].text, tables.schema(name)
    key, present = schema.get("primaryKey") or [], set(text.collect_schema())
    sorted_ = not key and name in BY_EVENT
    if sorted_:
        key = [c for c in schema.get("sortedBy") or ["event_id"] if c in present]
    columns = [key] if isinstance(key, str) else list(key)
    if not columns or not set(columns) <= present:
        return
    if rows is not None:
        text = text.filter(pl.col(ROW).is_in(sorted(rows)))
    parts = [pl.col(c).cast(pl.String).fill_null("") for c in columns]
    if len(parts) > 1 and not sorted_:
        parts = [part.str.replace_all(SPECIAL, r"\${1}") for part in parts]
    keys = pl.concat_str(parts, separator=JOINT)
    yield from tables.collect(text.select(ROW, keys.str.strip_chars_end(JOINT) if sorted_ else keys)).iter_rows()


def record_key(values: Iterable[str]) -> str:
    """The key of a record with these values in the columns of the key."""
    values = list(values)
    return JOINT.join(re.sub(SPECIAL, r"\\\1", v) for v in values) if len(values) > 1 else "".join(values)


def sorted_key(values: Iterable[str]) -> str:
    """The key of a record of a table without a primary key, with these values in the columns that it is sorted by.

    It is written as `timeline set` and `timeline remove` take it: without backslashes, and without empty values at its end.
    """
    return JOINT.join(values).rstrip(JOINT)


def accepting(resource: str, key: str) -> tuple[str, ...]:
    """The keys by which an exception accepts a finding of the record with a key; `*` is one of them."""
    if resource in BY_EVENT:
        return key, key.partition(JOINT)[0], EVERY_RECORD
    return key, EVERY_RECORD


def current(key: str, resource: str = "") -> str:
    """A key of either spelling, in an exception about a table, as `record_keys` has it."""
    return key.rstrip(JOINT) if resource in BY_EVENT else record_key(key.split(FORMER_JOINT))
