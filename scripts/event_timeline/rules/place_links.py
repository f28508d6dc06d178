"""GEO, continued: places against the places around them, and against countries among the actors."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.rule import Cell, Context, Finding, Offenders, bad, good, rule
from event_timeline.rules.same import folded
from event_timeline.tables import ROW


@rule(
    "GEO017",
    severity="warning",
    needs=("places",),
    bad=bad("a Danish city in no country", Cell("places", "osterhavn", "country", "")),
    good=good("a pier in no country", Cell("places", "pier-4", "country", "")),
)
def city_without_country(t: Context) -> Iterator[Finding]:
    """A city has no country code, though the place that it lies within has one.

    Why: nothing joins the city's events with the data of others, and the code is known.
    Repair: copy the code of the place around it.
    """
    around = t["places"].select(within="place_id", outer="country").drop_nulls()
    rows = t["places"].filter(pl.col("kind") == "city", pl.col("country").is_null()).join(around, on="within")
    yield Offenders("places", rows, "{within} is in {outer}, {place_id} in no country", "country")


@rule(
    "GEO018",
    severity="warning",
    needs=("places", "actors"),
    bad=bad(
        "Denmark as a region",
        Cell("places", "denmark", "kind", "region"),
    ),
    good=good("a city-state as a city", Cell("places", "denmark", "kind", "city")),
)
def country_of_another_kind(t: Context) -> Iterator[Finding]:
    """A region or site is named like an actor that is a country, and has its code.

    Why: it is the country, and maps and joins by country miss it. A city-state may well be entered as a city.
    Repair: make the place a country, or say in its name what tells it apart.
    """
    states = t["actors"].filter(pl.col("kind") == "country").select("country", "actor_id", same=folded("name"))
    places = t["places"].filter(pl.col("kind").is_in(["region", "site"]), pl.col("within").is_null())
    rows = places.with_columns(same=folded("name")).join(states, on=["country", "same"])
    yield Offenders("places", rows, "{name!r} is a {kind} here, and a country among the actors", "kind")


@rule(
    "GEO019",
    severity="warning",
    needs=("places",),
    bad=bad(
        "city and pier with each other's name",
        Cell("places", "pier-4", "name", "Osterhavn"),
        Cell("places", "osterhavn", "name", "Pier 4"),
    ),
    good=good("a pier that is called like its city", Cell("places", "pier-4", "name", "Osterhavn")),
)
def named_like_the_other(t: Context) -> Iterator[Finding]:
    """A place's name is the identifier of a place of another kind, which has not its own identifier in its name either.

    Why: identifiers are made of names, so that the two names were exchanged. A city `nyc` may be called New York beside a
    state `new-york`.
    Repair: restore the names.
    """
    slug = folded("name").str.replace_all(" ", "-", literal=True)
    places = t["places"].with_columns(slug=slug)
    others = places.select(other_slug="slug", other="place_id", other_kind="kind")
    rows = places.join(others, left_on="slug", right_on="other", coalesce=False)
    own = pl.col("place_id").str.contains(pl.col("slug"), literal=True)
    others_own = pl.col("other_slug").str.contains(pl.col("other"), literal=True)
    rows = rows.filter(pl.col("kind") != pl.col("other_kind"), ~own, ~others_own)
    yield Offenders(
        "places", rows.select(ROW, "place_id", "name", "other"), "{name!r} is {other}, not {place_id}", "name"
    )


@rule(
    "GEO020",
    severity="warning",
    needs=("places", "actors"),
    bad=bad(
        "an item for Denmark the actor only, though the city has one",
        Cell("places", "osterhavn", "wikidata", "Q350"),
        Cell("places", "osterhavn", "identifiers_source", "port-log"),
        Cell("places", "denmark", "wikidata", ""),
        Cell("places", "denmark", "identifiers_source", ""),
    ),
    good=good(
        "an item for neither",
        *(
            Cell(table, "denmark", column, "")
            for table in ("places", "actors")
            for column in ("wikidata", "identifiers_source")
        ),
    ),
)
def item_of_the_actor_only(t: Context) -> Iterator[Finding]:
    """A country has a Wikidata item as an actor and none as a place, though other places have theirs.

    Why: the two rows are one country; joined through linked data its events and its deeds come apart.
    Repair: copy the item, and name where it was looked up in `identifiers_source`.
    """
    states = t["actors"].filter(pl.col("kind") == "country").select("country", item="wikidata").drop_nulls()
    places = t["places"].filter(pl.col("kind") == "country")
    custom = t["places"].filter(pl.col("wikidata").is_not_null()).select(pl.len() > 0)
    linked = places.filter(pl.col("wikidata").is_not_null()).select("country")
    bare = places.filter(pl.col("wikidata").is_null()).join(linked, on="country", how="anti")
    rows = bare.join(states, on="country").join(custom.rename({"len": "custom"}), how="cross").filter(pl.col("custom"))
    yield Offenders("places", rows, "the actor of {country} has {item}", "wikidata")


RULES = (
    city_without_country,
    country_of_another_kind,
    named_like_the_other,
    item_of_the_actor_only,
)
