"""EVT: what labels, summaries, places and identifiers say of events."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.kinds import Others, identifiers_with_source, present
from event_timeline.rules.rule import Context, Finding, Offenders, rule
from event_timeline.rules.scopes import OF_EVENTS
from event_timeline.rules.similarity import alike
from event_timeline.tables.loading import ROW

NEEDED = ("events",)


REPORTING = ("report", "mention")
"""Parts of evidence that show where a source reports an event, unlike the words of its date and place."""


@rule("EVT017", needs=("events", "evidence"), groups=(OF_EVENTS,))
def dated_but_not_told(t: Context) -> Iterator[Finding]:
    spans = t["evidence"].select(
        "event_id", told=pl.col("part").is_in(REPORTING), shown=pl.col("part").is_in(["date", "place"])
    )
    spans = spans.filter(pl.col("event_id").is_not_null(), pl.col("told") | pl.col("shown"))
    untold = spans.group_by("event_id").agg(pl.col("told", "shown").any()).filter("shown", ~pl.col("told"))
    rows = t["events"].select(ROW, "event_id").join(untold, on="event_id", how="semi")
    yield Offenders("events", rows, "no report or mention of {event_id}", "event_id")


@rule("EVT018", severity="warning", needs=NEEDED, scope="rows")
def summary_says_no_more(t: Context) -> Iterator[Finding]:
    rows = alike(t["events"].select(ROW, "label", "summary"), "label", "summary")
    yield Offenders("events", rows, "{summary!r} says no more than the label", "summary")


words_without_place = present(
    "EVT009",
    "words-without-place",
    "events",
    ("event_id",),
    Others("evidence", ("event_id",), pl.col("part") == "place"),
    where=pl.col("place_id").is_null(),
    message="evidence of part place for {event_id}, but no place_id",
    column="place_id",
    severity="warning",
    grouped=True,
)


event_identifiers_without_source = identifiers_with_source("EVT016", "event-identifiers-without-source", "events")
