"""GEO: identifiers of places, and places that are perhaps the same."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.country_codes import same_code
from event_timeline.rules.kinds import EVERY, If, of_query, of_row
from event_timeline.rules.places.coordinates import namesakes
from event_timeline.rules.rule import Context, Finding, Matches, cached, rule
from event_timeline.rules.similarity import folded, repeated
from event_timeline.tables.loading import ROW


@rule("GEO007", needs=("places",))
def duplicate_place_identifier(t: Context) -> Iterator[Finding]:
    for column in ("geonames_id", "wikidata"):
        yield Matches("places", _same_number(t, column), f"{{first}} has {{{column}}} too", column)


def _same_number(t: Context, column: str) -> pl.LazyFrame:
    others = t["places"].select(first="place_id", first_name="name", first_kind="kind")
    rows = repeated(t["places"].select(ROW, "place_id", "name", "kind", column), [column], "place_id")
    spared = (pl.col("kind") != pl.col("first_kind")) & namesakes("name", "first_name")
    return rows.join(others, on="first").filter(~spared.fill_null(False))


@cached
def sharing_a_code(t: Context) -> pl.LazyFrame:
    return same_code(t["places"], "place_id", "within")


def sharing_a_number(t: Context) -> pl.LazyFrame:
    """The rows that GEO007 reports."""
    return pl.concat([_same_number(t, column).select(ROW) for column in ("geonames_id", "wikidata")])


def _alike(t: Context) -> pl.LazyFrame:
    places = t["places"].select(ROW, "place_id", "name", "kind", pl.col("within").fill_null(""), same=folded("name"))
    return repeated(places.filter(pl.col("same") != ""), ["same", "kind", "within"], "place_id")


duplicate_place = of_query(
    "GEO016", "duplicate-place", "places", _alike, If(EVERY, "{name!r} is named like {first}", "name"),
    unless=(sharing_a_code, sharing_a_number), severity="warning",
)  # fmt: skip
NUMBERED = pl.any_horizontal(pl.col("geonames_id", "wikidata").is_not_null())
LOCATED = pl.any_horizontal(pl.col("latitude", "longitude").is_not_null())
place_identifiers_without_source = of_row(
    "GEO008", "place-identifiers-without-source", "places",
    If(
        NUMBERED & pl.col("identifiers_source").is_null(), "{place_id} has register numbers from nowhere",
        "identifiers_source",
    ),
    If(
        ~NUMBERED & ~LOCATED & pl.col("identifiers_source").is_not_null(),
        "no identifier comes from {identifiers_source}", "identifiers_source",
    ),
    severity="warning",
)  # fmt: skip


@rule("GEO019", severity="warning", needs=("places",))
def name_matches_other_place(t: Context) -> Iterator[Finding]:
    slug = folded("name").str.replace_all(" ", "-", literal=True)
    places = t["places"].with_columns(slug=slug)
    others = places.select(other_slug="slug", other="place_id", other_kind="kind")
    rows = places.join(others, left_on="slug", right_on="other", coalesce=False)
    own = pl.col("place_id").str.contains(pl.col("slug"), literal=True)
    others_own = pl.col("other_slug").str.contains(pl.col("other"), literal=True)
    rows = rows.filter(pl.col("kind") != pl.col("other_kind"), ~own, ~others_own)
    rows = rows.select(ROW, "place_id", "name", "other")
    yield Matches("places", rows, "{name!r} is {other}, not {place_id}", "name")


@rule("GEO020", severity="warning", needs=("places", "actors"))
def country_without_wikidata_item(t: Context) -> Iterator[Finding]:
    states = t["actors"].filter(pl.col("kind") == "country").select("country", item="wikidata").drop_nulls()
    places = t["places"].filter(pl.col("kind") == "country")
    custom = t["places"].filter(pl.col("wikidata").is_not_null()).select(pl.len() > 0)
    linked = places.filter(pl.col("wikidata").is_not_null()).select("country")
    bare = places.filter(pl.col("wikidata").is_null()).join(linked, on="country", how="anti")
    rows = bare.join(states, on="country").join(custom.rename({"len": "custom"}), how="cross").filter(pl.col("custom"))
    yield Matches("places", rows, "the actor of {country} has {item}", "wikidata")
