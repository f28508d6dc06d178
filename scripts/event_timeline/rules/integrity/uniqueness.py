"""KEY: primary and unique keys."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.package.json_files import as_list
from event_timeline.profile.constraints import as_written, comparable, usable_constraints
from event_timeline.rules.rule import ROW, Context, Finding, Matches, rule
from event_timeline.tables import uniqueness


def _repeated(t: Context, name: str, key: list[str], hint: str | None = None) -> Iterator[Finding]:
    """Rows whose key is in an earlier row too; keys with a missing part are left out, and a column that is unique anyway."""
    fields = [next(f for f in t.tables.fields(name) if f["name"] == column) for column in key]
    if len(key) == 1 and fields[0].get("constraints", {}).get("unique"):
        return
    written = [c for c in map(as_written, fields) if c not in key]
    frame = t.tables.tables[name].checked.select(ROW, *key, *written).drop_nulls(key)
    if t.tables.small:
        repeated = uniqueness.repeated(frame, key, small=True)
    elif uniqueness.repeats(frame, key, ascending=list(t.tables.schema(name).get("sortedBy", ()))[: len(key)] == key):
        repeated = t.tables.collect(uniqueness.repeated(frame, key)).lazy()
    else:
        return
    same = list(map(comparable, fields))
    repeated = repeated.with_columns(first=pl.col(ROW).min().over(same)).filter(pl.col("first") != pl.col(ROW))
    shown = ", ".join(f"{{{k}!r}}" for k in key)
    column = key[0] if len(key) == 1 else None
    message = f"({', '.join(key)}) = ({shown}) is already in record {{first}}"
    yield Matches(name, repeated, message, column, key[0], hint=hint)


def _without_key(t: Context, name: str, key: list[str]) -> Iterator[Finding]:
    """Rows that lack a part of their primary key (Data Package v2: it cannot be null), where the schema lets them."""
    required = {f["name"] for f in t.tables.fields(name) if usable_constraints(f).get("required")}
    for column in key:
        if column not in required:
            where = pl.col(column).is_null()
            rows = t.whole(name).filter(where).select(ROW, column)
            hint = "fill it in, or take the column out of `primaryKey`"
            yield Matches(name, rows, "a part of the primary key is missing", column, where=where, hint=hint)


@rule("KEY001", scope="keys")
def duplicate_primary_key(t: Context) -> Iterator[Finding]:
    for name in t.tables.tables:
        key = [k for k in as_list(t.tables.schema(name).get("primaryKey")) if t.tables.has(name, k)]
        yield from _without_key(t, name, key)
        if key:
            of_several = f"if the two records are equal, `timeline remove {name}/{'/'.join(key).upper()}` removes one; else correct a part of the key"
            yield from _repeated(t, name, key, of_several if len(key) > 1 else None)


@rule("KEY002", scope="keys")
def duplicate_unique_key(t: Context) -> Iterator[Finding]:
    for name in t.tables.tables:
        for key in t.tables.schema(name).get("uniqueKeys") or ():
            if t.tables.has(name, *key):
                yield from _repeated(t, name, list(key))
