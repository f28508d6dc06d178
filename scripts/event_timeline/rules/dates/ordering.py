"""DAT: dates of records that refer to each other."""

from __future__ import annotations

import polars as pl

from event_timeline.rules.calendar import DAYS, sure
from event_timeline.rules.kinds import EVERY, If, Others, Query, compared, of_query
from event_timeline.rules.rule import ROW, Context, Rule

APART = (pl.col("first_day") > pl.col("last_day_other")) | (pl.col("last_day") < pl.col("first_day_other"))


def _pairs(t: Context, *relations: str) -> pl.LazyFrame:
    """Relations of these kinds between dated events, as the source reports them; the other event's columns end in _other.

    What only a speaker claims may contradict the dates without the data being wrong, and is left out.
    """
    ends = sure(t, "events", "event_id").select("event_id", "text", *DAYS)
    kinds = t["event_relations"].filter(pl.col("relation").is_in(relations), pl.col("according_to").is_null())
    kinds = kinds.select(ROW, "event_id", "relation", "other_event_id").filter(
        pl.col("event_id") != pl.col("other_event_id")
    )
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


def of_relation(code: str, slug: str, rows: Query, message: str) -> Rule:
    """A rule on relations of dated events, whose names and dates the message has before what it says of them."""
    return of_query(
        code, slug, "event_relations", rows, If(EVERY, message, "relation"), needs=("events", "event_relations")
    )


part_outside_its_whole = of_relation(
    "DAT020", "part-outside-its-whole", outside_the_whole,
    "{event_id} ({text}) is not within {other_event_id} ({text_other})",
)  # fmt: skip
before_contradicts_dates = of_relation(
    "DAT021", "before-contradicts-dates",
    lambda t: _pairs(t, "before").filter(pl.col("ends_from") > pl.col("begins_by_other")),
    "{event_id} ({text}) is not before {other_event_id} ({text_other})",
)  # fmt: skip
simultaneous_without_overlap = of_relation(
    "DAT022", "simultaneous-without-overlap", lambda t: _pairs(t, "simultaneous").filter(APART),
    "{event_id} ({text}) and {other_event_id} ({text_other}) share no day",
)  # fmt: skip
effect_before_cause = of_relation(
    "DAT023", "effect-before-cause", effects_first,
    "{event_id} ({text}) {relation} {other_event_id} ({text_other}): the effect comes first",
)  # fmt: skip
statement_outside_occasion = compared(
    "DAT016", "statement-outside-occasion",
    Others("statements", ("occasion",), dates="sure"), Others("events", ("event_id",), dates="sure"),
    where=APART, column="date_edtf", message="said on {text}, but {occasion} is dated {first_day_other} to {last_day_other}",
)  # fmt: skip
