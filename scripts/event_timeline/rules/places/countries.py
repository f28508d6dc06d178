"""GEO: the countries of places."""

from __future__ import annotations

import polars as pl

from event_timeline.rules.country_codes import of_missing_country, of_same_code, of_unknown_country
from event_timeline.rules.kinds import EVERY, If, Others, compared, matching, of_query
from event_timeline.rules.places.distance import inside, strangers
from event_timeline.rules.places.identifiers import sharing_a_number
from event_timeline.rules.rule import Context
from event_timeline.rules.similarity import folded

KIND, COUNTRY = pl.col("kind"), pl.col("country")
STATES = KIND == "country"
unknown_country_code = of_unknown_country("GEO003", "unknown-country-code", "places")


def _in_another_country(t: Context) -> pl.LazyFrame:
    return strangers(inside(t).filter(~STATES))


@matching(
    "GEO004", "places", "{country}, but {within} is in {outer_country}", "country", unless=(_in_another_country,),
    severity="warning",
)  # fmt: skip
def territory_state_mismatch(t: Context) -> pl.LazyFrame:
    states = t["places"].filter(STATES).select("country").drop_nulls().unique()
    differing = inside(t).filter(~STATES, pl.col("country") != pl.col("outer_country"))
    elsewhere = differing.join(states.with_columns(a_state=True), on="country", how="left")
    return elsewhere.filter((pl.col("outer_kind") == "city") | pl.col("a_state").fill_null(False))


country_without_code = of_missing_country("GEO014", "country-without-code", "places", "actors")
duplicate_country = of_same_code("GEO015", "duplicate-country", "places", sharing_a_number)
city_without_country = compared(
    "GEO017", "city-without-country", Others("places", ("within",), (KIND == "city") & COUNTRY.is_null()),
    Others("places", ("place_id",), COUNTRY.is_not_null()), column="country", severity="warning",
    message="{within} is in {country_other}, {place_id} in no country",
)  # fmt: skip
region_named_like_country = compared(
    "GEO018", "region-named-like-country",
    Others("places", ("country", folded("name")), KIND.is_in(["region", "site"]) & pl.col("within").is_null()),
    Others("actors", ("country", folded("name")), STATES), column="kind", severity="warning",
    message="{name!r} is a {kind} here, and a country among the actors",
)  # fmt: skip
country_mismatch = of_query(
    "GEO024", "country-mismatch", "places", _in_another_country,
    If(EVERY, "{place_id} has the country {country}, {within} around it has {outer_country}", "country"),
)  # fmt: skip
