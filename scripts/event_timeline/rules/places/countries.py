"""GEO: the countries of places."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.profile.codes import COUNTRIES, is_country
from event_timeline.rules.country_codes import missing_codes
from event_timeline.rules.places.distance import inside, strangers
from event_timeline.rules.places.identifiers import sharing_a_code, sharing_a_number
from event_timeline.rules.rule import Context, Finding, Matches, rule
from event_timeline.rules.similarity import folded
from event_timeline.tables.loading import ROW

NEEDED = ("places",)


@rule("GEO003", needs=NEEDED, scope="rows")
def unknown_country_code(t: Context) -> Iterator[Finding]:
    rows = t["places"].select(ROW, "country").drop_nulls().filter(~pl.col("country").is_in(COUNTRIES))
    codes = rows.select("country").unique().collect()["country"].to_list()
    yield Matches(
        "places",
        rows.filter(pl.col("country").is_in([c for c in codes if not is_country(c)])),
        "no country has the code {country}",
        "country",
    )


@rule("GEO004", severity="warning", needs=NEEDED)
def territory_state_mismatch(t: Context) -> Iterator[Finding]:
    states = t["places"].filter(pl.col("kind") == "country").select("country").drop_nulls().unique()
    differing = inside(t).filter(pl.col("kind") != "country", pl.col("country") != pl.col("outer_country"))
    differing = differing.join(strangers(differing).select(ROW), on=ROW, how="anti")
    elsewhere = differing.join(states.with_columns(a_state=True), on="country", how="left")
    rows = elsewhere.filter((pl.col("outer_kind") == "city") | pl.col("a_state").fill_null(False))
    yield Matches("places", rows, "{country}, but {within} is in {outer_country}", "country")


@rule("GEO014", severity="warning", needs=("places", "actors"), scope="rows", beside=("actors",))
def country_without_code(t: Context) -> Iterator[Finding]:
    rows = missing_codes(t["places"], t["actors"]).unique(ROW, keep="first", maintain_order=True)
    yield Matches("places", rows, "{name} is a country, whose code is {code}", "country")


@rule("GEO015", severity="warning", needs=NEEDED)
def duplicate_country(t: Context) -> Iterator[Finding]:
    yield Matches(
        "places", sharing_a_code(t).join(sharing_a_number(t), on=ROW, how="anti"), "{first} is {country} too", "country"
    )


@rule("GEO017", severity="warning", needs=("places",))
def city_without_country(t: Context) -> Iterator[Finding]:
    around = t["places"].select(within="place_id", outer="country").drop_nulls()
    rows = t["places"].filter(pl.col("kind") == "city", pl.col("country").is_null()).join(around, on="within")
    yield Matches("places", rows, "{within} is in {outer}, {place_id} in no country", "country")


@rule("GEO018", severity="warning", needs=("places", "actors"))
def region_named_like_country(t: Context) -> Iterator[Finding]:
    states = t["actors"].filter(pl.col("kind") == "country").select("country", "actor_id", same=folded("name"))
    places = t["places"].filter(pl.col("kind").is_in(["region", "site"]), pl.col("within").is_null())
    rows = places.with_columns(same=folded("name")).join(states, on=["country", "same"])
    yield Matches("places", rows, "{name!r} is a {kind} here, and a country among the actors", "kind")


@rule("GEO024", needs=("places",))  # fmt: skip
def country_mismatch(t: Context) -> Iterator[Finding]:
    rows = strangers(inside(t).filter(pl.col("kind") != "country"))
    yield Matches(
        "places", rows, "{place_id} has the country {country}, {within} around it has {outer_country}", "country"
    )
