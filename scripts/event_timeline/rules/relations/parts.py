"""REL: events that are parts of others."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.dates.ordering import outside_the_whole
from event_timeline.rules.relations.joining import TO_COME, all_relations, contradicting, joined, of_events, relates
from event_timeline.rules.rule import Context, Finding, Matches, rule
from event_timeline.tables.loading import ROW

occurred_part_of_pending_whole = of_events(
    "REL010", "occurred-part-of-pending-whole",
    relates("part_of") & (pl.col("status") == "occurred") & (pl.col("polarity") == "affirmed")
    & (pl.col("status_other").is_in(TO_COME) | (pl.col("polarity_other") == "negated")),
    message="{event_id} has occurred, {other_event_id} is {status_other} and {polarity_other}",
    unless=(outside_the_whole, contradicting, lambda t: contradicting(t).select(pl.col("first").alias(ROW))),
)  # fmt: skip


@rule("REL011", severity="warning", needs=("event_relations",))
def redundant_part_relation(t: Context) -> Iterator[Finding]:
    parts = all_relations(t).filter(pl.col("relation") == "part_of").select(ROW, "event_id", "other_event_id", "voice")
    steps = parts.select("event_id", "voice", middle="other_event_id")
    far = steps.join(parts.select("voice", "other_event_id", middle="event_id"), on=["middle", "voice"])
    rows = parts.join(far, on=["event_id", "other_event_id", "voice"]).unique(ROW)
    message = "{event_id} is a part of {middle}, which is a part of {other_event_id}"
    yield Matches("event_relations", rows, message, "other_event_id")


@rule("REL012", severity="warning", needs=("event_relations", "events", "places"))
def part_in_another_country(t: Context) -> Iterator[Finding]:
    countries = t["places"].select("place_id", "kind", "country").drop_nulls()
    rows = joined(t, "place_id").filter(relates("part_of"))
    towns = countries.filter(pl.col("kind").is_in(["city", "site"])).rename({"place_id": "place_id_other"})
    rows = rows.join(countries, on="place_id").join(towns, on="place_id_other", suffix="_other")
    rows = rows.filter(pl.col("country") != pl.col("country_other"))
    message = "{event_id} in {country} is a part of {other_event_id} in {country_other}"
    yield Matches("event_relations", rows, message, "relation")
