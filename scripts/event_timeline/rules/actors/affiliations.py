"""ACT: what actors belong to."""

from __future__ import annotations

import polars as pl

from event_timeline.rules.kinds import If, Others, circle, has, of_row, related
from event_timeline.rules.rule import Context, cached

affiliation_cycle = circle(
    "ACT006", "affiliation-cycle", "actors", "actor_id", "affiliation", "belongs to itself: {ring}"
)
office_of_non_person = of_row(
    "ACT008", "office-of-non-person", "actors",
    If((pl.col("kind") != "person") & pl.col("office").is_not_null(), "kind {kind} with the office {office!r}", "office"),
)  # fmt: skip
affiliated_with_person = related(
    "ACT012", "affiliated-with-person", "actors",
    has(Others("actors", ("actor_id",), pl.col("kind") == "person"), key=("affiliation",)),
    where=~pl.col("kind").is_in(["group", "person"]),
    message="{actor_id}, of kind {kind}, belongs to {affiliation}, a person", column="affiliation",
    severity="warning",
)  # fmt: skip
STEPS = 6
"""Affiliations are followed so far: person, department, ministry, government, country."""


@cached
def above(t: Context) -> pl.LazyFrame:
    """(actor_id, wider): each actor with itself and every actor that it belongs to, directly or through others."""
    edges = t["actors"].select(wider="actor_id", next="affiliation").drop_nulls()
    reached = t["actors"].select("actor_id", wider="actor_id")
    found = [reached]
    for _ in range(STEPS):
        reached = reached.join(edges, on="wider").select("actor_id", wider="next")
        found.append(reached)
    return t.tables.collect(pl.concat(found).unique()).lazy()


def kin(t: Context, one: str = "actor_id", other: str = "other") -> pl.LazyFrame:
    """(`one`, `other`): each actor with itself, every actor that it belongs to, and every one that belongs to it."""
    return _kin(t).rename({"actor_id": one, "other": other})


@cached
def _kin(t: Context) -> pl.LazyFrame:
    up = above(t)
    both = pl.concat([up.select("actor_id", other="wider"), up.select(actor_id="wider", other="actor_id")]).unique()
    return t.tables.shared(both) if t.tables.small else both
