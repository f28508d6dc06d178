"""STM: the order in which sources report statements."""

from __future__ import annotations

import polars as pl

from event_timeline.rules.kinds import matching
from event_timeline.rules.positions import gap, reported_early
from event_timeline.rules.rule import Context
from event_timeline.rules.scopes import by

statement_position_gap = gap(
    "STM005", "statement-position-gap", "statements",
    "position {position} in {source_id} follows on {before}: what is between is missing", "source_id",
)  # fmt: skip


@matching(
    "STM006", "statements",
    "begins at {start} of {source_id}, but {earlier}, which comes before it, at {earlier_start}", "position",
    needs=("statements", "evidence"), groups=(by("source_id", "statements", "evidence"),), complete=("evidence",),
)  # fmt: skip
def statement_order_mismatch(t: Context) -> pl.LazyFrame:
    content = t["evidence"].filter(pl.col("part").is_in(["quote", "report"]))
    first = content.select("statement_id", "source_id", "char_start").drop_nulls()
    first = first.group_by("statement_id", "source_id").agg(start=pl.col("char_start").min())
    return reported_early(t["statements"].join(first, on=["statement_id", "source_id"]), "statement_id")
