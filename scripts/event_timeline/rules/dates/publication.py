"""DAT: dates against the days on which sources were published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import polars as pl

from event_timeline.rules.dates.calendar import GRACE, LEEWAY, dated, shown, sure
from event_timeline.rules.rule import Context, Finding, Offenders, cached, rule
from event_timeline.rules.scopes import by

TELLING = ("article", "report", "transcript")
"""Kinds of source that tell what happened; a calendar, a register or a decision sets a day beforehand."""


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


@rule("DAT017", severity="warning", needs=("events", "sources"), scope="rows", beside=("sources",))
def dated_by_an_older_source(t: Context) -> Iterator[Finding]:
    sources = sure(t, "sources", "source_id", "kind").filter(pl.col("kind").is_in(TELLING))
    sources = sources.select(date_source="source_id", out="last_day")
    told = sure(t, "events", "status", "date_source").filter(pl.col("status") == "occurred")
    rows = told.join(sources, on="date_source").filter(pl.col("out") + GRACE < pl.col("first_day"))
    message = "{date_source} of {out} cannot report what happened on {first_day}"
    yield Offenders("events", shown(rows, "out", "first_day"), message, "date_source")


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
