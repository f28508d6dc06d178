"""DAT: dates as written, and their bounds."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.profile.edtf.misspelled import describe_fault
from event_timeline.rules.calendar import calendar, has_season
from event_timeline.rules.kinds import Dates, If, of_date, of_row
from event_timeline.rules.rule import ROW, Context, Finding, Matches, rule
from event_timeline.tables.elementwise import each
from event_timeline.texts.spreadsheet_damage import DAMAGED_DATE

malformed_edtf = of_date(
    "DAT001", "malformed-edtf", Dates(~pl.col("valid") & ~pl.col("text").str.contains(DAMAGED_DATE)),
    message="{text!r} is not an EDTF date, or no day of the calendar{end}",
    shown_too={"end": each(pl.col("text"), describe_fault)},
)  # fmt: skip


@rule("DAT002", fixable=True, needs=("events",), scope="rows")
def bounds_differ(t: Context) -> Iterator[Finding]:
    raw = {c: f"_raw:{c}" for c in ("earliest", "latest")}
    rows = t.tables.tables["events"].checked.select(ROW, *raw, *raw.values(), text="date_edtf")
    rows = rows.join(calendar(t).filter(pl.col("bounded"), ~has_season()), on="text")
    for column, bound, day in (("earliest", "first_date", "first_day"), ("latest", "last_date", "last_day")):
        readable = pl.col(column).is_not_null() | pl.col(raw[column]).is_null()
        beyond = pl.col(bound).is_null() & pl.col(day).is_not_null()
        expected = (
            pl.when(beyond).then(pl.lit("a day that no date cell can hold")).otherwise(pl.col(bound).cast(pl.String))
        )
        wrong = rows.filter(readable, pl.col(column).ne_missing(pl.col(bound))).with_columns(expected.alias(bound))
        yield Matches("events", wrong, f"{column} is {{{column}}}, {{text!r}} says {{{bound}}}", column)


UNDATED = pl.col("date_edtf").is_null()
bounds_without_date = of_row(
    "DAT003", "bounds-without-date", "events",
    If(UNDATED & pl.col("earliest").is_not_null(), "{earliest} without a date_edtf", "earliest"),
    If(UNDATED & pl.col("latest").is_not_null(), "{latest} without a date_edtf", "latest"),
)  # fmt: skip
