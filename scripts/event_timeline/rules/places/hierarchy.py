"""GEO: what lies within what."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.kinds import Others, absent, circle
from event_timeline.rules.places.distance import inside
from event_timeline.rules.rule import Context, Finding, Matches, rule

NEEDED = ("places",)


IN_A_CITY = ("VAT",)
"""Countries that lie within a city of another."""


TOO_SMALL = ("city", "region", "country")
"""Kinds that do not fit into a site; a city may hold quarters, a region whole countries."""


@rule("GEO006", needs=NEEDED)
def area_within_site(t: Context) -> Iterator[Finding]:
    rows = inside(t).filter(
        pl.col("outer_kind") == "site", pl.col("kind").is_in(TOO_SMALL), pl.col("within") != pl.col("place_id")
    )
    yield Matches("places", rows, "a {kind} cannot lie within {within}, a {outer_kind}", "within")


@rule("GEO021", severity="warning", needs=NEEDED)
def country_within_city(t: Context) -> Iterator[Finding]:
    enclave = (pl.col("country") != pl.col("outer_country")) | pl.col("country").is_in(IN_A_CITY)
    rows = inside(t).filter(pl.col("outer_kind") == "city", pl.col("kind") == "country", ~enclave.fill_null(False))
    yield Matches("places", rows, "a country within {within}, a city", "within")


place_cycle = circle("GEO005", "place-cycle", "places", "place_id", "within", "within itself: {ring}")


unused_place = absent(
    "GEO013",
    "unused-place",
    "places",
    ("place_id",),
    Others("events", ("place_id",)),
    Others("places", ("within",)),
    message="nothing refers to {place_id}",
    column="place_id",
    severity="warning",
)
