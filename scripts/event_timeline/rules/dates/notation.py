"""DAT: dates as written, and their bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from event_timeline.profile.edtf import days
from event_timeline.rules.calendar import calendar, has_season
from event_timeline.rules.kinds import Dates, If, of_date, of_row
from event_timeline.rules.rule import ROW, Context, Finding, Matches, rule
from event_timeline.rules.tables.spreadsheets import DAMAGED_DATE
from event_timeline.tables.elementwise import each

BEFORE_CHRIST = re.compile(r"([0-9]{1,4}) ?(?:BCE?|B\.C\.(?:E\.)?)")
SHORT_YEAR = re.compile(r"-([0-9]{1,3})((?:-[0-9]{2}){0,2}[?~%]?)")
"""A year before year 0 that lost its zeros, as spreadsheets make -49 of -0049."""


def _odd_end(text: str) -> str:
    """In words, what is wrong: blanks, digits of another script, or one end of an interval; empty where that is not known."""
    ends = text.split("/")
    written = "/".join(map(_before_year_0, ends))
    if written != text and days(written) is not None:
        counted = " (there is a year 0: 44 BC is -0043)" if "B" in text else ""
        return f": years before year 0 are written with four digits: {written}{counted}"
    if any(c.isspace() for c in text.strip()):
        return ": EDTF has no blanks"
    if any(c.isdigit() and not c.isascii() for c in text):
        return ": its digits are not 0 to 9"
    odd = [end for end in ends if end not in ("", "..") and days(end) is None]
    return f": {odd[0]!r} is not" if len(ends) == 2 and len(odd) == 1 else ""


def _before_year_0(end: str) -> str:
    """A year before year 0 as EDTF has it, astronomically numbered (ISO 8601-1, 4.3.2); another text as it is."""
    if match := BEFORE_CHRIST.fullmatch(end):
        year = int(match[1]) - 1
        return f"-{year:04}" if year > 0 else "0000" if year == 0 else end
    match = SHORT_YEAR.fullmatch(end)
    return f"-{int(match[1]):04}{match[2]}" if match and int(match[1]) else end


malformed_edtf = of_date(
    "DAT001", "malformed-edtf", Dates(~pl.col("valid") & ~pl.col("text").str.contains(DAMAGED_DATE)),
    message="{text!r} is not an EDTF date, or no day of the calendar{end}",
    shown_too={"end": each(pl.col("text"), _odd_end)},
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
