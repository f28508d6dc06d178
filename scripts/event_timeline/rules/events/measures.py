"""EVT: the numbers of events."""

from __future__ import annotations

import polars as pl

from event_timeline.rules.kinds import If, of_row

LOW, BEST, HIGH = (pl.col(c) for c in ("low", "best", "high"))
NUMBERS = ("low", "best", "high")
COUNTS = (
    "fatalities", "injured", "casualties", "missing", "abducted", "arrested", "displaced", "participants", "votes",
    "duration", "reports",
)  # fmt: skip
"""Measures of the profile that count people, votes, time or reports; prices, scores and tones may be below zero."""
PEOPLE = ("person", "persons", "people", "individual", "individuals", "human", "humans")
"""Names under which people are counted, all for the unit `persons`."""

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
person_unit = of_row(
    "EVT030", "person-unit", "measures",
    If(pl.col("unit").str.to_lowercase().is_in(PEOPLE) & (pl.col("unit") != "persons"), "the unit {unit!r} is `persons`", "unit"),
    severity="warning",
)  # fmt: skip
negative_count = of_row(
    "EVT027", "negative-count", "measures",
    *(If(pl.col("measure").is_in(COUNTS) & (pl.col(c) < 0), f"{{measure}} of {{event_id}}: {c} is {{{c}}}, below zero", c) for c in NUMBERS),
)  # fmt: skip
