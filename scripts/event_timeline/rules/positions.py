"""Positions, which number the records of a source in the order in which it first tells them."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl


def gaps(numbered: pl.LazyFrame, by: Sequence[str] = ()) -> pl.LazyFrame:
    """The records before which a position is missing, with `before`, the position that they follow on.

    numbered: has `position` and the columns `by`, within each value of which records are numbered from 1. Where a
    position stands twice and none is beyond the number of records nothing is told: the key's own rule does.
    """
    rows = numbered.drop_nulls().sort(*by, "position")
    first = pl.any_horizontal(pl.lit(False), *(pl.col(c) != pl.col(c).shift(1) for c in by))
    rows = rows.with_columns(before=pl.when(first).then(0).otherwise(pl.col("position").shift(1)).fill_null(0))
    surplus = pl.col("position").max() > pl.len()
    rows = rows.filter(surplus.over(by) if by else surplus)
    return rows.filter(pl.col("position") > pl.col("before") + 1)


def told_too_early(told: pl.LazyFrame, key: str) -> pl.LazyFrame:
    """The records that their source tells before the one that precedes them, which is `earlier`, told at `earlier_start`.

    told: sorted by source_id and position; has `key`, and `start`, the code point at which the record is first told.
    """
    same_source = pl.col("source_id") == pl.col("source_id").shift(1)
    before = told.with_columns(
        earlier=pl.col(key).shift(1),
        earlier_start=pl.col("start").shift(1),
        further=same_source & (pl.col("position") > pl.col("position").shift(1)),
    )
    return before.filter(pl.col("further"), pl.col("start") < pl.col("earlier_start"))
