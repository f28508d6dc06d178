"""EVT: the order in which sources report events."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.positions import gap, reported_early
from event_timeline.rules.rule import Context, Finding, Matches, rule

REPORTING = ("report", "mention")
"""Parts of evidence that show where a source reports an event, unlike the words of its date and place."""

event_position_gap = gap(
    "EVT001", "event-position-gap", "events", "position {position} follows on {before}: what is between is missing"
)


@rule("EVT002", needs=("events", "evidence"))
def event_order_mismatch(t: Context) -> Iterator[Finding]:
    spans = t["evidence"].filter(pl.col("part").is_in(REPORTING)).select("event_id", "source_id", "char_start")
    first = spans.drop_nulls().group_by("event_id").agg(
        pl.col("source_id").min(), last_source=pl.col("source_id").max(), start=pl.col("char_start").min()
    ).filter(pl.col("source_id") == pl.col("last_source"))  # fmt: skip
    rows = reported_early(t["events"].join(first, on="event_id"), "event_id")
    message = "first reported at {start} of {source_id}, but {earlier}, which comes before it, at {earlier_start}"
    yield Matches("events", rows, message, "position")
