"""Positions, which number the records of a source in the order in which it first reports them."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.rule import ROW, Context, Finding, Matches, Rule
from event_timeline.rules.scopes import by


def gap(code: str, slug: str, table: str, message: str, *sources: str) -> Rule:
    """A rule on records before which a position is missing; the message says `before`, the position that they follow on.

    sources: the columns within each value of which records are numbered from 1. Where a position is duplicated and none is
    beyond the number of records nothing is reported: the key's own rule does.
    """

    def check(t: Context) -> Iterator[Finding]:
        rows = t[table].select(ROW, *sources, "position").drop_nulls().sort(*sources, "position")
        first = pl.any_horizontal(pl.lit(False), *(pl.col(c) != pl.col(c).shift(1) for c in sources))
        rows = rows.with_columns(before=pl.when(first).then(0).otherwise(pl.col("position").shift(1)).fill_null(0))
        surplus = pl.col("position").max() > pl.len()
        rows = rows.filter(surplus.over(sources) if sources else surplus)
        yield Matches(table, rows.filter(pl.col("position") > pl.col("before") + 1), message, "position")

    groups = (by(sources[0], table),) if sources else ()
    return Rule(
        code, slug, check, needs=(table,), groups=groups, looks_in=tuple(f"{table}.{c}" for c in (*sources, "position"))
    )


def reported_early(records: pl.LazyFrame, key: str) -> pl.LazyFrame:
    """Return the records that their source reports before the preceding one, `earlier`, which it reports at `earlier_start`.

    records: has ROW, position, source_id, `key`, and `start`, the code point at which the record is first reported.
    """
    records = records.select(ROW, key, "source_id", "position", "start").drop_nulls().sort("source_id", "position", ROW)
    source, position, start = (pl.col(c) for c in ("source_id", "position", "start"))
    further = (source == source.shift(1)) & (position > position.shift(1))
    before = records.with_columns(further=further, earlier=pl.col(key).shift(1), earlier_start=start.shift(1))
    return before.filter(pl.col("further"), start < pl.col("earlier_start"))
