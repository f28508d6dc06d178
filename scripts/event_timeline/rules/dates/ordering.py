"""DAT: dates of records that refer to each other."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.dates.calendar import shown, sure
from event_timeline.rules.rule import Context, Finding, Offenders, rule
from event_timeline.rules.scopes import by
from event_timeline.tables.loading import ROW


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
