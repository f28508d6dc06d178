"""GEO: what lies within what."""

from __future__ import annotations

import polars as pl

from event_timeline.rules.kinds import If, Others, circle, lacks, of_query, referring, related
from event_timeline.rules.places.distance import INSIDE_ANOTHER, inside

IN_A_CITY = ("VAT",)
"""Countries that lie within a city of another."""
KIND, OUTER_KIND = pl.col("kind"), pl.col("outer_kind")
WIDE = KIND.is_in(["city", "region", "country"])
"""Kinds that do not fit into a site; a city may hold quarters, a region whole countries."""
IN_A_TOWN = (OUTER_KIND == "city") & (KIND == "country")
ENCLAVE = (pl.col("country") != pl.col("outer_country")) | pl.col("country").is_in(IN_A_CITY)

area_within_site = of_query(
    "GEO006", "area-within-site", "places", inside,
    If((OUTER_KIND == "site") & WIDE & INSIDE_ANOTHER, "a {kind} cannot lie within {within}, a {outer_kind}", "within"),
)  # fmt: skip
country_within_city = of_query(
    "GEO021", "country-within-city", "places", inside,
    If(IN_A_TOWN & ~ENCLAVE.fill_null(False), "a country within {within}, a city", "within"),
    severity="warning",
)  # fmt: skip
place_cycle = circle("GEO005", "place-cycle", "places", "place_id", "within", "within itself: {ring}")
unused_place = related(
    "GEO013", "unused-place", "places",
    lacks(*referring("places"), Others("evidence", ("place_id",), frame=lambda t: t.with_optional("evidence")), key=("place_id",)),
    message="nothing refers to {place_id}", column="place_id", severity="warning",
)  # fmt: skip
