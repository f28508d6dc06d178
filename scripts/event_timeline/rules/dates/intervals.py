"""DAT: intervals, and single days of what lasts."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.dates.calendar import date_columns, dated, shown
from event_timeline.rules.rule import Context, Finding, Offenders, rule


@rule("DAT004", scope="rows")
def interval_backwards(t: Context) -> Iterator[Finding]:
    for table, column, rows in date_columns(t):
        wrong = rows.filter(pl.col("backwards"))
        message = "{text!r} begins on {first_day} and ends on {last_day}"
        yield Offenders(table, shown(wrong, "first_day", "last_day"), message, column, "text")


@rule("DAT018", severity="warning", scope="rows")
def needless_interval(t: Context) -> Iterator[Finding]:
    to_the_day = pl.col("text").str.contains(r"^-?\d{4}-\d\d-\d\d/-?\d{4}-\d\d-\d\d$")
    ends = pl.col("text").str.split("/")
    twice = (ends.list.n_unique() == 1) & pl.col("first_day").is_not_null()
    for table, column, rows in date_columns(t):
        whole = to_the_day & pl.col("is_whole") & (table != "events")
        wrong = rows.filter(pl.col("bounded"), pl.col("text").str.contains("/", literal=True), twice | whole)
        yield Offenders(table, wrong, "{text!r} is one day, month or year, written as an interval", column, "text")


@rule("DAT028", severity="warning", needs=("events",))
def practice_of_one_day(t: Context) -> Iterator[Finding]:
    one_day = pl.col("first_day") == pl.col("last_day")
    rows = dated(t, "events", "event_id", "status").filter(pl.col("status") == "habitual", one_day)
    yield Offenders("events", rows, "{event_id} is habitual, and of {text} only", "status")


@rule("DAT029", severity="warning", needs=("events",), scope="rows")
def deadline_as_interval(t: Context) -> Iterator[Finding]:
    rows = dated(t, "events", "status", "polarity").filter(
        pl.col("status").is_in(["planned", "conditional"]),
        pl.col("polarity").ne_missing("negated"),
        pl.col("text").str.contains(r"^\s*\.\./[^.]"),
    )
    yield Offenders("events", rows, "{status}, but {text} has always been going on", "date_edtf", "text")
