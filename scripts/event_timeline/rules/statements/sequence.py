"""STM: the order in which sources report statements."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.positions import gaps, told_too_early
from event_timeline.rules.rule import Context, Finding, Offenders, rule
from event_timeline.rules.scopes import by
from event_timeline.tables.loading import ROW

NEEDED = ("statements",)


@rule("STM005", needs=NEEDED, groups=(by("source_id", "statements"),))
def gap_in_the_reading_order(t: Context) -> Iterator[Finding]:
    rows = gaps(t["statements"].select(ROW, "source_id", "position"), ["source_id"])
    message = "position {position} in {source_id} follows on {before}: what is between is missing"
    yield Offenders("statements", rows, message, "position")


@rule("STM006", needs=("statements", "evidence"), groups=(by("source_id", "statements", "evidence"),))
def reading_order(t: Context) -> Iterator[Finding]:
    content = (
        t["evidence"]
        .filter(pl.col("part").is_in(["quote", "report"]))
        .select("statement_id", "source_id", "char_start")
    )
    first = content.drop_nulls().group_by("statement_id", "source_id").agg(start=pl.col("char_start").min())
    told = (
        t["statements"]
        .select(ROW, "statement_id", "source_id", "position")
        .drop_nulls()
        .join(first, on=["statement_id", "source_id"])
    )
    rows = told_too_early(told.sort("source_id", "position", ROW), "statement_id")
    yield Offenders(
        "statements",
        rows,
        "begins at {start} of {source_id}, but {earlier}, which comes before it, at {earlier_start}",
        "position",
    )
