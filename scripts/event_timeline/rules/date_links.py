"""DAT, continued: what dates rest on, the coverage in time, plans and practices, and years that lost their century."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.profile.edtf import civil, day_number, days, iso_day
from event_timeline.rules import date_words
from event_timeline.rules.dates import DATED, FIRST_YEAR, dated, newest_source, plausible, sure
from event_timeline.rules.rule import Context, Finding, Offenders, rule
from event_timeline.rules.scopes import OF_EVENTS, OF_STATEMENTS
from event_timeline.tables.loading import ROW


@rule("DAT026", severity="warning", needs=("events", "statements", "evidence"))
def inferred_from_outside(t: Context) -> Iterator[Finding]:
    own = t["evidence"].select("event_id", date_source="source_id").drop_nulls()
    events = t["events"].filter(pl.col("date_basis") == "inferred", pl.col("date_source").is_not_null())
    outside = {
        "events": events.join(own, on=["event_id", "date_source"], how="anti"),
        "statements": t["statements"].filter(
            pl.col("date_basis") == "inferred", pl.col("date_source") != pl.col("source_id")
        ),
    }
    for table, rows in outside.items():
        yield Offenders(table, rows, "the date is inferred, but rests on {date_source}", "date_basis")


@rule("DAT028", severity="warning", needs=("events",))
def practice_of_one_day(t: Context) -> Iterator[Finding]:
    one_day = pl.col("first_day") == pl.col("last_day")
    rows = dated(t, "events", "event_id", "status").filter(pl.col("status") == "habitual", one_day)
    yield Offenders("events", rows, "{event_id} is habitual, and of {text} only", "status")


@rule("DAT025", severity="warning", needs=("events", "sources"))
def outside_temporal_coverage(t: Context) -> Iterator[Finding]:
    temporal = t.descriptor.get("temporal")
    temporal = temporal if isinstance(temporal, dict) else {}
    start, end = (days(v) if isinstance(v := temporal.get(k), str) else None for k in ("start", "end"))
    rows = sure(t, "events", "status").filter(plausible(t, "events")).join(_slips(t, "events"), on=ROW, how="anti")
    if start and start.earliest is not None:
        early = rows.filter(pl.col("last_day") < start.earliest)
        message = f"{{text}} is before {iso_day(start.earliest)}, where the coverage starts"
        yield Offenders("events", early, message, "date_edtf", "text")
    if end and end.latest is not None:
        late = rows.filter(pl.col("first_day") > end.latest)
        message = f"{{text}} is after {iso_day(end.latest)}, where the coverage ends"
        yield Offenders("events", late, message, "date_edtf", "text")


@rule("DAT029", severity="warning", needs=("events",), scope="rows")
def deadline_as_interval(t: Context) -> Iterator[Finding]:
    rows = dated(t, "events", "status", "polarity").filter(
        pl.col("status").is_in(["planned", "conditional"]),
        pl.col("polarity").ne_missing("negated"),
        pl.col("text").str.contains(r"^\s*\.\./[^.]"),
    )
    yield Offenders("events", rows, "{status}, but {text} has always been going on", "date_edtf", "text")


def _slips(t: Context, table: str) -> pl.LazyFrame:
    """Rows of `sources` or `events` that are dated to a month or day of the year 24 where the newest source is of about 2024.

    A data set that declares to begin earlier, or has other dates before FIRST_YEAR, is about antiquity, and has none.
    """
    columns = ("status",) if table == "events" else ()
    rows = dated(t, table, *columns).filter(pl.col("bounded"), pl.col("text").str.contains("^00[0-9][0-9]-[0-9][0-9]"))
    near = _near_publication(t)
    temporal = t.descriptor.get("temporal")
    start = temporal.get("start") if isinstance(temporal, dict) else None
    covered = days(start) if isinstance(start, str) else None
    declared = covered.earliest if covered and covered.earliest is not None else day_number(FIRST_YEAR)
    rows = rows.filter(pl.col("text").str.slice(2, 2).is_in(near), pl.col("first_day") <= declared)
    return rows.filter(pl.col("status") == "occurred") if columns else rows


def _near_publication(t: Context) -> list[str]:
    """The last two digits of the year of the newest source and its neighbours; none where other dates are of antiquity."""
    newest = newest_source(t)
    if newest is None or newest < day_number(FIRST_YEAR):
        created = days(str(t.descriptor.get("created"))[:10])
        newest = created.latest if created else None
    if newest is None:
        return []
    near = [f"{(civil(newest)[0] + off) % 100:02d}" for off in (-1, 0, 1)]
    slip = pl.col("text").str.contains("^00[0-9][0-9]-[0-9][0-9]") & pl.col("text").str.slice(2, 2).is_in(near)
    ancient = [
        dated(t, table).filter(pl.col("last_day") < day_number(FIRST_YEAR), ~slip).select("text")
        for table, column in DATED
        if t.tables.has(table, column)
    ]
    return [] if ancient and not pl.concat(ancient).collect().is_empty() else near


@rule("DAT030", severity="warning", needs=("events", "statements", "sources"))
def lost_century(t: Context) -> Iterator[Finding]:
    for table in ("sources", "events"):
        message = "{text!r} is of the first century: is its century missing?"
        yield Offenders(table, _slips(t, table), message, dict(DATED)[table], "text")


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
def year_against_words(t: Context) -> Iterator[Finding]:
    for table, key in (("events", "event_id"), ("statements", "statement_id")):
        spans = t["evidence"].filter(pl.col("part") == "date").select(key, "exact").drop_nulls(key).unique()
        stated = dated(t, table, key, "date_basis").filter(
            pl.col("date_basis") == "stated", pl.col("bounded"), ~pl.col("text").str.contains("[?~%]")
        )
        read = pl.col("exact").map_batches(_read_words, return_dtype=WORDS_TYPE, is_elementwise=True)
        spans = spans.join(stated, on=key, how="semi").with_columns(read.alias("words")).unnest("words")
        several = pl.len().over(key) > 1
        clear = (pl.col("clear") & ~(pl.col("is_bare") & several)).all().over(key)
        named = spans.filter(clear).drop_nulls("year_first")
        rows = stated.join(named, on=key).filter((~_fits()).all().over(ROW)).unique(ROW, keep="any")
        message = "{text!r} is stated, but its words are {exact!r}"
        yield Offenders(table, rows, message, "date_edtf", "text")


WORDS_TYPE = pl.Struct(
    {"clear": pl.Boolean, "year_first": pl.Int64, "year_last": pl.Int64, "is_bare": pl.Boolean, "is_before": pl.Boolean}
)


def _read_words(cells: pl.Series) -> pl.Series:
    """What each cell's date words say, as `WORDS_TYPE`; a missing cell is not clear."""
    read = (date_words.read(cell or "") for cell in cells)
    rows = [
        dict(zip(WORDS_TYPE.to_schema(), (w.clear, w.first, w.last, w.is_bare, w.is_before), strict=True)) for w in read
    ]
    return pl.Series(cells.name, rows, dtype=WORDS_TYPE)


def _fits() -> pl.Expr:
    """Whether a row's days touch the year of its words, or the words may count years by another calendar."""
    first, last = pl.col("first_day"), pl.col("last_day")
    grace = pl.when(first < NEW_CALENDAR).then(NEAR_NEW_YEAR).otherwise(1)
    grace = pl.when(last - first <= NEAR_NEW_YEAR).then(grace).otherwise(0)
    touches = (first - grace <= pl.col("year_last")).fill_null(True) & (last + grace >= pl.col("year_first")).fill_null(
        True
    )
    ahead = (pl.col("year_first") - pl.coalesce(first, last)) / YEAR_DAYS
    elsewhere = (ahead.abs() > OTHER_CALENDARS) | ahead.is_between(*NEPALI)
    return touches | (elsewhere & ~pl.col("is_before")).fill_null(False)


RULES = (
    inferred_from_outside,
    practice_of_one_day,
    outside_temporal_coverage,
    deadline_as_interval,
    lost_century,
    year_against_words,
)
