"""EVT: the order in which sources report events."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.positions import gaps, told_too_early
from event_timeline.rules.rule import Context, Finding, Offenders, rule
from event_timeline.tables.loading import ROW

NEEDED = ("events",)


REPORTING = ("report", "mention")
"""Parts of evidence that show where a source reports an event, unlike the words of its date and place."""


@rule("EVT001", needs=NEEDED)
def gap_in_the_order(t: Context) -> Iterator[Finding]:
    rows = gaps(t["events"].select(ROW, "position"))
    yield Offenders("events", rows, "position {position} follows on {before}: what is between is missing", "position")


@rule("EVT002", needs=("events", "evidence"))
def order_of_events(t: Context) -> Iterator[Finding]:
    spans = t["evidence"].filter(pl.col("part").is_in(REPORTING))
    spans = spans.select("event_id", "source_id", "char_start").drop_nulls()
    first = spans.group_by("event_id").agg(
        pl.col("source_id").min(), last_source=pl.col("source_id").max(), start=pl.col("char_start").min()
    )
    alone = first.filter(pl.col("source_id") == pl.col("last_source"))
    told = (
        t["events"]
        .select(ROW, "event_id", "position")
        .drop_nulls()
        .join(alone, on="event_id")
        .sort("source_id", "position", ROW)
    )
    rows = told_too_early(told, "event_id")
    yield Offenders(
        "events",
        rows,
        "first reported at {start} of {source_id}, but {earlier}, which comes before it, at {earlier_start}",
        "position",
    )
