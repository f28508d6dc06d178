"""The dates of all tables as ranges of days, and what the sources allow for."""

from __future__ import annotations

from typing import Any

import polars as pl

from event_timeline import profile
from event_timeline.profile.edtf import SEASON, Days, civil, day_number, days, iso_day, to_date
from event_timeline.rules.rule import ROW, Context, cached

DAYS = frozenset({"first_day", "last_day", "begins_by", "ends_from"})
"""The columns of `dates_of` that are numbers of days."""
DATED = (("sources", "published_edtf"), ("events", "date_edtf"), ("statements", "date_edtf"))
FIRST_YEAR = 1000
"""Nothing that news reports was said before it, and nothing from before it goes on; a year of three digits is a slip."""
LATEST_AHEAD = 100
"""Years after publication up to which plans are believed."""
MAX_DAY = 2**62
"""A day number after all that can be written."""
GRACE = 1
"""Days. An event has the date of its place, a source that of another: at no moment are the two further apart."""


@cached
def dates_of(t: Context) -> pl.DataFrame:
    """Each distinct EDTF string of the package and its days.

    text; valid; bounded: valid, with known days, and it does not end before it begins; sure: bounded, and not marked as
    uncertain or approximate; backwards; first_day, last_day, begins_by, ends_from: day numbers (Int64, see
    `event_timeline.profile.edtf.day_numbers`); first_date, last_date: the same as dates, missing where a date cannot hold them;
    is_whole: it lasts exactly one month or one year of the calendar.
    """
    columns = [
        t[table].select(text=pl.col(column)).drop_nulls().unique()
        for table, column in DATED
        if t.tables.has(table, column) and t[table].collect_schema()[column] == pl.String
    ]
    texts = t.tables.collect(pl.concat(columns).unique())["text"].to_list() if columns else []
    rows = [
        (text, False, False, False, *(None,) * 6, False)
        if (d := days(text)) is None
        else (
            *(text, True, d.bounded and not d.backwards, d.backwards),
            *(d.earliest, d.latest, d.begins_by, d.ends_from),
            *(to_date(d.earliest), to_date(d.latest), _is_whole(d)),
        )
        for text in texts
    ]
    schema: dict[str, Any] = {"text": pl.String, "valid": pl.Boolean, "bounded": pl.Boolean, "backwards": pl.Boolean}
    schema |= dict.fromkeys(("first_day", "last_day", "begins_by", "ends_from"), pl.Int64)
    schema |= {"first_date": pl.Date, "last_date": pl.Date, "is_whole": pl.Boolean}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    doubtful = pl.col("text").str.contains("[?~%]") | has_season()
    return frame.with_columns(sure=pl.col("bounded") & ~doubtful)


def _is_whole(allowed: Days) -> bool:
    if allowed.earliest is None or allowed.latest is None:
        return False
    first, after = civil(allowed.earliest), civil(allowed.latest + 1)
    month_after = (first[0] + first[1] // 12, first[1] % 12 + 1, 1)
    return (first[2] == 1 and after == month_after) or (first[1:] == (1, 1) and after == (first[0] + 1, 1, 1))


def shown(rows: pl.LazyFrame, *columns: str) -> pl.LazyFrame:
    """The rows with day numbers as a message writes them: `2024-05-13`, `-0044-03-15`."""
    return rows.with_columns(pl.col(c).map_elements(iso_day, return_dtype=pl.String) for c in columns)


def has_season() -> pl.Expr:
    return pl.col("text").str.contains(SEASON.pattern)


def dated(t: Context, table: str, *columns: str) -> pl.LazyFrame:
    """Rows of a table that have a date: ROW, `columns`, and the date as in `dates_of`."""
    there = _dated(t, table)
    if there is not None and there[1].issuperset(columns):
        return there[0].select(ROW, *columns, "text", *dates_of(t).columns[1:])
    return t[table].select(ROW, *columns, _text(table)).drop_nulls("text").join(dates_of(t).lazy(), on="text")


@cached
def _dated(t: Context, table: str) -> tuple[pl.LazyFrame, frozenset[str]] | None:
    """The rows of a table that have a date, and the columns of the profile that it has; None where tables are large."""
    if not t.tables.small:
        return None
    there = t[table].collect_schema()
    columns = [f["name"] for f in profile.table_schema(table)["fields"] if f["name"] in there]
    rows = t[table].select(ROW, *columns, _text(table)).drop_nulls("text").join(dates_of(t).lazy(), on="text")
    return t.tables.shared(rows), frozenset(columns)


def _text(table: str) -> pl.Expr:
    return pl.col(dict(DATED)[table]).alias("text")


def sure(t: Context, table: str, *columns: str) -> pl.LazyFrame:
    """The same, of the dates that can be compared with others."""
    return dated(t, table, *columns).filter(pl.col("sure"))


LEEWAY = 366
"""Days. How far the day on which a source is thought to have appeared may be from the true one."""


@cached
def newest_source(t: Context) -> int | None:
    """The last day number on which a source can have been published; None where none is dated."""
    published = dated(t, "sources").filter(pl.col("bounded")).select(pl.col("last_day").max())
    newest: int | None = t.tables.collect(published).item()
    return newest


EARLY = pl.col("first_day").is_between(day_number(1), day_number(FIRST_YEAR), closed="left")
"""Years that only an event can have which has occurred."""


def latest_plausible(t: Context) -> int:
    """The last day number that a plan may be dated to."""
    newest = newest_source(t)
    return day_number(civil(newest)[0] + LATEST_AHEAD, 12, 31) if newest is not None else MAX_DAY
