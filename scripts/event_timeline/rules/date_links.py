"""DAT, continued: what dates rest on, the coverage in time, plans and practices, and years that lost their century."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.profile.edtf import civil, day_number, days, iso_day
from event_timeline.rules import date_words
from event_timeline.rules.dates import DATED, FIRST_YEAR, dated, newest_source, plausible, sure
from event_timeline.rules.rule import Cell, Context, Dropped, Finding, Offenders, Replaced, bad, good, rule
from event_timeline.tables.loading import ROW


@rule(
    "DAT026",
    severity="warning",
    needs=("events", "statements", "evidence"),
    bad=bad("a day inferred from the log", Cell("events", "container-fall", "date_basis", "inferred")),
    good=good(
        "a day inferred from the article",
        Cell("events", "container-fall", "date_basis", "inferred"),
        Cell("events", "container-fall", "date_source", "article"),
    ),
)
def inferred_from_outside(t: Context) -> Iterator[Finding]:
    """A date is inferred from the coded text, and rests on another source.

    Why: *inferred* follows from what the text says; what another source gives is *external*, and is checked there.
    Repair: make the basis external, or empty `date_source`.
    """
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


@rule(
    "DAT028",
    severity="warning",
    needs=("events",),
    bad=bad("talks of one Monday as a standing practice", Cell("events", "monday-talks", "status", "habitual")),
    good=good("bargaining of years as one", Cell("events", "shift-bargaining", "status", "habitual")),
)
def practice_of_one_day(t: Context) -> Iterator[Finding]:
    """A standing practice is dated to a single day.

    Why: *habitual* is bound to no occasion; either the status or the date belongs to something else.
    Repair: correct the status, or give the date an interval or empty it.
    """
    one_day = pl.col("first_day") == pl.col("last_day")
    rows = dated(t, "events", "event_id", "status").filter(pl.col("status") == "habitual", one_day)
    yield Offenders("events", rows, "{event_id} is habitual, and of {text} only", "status")


@rule(
    "DAT025",
    severity="warning",
    needs=("events", "sources"),
    bad=bad(
        "a coverage that ends before the vote",
        Replaced("datapackage.json", '"end": "2024-05-17"', '"end": "2024-05-16"'),
    ),
    good=good(
        "bargaining that began years before the coverage and goes on in it",
        Replaced("datapackage.json", '"start": "2022"', '"start": "2024-03"'),
    ),
)
def outside_temporal_coverage(t: Context) -> Iterator[Finding]:
    """An event lies wholly outside the descriptor's temporal coverage.

    Why: who searches a catalogue by time does not find the dataset, or does not find in it what was promised. A war that
    began long before the days that the dataset covers, and goes on in them, lies inside.
    Repair: widen `temporal` in the descriptor (`timeline stamp --coverage`), or correct the event's date.
    """
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


@rule(
    "DAT029",
    severity="warning",
    needs=("events",),
    bad=bad(
        "a vote that is planned and has been going on for ever",
        Cell("events", "council-vote", "date_edtf", "../2024-05-17"),
        Cell("events", "council-vote", "earliest", ""),
    ),
    good=good(
        "a vote that is planned for some day up to Friday",
        Cell("events", "council-vote", "date_edtf", "[..2024-05-17]"),
        Cell("events", "council-vote", "earliest", ""),
    ),
)
def deadline_as_interval(t: Context) -> Iterator[Finding]:
    """A planned or conditional event has an interval with an open start.

    Why: `../2026-05-31` lasts from time immemorial until that day, and what is still to come has not begun. *By 31 May*
    is one day of a set, `[..2026-05-31]`; most programs draw the two differently.
    Repair: write the deadline as `[..2026-05-31]`, or give the interval its start.
    """
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


@rule(
    "DAT030",
    severity="warning",
    needs=("events", "statements", "sources"),
    bad=bad(
        "a fall in the year 24, in an article of 2024",
        *(Cell("events", "container-fall", c, "0024-05-13") for c in ("date_edtf", "earliest", "latest")),
        Dropped("event_relations", "worn-cable-warning before container-fall"),
    ),
    good=good(
        "the same in a data set about that time",
        *(Cell("events", "container-fall", c, "0024-05-13") for c in ("date_edtf", "earliest", "latest")),
        Dropped("event_relations", "worn-cable-warning before container-fall"),
        Replaced("datapackage.json", '"start": "2022"', '"start": "0001"'),
    ),
)
def lost_century(t: Context) -> Iterator[Finding]:
    """A date of the first century has the last two digits of the year of publication, or of the year before or after.

    Why: 0024-05-13 in an article of 2024 is nearly always a mistyped 2024-05-13. Only months and days are looked at, and
    only in a data set without other dates before the year 1000 that does not declare an earlier coverage in time.
    Repair: correct the year; if it is meant, let the descriptor's `temporal` begin before it.
    """
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


@rule(
    "DAT031",
    severity="warning",
    needs=("events", "statements", "evidence"),
    bad=bad(
        "bargaining since 2023, in words that say 2022",
        Cell("events", "shift-bargaining", "date_edtf", "2023/.."),
        Cell("events", "shift-bargaining", "earliest", "2023-01-01"),
    ),
    good=good(
        "bargaining that began in some month of that year",
        Cell("events", "shift-bargaining", "date_edtf", "2022-05/.."),
        Cell("events", "shift-bargaining", "earliest", "2022-05-01"),
    ),
)
def year_against_words(t: Context) -> Iterator[Finding]:
    """A stated date lies outside every year that its own date words name.

    Why: the year was mistyped (1913 for 1931), or 406 BC was written -0406: EDTF has a year 0, so that 406 BC is -0405. Only
    words that can mean one year are compared: *in 1931*, *4 May 1931*, *406 BC*; not *by 1931*, *the 1931 season*, *1931/32*.
    Repair: correct `date_edtf`, its bounds and the words in evidence of part `date`; where the source has the year wrong,
    the date is external or inferred.
    """
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
