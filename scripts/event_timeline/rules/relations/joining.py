"""The relations between events, with both events."""

from __future__ import annotations

from typing import Unpack

import polars as pl

from event_timeline.rules.families import reference
from event_timeline.rules.kinds import OTHER, If, Query, of_query
from event_timeline.rules.rule import ROW, Context, Declared, Rule, fields

ONE_WAY = ("part_of", "before", "during", "basis_of", "content_of")
"""Relations that cannot hold both ways or lead back in a circle; two events may support or prevent each other."""
MUTUAL = ("condition_of", "outcome_of")
"""Relations that seldom lead back: each side waits for the other, or each blow comes of the last one."""
CONTRADICTIONS = tuple((one, other, how) for one, other, how in reference("relations")["contradictions"])
"""Pairs of relations that cannot both hold, and in which direction: the `same`, the second one `turned`, or `either`."""
TO_COME = ("planned", "conditional", "hypothetical")
COLUMNS = ("event_id", "relation", "other_event_id", "according_to")


def all_relations(t: Context) -> pl.LazyFrame:
    relations = t["event_relations"].select(ROW, *COLUMNS, voice=pl.col("according_to").fill_null(""))
    return relations.filter(pl.col("event_id") != pl.col("other_event_id"))


def reversed_relations(relations: pl.LazyFrame) -> pl.LazyFrame:
    return relations.rename({"event_id": "other_event_id", "other_event_id": "event_id"})


def joined(t: Context, *columns: str) -> pl.LazyFrame:
    """Relations with columns of both events; the other event's end in _other."""
    events = t["events"].select("event_id", *columns)
    relations = all_relations(t).join(events, on="event_id")
    return relations.join(events, left_on="other_event_id", right_on="event_id", suffix="_other")


def relates(relation: str) -> pl.Expr:
    """Whether a record has this relation, and the source itself says so: what a speaker claims may well be wrong."""
    return (pl.col("relation") == relation) & pl.col("according_to").is_null()


def of_events(
    code: str, slug: str, *cases: pl.Expr, message: str, unless: tuple[Query, ...] = (), **declared: Unpack[Declared]
) -> Rule:  # fmt: skip
    """A rule on relations of which one of the cases is true, each over columns of both events (`joined`)."""
    named = (*fields(message), *(name for case in cases for name in case.meta.root_names()))
    columns = sorted({name.removesuffix(OTHER) for name in named if name not in COLUMNS})
    ifs = [If(case, message, "relation") for case in cases]
    declared["needs"] = ("event_relations", "events")
    return of_query(code, slug, "event_relations", lambda t: joined(t, *columns), *ifs, unless=unless, **declared)


def contradicting(t: Context) -> pl.LazyFrame:
    """Pairs of relations that cannot both hold: ROW of the later record, `first`, and both in words."""
    columns = ["event_id", "relation", "other_event_id", "voice"]
    left = all_relations(t).select(ROW, *columns)
    right = left.rename({ROW: "other_row", "relation": "second"})
    ways, same = {"same": right, "turned": reversed_relations(right)}, ["event_id", "other_event_id", "voice"]
    pairs = pl.concat([left.join(others, on=same).with_columns(how=pl.lit(how)) for how, others in ways.items()])
    cases = [(a, b, way) for a, b, how in CONTRADICTIONS for way in (("same", "turned") if how == "either" else (how,))]
    known = pl.LazyFrame(cases, schema={"relation": pl.String, "second": pl.String, "how": pl.String}, orient="row")
    hit = pairs.join(known, on=["relation", "second", "how"])
    rows = hit.with_columns(last=pl.max_horizontal(ROW, "other_row"), first=pl.min_horizontal(ROW, "other_row"))
    return rows.drop(ROW).rename({"last": ROW}).unique([ROW, "first"])
