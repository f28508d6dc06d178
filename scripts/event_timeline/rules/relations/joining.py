"""The relations between events, with both events."""

from __future__ import annotations

import polars as pl

from event_timeline.rules.rule import Context
from event_timeline.tables.loading import ROW

ONE_WAY = ("part_of", "before", "during", "basis_of", "content_of")
"""Relations that cannot hold both ways or lead back in a circle; two events may support or prevent each other."""


MUTUAL = ("condition_of", "outcome_of")
"""Relations that seldom lead back: each side waits for the other, or each blow comes of the last one."""


CONTRADICTIONS = (
    ("before", "part_of", "either"),
    ("before", "during", "either"),
    ("before", "simultaneous", "either"),
    ("part_of", "during", "either"),
    ("before", "outcome_of", "same"),
    ("before", "condition_of", "turned"),
    ("before", "basis_of", "turned"),
    ("condition_of", "outcome_of", "same"),
    ("prevents", "supports", "same"),
    ("prevents", "condition_of", "same"),
    ("prevents", "outcome_of", "turned"),
)
"""Pairs of relations between the same two events that cannot both hold, by the codebook's definitions: in the same
direction, with the second one turned around, or either."""


VOICE = pl.col("according_to").fill_null("")


def all_relations(t: Context) -> pl.LazyFrame:
    columns = ("event_id", "relation", "other_event_id")
    return (
        t["event_relations"]
        .select(ROW, *columns, "according_to", voice=VOICE)
        .filter(pl.col("event_id") != pl.col("other_event_id"))
    )


def reversed_relations(relations: pl.LazyFrame) -> pl.LazyFrame:
    return relations.rename({"event_id": "other_event_id", "other_event_id": "event_id"})


def joined(t: Context, *columns: str) -> pl.LazyFrame:
    """Relations with columns of both events; the other event's end in _other."""
    events = t["events"].select("event_id", *columns)
    relations = all_relations(t).join(events, on="event_id")
    return relations.join(events, left_on="other_event_id", right_on="event_id", suffix="_other")


def contradicting(t: Context) -> pl.LazyFrame:
    """Pairs of relations that cannot both hold: ROW of the later record, `first`, and both in words."""
    columns = ["event_id", "relation", "other_event_id", "voice"]
    left = all_relations(t).select(ROW, *columns)
    right = left.rename({ROW: "other_row", "relation": "second"})
    pairs = pl.concat(
        [
            left.join(right, on=["event_id", "other_event_id", "voice"]).with_columns(how=pl.lit("same")),
            left.join(reversed_relations(right), on=["event_id", "other_event_id", "voice"]).with_columns(
                how=pl.lit("turned")
            ),
        ]
    )
    cases = [(a, b, way) for a, b, how in CONTRADICTIONS for way in (("same", "turned") if how == "either" else (how,))]
    known = pl.LazyFrame(cases, schema={"relation": pl.String, "second": pl.String, "how": pl.String}, orient="row")
    hit = pairs.join(known, on=["relation", "second", "how"])
    rows = hit.with_columns(last=pl.max_horizontal(ROW, "other_row"), first=pl.min_horizontal(ROW, "other_row"))
    return rows.drop(ROW).rename({"last": ROW}).unique([ROW, "first"])
