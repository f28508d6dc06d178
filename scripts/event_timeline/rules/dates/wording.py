"""DAT: the year of a date against its words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple
from typing import Any

import polars as pl

from event_timeline.profile.edtf import day_number
from event_timeline.rules.calendar import dated
from event_timeline.rules.rule import ROW, Context, Finding, Matches, rule
from event_timeline.rules.scopes import OF_EVENTS, OF_STATEMENTS
from event_timeline.tables.elementwise import each

NEAR_NEW_YEAR = 92
"""Days. A date of at most a season may lie on the other side of New Year's Day: by this much before 1930, as years began
on 25 March and calendars were ten days and more apart; by one day, the grace of time zones, since."""
NEW_CALENDAR = day_number(1930)
OTHER_CALENDARS = 300
"""Years. Years of the Buddhist calendar and of those of Islam differ by more, and are often printed without a name."""
NEPALI = (55, 58)
"""Years by which the calendar of Nepal is ahead, with one to each side."""
YEAR_DAYS = 365.2425


@rule("DAT031", severity="warning", needs=("events", "statements", "evidence"), groups=(OF_EVENTS, OF_STATEMENTS))
def year_words_conflict(t: Context) -> Iterator[Finding]:
    for table, key in (("events", "event_id"), ("statements", "statement_id")):
        spans = t["evidence"].filter(pl.col("part") == "date").select(key, "exact").drop_nulls(key).unique()
        stated = dated(t, table, key, "date_basis").filter(pl.col("date_basis") == "stated", pl.col("bounded"))
        stated = stated.filter(~pl.col("text").str.contains("[?~%]"))
        read = each(pl.col("exact"), _read_words, WORDS_TYPE)
        spans = spans.join(stated, on=key, how="semi").with_columns(read.alias("words")).unnest("words")
        several = pl.col(key).is_duplicated()  # a window within another one is computed key by key
        clear = (pl.col("clear") & ~(pl.col("is_bare") & several)).all().over(key)
        named = spans.filter(clear).drop_nulls("year_first")
        rows = stated.join(named, on=key).filter((~_fits()).all().over(ROW)).unique(ROW, keep="any")
        message = "{text!r} is stated, but its words are {exact!r}"
        yield Matches(table, rows, message, "date_edtf", "text")


WORDS_TYPE = pl.Struct(
    {"clear": pl.Boolean, "year_first": pl.Int64, "year_last": pl.Int64, "is_bare": pl.Boolean, "is_before": pl.Boolean}
)


def _read_words(cell: str | None) -> dict[str, Any]:
    """What a cell's date words say, as `WORDS_TYPE`; a missing cell is not clear."""
    from event_timeline.texts import date_words  # whose patterns take long to compile

    return dict(zip(WORDS_TYPE.to_schema(), astuple(date_words.read(cell or "")), strict=True))


def _fits() -> pl.Expr:
    """Whether a row's days touch the year of its words, or the words may count years by another calendar."""
    first, last = pl.col("first_day"), pl.col("last_day")
    grace = pl.when(first < NEW_CALENDAR).then(NEAR_NEW_YEAR).otherwise(1)
    grace = pl.when(last - first <= NEAR_NEW_YEAR).then(grace).otherwise(0)
    touches = [first - grace <= pl.col("year_last"), last + grace >= pl.col("year_first")]
    ahead = (pl.col("year_first") - pl.coalesce(first, last)) / YEAR_DAYS
    elsewhere = ((ahead.abs() > OTHER_CALENDARS) | ahead.is_between(*NEPALI)) & ~pl.col("is_before")
    return pl.all_horizontal(end.fill_null(True) for end in touches) | elsewhere.fill_null(False)
