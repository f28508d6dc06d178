"""EVT: the numbers of events."""

from __future__ import annotations

import polars as pl

from event_timeline.rules.kinds import If, matching, of_row
from event_timeline.rules.rule import ROW, Context

LOW, BEST, HIGH = (pl.col(c) for c in ("low", "best", "high"))
SAME = ("event_id", "measure", "actor_id", "according_to", "source_id", "unit")
"""What distinguishes a number from others; a missing cell is like another missing one."""

estimates_out_of_order = of_row(
    "EVT022", "estimates-out-of-order", "measures",
    If(LOW > BEST, "the lowest estimate, {low}, is above the best one, {best}", "low"),
    If(BEST > HIGH, "the highest estimate, {high}, is below the best one, {best}", "high"),
    If(BEST.is_null() & (LOW > HIGH), "the lowest estimate, {low}, is above the highest one, {high}", "low"),
)  # fmt: skip
measure_without_number = of_row(
    "EVT023", "measure-without-number", "measures",
    If(LOW.is_null() & BEST.is_null() & HIGH.is_null(), "no number of {measure} for {event_id}", "best"),
)  # fmt: skip


@matching(
    "EVT024", "measures", "{measure} of {event_id} is given twice with the same actor, provider, source and unit",
    "measure",
)  # fmt: skip
def duplicate_measure(t: Context) -> pl.LazyFrame:
    key = [pl.col(c).fill_null("") for c in SAME]
    rows = t["measures"].select(ROW, "event_id", "measure", earlier=pl.col(ROW).min().over(key))
    return rows.filter(pl.col(ROW) != pl.col("earlier"))
