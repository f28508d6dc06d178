"""EVT: the reports of events."""

from __future__ import annotations

import polars as pl

from event_timeline.rules.kinds import matching
from event_timeline.rules.rule import ROW, Context
from event_timeline.tables.loading import RAW


@matching(
    "EVT029", "event_sources", "this report of {event_id} by {source_id} is already in record {first}", "source_id",
    severity="warning",
)  # fmt: skip
def duplicate_report(t: Context) -> pl.LazyFrame:
    # equal in all columns, those of the package included: they may have the sentence that reports the event
    key = [c for c in t["event_sources"].collect_schema() if c != ROW and not c.startswith(RAW)]
    rows = t["event_sources"].select(ROW, "event_id", "source_id", first=pl.col(ROW).min().over(key))
    return rows.filter(pl.col(ROW) != pl.col("first"))
