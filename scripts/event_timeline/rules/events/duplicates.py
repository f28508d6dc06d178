"""EVT: events that are perhaps the same, and numbers and reports of an event that are given twice."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.events.measures import NUMBERS
from event_timeline.rules.kinds import EVERY, If, circle, of_query, twice
from event_timeline.rules.rule import ROW, Context, Finding, Matches, cached, rule
from event_timeline.rules.same_as import chain
from event_timeline.rules.similarity import folded, repeated
from event_timeline.tables import uniqueness
from event_timeline.tables.loading import RAW


@rule("EVT007", severity="warning", needs=("events", "event_actors"))
def duplicate_event_label(t: Context) -> Iterator[Finding]:
    if all(t.tables.nothing(_repeated_words(t, column)) for column in ("label", "summary")):
        return
    labels = _indistinct(t, "label")
    if t.coding["evidence"] == "partial":  # an event without a summary is a marked word, and its label that word
        labels = labels.join(t["events"].filter(pl.col("summary").is_not_null()).select(ROW), on=ROW, how="semi")
    duplicates = _duplicates(t).select(ROW)
    labels = labels.join(duplicates, on=ROW, how="anti")
    summaries = _indistinct(t, "summary")
    also = summaries.select(ROW, "first", also=pl.lit(", which has the same summary"))
    labels = labels.join(also, on=[ROW, "first"], how="left", maintain_order="left").with_columns(
        pl.col("also").fill_null("")
    )
    yield Matches("events", labels, "{label!r} is the label of {first} too{also}", "label")
    summaries = summaries.join(pl.concat([duplicates, labels.select(ROW)]), on=ROW, how="anti")
    yield Matches("events", summaries, "{summary!r} is the summary of {first} too", "summary")


def _indistinct(t: Context, column: str) -> pl.LazyFrame:
    """Events with the summary of an earlier one of the same date, or, if undated, the label or summary of any: ROW, first.

    One summary of a day may describe what happened in several places, each an event of its own, as in ACLED; in an event table
    without texts also several acts, each with the kind that its code says. Labels of such a table may be made of other cells,
    as `Riots, Goma` is: there an undated event is another one only if summary, kind, place and participants are the same too.
    """
    several, undated = _repeated_words(t, column), pl.col("date_edtf").is_null()
    coded = t.coding["evidence"] == "none"
    key = ["same", *(["where"] if coded or column == "summary" else []), *(["kind"] if coded else [])]
    # on one day there may be two protests in one town
    found = [] if column == "label" else [repeated(t, several, [*key, "date_edtf"], "event_id")]
    alike = several.join(several.filter(undated), on=key, how="semi")
    if coded and t.tables.collect(alike.select(pl.len())).item():  # mostly not, and no participants are read
        alike = alike.join(_participants(t, alike), on="event_id", how="left")
        alike = alike.with_columns(pl.col("part").fill_null(""), summed=folded("summary").fill_null(""))
        key = [*key, "summed", "part"]
    first = pl.col("event_id").sort_by(undated, ROW).first()
    alike = alike.join(alike.group_by(key).agg(first=first), on=key)
    found.append(alike.filter(undated & (pl.col("event_id") != pl.col("first"))))
    rows = pl.concat([frame.select(ROW, column, "first") for frame in found])
    return t.tables.shared(rows.unique(ROW, keep="first", maintain_order=True))


@cached
def _duplicates(t: Context) -> pl.LazyFrame:
    """Events that are like an earlier one in summary, kind, polarity, date, place and participants: ROW, first, part."""
    key = ["kind", "polarity", "date_edtf", "where", "same"]
    words = _repeated_words(t, "summary").select(ROW, "event_id", *key).drop_nulls(key)
    alike = words.join(words.group_by(key).len().filter(pl.col("len") > 1), on=key, how="semi")
    if not t.tables.collect(alike.select(pl.len())).item():  # mostly, and no participants are read
        return alike.select(ROW, first="event_id", part=pl.lit(""))
    rows = repeated(t, alike.join(_participants(t, alike), on="event_id"), [*key, "part"], "event_id").select(
        ROW, "first", "part"
    )
    return t.tables.shared(rows.unique(ROW, keep="first", maintain_order=True))


def _participants(t: Context, events: pl.LazyFrame) -> pl.LazyFrame:
    """The participants of events that have some, with their roles, in one text: event_id, part."""
    who = t["event_actors"].select("event_id", part=pl.concat_str("actor_id", "role", separator=" ")).drop_nulls()
    who = who.join(events, on="event_id", how="semi")
    return who.group_by("event_id").agg(pl.col("part").sort().str.join(", "))


@cached
def _repeated_words(t: Context, column: str) -> pl.LazyFrame:
    """A small superset of the events whose label or summary another has too, folded as `same`, with `where` for the place."""
    columns = dict.fromkeys((ROW, "event_id", column, "summary", "kind", "polarity", "date_edtf"))
    rows = t.counted("events").select(*columns, where=pl.col("place_id").fill_null(""), same=folded(column))
    rows = rows.filter(pl.col("same") != "")
    several = uniqueness.repeated(rows, ["same"], small=t.tables.small)
    return t.tables.shared(several)


likely_duplicate = of_query(
    "EVT008", "likely-duplicate", "events", _duplicates,
    If(EVERY, "the same summary, kind, date, place and participants as {first}: {part}", "event_id"),
    severity="warning", needs=("events", "event_actors"),
)  # fmt: skip
duplicate_event_identifier = twice(
    "EVT015", "duplicate-event-identifier", "events", "event_id", "wikidata", "{first} has {wikidata} too"
)
event_same_as_ring = circle(
    "EVT026", "event-same-as-ring", "events", "event_id", "same_as", "the records are the same as each other: {ring}",
    optional=True,
)  # fmt: skip
event_same_as_chain = chain("EVT028", "event-same-as-chain", "events", "event_id")


def _equal(t: Context, table: str, *without: str) -> pl.LazyFrame:
    """The records that have an earlier one, `first`, with the same cells but for some columns.

    A package's own columns are compared too: they may have the day of a count, or the sentence that reports an event.
    """
    key = [c for c in t.whole(table).collect_schema() if c not in (ROW, *without) and not c.startswith(RAW)]
    rows = t.whole(table).with_columns(first=pl.col(ROW).min().over(key))
    return rows.filter(pl.col(ROW) != pl.col("first"))


duplicate_measure = of_query(
    "EVT024", "duplicate-measure", "measures", lambda t: _equal(t, "measures", *NUMBERS),
    If(EVERY, "{measure} of {event_id} is given twice with the same actor, provider, source and unit", "measure"),
)  # fmt: skip
duplicate_report = of_query(
    "EVT029", "duplicate-report", "event_sources", lambda t: _equal(t, "event_sources"),
    If(EVERY, "this report of {event_id} by {source_id} is already in record {first}", "source_id"), severity="warning",
)  # fmt: skip
