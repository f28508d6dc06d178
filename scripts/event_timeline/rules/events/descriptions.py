"""EVT: what labels, summaries, places and identifiers say of events."""

from __future__ import annotations

import polars as pl

from event_timeline.rules.kinds import If, Others, has, identifiers_with_source, lacks, of_row, related
from event_timeline.rules.similarity import alike, begin_alike

PART = pl.col("part")
REPORTING = ("report", "mention")
"""Parts of evidence that show where a source reports an event, unlike the words of its date and place."""

place_words_without_place = related(
    "EVT009", "place-words-without-place", "events", has(Others("evidence", where=PART == "place")),
    where=pl.col("place_id").is_null(), message="evidence of part place for {event_id}, but no place_id",
    column="place_id", severity="warning",
)  # fmt: skip
event_identifiers_without_source = identifiers_with_source("EVT016", "event-identifiers-without-source", "events")
time_or_place_without_words = related(
    "EVT017", "time-or-place-without-words", "events", has(Others("evidence", where=PART.is_in(["date", "place"]))),
    lacks(Others("evidence", where=PART.is_in(REPORTING))),
    message="no report or mention of {event_id}", column="event_id", complete=("evidence",),
)  # fmt: skip
summary_repeats_label = of_row(
    "EVT018", "summary-repeats-label", "events",
    If(
        alike("label", "summary"), "{summary!r} says no more than the label", "summary",
        only_if=begin_alike("label", "summary"),
    ),
    severity="warning",
)  # fmt: skip
