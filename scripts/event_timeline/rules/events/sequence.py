"""EVT: the order in which sources report events."""

from __future__ import annotations

import polars as pl

from event_timeline.rules.events.descriptions import REPORTING
from event_timeline.rules.kinds import matching
from event_timeline.rules.positions import gap, reported_early
from event_timeline.rules.rule import Context

event_position_gap = gap(
    "EVT001", "event-position-gap", "events", "position {position} follows on {before}: what is between is missing"
)


@matching(
    "EVT002", "events",
    "first reported at {start} of {source_id}, but {earlier}, which comes before it, at {earlier_start}", "position",
    needs=("events", "evidence"), complete=("evidence",),
)  # fmt: skip
def event_order_mismatch(t: Context) -> pl.LazyFrame:
    spans = t["evidence"].filter(pl.col("part").is_in(REPORTING)).select("event_id", "source_id", "char_start")
    first = spans.drop_nulls().group_by("event_id").agg(
        pl.col("source_id").min(), last_source=pl.col("source_id").max(), start=pl.col("char_start").min()
    ).filter(pl.col("source_id") == pl.col("last_source"))  # fmt: skip
    return reported_early(t["events"].join(first, on="event_id"), "event_id")
