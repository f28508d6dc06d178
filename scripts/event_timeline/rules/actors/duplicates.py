"""ACT: actors that are perhaps the same, and their identifiers."""

from __future__ import annotations

import polars as pl

from event_timeline.rules.country_codes import of_same_code, same_code
from event_timeline.rules.kinds import (
    Others,
    circle,
    compared,
    identifiers_with_source,
    matching,
    twice,
)
from event_timeline.rules.rule import ROW, Context
from event_timeline.rules.same_as import chain
from event_timeline.rules.similarity import folded, repeated
from event_timeline.tables import uniqueness
from event_timeline.texts.proper_names import named, proper


def _same_item(t: Context) -> pl.LazyFrame:
    return repeated(t, t.counted("actors").select(ROW, "actor_id", "wikidata"), ["wikidata"], "actor_id")


duplicate_actor_country = of_same_code("ACT004", "duplicate-actor-country", "actors", _same_item)


@matching(
    "ACT007", "actors", "{name!r} is named like {first}", "name", severity="warning", needs=("actors", "evidence")
)
def duplicate_actor(t: Context) -> pl.LazyFrame:
    actors = t.counted("actors").select(ROW, "actor_id", "name", "kind", same=folded("name"))
    found = t.tables.collect(uniqueness.repeated(actors.filter(pl.col("same") != ""), ["same"], small=t.tables.small))
    if found.is_empty():
        return found.lazy().select(ROW, "name", first="actor_id")
    twice = found.lazy()
    everywhere = repeated(t, twice.filter(named("name", "kind").fill_null(False)), ["same"], "actor_id")
    mentions = t["evidence"].select("actor_id", "source_id", "exact").drop_nulls(["actor_id", "source_id"])
    local = twice.join(mentions, on="actor_id", how="left").with_columns(pl.col("source_id").fill_null(""))
    key = ["same", "source_id"]
    if t.coding["evidence"] == "partial":  # names were marked in each text by itself, and pronouns and nouns too
        everywhere = everywhere.limit(0)
        words = pl.col("exact").fill_null("")
        common = local.filter((folded("exact") == pl.col("same")) & (words.str.to_lowercase() == words))
        local = local.filter(proper("name").fill_null(False)).join(common, on=key, how="anti")
        key = [*key, "kind"]
    local = local.drop("exact").unique()
    inside = repeated(t, local, key, "actor_id").filter(pl.col("first") != pl.col("actor_id"))
    rows = pl.concat([r.select(ROW, "name", "first") for r in (everywhere, inside)]).unique(ROW, keep="first")
    reported = pl.concat([same_code(t, "actors").select(ROW), _same_item(t).select(ROW)])
    return rows.join(reported, on=ROW, how="anti")


country_identifier_conflict = compared(
    "ACT013", "country-identifier-conflict", Others("actors", ("country",), pl.col("kind") == "country"),
    Others("places", ("country",), (pl.col("kind") == "country") & pl.col("wikidata").str.starts_with("Q")),
    where=pl.col("wikidata") != pl.col("wikidata_other"), column="wikidata", severity="warning",
    message="{wikidata}, but the place {place_id_other} has {wikidata_other}",
)  # fmt: skip
duplicate_actor_identifier = twice(
    "ACT005", "duplicate-actor-identifier", "actors", "actor_id", "wikidata", "{first} has {wikidata} too"
)
actor_identifiers_without_source = identifiers_with_source("ACT010", "actor-identifiers-without-source", "actors")
actor_same_as_ring = circle(
    "ACT026", "actor-same-as-ring", "actors", "actor_id", "same_as", "the records are the same as each other: {ring}",
    optional=True,
)  # fmt: skip
actor_same_as_chain = chain("ACT027", "actor-same-as-chain", "actors", "actor_id")
