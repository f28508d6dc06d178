"""ACT: the countries of actors."""

from __future__ import annotations

import polars as pl

from event_timeline.profile.codes import COUNTRIES
from event_timeline.rules.country_codes import of_missing_country, of_unknown_country
from event_timeline.rules.kinds import If, Others, has, matching, of_row, related
from event_timeline.rules.rule import ROW, Context

unknown_country = of_unknown_country("ACT001", "unknown-country", "actors")
actor_country_without_code = of_missing_country("ACT003", "actor-country-without-code", "actors", "places")
country_code_of_non_country = of_row(
    "ACT002", "country-code-of-non-country", "actors",
    If((pl.col("kind") != "country") & pl.col("country").is_not_null(), "{country} for kind {kind}", "country"),
)  # fmt: skip


@matching("ACT021", "actors", "{actor_id} has no code, {n} countries have theirs", "cameo", severity="warning")
def country_without_cameo_code(t: Context) -> pl.LazyFrame:
    states = t["actors"].filter(pl.col("kind") == "country").select(ROW, "actor_id", "country", "cameo")
    states = states.with_columns(n=pl.col("cameo").count(), bare=pl.col("cameo").null_count())
    is_custom = pl.col("n") > pl.max_horizontal("bare", 1)
    return states.filter(pl.col("cameo").is_null() & pl.col("country").is_in(COUNTRIES) & is_custom)


country_affiliated_with_country = related(
    "ACT022", "country-affiliated-with-country", "actors",
    has(Others("actors", ("actor_id",), pl.col("kind") == "country"), key=("affiliation",)), where=pl.col("kind") == "country",
    message="{actor_id} belongs to {affiliation}, a country too", column="affiliation", severity="warning",
)  # fmt: skip
