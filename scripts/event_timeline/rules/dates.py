"""DAT: what the dates say, by themselves, of each other and against the day of publication.

Every rule compares what is certain: a date is a range of days (`event_timeline.profile.edtf.Days`), and a finding
means that no day inside the ranges could make the row right. Days are compared as day numbers, so that every year has them. A date that is marked as uncertain or approximate
(`?`, `~`, `%`) is compared with nothing. Only distinct strings are parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import polars as pl

from event_timeline.profile.edtf import SEASON, Days, civil, day_number, days, iso_day, to_date
from event_timeline.rules.kinds import If, of_row
from event_timeline.rules.rule import Context, Finding, Offenders, cached, rule
from event_timeline.rules.scopes import OF_EVENTS, OF_STATEMENTS, by
from event_timeline.rules.spreadsheets import DAMAGED_DATE
from event_timeline.tables.loading import ROW

DATED = (("sources", "published_edtf"), ("events", "date_edtf"), ("statements", "date_edtf"))
FIRST_YEAR = 1000
"""Nothing that news reports was said before it, and nothing from before it goes on; a year of three digits is a slip."""
LATEST_AHEAD = 100
"""Years after publication up to which plans are believed."""
MAX_DAY = 2**62
"""A day number after all that can be written."""
GRACE = 1
"""Days. An event has the date of its place, a source that of another: at no moment are the two further apart."""
TELLING = ("article", "report", "transcript")
"""Kinds of source that tell what happened; a calendar, a register or a decision sets a day beforehand."""


@cached
def calendar(t: Context) -> pl.LazyFrame:
    """Each distinct EDTF string of the package and its days.

    text; valid; bounded: valid, its days can be told and it does not end before it begins; sure: bounded, and not marked as
    uncertain or approximate; backwards; first_day, last_day, begins_by, ends_from: day numbers (Int64, see
    `event_timeline.profile.edtf.day_numbers`); first_date, last_date: the same as dates, missing where a date cannot hold them;
    is_whole: it lasts exactly one month or one year of the calendar.
    """
    return _calendar(t)


def _calendar(t: Context) -> pl.LazyFrame:
    columns = [
        t[table].select(text=pl.col(column)).drop_nulls().unique()
        for table, column in DATED
        if t.tables.has(table, column) and t[table].collect_schema()[column] == pl.String
    ]
    texts = pl.concat(columns).unique().collect()["text"].to_list() if columns else []
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
    frame = pl.LazyFrame(rows, schema=schema, orient="row")
    doubtful = pl.col("text").str.contains("[?~%]") | _has_season()
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


def _has_season() -> pl.Expr:
    return pl.col("text").str.contains(SEASON.pattern)


def dated(t: Context, table: str, *columns: str) -> pl.LazyFrame:
    """Rows of a table that have a date: ROW, `columns`, and the date as in `calendar`."""
    text = pl.col(dict(DATED)[table]).alias("text")
    return t[table].select(ROW, *columns, text).drop_nulls("text").join(calendar(t), on="text")


def sure(t: Context, table: str, *columns: str) -> pl.LazyFrame:
    """The same, of the dates that can be compared with others."""
    return dated(t, table, *columns).filter(pl.col("sure"))


def _dates_of(t: Context) -> Iterator[tuple[str, str, pl.LazyFrame]]:
    for table, column in DATED:
        if t.tables.has(table, column) and t[table].collect_schema()[column] == pl.String:
            yield table, column, dated(t, table)


LEEWAY = 366
"""Days. How far the day on which a source is thought to have appeared may be from the true one."""


@cached
def _published(t: Context) -> pl.LazyFrame:
    """event_id, and the days between which the last of the sources that show it appeared: `appeared`, `out`.

    Missing where one of the sources has no date that can be told; an unsure one is taken to be off by `LEEWAY` at most.
    """
    return t.tables.shared(_appearances(t))


def _appearances(t: Context) -> pl.LazyFrame:
    telling = t["evidence"].select("event_id", "source_id").drop_nulls()
    off = pl.when(pl.col("sure")).then(0).otherwise(LEEWAY)
    sources = dated(t, "sources", "source_id").filter(pl.col("bounded")).select(
        "source_id", appeared=pl.col("first_day") - off, out=pl.col("last_day") + off
    )  # fmt: skip
    known = telling.join(sources, on="source_id", how="left").group_by("event_id")
    ends = known.agg(
        pl.col("appeared", "out").max(), lost=pl.col("out").null_count(), unsure=pl.col("appeared").null_count()
    )
    return ends.filter(pl.col("lost") == 0, pl.col("unsure") == 0).select("event_id", "appeared", "out")


@rule("DAT001", scope="rows")
def malformed_edtf(t: Context) -> Iterator[Finding]:
    for table, column, rows in _dates_of(t):
        wrong = rows.filter(~pl.col("valid"), ~pl.col("text").str.contains(DAMAGED_DATE))
        wrong = wrong.with_columns(end=pl.col("text").map_elements(_odd_end, return_dtype=pl.String))
        message = "{text!r} is not an EDTF date, or no day of the calendar{end}"
        yield Offenders(table, wrong, message, column, "text")


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


BEFORE_CHRIST = re.compile(r"([0-9]{1,4}) ?(?:BCE?|B\.C\.(?:E\.)?)")
SHORT_YEAR = re.compile(r"-([0-9]{1,3})((?:-[0-9]{2}){0,2}[?~%]?)")
"""A year before year 0 that lost its zeros, as spreadsheets make -49 of -0049."""


def _before_year_0(end: str) -> str:
    """A year before year 0 as EDTF has it, astronomically numbered (ISO 8601-1, 4.3.2); another text as it is."""
    if found := BEFORE_CHRIST.fullmatch(end):
        year = int(found[1]) - 1
        return f"-{year:04}" if year > 0 else "0000" if year == 0 else end
    found = SHORT_YEAR.fullmatch(end)
    return f"-{int(found[1]):04}{found[2]}" if found and int(found[1]) else end


@rule("DAT002", mended=True, needs=("events",), scope="rows")
def bounds_differ(t: Context) -> Iterator[Finding]:
    events = t.tables.tables["events"].checked
    raw = {c: f"_raw:{c}" for c in ("earliest", "latest")}
    rows = events.select(ROW, *raw, *raw.values(), text="date_edtf").join(
        calendar(t).filter(pl.col("bounded"), ~_has_season()), on="text"
    )
    for column, bound, day in (("earliest", "first_date", "first_day"), ("latest", "last_date", "last_day")):
        readable = pl.col(column).is_not_null() | pl.col(raw[column]).is_null()
        wrong = rows.filter(readable, pl.col(column).ne_missing(pl.col(bound)))
        beyond = pl.col(bound).is_null() & pl.col(day).is_not_null()
        wrong = wrong.with_columns(
            pl.when(beyond)
            .then(pl.lit("a day that no date cell can hold"))
            .otherwise(pl.col(bound).cast(pl.String))
            .alias(bound)
        )
        yield Offenders("events", wrong, f"{column} is {{{column}}}, {{text!r}} says {{{bound}}}", column)


@rule("DAT004", scope="rows")
def interval_backwards(t: Context) -> Iterator[Finding]:
    for table, column, rows in _dates_of(t):
        wrong = rows.filter(pl.col("backwards"))
        message = "{text!r} begins on {first_day} and ends on {last_day}"
        yield Offenders(table, shown(wrong, "first_day", "last_day"), message, column, "text")


@rule("DAT005", needs=("events", "statements"), scope="rows")
def date_without_basis(t: Context) -> Iterator[Finding]:
    for table in ("events", "statements"):
        rows = t[table].filter(pl.col("date_edtf").is_not_null(), pl.col("date_basis").is_null())
        yield Offenders(table, rows, "{date_edtf} rests on nothing that is named", "date_basis")


@rule("DAT006", needs=("events", "statements"), scope="rows")
def basis_without_date(t: Context) -> Iterator[Finding]:
    for table in ("events", "statements"):
        for column in ("date_basis", "date_source"):
            rows = t[table].filter(pl.col("date_edtf").is_null(), pl.col(column).is_not_null())
            yield Offenders(table, rows, f"{column} is {{{column}!r}}, but there is no date", column)


@rule("DAT007", needs=("events", "statements"), scope="rows")
def external_date_without_source(t: Context) -> Iterator[Finding]:
    for table in ("events", "statements"):
        rows = t[table].filter(pl.col("date_basis") == "external", pl.col("date_source").is_null())
        yield Offenders(table, rows, "{date_edtf} is external and has no date_source", "date_source")


@rule("DAT008", needs=("events", "statements", "evidence"), groups=(OF_EVENTS, by("statement_id", "statements")))
def basis_against_source(t: Context) -> Iterator[Finding]:
    own = t["evidence"].select("event_id", date_source="source_id").drop_nulls().unique().with_columns(own=True)
    events = t["events"].select(ROW, "event_id", "date_basis", "date_source").drop_nulls("date_source")
    events = events.join(own, on=["event_id", "date_source"], how="left").with_columns(
        own=pl.col("own").fill_null(False)
    )
    statements = t["statements"].select(
        ROW, "date_basis", "date_source", own=pl.col("date_source") == pl.col("source_id")
    )
    for table, rows in (("events", events), ("statements", statements.drop_nulls("own"))):
        inside = rows.filter(pl.col("date_basis") == "external", pl.col("own"))
        yield Offenders(
            table, inside, "the date is external, but {date_source} is the coded text itself", "date_source"
        )
        outside = rows.filter(pl.col("date_basis") == "stated", ~pl.col("own"))
        yield Offenders(table, outside, "the date is stated, but rests on {date_source}", "date_basis")


def _date_words(t: Context, key: str) -> pl.LazyFrame:
    return t["evidence"].filter(pl.col("part") == "date").select(key).drop_nulls()


@rule("DAT009", severity="warning", needs=("events", "statements", "evidence"), groups=(OF_EVENTS, OF_STATEMENTS))
def stated_without_words(t: Context) -> Iterator[Finding]:
    for table, key in (("events", "event_id"), ("statements", "statement_id")):
        rows = t[table].filter(pl.col("date_basis") == "stated").join(_date_words(t, key), on=key, how="anti")
        yield Offenders(table, rows, "{date_edtf} is stated, but no evidence of part date shows it", "date_basis")


@rule("DAT010", severity="warning", needs=("events", "statements", "evidence"), groups=(OF_EVENTS, OF_STATEMENTS))
def words_without_date(t: Context) -> Iterator[Finding]:
    once = {"events": pl.col("status").ne_missing("habitual"), "statements": pl.lit(True)}
    for table, key in (("events", "event_id"), ("statements", "statement_id")):
        undated = t[table].filter(pl.col("date_edtf").is_null(), once[table])
        rows = undated.join(_date_words(t, key), on=key, how="semi")
        yield Offenders(table, rows, f"evidence of part date for {{{key}!r}}, but no date", "date_edtf")


@rule("DAT011", severity="warning", needs=("events", "statements", "sources"), scope="rows", beside=("sources",))
def implausible_year(t: Context) -> Iterator[Finding]:
    for table in ("events", "statements"):
        rows = dated(t, table, *STATUS[table]).filter(pl.col("bounded"), ~plausible(t, table))
        yield Offenders(table, rows, "{text!r} is far from what news reports", "date_edtf", "text")


STATUS = {"events": ("status",), "statements": ()}


def newest_source(t: Context) -> int | None:
    """The last day number on which a source can have been published; None where none is dated."""
    published = dated(t, "sources").filter(pl.col("bounded")).select(pl.col("last_day").max())
    newest: int | None = published.collect().item()
    return newest


def plausible(t: Context, table: str) -> pl.Expr:
    """Of a dated row, of an event with its status: whether its years are."""
    newest = newest_source(t)
    last = day_number(civil(newest)[0] + LATEST_AHEAD, 12, 31) if newest is not None else MAX_DAY
    early = pl.col("first_day").is_between(day_number(1), day_number(FIRST_YEAR), closed="left")
    if table == "events":
        early &= pl.col("status").ne_missing("occurred")
    return ~(early.fill_null(False) | (pl.col("last_day") > last).fill_null(False))


@rule(
    "DAT012",
    needs=("events", "sources", "evidence"),
    groups=(by("event_id", "events", "evidence", beside=("sources",)),),
)
def after_publication(t: Context) -> Iterator[Finding]:
    told = sure(t, "events", "event_id", "status").filter(pl.col("status").is_in(["occurred", "ongoing", "habitual"]))
    rows = told.join(_published(t), on="event_id").filter(pl.col("first_day") > pl.col("out") + GRACE)
    message = "{status}, but it begins on {first_day}, after its source of {out}"
    yield Offenders("events", shown(rows, "first_day", "out"), message, "date_edtf", "text")


@rule(
    "DAT013",
    severity="warning",
    needs=("events", "sources", "evidence"),
    groups=(by("event_id", "events", "evidence", beside=("sources",)),),
)
def planned_in_the_past(t: Context) -> Iterator[Finding]:
    told = sure(t, "events", "event_id", "status", "polarity").filter(
        pl.col("status").is_in(["planned", "conditional"]), pl.col("polarity").ne_missing("negated")
    )
    rows = told.join(_published(t), on="event_id").filter(pl.col("last_day") + GRACE < pl.col("appeared"))
    message = "{status}, but over by {last_day}, before its source of {appeared}"
    yield Offenders("events", shown(rows, "last_day", "appeared"), message, "date_edtf", "text")


@rule(
    "DAT014",
    needs=("events", "sources", "evidence"),
    groups=(by("event_id", "events", "evidence", beside=("sources",)),),
)
def ongoing_but_over(t: Context) -> Iterator[Finding]:
    told = sure(t, "events", "event_id", "status").filter(pl.col("status") == "ongoing")
    rows = told.join(_published(t), on="event_id").filter(pl.col("last_day") + GRACE < pl.col("appeared"))
    message = "ongoing, but over by {last_day}, before its source of {appeared}"
    yield Offenders("events", shown(rows, "last_day", "appeared"), message, "date_edtf", "text")


@rule("DAT015", needs=("statements", "sources"), scope="rows", beside=("sources",))
def said_after_publication(t: Context) -> Iterator[Finding]:
    sources = sure(t, "sources", "source_id").select("source_id", out="last_day")
    rows = (
        sure(t, "statements", "source_id")
        .join(sources, on="source_id")
        .filter(pl.col("first_day") > pl.col("out") + GRACE)
    )
    message = "said on {first_day} at the earliest, its source is of {out}"
    yield Offenders("statements", shown(rows, "first_day", "out"), message, "date_edtf", "text")


@rule("DAT016", needs=("statements", "events"), groups=(by("event_id", "statements.occasion", "events"),))
def said_off_the_occasion(t: Context) -> Iterator[Finding]:
    events = sure(t, "events", occasion_id := "event_id").select(
        occasion=occasion_id, begins="first_day", ends="last_day"
    )
    rows = sure(t, "statements", "occasion").join(events, on="occasion")
    apart = (pl.col("first_day") > pl.col("ends")) | (pl.col("last_day") < pl.col("begins"))
    yield Offenders(
        "statements",
        shown(rows.filter(apart), "begins", "ends"),
        "said on {text}, but {occasion} is dated {begins} to {ends}",
        "date_edtf",
        "text",
    )


@rule("DAT017", severity="warning", needs=("events", "sources"), scope="rows", beside=("sources",))
def dated_by_an_older_source(t: Context) -> Iterator[Finding]:
    sources = sure(t, "sources", "source_id", "kind").filter(pl.col("kind").is_in(TELLING))
    sources = sources.select(date_source="source_id", out="last_day")
    told = sure(t, "events", "status", "date_source").filter(pl.col("status") == "occurred")
    rows = told.join(sources, on="date_source").filter(pl.col("out") + GRACE < pl.col("first_day"))
    message = "{date_source} of {out} cannot report what happened on {first_day}"
    yield Offenders("events", shown(rows, "out", "first_day"), message, "date_source")


@rule("DAT018", severity="warning", scope="rows")
def needless_interval(t: Context) -> Iterator[Finding]:
    to_the_day = pl.col("text").str.contains(r"^-?\d{4}-\d\d-\d\d/-?\d{4}-\d\d-\d\d$")
    ends = pl.col("text").str.split("/")
    twice = (ends.list.n_unique() == 1) & pl.col("first_day").is_not_null()
    for table, column, rows in _dates_of(t):
        whole = to_the_day & pl.col("is_whole") & (table != "events")
        wrong = rows.filter(pl.col("bounded"), pl.col("text").str.contains("/", literal=True), twice | whole)
        yield Offenders(table, wrong, "{text!r} is one day, month or year, written as an interval", column, "text")


@rule("DAT019", severity="warning", needs=("sources",), scope="rows")
def source_of_the_future(t: Context) -> Iterator[Finding]:
    try:
        created = date.fromisoformat(str(t.descriptor.get("created"))[:10])
    except ValueError:
        return
    rows = sure(t, "sources").filter(pl.col("first_day") > created.toordinal() + GRACE)
    yield Offenders(
        "sources",
        rows,
        f"{{text}} is after {created}, when the package was made",
        "published_edtf",
        "text",
    )


def _pairs(t: Context, *relations: str) -> pl.LazyFrame:
    """Relations of these kinds between dated events, as the source tells them; the other event's columns end in _other.

    What only a speaker claims may contradict the dates without the data being wrong, and is left out.
    """
    ends = sure(t, "events", "event_id").drop(
        ROW, "valid", "bounded", "sure", "backwards", "first_date", "last_date", "is_whole"
    )
    kinds = t["event_relations"].filter(
        pl.col("relation").is_in(relations),
        pl.col("according_to").is_null(),
        pl.col("event_id") != pl.col("other_event_id"),
    )
    kinds = kinds.select(ROW, "event_id", "relation", "other_event_id")
    return kinds.join(ends, on="event_id").join(ends, left_on="other_event_id", right_on="event_id", suffix="_other")


def outside_the_whole(t: Context) -> pl.LazyFrame:
    """Relations of parts, or of what happens during an event, that lie outside the days of that event."""
    before, after = pl.col("begins_by") < pl.col("first_day_other"), pl.col("ends_from") > pl.col("last_day_other")
    return _pairs(t, "part_of", "during").filter(before.fill_null(False) | after.fill_null(False))


def effects_first(t: Context) -> pl.LazyFrame:
    """Relations of an outcome that begins before its cause, or of a condition or basis after the end of what needs it."""
    early = pl.when(pl.col("relation") == "outcome_of").then(pl.col("begins_by") < pl.col("first_day_other"))
    late = pl.col("last_day_other") < pl.col("first_day")
    return _pairs(t, "outcome_of", "condition_of", "basis_of").filter(early.otherwise(late).fill_null(False))


NEEDED = ("events", "event_relations")


@rule("DAT020", needs=NEEDED)
def part_outside_its_whole(t: Context) -> Iterator[Finding]:
    yield Offenders(
        "event_relations",
        outside_the_whole(t),
        "{event_id} ({text}) is not within {other_event_id} ({text_other})",
        "relation",
    )


@rule("DAT021", needs=NEEDED)
def before_against_dates(t: Context) -> Iterator[Finding]:
    rows = _pairs(t, "before").filter(pl.col("ends_from") > pl.col("begins_by_other"))
    yield Offenders(
        "event_relations", rows, "{event_id} ({text}) is not before {other_event_id} ({text_other})", "relation"
    )


@rule("DAT022", needs=NEEDED)
def simultaneous_apart(t: Context) -> Iterator[Finding]:
    apart = (pl.col("first_day") > pl.col("last_day_other")) | (pl.col("first_day_other") > pl.col("last_day"))
    rows = _pairs(t, "simultaneous").filter(apart)
    yield Offenders(
        "event_relations", rows, "{event_id} ({text}) and {other_event_id} ({text_other}) share no day", "relation"
    )


@rule("DAT023", needs=NEEDED)
def effect_before_cause(t: Context) -> Iterator[Finding]:
    message = "{event_id} ({text}) {relation} {other_event_id} ({text_other}): the effect comes first"
    yield Offenders("event_relations", effects_first(t), message, "relation")


@rule("DAT024", needs=("statements",))
def reported_before_it_was_said(t: Context) -> Iterator[Finding]:
    hosts = sure(t, "statements", "statement_id").select(within="statement_id", reported="last_day")
    rows = sure(t, "statements", "within").join(hosts, on="within")
    rows = rows.filter(pl.col("first_day") > pl.col("reported") + GRACE)
    yield Offenders(
        "statements",
        shown(rows, "first_day", "reported"),
        "said on {first_day} at the earliest, but {within} reports it on {reported}",
        "date_edtf",
        "text",
    )


RULES = (
    malformed_edtf,
    bounds_differ,
    of_row(
        "DAT003",
        "bounds-without-date",
        "events",
        If(
            pl.col("date_edtf").is_null() & pl.col("earliest").is_not_null(),
            "{earliest} without a date_edtf",
            "earliest",
        ),
        If(pl.col("date_edtf").is_null() & pl.col("latest").is_not_null(), "{latest} without a date_edtf", "latest"),
    ),
    interval_backwards,
    date_without_basis,
    basis_without_date,
    external_date_without_source,
    basis_against_source,
    stated_without_words,
    words_without_date,
    implausible_year,
    after_publication,
    planned_in_the_past,
    ongoing_but_over,
    said_after_publication,
    said_off_the_occasion,
    dated_by_an_older_source,
    needless_interval,
    source_of_the_future,
    part_outside_its_whole,
    before_against_dates,
    simultaneous_apart,
    effect_before_cause,
    reported_before_it_was_said,
)
