"""REL: relations as a graph."""

from __future__ import annotations

import polars as pl

from event_timeline.rules.kinds import EVERY, If, matching, of_query, of_row
from event_timeline.rules.relations.joining import MUTUAL, ONE_WAY, all_relations, contradicting, reversed_relations
from event_timeline.rules.rule import ROW, Context
from event_timeline.tables.cycles import rings

EVENT, OTHER_EVENT = pl.col("event_id"), pl.col("other_event_id")
SYMMETRIC = pl.col("relation").is_in(["simultaneous", "same_as"])
CIRCLE = "{relation} in a circle: {ring}"


@matching("REL002", "event_relations", CIRCLE, "relation")
def relation_cycle(t: Context) -> pl.LazyFrame:
    chains = all_relations(t).filter(pl.col("relation").is_in(ONE_WAY))
    both = reversed_relations(chains).select("event_id", "relation", "other_event_id", "voice")
    return _circles(t, chains.join(both, on=list(both.collect_schema()), how="anti"))


def _circles(t: Context, chains: pl.LazyFrame) -> pl.LazyFrame:
    """A row for each circle of one relation and one voice: ROW, relation, ring."""
    nodes = {"a": "event_id", "b": "other_event_id"}
    names = {end: pl.concat_str("relation", "voice", column, separator="\x1f") for end, column in nodes.items()}
    edges = chains.select(ROW, **names)
    return rings(t.tables.collect(edges.drop_nulls())).with_columns(
        relation=pl.col("ring").str.extract(r"^([^\x1f]*)\x1f"), ring=pl.col("ring").str.replace_all(r"[^ →]*\x1f", "")
    )


@matching("REL003", "event_relations", "record {first} says that {other_event_id} {relation} {event_id}", "relation")
def relation_in_both_directions(t: Context) -> pl.LazyFrame:
    one_way = all_relations(t).filter(pl.col("relation").is_in([*ONE_WAY, "simultaneous"]))
    turned = reversed_relations(one_way).select("event_id", "relation", "other_event_id", "voice", first=ROW)
    rows = one_way.join(turned, on=["event_id", "relation", "other_event_id", "voice"])
    return rows.filter(pl.col(ROW) > pl.col("first"))


contradictory_relations = of_query(
    "REL004", "contradictory-relations", "event_relations", contradicting,
    If(EVERY, "{relation} and {second} (record {first}) between {event_id} and {other_event_id}", "relation"),
)  # fmt: skip
cause_cycle = of_query(
    "REL021", "cause-cycle", "event_relations",
    lambda t: _circles(t, all_relations(t).filter(pl.col("relation").is_in(MUTUAL))),
    If(EVERY, CIRCLE, "relation"), severity="warning",
)  # fmt: skip
related_to_itself = of_row(
    "REL001", "related-to-itself", "event_relations",
    If(EVENT == OTHER_EVENT, "{event_id} {relation} itself", "other_event_id"),
)  # fmt: skip
simultaneous_out_of_order = of_row(
    "REL005", "simultaneous-out-of-order", "event_relations",
    If(SYMMETRIC & (EVENT > OTHER_EVENT), "{event_id} sorts after {other_event_id}", "event_id"),
)  # fmt: skip
