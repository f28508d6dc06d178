"""REL: events that are parts of others."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.dates.ordering import outside_the_whole
from event_timeline.rules.relations.joining import all_relations, contradicting, joined
from event_timeline.rules.rule import Context, Finding, Matches, rule
from event_timeline.tables.loading import ROW

NEEDED = ("event_relations",)


TO_COME = ("planned", "conditional", "hypothetical")


@rule("REL010", needs=("event_relations", "events"))
def occurred_part_of_pending_whole(t: Context) -> Iterator[Finding]:
    unreal = pl.col("status_other").is_in(TO_COME) | (pl.col("polarity_other") == "negated")
    rows = joined(t, "status", "polarity").filter(
        pl.col("relation") == "part_of",
        pl.col("according_to").is_null(),
        pl.col("status") == "occurred",
        pl.col("polarity") == "affirmed",
        unreal,
    )
    contradicted = contradicting(t)
    told = [outside_the_whole(t).select(ROW), contradicted.select(ROW), contradicted.select(pl.col("first").alias(ROW))]
    rows = rows.join(pl.concat(told), on=ROW, how="anti")
    yield Matches(
        "event_relations",
        rows,
        "{event_id} has occurred, {other_event_id} is {status_other} and {polarity_other}",
        "relation",
    )


@rule("REL011", severity="warning", needs=NEEDED)
def redundant_part_relation(t: Context) -> Iterator[Finding]:
    parts = all_relations(t).filter(pl.col("relation") == "part_of").select(ROW, "event_id", "other_event_id", "voice")
    steps = parts.select("event_id", "voice", middle="other_event_id")
    far = steps.join(parts.select("voice", "other_event_id", middle="event_id"), on=["middle", "voice"])
    rows = parts.join(far, on=["event_id", "other_event_id", "voice"]).unique(ROW)
    yield Matches(
        "event_relations",
        rows,
        "{event_id} is a part of {middle}, which is a part of {other_event_id}",
        "other_event_id",
    )


@rule("REL012", severity="warning", needs=("event_relations", "events", "places"))
def part_in_another_country(t: Context) -> Iterator[Finding]:
    countries = t["places"].select("place_id", "kind", "country").drop_nulls()
    rows = joined(t, "place_id").filter(pl.col("relation") == "part_of", pl.col("according_to").is_null())
    towns = countries.filter(pl.col("kind").is_in(["city", "site"]))
    rows = rows.join(countries, on="place_id").join(
        towns, left_on="place_id_other", right_on="place_id", suffix="_other"
    )
    rows = rows.filter(pl.col("country") != pl.col("country_other"))
    yield Matches(
        "event_relations", rows, "{event_id} in {country} is a part of {other_event_id} in {country_other}", "relation"
    )
