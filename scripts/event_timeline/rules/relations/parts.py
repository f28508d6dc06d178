"""REL: events that are parts of others."""

from __future__ import annotations

import polars as pl

from event_timeline.rules.dates.ordering import outside_the_whole
from event_timeline.rules.kinds import matching
from event_timeline.rules.relations.joining import TO_COME, all_relations, contradicting, joined, of_events, relates
from event_timeline.rules.rule import ROW, Context

occurred_part_of_pending_whole = of_events(
    "REL010", "occurred-part-of-pending-whole",
    relates("part_of") & (pl.col("status") == "occurred") & (pl.col("polarity") == "affirmed")
    & (pl.col("status_other").is_in(TO_COME) | (pl.col("polarity_other") == "negated")),
    message="{event_id} has occurred, {other_event_id} is {status_other} and {polarity_other}",
    unless=(outside_the_whole, contradicting, lambda t: contradicting(t).select(pl.col("first").alias(ROW))),
)  # fmt: skip


@matching(
    "REL011", "event_relations", "{event_id} is a part of {middle}, which is a part of {other_event_id}",
    "other_event_id", severity="warning",
)  # fmt: skip
def redundant_part_relation(t: Context) -> pl.LazyFrame:
    parts = all_relations(t).filter(pl.col("relation") == "part_of").select(ROW, "event_id", "other_event_id", "voice")
    steps = parts.select("event_id", "voice", middle="other_event_id")
    far = steps.join(parts.select("voice", "other_event_id", middle="event_id"), on=["middle", "voice"])
    return parts.join(far, on=["event_id", "other_event_id", "voice"]).unique(ROW)


@matching(
    "REL012", "event_relations", "{event_id} in {country} is a part of {other_event_id} in {country_other}",
    "relation", severity="warning", needs=("event_relations", "events", "places"),
)  # fmt: skip
def part_in_another_country(t: Context) -> pl.LazyFrame:
    countries = t["places"].select("place_id", "kind", "country").drop_nulls()
    rows = joined(t, "place_id").filter(relates("part_of"))
    towns = countries.filter(pl.col("kind").is_in(["city", "site"])).rename({"place_id": "place_id_other"})
    rows = rows.join(countries, on="place_id").join(towns, on="place_id_other", suffix="_other")
    return rows.filter(pl.col("country") != pl.col("country_other"))
