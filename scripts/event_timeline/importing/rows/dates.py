"""Dates of event tables as EDTF: by the formats of their cells, their precision, and their beginning and end."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from event_timeline.importing.mapping.formats import has_time, width_of

WIDTHS = ("day", "days", "week", "month", "quarter", "year", "decade", "century")
"""The terms of `events.date_precision`."""
FOUR_DIGITS = r"\d{4}"
DEFAULT_FORMATS = ("%Y-%m-%d",)


def parsed(cells: pl.Series, formats: Sequence[str]) -> pl.DataFrame:
    """`day`, `width` and `two`: the day of each cell, missing where no format fits.

    width: `month` or `year` of a format that has no day or month, and the day is then the first; two: what two formats make of a
    cell, where that is not the same: it has no day then.
    """
    frame = cells.to_frame("cell").with_columns(
        day=pl.lit(None, pl.Date), width=pl.lit(None, pl.String), format=pl.lit(None, pl.String), two=pl.lit(None, pl.String)
    )  # fmt: skip
    for written in formats:
        days = _days(pl.col("cell"), written)
        width = width_of(written)
        new = pl.col("day").is_null() & pl.col("read").is_not_null()
        other = (pl.col("day") != pl.col("read")) & pl.col("two").is_null()
        said = pl.format("{} by {}, {} by {}", "day", "format", "read", pl.lit(written))
        frame = frame.with_columns(read=days).with_columns(
            day=pl.coalesce("day", "read"),
            width=pl.when(new).then(pl.lit(width, pl.String)).otherwise("width"),
            format=pl.when(new).then(pl.lit(written)).otherwise("format"),
            two=pl.when(other).then(said).otherwise("two"),
        )
    return frame.select(pl.when(pl.col("two").is_null()).then("day").alias("day"), "width", "two")


def _days(cell: pl.Expr, written: str) -> pl.Expr:
    width = width_of(written)
    if width:  # a day is needed to have a date
        extra, names = (" 01", " %d") if width == "month" else (" 01 01", " %m %d")
        days = (cell + extra).str.to_date(written + names, strict=False)
    elif (
        has_time(written) and "%z" not in written
    ):  # a datetime with an offset is converted to UTC, another day perhaps
        days = cell.str.to_datetime(written, strict=False, time_unit="us").dt.date()
    else:
        days = cell.str.to_date(written, strict=False)
    if "%Y" in written:  # polars takes 24 for the year 24
        days = pl.when(cell.str.contains(FOUR_DIGITS)).then(days)
    return days


def edtf(start: pl.Series, end: pl.Series | None, precision: pl.Series | None) -> pl.DataFrame:
    """`date_edtf`, `earliest` and `latest`.

    A start alone is as wide as its precision: its ISO week from Monday to Sunday, its month, quarter, year, decade or century.
    Start and end are the interval between them, or the day, month or year that they are.
    """
    frame = pl.DataFrame({"start": start})
    a = pl.col("start")
    if end is None:
        if precision is None or precision.is_null().all() or (precision.drop_nulls().is_in(["day", "days"]).all()):
            day = a.cast(pl.String)
            return frame.select(date_edtf=day, earliest=day, latest=day)
        frame = frame.with_columns(width=precision)
        first, last = _widened(a, pl.col("width"))
        frame = frame.select(a=first, b=last)
    else:
        frame = frame.select(a=a, b=pl.coalesce(pl.lit(end), a))
    return frame.select(
        _written(pl.col("a"), pl.col("b")), earliest=pl.col("a").cast(pl.String), latest=pl.col("b").cast(pl.String)
    )


def _widened(day: pl.Expr, width: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    year = day.dt.year()
    spans = {
        "week": (day.dt.truncate("1w"), day.dt.truncate("1w").dt.offset_by("6d")),
        "month": (day.dt.truncate("1mo"), day.dt.month_end()),
        "quarter": (day.dt.truncate("1q"), day.dt.truncate("1q").dt.offset_by("1q").dt.offset_by("-1d")),
        "year": (pl.date(year, 1, 1), pl.date(year, 12, 31)),
        "decade": (pl.date(year // 10 * 10, 1, 1), pl.date(year // 10 * 10 + 9, 12, 31)),
        "century": (pl.date(year // 100 * 100, 1, 1), pl.date(year // 100 * 100 + 99, 12, 31)),
    }
    first, last = day, day
    for name, (start, end) in spans.items():
        first = pl.when(width == name).then(start).otherwise(first)
        last = pl.when(width == name).then(end).otherwise(last)
    return first, last


def _written(a: pl.Expr, b: pl.Expr) -> pl.Expr:
    """The shortest EDTF for the days from a to b."""
    first, last = a.cast(pl.String), b.cast(pl.String)
    year = first.str.slice(0, 4)
    jan, dec = (a.dt.month() == 1) & (a.dt.day() == 1), (b.dt.month() == 12) & (b.dt.day() == 31)
    span = b.dt.year() - a.dt.year()
    return (
        pl.when(a.is_null()).then("/" + last)  # the beginning is not known
        .when(a == b).then(first)
        .when((a == a.dt.truncate("1mo")) & (b == a.dt.month_end())).then(first.str.slice(0, 7))
        .when(jan & dec & (span == 0)).then(year)
        .when(jan & dec & (span == 9) & (a.dt.year() % 10 == 0)).then(first.str.slice(0, 3) + "X")
        .when(jan & dec & (span == 99) & (a.dt.year() % 100 == 0)).then(first.str.slice(0, 2) + "XX")
        .otherwise(first + "/" + last)
        .alias("date_edtf")
    )  # fmt: skip
