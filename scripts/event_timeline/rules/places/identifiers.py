"""GEO: identifiers of places, and places that are perhaps the same."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.country_codes import same_code
from event_timeline.rules.kinds import If, Others, compared, matching, of_row
from event_timeline.rules.places.coordinates import namesakes
from event_timeline.rules.rule import ROW, Context, Finding, Matches, rule
from event_timeline.rules.similarity import folded, repeated


@rule("GEO007", needs=("places",))
def duplicate_place_identifier(t: Context) -> Iterator[Finding]:
    for column in ("geonames_id", "wikidata"):
        yield Matches("places", _same_number(t, column), f"{{first}} has {{{column}}} too", column)


def _same_number(t: Context, column: str) -> pl.LazyFrame:
    places = t["places"].select(ROW, "place_id", "name", "kind", column)
    spared = (pl.col("kind") != pl.col("first_kind")) & namesakes("name", "first_name")
    return repeated(t, places, [column], "place_id", "name", "kind").filter(~spared.fill_null(False))


def sharing_a_number(t: Context) -> pl.LazyFrame:
    """The rows that GEO007 reports."""
    return pl.concat([_same_number(t, column).select(ROW) for column in ("geonames_id", "wikidata")])


@matching(
    "GEO016", "places", "{name!r} is named like {first}", "name",
    unless=(lambda t: same_code(t, "places"), sharing_a_number), severity="warning",
)  # fmt: skip
def duplicate_place(t: Context) -> pl.LazyFrame:
    places = t["places"].select(ROW, "place_id", "name", "kind", pl.col("within").fill_null(""), same=folded("name"))
    places, key = places.filter(pl.col("same") != ""), ["same", "kind", "within"]
    if t.coding["evidence"] == "partial" and "evidence" in t.tables:  # places were marked in each text by itself
        texts = t.with_optional("evidence").select("place_id", "source_id").drop_nulls().unique()
        places = places.join(texts, on="place_id", how="left").with_columns(pl.col("source_id").fill_null(""))
        key.append("source_id")
    return repeated(t, places, key, "place_id")


def as_slug(column: str) -> pl.Expr:
    return folded(column).str.replace_all(" ", "-", literal=True)


NUMBERED = pl.any_horizontal(pl.col("geonames_id", "wikidata").is_not_null())
NOWHERE = pl.all_horizontal(pl.col("geonames_id", "wikidata", "latitude", "longitude").is_null())
SOURCE = pl.col("identifiers_source")
place_identifiers_without_source = of_row(
    "GEO008", "place-identifiers-without-source", "places",
    If(NUMBERED & SOURCE.is_null(), "{place_id} has register numbers from nowhere", "identifiers_source"),
    If(NOWHERE & SOURCE.is_not_null(), "no identifier comes from {identifiers_source}", "identifiers_source"),
    severity="warning",
)  # fmt: skip
name_matches_other_place = compared(
    "GEO019", "name-matches-other-place", Others("places", (as_slug("name"),)), Others("places", ("place_id",)),
    where=(pl.col("kind") != pl.col("kind_other"))
    & ~pl.col("place_id").str.contains(as_slug("name"), literal=True)
    & ~as_slug("name_other").str.contains(pl.col("place_id_other"), literal=True),
    message="{name!r} is {place_id_other}, not {place_id}", column="name", severity="warning",
)  # fmt: skip


@matching(
    "GEO020", "places", "the actor of {country} has {item}", "wikidata", severity="warning", needs=("places", "actors")
)
def country_without_wikidata_item(t: Context) -> pl.LazyFrame:
    states = t["actors"].filter(pl.col("kind") == "country").select("country", item="wikidata").drop_nulls()
    places = t["places"].with_columns(is_custom=pl.col("wikidata").count() > 0).filter(pl.col("kind") == "country")
    linked = places.filter(pl.col("wikidata").is_not_null()).select("country")
    bare = places.filter(pl.col("wikidata").is_null() & pl.col("is_custom")).join(linked, on="country", how="anti")
    return bare.join(states, on="country")
