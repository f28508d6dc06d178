"""EVT: what labels, summaries, places and identifiers say of events."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.kinds import Others, has, identifiers_with_source, lacks, present, related
from event_timeline.rules.rule import Context, Finding, Offenders, rule
from event_timeline.rules.similarity import alike
from event_timeline.tables.loading import ROW

PART = pl.col("part")
REPORTING = ("report", "mention")
"""Parts of evidence that show where a source reports an event, unlike the words of its date and place."""

words_without_place = present(
    "EVT009", "words-without-place", "events", (), Others("evidence", where=PART == "place"),
    where=pl.col("place_id").is_null(), message="evidence of part place for {event_id}, but no place_id",
    column="place_id", severity="warning", grouped=True,
)  # fmt: skip
event_identifiers_without_source = identifiers_with_source("EVT016", "event-identifiers-without-source", "events")
dated_but_not_told = related(
    "EVT017", "dated-but-not-told", "events", has(Others("evidence", where=PART.is_in(["date", "place"]))),
    lacks(Others("evidence", where=PART.is_in(REPORTING))),
    message="no report or mention of {event_id}", column="event_id", grouped=True,
)  # fmt: skip


@rule("EVT018", severity="warning", needs=("events",), scope="rows")
def summary_says_no_more(t: Context) -> Iterator[Finding]:
    rows = alike(t["events"].select(ROW, "label", "summary"), "label", "summary")
    yield Offenders("events", rows, "{summary!r} says no more than the label", "summary")
