"""GEO: places, their codes and coordinates, and what lies within what.

No register is asked: coordinates are held against those of the place around them, codes against the vendored
list of ISO 3166-1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl

from event_timeline.profile.codes import COUNTRIES, is_country
from event_timeline.profile.territories import claimed, state
from event_timeline.rules.country_codes import missing_codes, same_code
from event_timeline.rules.kinds import If, Others, absent, circle, of_row
from event_timeline.rules.rule import Context, Finding, Offenders, cached, rule
from event_timeline.rules.same import folded, repeated
from event_timeline.tables.loading import ROW

NEEDED = ("places",)
EARTH = 6371.0
"""Mean radius in kilometres (IUGG)."""
APART = 200.0
"""Kilometres from the place around it from which on a slip in the coordinates is looked for."""
FAR = 2000.0
"""The same within a country or region: mirrored at the equator or a meridian, those of a wide one may still lie in it."""
ACROSS_A_CITY = 100.0
"""Kilometres; hardly a site of a city lies further from its middle."""
ACROSS_A_PREFECTURE = 500.0
"""Kilometres; the widest cities that hold others, such as Chongqing, measure as much from end to end."""
IN_A_CITY = ("VAT",)
"""Countries that lie within a city of another."""
TOO_SMALL = ("city", "region", "country")
"""Kinds that do not fit into a site; a city may hold quarters, a region whole countries."""


def distance(latitude: pl.Expr, longitude: pl.Expr) -> pl.Expr:
    """Great-circle distance in km from the place around (`lat`, `lon`), by the haversine formula."""
    a, b = latitude.radians(), pl.col("lat").radians()
    dlat, dlon = (a - b) / 2, (longitude - pl.col("lon")).radians() / 2
    h = dlat.sin() ** 2 + a.cos() * b.cos() * dlon.sin() ** 2
    return 2 * EARTH * h.clip(0, 1).sqrt().arcsin()


def inside(t: Context) -> pl.LazyFrame:
    """Places with the name, kind, country and coordinates of the place they lie within: around, lat, lon, outer_*."""
    around = t["places"].select(
        within="place_id",
        outer_name="name",
        outer_kind="kind",
        outer_country="country",
        lat="latitude",
        lon="longitude",
    )
    limits = (("latitude", 90), ("longitude", 180), ("lat", 90), ("lon", 180))
    on_earth = [pl.col(c).abs().le(limit).fill_null(True) for c, limit in limits]
    return t["places"].join(around, on="within").filter(*on_earth)


def _namesakes(name: str, other: str) -> pl.Expr:
    """Whether one of two names has the other in it: a city-state, or a city that is a region too, is told from the other so."""
    one, two = folded(name), folded(other)
    return one.str.contains(two, literal=True) | two.str.contains(one, literal=True)


@rule("GEO003", needs=NEEDED, scope="rows")
def unknown_country_code(t: Context) -> Iterator[Finding]:
    rows = t["places"].select(ROW, "country").drop_nulls().filter(~pl.col("country").is_in(COUNTRIES))
    codes = rows.select("country").unique().collect()["country"].to_list()
    yield Offenders(
        "places",
        rows.filter(pl.col("country").is_in([c for c in codes if not is_country(c)])),
        "no country has the code {country}",
        "country",
    )


@rule("GEO004", severity="warning", needs=NEEDED)
def country_of_the_place_around(t: Context) -> Iterator[Finding]:
    states = t["places"].filter(pl.col("kind") == "country").select("country").drop_nulls().unique()
    differing = inside(t).filter(pl.col("kind") != "country", pl.col("country") != pl.col("outer_country"))
    differing = differing.join(strangers(differing).select(ROW), on=ROW, how="anti")
    elsewhere = differing.join(states.with_columns(a_state=True), on="country", how="left")
    rows = elsewhere.filter((pl.col("outer_kind") == "city") | pl.col("a_state").fill_null(False))
    yield Offenders("places", rows, "{country}, but {within} is in {outer_country}", "country")


def strangers(pairs: pl.LazyFrame) -> pl.LazyFrame:
    """Of pairs of `country` and `outer_country`, those in force of which neither has, is or claims a part of the other."""
    states = pl.LazyFrame([(code, state(code)) for code in sorted(COUNTRIES)], ["country", "state"], orient="row")
    outer = states.rename({"country": "outer_country", "state": "outer_state"})
    claims = pl.LazyFrame(claimed(), ["state", "outer_state"], orient="row")
    pairs = pairs.join(states, on="country").join(outer, on="outer_country")
    return pairs.filter(pl.col("state") != pl.col("outer_state")).join(claims, on=["state", "outer_state"], how="anti")


@rule("GEO006", needs=NEEDED)
def larger_within_smaller(t: Context) -> Iterator[Finding]:
    rows = inside(t).filter(
        pl.col("outer_kind") == "site", pl.col("kind").is_in(TOO_SMALL), pl.col("within") != pl.col("place_id")
    )
    yield Offenders("places", rows, "a {kind} cannot lie within {within}, a {outer_kind}", "within")


@rule("GEO007", needs=NEEDED)
def one_register_number_for_two_places(t: Context) -> Iterator[Finding]:
    for column in ("geonames_id", "wikidata"):
        yield Offenders("places", _same_number(t, column), f"{{first}} has {{{column}}} too", column)


def _same_number(t: Context, column: str) -> pl.LazyFrame:
    others = t["places"].select(first="place_id", first_name="name", first_kind="kind")
    rows = repeated(t["places"].select(ROW, "place_id", "name", "kind", column), [column], "place_id")
    spared = (pl.col("kind") != pl.col("first_kind")) & _namesakes("name", "first_name")
    return rows.join(others, on="first").filter(~spared.fill_null(False))


def slips() -> dict[str, pl.Expr]:
    """What may have happened to coordinates -> the distance after undoing it."""
    latitude, longitude = pl.col("latitude"), pl.col("longitude")
    return {
        "latitude and longitude are exchanged": distance(longitude, latitude),
        "the latitude has the wrong sign": distance(-latitude, longitude),
        "the longitude has the wrong sign": distance(latitude, -longitude),
    }


def nearer(away: pl.Expr, undone: Iterable[pl.Expr], apart: float) -> pl.Expr:
    """Whether a place is more than `apart` km away, and at a tenth of the distance after undoing one of the slips."""
    return (away > apart) & (pl.min_horizontal(*undone) < away / 10)


def _slipped(apart: float = APART) -> pl.Expr:
    """Far from the place around, but near to it after undoing one of the slips."""
    return nearer(distance(pl.col("latitude"), pl.col("longitude")), slips().values(), apart)


def _told(rows: pl.LazyFrame, perhaps: str = "") -> Iterator[Finding]:
    for what, undone in slips().items():
        best = undone == pl.min_horizontal(slips().values())
        message = f"{perhaps}{what}: ({{latitude}}, {{longitude}}) is far from {{within}} at ({{lat}}, {{lon}})"
        yield Offenders("places", rows.filter(best), message, "latitude")


@rule("GEO009", needs=NEEDED)
def coordinates_exchanged(t: Context) -> Iterator[Finding]:
    yield from _told(_slipped_in_a_city(t))


def _slipped_in_a_city(t: Context) -> pl.LazyFrame:
    return inside(t).filter(pl.col("outer_kind").is_in(["city", "site"]), _slipped())


@rule("GEO010", severity="warning", needs=NEEDED)
def site_far_from_its_city(t: Context) -> Iterator[Finding]:
    rows = _far_from_its_city(t).with_columns(pl.col("away").round(0).cast(pl.Int64))
    null = (pl.col("latitude") == 0) & (pl.col("longitude") == 0) | (pl.col("lat") == 0) & (pl.col("lon") == 0)
    yield Offenders("places", rows.filter(~null), "{away} km from {within}", "latitude")


def _far_from_its_city(t: Context) -> pl.LazyFrame:
    away = distance(pl.col("latitude"), pl.col("longitude"))
    across = pl.when(pl.col("kind") == "site").then(ACROSS_A_CITY).otherwise(ACROSS_A_PREFECTURE)
    far = inside(t).filter(pl.col("outer_kind") == "city", away > across, ~_slipped())
    return far.with_columns(away=away)


@rule("GEO011", severity="warning", needs=NEEDED)
def coordinates_of_the_place_around(t: Context) -> Iterator[Finding]:
    same = (pl.col("latitude") == pl.col("lat")) & (pl.col("longitude") == pl.col("lon"))
    spared = (pl.col("kind") != pl.col("outer_kind")) & _namesakes("name", "outer_name")
    rows = inside(t).filter(same, pl.col("within") != pl.col("place_id"), ~spared.fill_null(False))
    yield Offenders("places", rows, "({latitude}, {longitude}) are the coordinates of {within}", "latitude")


@rule("GEO012", severity="warning", needs=NEEDED)
def whole_degrees(t: Context) -> Iterator[Finding]:
    whole = pl.all_horizontal(pl.col(c) == pl.col(c).round(0) for c in ("latitude", "longitude"))
    null = (pl.col("latitude") == 0) & (pl.col("longitude") == 0)
    cities = t["places"].filter(pl.col("kind") == "city").select(within="place_id", in_a_city=True)
    near = t["places"].join(cities, on="within", how="left")
    small = (pl.col("kind") == "city") | ((pl.col("kind") == "site") & pl.col("in_a_city").fill_null(False))
    rows = near.filter(small, whole, ~null)
    yield Offenders("places", rows, "({latitude}, {longitude}) are whole degrees, too coarse for a {kind}", "latitude")


@rule("GEO014", severity="warning", needs=("places", "actors"), scope="rows", beside=("actors",))
def country_without_code(t: Context) -> Iterator[Finding]:
    rows = missing_codes(t["places"], t["actors"]).unique(ROW, keep="first", maintain_order=True)
    yield Offenders("places", rows, "{name} is a country, whose code is {code}", "country")


@rule("GEO015", severity="warning", needs=NEEDED)
def country_twice(t: Context) -> Iterator[Finding]:
    yield Offenders(
        "places", _same_code(t).join(_numbered(t), on=ROW, how="anti"), "{first} is {country} too", "country"
    )


@cached
def _same_code(t: Context) -> pl.LazyFrame:
    return same_code(t["places"], "place_id", "within")


def _numbered(t: Context) -> pl.LazyFrame:
    """The rows that GEO007 tells."""
    return pl.concat([_same_number(t, column).select(ROW) for column in ("geonames_id", "wikidata")])


@rule("GEO016", severity="warning", needs=NEEDED)
def place_twice(t: Context) -> Iterator[Finding]:
    places = t["places"].select(ROW, "place_id", "name", "kind", pl.col("within").fill_null(""), same=folded("name"))
    rows = repeated(places.filter(pl.col("same") != ""), ["same", "kind", "within"], "place_id")
    rows = rows.join(pl.concat([_same_code(t).select(ROW), _numbered(t)]), on=ROW, how="anti")
    yield Offenders("places", rows, "{name!r} is named like {first}", "name")


@rule("GEO021", severity="warning", needs=NEEDED)
def country_within_a_city(t: Context) -> Iterator[Finding]:
    enclave = (pl.col("country") != pl.col("outer_country")) | pl.col("country").is_in(IN_A_CITY)
    rows = inside(t).filter(pl.col("outer_kind") == "city", pl.col("kind") == "country", ~enclave.fill_null(False))
    yield Offenders("places", rows, "a country within {within}, a city", "within")


@rule("GEO022", severity="warning", needs=NEEDED)
def coordinates_perhaps_exchanged(t: Context) -> Iterator[Finding]:
    yield from _told(_slipped_in_a_country(t), "perhaps ")


def _slipped_in_a_country(t: Context) -> pl.LazyFrame:
    return inside(t).filter(pl.col("outer_kind").is_in(["country", "region"]), _slipped(FAR))


def misplaced(t: Context) -> pl.LazyFrame:
    """The records (ROW) that GEO009, GEO010 and GEO022 report: far from the place around them."""
    far = (_slipped_in_a_city(t), _far_from_its_city(t), _slipped_in_a_country(t))
    return pl.concat([rows.select(ROW) for rows in far])


NUMBERED = pl.any_horizontal(pl.col("geonames_id", "wikidata").is_not_null())
LOCATED = pl.any_horizontal(pl.col("latitude", "longitude").is_not_null())


RULES = (
    of_row(
        "GEO001",
        "half-a-coordinate",
        "places",
        If(
            pl.col("latitude").is_null() & pl.col("longitude").is_not_null(),
            "longitude {longitude}, but no latitude",
            "latitude",
        ),
        If(
            pl.col("longitude").is_null() & pl.col("latitude").is_not_null(),
            "latitude {latitude}, but no longitude",
            "longitude",
        ),
    ),
    of_row(
        "GEO002",
        "null-island",
        "places",
        If((pl.col("latitude") == 0) & (pl.col("longitude") == 0), "{name} lies at 0, 0", "latitude"),
    ),
    unknown_country_code,
    country_of_the_place_around,
    circle("GEO005", "places-within-each-other", "places", "place_id", "within", "within itself: {ring}"),
    larger_within_smaller,
    one_register_number_for_two_places,
    of_row(
        "GEO008",
        "place-identifiers-without-source",
        "places",
        If(
            NUMBERED & pl.col("identifiers_source").is_null(),
            "{place_id} has register numbers from nowhere",
            "identifiers_source",
        ),
        If(
            ~NUMBERED & ~LOCATED & pl.col("identifiers_source").is_not_null(),
            "nothing rests on {identifiers_source}",
            "identifiers_source",
        ),
        severity="warning",
    ),
    coordinates_exchanged,
    site_far_from_its_city,
    coordinates_of_the_place_around,
    whole_degrees,
    absent(
        "GEO013",
        "unused-place",
        "places",
        ("place_id",),
        Others("events", ("place_id",)),
        Others("places", ("within",)),
        message="nothing refers to {place_id}",
        column="place_id",
        severity="warning",
    ),
    country_without_code,
    country_twice,
    place_twice,
    country_within_a_city,
    coordinates_perhaps_exchanged,
)
