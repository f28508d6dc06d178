"""GEO, continued: places against the places around them, the towns of their country, and countries among the actors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import polars as pl

from event_timeline.profile.codes import ALPHA_2
from event_timeline.rules.places import FAR, distance, inside, nearer, slips
from event_timeline.rules.rule import Context, Finding, Offenders, rule
from event_timeline.rules.same import folded
from event_timeline.tables.loading import ROW


@rule("GEO017", severity="warning", needs=("places",))
def city_without_country(t: Context) -> Iterator[Finding]:
    around = t["places"].select(within="place_id", outer="country").drop_nulls()
    rows = t["places"].filter(pl.col("kind") == "city", pl.col("country").is_null()).join(around, on="within")
    yield Offenders("places", rows, "{within} is in {outer}, {place_id} in no country", "country")


@rule("GEO018", severity="warning", needs=("places", "actors"))
def country_of_another_kind(t: Context) -> Iterator[Finding]:
    states = t["actors"].filter(pl.col("kind") == "country").select("country", "actor_id", same=folded("name"))
    places = t["places"].filter(pl.col("kind").is_in(["region", "site"]), pl.col("within").is_null())
    rows = places.with_columns(same=folded("name")).join(states, on=["country", "same"])
    yield Offenders("places", rows, "{name!r} is a {kind} here, and a country among the actors", "kind")


@rule("GEO019", severity="warning", needs=("places",))
def named_like_the_other(t: Context) -> Iterator[Finding]:
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


@rule("GEO020", severity="warning", needs=("places", "actors"))
def item_of_the_actor_only(t: Context) -> Iterator[Finding]:
    states = t["actors"].filter(pl.col("kind") == "country").select("country", item="wikidata").drop_nulls()
    places = t["places"].filter(pl.col("kind") == "country")
    custom = t["places"].filter(pl.col("wikidata").is_not_null()).select(pl.len() > 0)
    linked = places.filter(pl.col("wikidata").is_not_null()).select("country")
    bare = places.filter(pl.col("wikidata").is_null()).join(linked, on="country", how="anti")
    rows = bare.join(states, on="country").join(custom.rename({"len": "custom"}), how="cross").filter(pl.col("custom"))
    yield Offenders("places", rows, "the actor of {country} has {item}", "wikidata")


ZONE = re.compile(r"([A-Z]{2})\t([+-]\d+)([+-]\d+)\t")
"""A line of zone.tab: country, latitude and longitude of the zone's largest town (ISO 6709, ±DDMM[SS]±DDDMM[SS])."""


@cache
def towns() -> pl.DataFrame:
    """country (alpha-3), lat, lon: the largest town of each time zone of a country, by the IANA time zone database."""
    alpha_3 = {two: three for three, two in ALPHA_2.items()}
    found = ZONE.findall((files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8"))
    rows = [(alpha_3.get(two), _degrees(north, 2), _degrees(east, 3)) for two, north, east in found]
    return pl.DataFrame(rows, schema={"country": pl.String, "lat": pl.Float64, "lon": pl.Float64}, orient="row")


def _degrees(text: str, digits: int) -> float:
    sign, whole, rest = text[0], text[1 : digits + 1], text[digits + 1 :]
    return float(f"{sign}1") * (int(whole) + int(rest[:2]) / 60 + int(rest[2:] or 0) / 3600)


@rule("GEO023", severity="warning", needs=("places",))
def coordinates_of_another_country(t: Context) -> Iterator[Finding]:
    undone = slips()
    slipped = mirrored(t)
    nearest = pl.min_horizontal(*undone)
    for what in undone:
        message = f"perhaps {what}: ({{latitude}}, {{longitude}}) is {{away}} km from any large town of {{country}}"
        rows = slipped.filter(pl.col(what) == nearest).with_columns(pl.col("away").round(0).cast(pl.Int64))
        yield Offenders("places", rows, message, "latitude")


def mirrored(t: Context) -> pl.LazyFrame:
    """What GEO023 reports, with the distance `away` in km, and the one after undoing each of the `slips`."""
    held = inside(t).drop_nulls(["lat", "lon"]).select(ROW)
    alone = t["places"].drop_nulls(["latitude", "longitude", "country"]).join(held, on=ROW, how="anti")
    alone = alone.filter(pl.col("latitude").abs() <= 90, pl.col("longitude").abs() <= 180)
    undone = {what: away.min().alias(what) for what, away in slips().items()}
    away = distance(pl.col("latitude"), pl.col("longitude")).min().alias("away")
    near = alone.join(towns().lazy(), on="country").group_by(ROW).agg(
        pl.col("country", "latitude", "longitude").first(), away, *undone.values()
    )  # fmt: skip
    return near.filter(nearer(pl.col("away"), map(pl.col, undone), FAR))


RULES = (
    city_without_country,
    country_of_another_kind,
    named_like_the_other,
    item_of_the_actor_only,
    coordinates_of_another_country,
)
