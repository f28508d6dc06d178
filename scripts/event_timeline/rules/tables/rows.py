"""TAB: rows that are empty or not sorted."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import polars as pl

from event_timeline.profile.constraints import as_written
from event_timeline.rules.rule import ROW, Context, Finding, Matches, rule
from event_timeline.rules.tables.constraints import is_blank


@rule("TAB015", cause=1, fixable=True, scope="gate")
def blank_row(t: Context) -> Iterator[Finding]:
    for name in t.tables.tables:
        blank = t.tables.tables[name].checked.filter(is_blank(t, name)).select(ROW)
        no_first = pl.col(as_written(t.tables.fields(name)[0])).is_null()
        yield Matches(name, partial(_runs, blank), "{said}", only_if=no_first, explained=blank)


def _runs(blank: pl.LazyFrame) -> pl.LazyFrame:
    """The first of each run of blank records."""
    runs = blank.with_columns(run=pl.col(ROW).cast(pl.Int64) - pl.int_range(pl.len()))
    rows = runs.group_by("run").agg(pl.col(ROW).min(), n=pl.len())
    several = pl.format("this line and the {} after it are blank or have only commas", pl.col("n") - 1)
    said = pl.when(pl.col("n") > 1).then(several).otherwise(pl.lit("the line is blank or has only commas"))
    return rows.with_columns(said=said)


@rule("TAB030", severity="warning", fixable=True, scope="gate", reads_previous=True)
def unsorted_rows(t: Context) -> Iterator[Finding]:
    for name in t.tables.tables:
        keys = [k for k in t.tables.schema(name).get("sortedBy", ()) if t.tables.has(name, k)]
        if keys:
            before = [pl.col(k).shift(1) for k in keys]
            less: pl.Expr = pl.lit(False)
            for key, previous in zip(reversed(keys), reversed(before), strict=True):
                less = (pl.col(key) < previous) | ((pl.col(key) == previous) & less)
            message = f"{{said}}: sorted by {', '.join(keys)}"
            rows = partial(_first_unsorted, t.whole(name), keys, less)
            yield Matches(name, rows, message, only_if=less, reads_previous=True)


def _first_unsorted(table: pl.LazyFrame, keys: list[str], less: pl.Expr) -> pl.LazyFrame:
    rows = table.select(ROW, *keys).filter(less).select(pl.col(ROW).min(), n=pl.len()).filter(pl.col("n") > 0)
    several = pl.format("this record and {} below it belong further up", pl.col("n") - 1)
    said = pl.when(pl.col("n") > 1).then(several).otherwise(pl.lit("the record belongs further up"))
    return rows.with_columns(said=said)
