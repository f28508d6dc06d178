"""Dates of event tables as EDTF: by the formats of their cells, their precision, and their beginning and end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from event_timeline.importing.mapping.formats import EDTF, MIDNIGHT, has_time, width_of

WIDTHS = ("day", "days", "week", "month", "quarter", "year", "decade", "century")
"""The terms of `events.date_precision`."""
FOUR_DIGITS = r"\d{4}"
DEFAULT_FORMATS = ("%Y-%m-%d",)
EDTF_BEGINNINGS = frozenset("0123456789-XY?~%[{./")
"""The first characters that EDTF may have."""
TEXT_COLUMNS = ("date_edtf", "earliest", "latest", "fault")
PLAIN_EDTF = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
"""A day, month or year of EDTF, which need not be parsed; but for year 0, which bounds cannot have."""


def parsed(cells: pl.Series, formats: Sequence[str]) -> pl.DataFrame:
    """`day`, `width`, `two` and, with the format `edtf`, `edtf`: the day of each cell, missing where no format fits.

    width: `month` or `year` of a format that has no day or month, and the day is then the first; two: what two formats make of a
    cell, where that is not the same: it has no day then; edtf: a cell that is EDTF and no day, month or year: it has no day.
    A day may have the time of midnight behind it, as programs write it. timed: whether a cell has another time, where a format has one.
    """
    frame = cells.to_frame("cell").with_columns(
        cell_of_day=pl.col("cell").str.replace(MIDNIGHT, ""),
        day=pl.lit(None, pl.Date), width=pl.lit(None, pl.String), format=pl.lit(None, pl.String), two=pl.lit(None, pl.String)
    )  # fmt: skip
    for written in formats:
        days, width = _plain_edtf() if written == EDTF else (_days(written), pl.lit(width_of(written)))
        new = pl.col("day").is_null() & pl.col("read").is_not_null()
        other = (pl.col("day") != pl.col("read")) & pl.col("two").is_null()
        said = pl.format("{} by {}, {} by {}", "day", "format", "read", pl.lit(written))
        frame = frame.with_columns(read=days).with_columns(
            day=pl.coalesce("day", "read"),
            width=pl.when(new).then(width.cast(pl.String)).otherwise("width"),
            format=pl.when(new).then(pl.lit(written)).otherwise("format"),
            two=pl.when(other).then(said).otherwise("two"),
        )
    made = frame.select(pl.when(pl.col("two").is_null()).then("day").alias("day"), "width", "two")
    if timed := [written for written in formats if has_time(written)]:
        has_day = pl.any_horizontal(_days(written).is_not_null() for written in timed)
        made = made.with_columns(frame.select(timed=has_day & ~pl.col("cell").str.contains(MIDNIGHT)))
    return made.with_columns(edtf=_other_edtf(frame)) if EDTF in formats else made


def unread(cells: pl.Series, formats: Sequence[str]) -> pl.Series:
    """Whether each cell that is there cannot be read as one date of these formats."""
    found = parsed(cells, formats)
    return found.select(pl.all_horizontal(pl.col("^(day|edtf)$").is_null())).to_series()


def _plain_edtf() -> tuple[pl.Expr, pl.Expr]:
    """Days of cells that are a day, month or year of EDTF, and `month` or `year` of those that have no day."""
    cell = pl.when(pl.col("cell_of_day").str.len_chars() == len("2031-02-03")).then("cell_of_day").otherwise("cell")
    plain = pl.when(cell.str.contains(PLAIN_EDTF) & ~cell.str.starts_with("0000")).then(cell)
    chars = cell.str.len_chars()
    width = pl.when(chars == 4).then(pl.lit("year")).when(chars == 7).then(pl.lit("month"))
    return (plain + pl.lit("-01-01").str.slice(chars - 4)).str.to_date("%Y-%m-%d", strict=False), width


def _other_edtf(frame: pl.DataFrame) -> pl.Series:
    """The cells without a day that are EDTF."""
    from event_timeline.profile.edtf import days

    rest = frame.filter(pl.col("day").is_null() & pl.col("two").is_null())["cell"].drop_nulls().unique()
    allowed = {cell: days(cell) for cell in rest.to_list() if cell[:1] in EDTF_BEGINNINGS}
    known = [cell for cell, of_cell in allowed.items() if of_cell and not of_cell.backwards]
    return frame.select(pl.when(pl.col("cell").is_in(known)).then("cell")).to_series()


def texts(found: pl.DataFrame) -> pl.Series:
    """The dates of `parsed` as EDTF strings."""
    day = pl.col("day").cast(pl.String)
    of_day = pl.when(pl.col("width") == "year").then(day.str.slice(0, 4)).when(pl.col("width") == "month")
    whole = of_day.then(day.str.slice(0, 7)).otherwise(day)
    return found.select(pl.coalesce("^edtf$", whole).alias("text")).to_series()


def texts_of_ends(found: Mapping[Any, pl.DataFrame]) -> pl.DataFrame:
    """`start_text` and `end_text`, EDTF of rows whose date is not the days of its beginning and end; else missing.

    found: `start`, and perhaps `end`, each as `parsed` returns it.
    """
    nothing = pl.Series([None] * found["start"].height, dtype=pl.String)
    ends = {f"{name}_text": texts(of) for name, of in found.items()}
    frame = pl.DataFrame({"start_text": nothing, "end_text": nothing} | ends)
    also = ("width",) if "end" in found else ()
    wide = [of[name].is_not_null() for of in found.values() for name in ("edtf", *also) if name in of.columns]
    return frame.select(pl.when(pl.any_horizontal(*map(pl.lit, wide))).then(pl.all()))


def needs_text(formats: Sequence[str], *, has_end: bool) -> bool:
    """Whether a date of these formats may be more, or less exact, than the days of its beginning and end."""
    return EDTF in formats or (has_end and any(width_of(written) for written in formats))


def _days(written: str) -> pl.Expr:
    width = width_of(written)
    cell = pl.col("cell" if width or has_time(written) else "cell_of_day")
    if width:  # a day is needed to have a date
        extra, names = (" 01", " %d") if width == "month" else (" 01 01", " %m %d")
        days = (cell + extra).str.to_date(written + names, strict=False)
    elif (
        has_time(written) and "%z" not in written
    ):  # a datetime with an offset is converted to UTC, another day perhaps
        days = cell.str.to_datetime(written, strict=False, time_unit="us").dt.date()
    else:
        days = cell.str.to_date(written, strict=False)
    if "%Y" in written:  # polars takes 24 for the year 24, and 0000 for a year that dates of programs do not have
        days = pl.when(cell.str.contains(FOUR_DIGITS) & (days.dt.year() > 0)).then(days)
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
        alone = _widened(a, pl.lit(precision)) if precision is not None else (a, a)
        no_end = pl.lit(end).is_null()
        frame = frame.select(
            a=pl.when(no_end).then(alone[0]).otherwise(a), b=pl.when(no_end).then(alone[1]).otherwise(pl.lit(end))
        )
    return frame.select(
        _written(pl.col("a"), pl.col("b")), earliest=pl.col("a").cast(pl.String), latest=pl.col("b").cast(pl.String)
    )


def years(found: pl.DataFrame) -> pl.Series:
    """The years in which the dates of `parsed` begin; missing where they do not say one."""
    of_text = pl.col("^edtf$").str.extract(r"^[\[{?~%]*([0-9]{4})(?:[^0-9X]|$)", 1).cast(pl.Int32)
    return found.select(pl.coalesce(pl.col("day").dt.year(), of_text)).to_series()


def with_texts(found: pl.DataFrame, start: pl.Series, end: pl.Series) -> pl.DataFrame:
    """The dates of `edtf`, those of rows with a text in its place, and `fault` of `of_texts`."""
    ends = zip(start.to_list(), end.to_list(), strict=True)
    made = pl.DataFrame([of_texts(*both) for both in ends], schema=dict.fromkeys(TEXT_COLUMNS, pl.String))
    has_text = start.is_not_null() | end.is_not_null()
    columns = (
        pl.when(pl.lit(has_text)).then(pl.lit(made[name])).otherwise(pl.col(name) if name in found.columns else None)
        for name in TEXT_COLUMNS
    )
    return found.select(column.alias(name) for column, name in zip(columns, TEXT_COLUMNS, strict=True))


def of_texts(start: str | None, end: str | None) -> dict[str, str | None]:
    """`date_edtf`, `earliest`, `latest` and `fault` of a start and an end in EDTF.

    fault: `apart` where one of them is an interval or a set, which has no other end, so that there is no date; `backwards` where
    they end before they begin, of which the start is kept.
    """
    from event_timeline.editing.date_bounds import bounds

    text, fault = _joined(start, end)
    earliest, latest = bounds(text) if text else ("", "")
    return {"date_edtf": text, "earliest": earliest or None, "latest": latest or None, "fault": fault}


def _joined(start: str | None, end: str | None) -> tuple[str | None, str | None]:
    from event_timeline.profile.edtf import days

    if start is None or end is None or start == end:
        return (start if start is not None or end is None else f"/{end}"), None
    allowed = days(f"{start}/{end}")
    if allowed is None:
        return None, "apart"
    return (start, "backwards") if allowed.backwards else (f"{start}/{end}", None)


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
