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
from event_timeline.rules.cycles import rings
from event_timeline.rules.rule import Added, Cell, Context, Finding, Offenders, bad, good, rule
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


def _without_coordinates(*places: str) -> tuple[Cell, ...]:
    """Places of the examples without coordinates, so that they may be anywhere."""
    return tuple(Cell("places", p, column, "") for p in places for column in ("latitude", "longitude"))


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


@rule(
    "GEO001",
    needs=NEEDED,
    bad=bad("a latitude alone", Cell("places", "pier-4", "longitude", "")),
    good=good("neither", Cell("places", "pier-4", "longitude", ""), Cell("places", "pier-4", "latitude", "")),
)
def half_a_coordinate(t: Context) -> Iterator[Finding]:
    """A place has a latitude or a longitude, but not both.

    Why: it cannot be put on a map; programs drop it, or put it on the equator or the meridian of Greenwich.
    Repair: fill in the other one, or empty both.
    """
    for column, other in (("latitude", "longitude"), ("longitude", "latitude")):
        rows = t["places"].filter(pl.col(column).is_null(), pl.col(other).is_not_null())
        yield Offenders("places", rows, f"{other} {{{other}}}, but no {column}", column)


@rule(
    "GEO002",
    needs=NEEDED,
    bad=bad(
        "a port in the Gulf of Guinea",
        Cell("places", "osterhavn", "latitude", "0"),
        Cell("places", "osterhavn", "longitude", "0"),
    ),
    good=good(
        "a place of Gabon on the equator",
        *(Cell("places", p, "latitude", "0") for p in ("osterhavn", "pier-4", "town-hall")),
        *(Cell("places", p, "country", "GAB") for p in ("denmark", "osterhavn", "pier-4", "town-hall")),
    ),
)
def null_island(t: Context) -> Iterator[Finding]:
    """A place lies at latitude 0 and longitude 0.

    Why: there is nothing but sea; it is what failed geocoding and empty cells become.
    Repair: look the coordinates up, or empty them.
    """
    rows = t["places"].filter(pl.col("latitude") == 0, pl.col("longitude") == 0)
    yield Offenders("places", rows, "{name} lies at 0, 0", "latitude")


@rule(
    "GEO003",
    needs=NEEDED,
    bad=bad(
        "Denmark as it is abbreviated at home",
        *(Cell("places", p, "country", "DAN") for p in ("denmark", "osterhavn", "pier-4", "town-hall")),
    ),
    good=good(
        "a code that ISO leaves to its users",
        *(Cell("places", p, "country", "XAA") for p in ("denmark", "osterhavn", "pier-4", "town-hall")),
    ),
)
def unknown_country_code(t: Context) -> Iterator[Finding]:
    """A place's country is not a code of ISO 3166-1 alpha-3.

    Why: joins with other data by country lose the place. FIPS and IOC codes look alike and mean other countries.
    Repair: look the three letters up in ISO 3166-1, such as DNK for Denmark.
    """
    rows = t["places"].select(ROW, "country").drop_nulls().filter(~pl.col("country").is_in(COUNTRIES))
    codes = rows.select("country").unique().collect()["country"].to_list()
    yield Offenders(
        "places",
        rows.filter(pl.col("country").is_in([c for c in codes if not is_country(c)])),
        "no country has the code {country}",
        "country",
    )


@rule(
    "GEO004",
    severity="warning",
    needs=NEEDED,
    bad=bad(
        "a Faroese pier of a Danish city", Cell("places", "pier-4", "country", "FRO"), *_without_coordinates("pier-4")
    ),
    good=good(
        "a territory of Denmark that has a code of its own",
        Cell("places", "osterhavn", "country", "FRO"),
        *(Cell("places", place, "country", "FRO") for place in ("pier-4", "town-hall")),
        *_without_coordinates("pier-4", "town-hall", "osterhavn"),
    ),
)
def country_of_the_place_around(t: Context) -> Iterator[Finding]:
    """A place has the code of a territory, and the city that it lies within that of its state, or the other way round.

    Why: most likely one of the two is wrong, and counts by country come out differently for each way of counting. ISO 3166-1
    has codes of their own for many territories, such as Hong Kong, which lie within a country of another code; where that
    territory is a country of the package, its places lie within it. Codes of strangers are reported by GEO024.
    Repair: correct `country` or `within`; a region that crosses borders has no country of its own.
    """
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


@rule(
    "GEO005",
    needs=NEEDED,
    bad=bad(
        "a hall within itself",
        Cell("places", "town-hall", "within", "town-hall"),
        Cell("places", "town-hall", "kind", "city"),
    ),
    good=good("a hall within the pier's city", Cell("places", "town-hall", "within", "osterhavn")),
)
def places_within_each_other(t: Context) -> Iterator[Finding]:
    """Places lie within each other in a circle.

    Why: programs that climb from a site to its country never arrive.
    Repair: point `within` to the next larger place only.
    """
    edges = t["places"].select(ROW, a="place_id", b="within")
    yield Offenders("places", rings(edges), "within itself: {ring}", "within", "ring")


@rule(
    "GEO006",
    needs=NEEDED,
    bad=bad(
        "a city within its hall",
        Cell("places", "pier-4", "within", "town-hall"),
        Cell("places", "pier-4", "kind", "city"),
    ),
    good=good("a room within its hall", Cell("places", "pier-4", "within", "town-hall")),
)
def larger_within_smaller(t: Context) -> Iterator[Finding]:
    """A city, a region or a country lies within a site.

    Why: a site is a building or a spot, so that the two were exchanged, or one has the wrong kind.
    Repair: turn `within` around, or correct `kind`.
    """
    rows = inside(t).filter(
        pl.col("outer_kind") == "site", pl.col("kind").is_in(TOO_SMALL), pl.col("within") != pl.col("place_id")
    )
    yield Offenders("places", rows, "a {kind} cannot lie within {within}, a {outer_kind}", "within")


@rule(
    "GEO007",
    needs=NEEDED,
    bad=bad(
        "a city with its country's item",
        Cell("places", "osterhavn", "wikidata", "Q35"),
        Cell("places", "osterhavn", "identifiers_source", "port-log"),
    ),
    good=good(
        "a city-state with its country's item",
        Cell("places", "osterhavn", "name", "Denmark (city)"),
        Cell("places", "osterhavn", "wikidata", "Q35"),
        Cell("places", "osterhavn", "identifiers_source", "port-log"),
    ),
)
def one_register_number_for_two_places(t: Context) -> Iterator[Finding]:
    """Two places have the same number in GeoNames or Wikidata.

    Why: linked data makes one place of them; a city that was given its country's number is the usual case. Two of different
    kinds, one with the name of the other in its own, may be one place: Singapore is a country and a city.
    Repair: look up the number of each, or delete the second row if both are one place.
    """
    for column in ("geonames_id", "wikidata"):
        yield Offenders("places", _same_number(t, column), f"{{first}} has {{{column}}} too", column)


def _same_number(t: Context, column: str) -> pl.LazyFrame:
    others = t["places"].select(first="place_id", first_name="name", first_kind="kind")
    rows = repeated(t["places"].select(ROW, "place_id", "name", "kind", column), [column], "place_id")
    spared = (pl.col("kind") != pl.col("first_kind")) & _namesakes("name", "first_name")
    return rows.join(others, on="first").filter(~spared.fill_null(False))


@rule(
    "GEO008",
    severity="warning",
    needs=NEEDED,
    bad=bad("a number from nowhere", Cell("places", "denmark", "identifiers_source", "")),
    good=good("coordinates that were estimated, without a source", Cell("places", "pier-4", "latitude", "55.2513")),
)
def place_identifiers_without_source(t: Context) -> Iterator[Finding]:
    """A place has register numbers without their source, or a source of nothing.

    Why: whoever doubts or reuses the number must know where it was looked up, and whom to credit.
    Repair: name the source in `identifiers_source`, or empty it where there is no number and no coordinate.
    """
    numbers = pl.any_horizontal(pl.col("geonames_id", "wikidata").is_not_null())
    coordinates = pl.any_horizontal(pl.col("latitude", "longitude").is_not_null())
    source = pl.col("identifiers_source")
    yield Offenders(
        "places",
        t["places"].filter(numbers, source.is_null()),
        "{place_id} has register numbers from nowhere",
        "identifiers_source",
    )
    yield Offenders(
        "places",
        t["places"].filter(~numbers, ~coordinates, source.is_not_null()),
        "nothing rests on {identifiers_source}",
        "identifiers_source",
    )


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


@rule(
    "GEO009",
    needs=NEEDED,
    bad=bad(
        "longitude before latitude",
        Cell("places", "pier-4", "latitude", "10.5031"),
        Cell("places", "pier-4", "longitude", "55.2512"),
    ),
    good=good("a few kilometres to the north", Cell("places", "pier-4", "latitude", "55.2812")),
)
def coordinates_exchanged(t: Context) -> Iterator[Finding]:
    """A place lies far from the city or site around it, and near to it if its coordinates are exchanged or lose a sign.

    Why: GeoJSON and many programs write the longitude first, and others drop the minus of south and west.
    Repair: write degrees north as `latitude` and degrees east as `longitude`, south and west negative.
    """
    yield from _told(_slipped_in_a_city(t))


def _slipped_in_a_city(t: Context) -> pl.LazyFrame:
    return inside(t).filter(pl.col("outer_kind").is_in(["city", "site"]), _slipped())


@rule(
    "GEO010",
    severity="warning",
    needs=NEEDED,
    bad=bad("a pier at the other end of the country", Cell("places", "pier-4", "latitude", "57.72")),
    good=good(
        "a town at the other end of a city as wide as Chongqing",
        Cell("places", "pier-4", "latitude", "57.72"),
        Cell("places", "pier-4", "kind", "city"),
    ),
)
def site_far_from_its_city(t: Context) -> Iterator[Finding]:
    """A site lies over a hundred kilometres from the city that it lies within, or another place over five hundred.

    Why: a name that several places bear was looked up and the wrong one taken. Some cities hold others and are as wide as
    a country.
    Repair: correct the coordinates or `within`.
    """
    rows = _far_from_its_city(t).with_columns(pl.col("away").round(0).cast(pl.Int64))
    null = (pl.col("latitude") == 0) & (pl.col("longitude") == 0) | (pl.col("lat") == 0) & (pl.col("lon") == 0)
    yield Offenders("places", rows.filter(~null), "{away} km from {within}", "latitude")


def _far_from_its_city(t: Context) -> pl.LazyFrame:
    away = distance(pl.col("latitude"), pl.col("longitude"))
    across = pl.when(pl.col("kind") == "site").then(ACROSS_A_CITY).otherwise(ACROSS_A_PREFECTURE)
    far = inside(t).filter(pl.col("outer_kind") == "city", away > across, ~_slipped())
    return far.with_columns(away=away)


@rule(
    "GEO011",
    severity="warning",
    needs=NEEDED,
    bad=bad(
        "a pier in the very middle of the city",
        Cell("places", "pier-4", "latitude", "55.25"),
        Cell("places", "pier-4", "longitude", "10.5"),
    ),
    good=good(
        "a city-state in the very middle of its country",
        Cell("places", "osterhavn", "name", "Denmark (city)"),
        Cell("places", "denmark", "latitude", "55.25"),
        Cell("places", "denmark", "longitude", "10.5"),
    ),
)
def coordinates_of_the_place_around(t: Context) -> Iterator[Finding]:
    """A place has exactly the coordinates of the place that it lies within.

    Why: geocoders that do not know a place give the middle of what is around it, and maps then show false precision. Of a
    city-state, which has its country's name in its own, it may be the same spot.
    Repair: look up the place's own coordinates, or empty them.
    """
    same = (pl.col("latitude") == pl.col("lat")) & (pl.col("longitude") == pl.col("lon"))
    spared = (pl.col("kind") != pl.col("outer_kind")) & _namesakes("name", "outer_name")
    rows = inside(t).filter(same, pl.col("within") != pl.col("place_id"), ~spared.fill_null(False))
    yield Offenders("places", rows, "({latitude}, {longitude}) are the coordinates of {within}", "latitude")


@rule(
    "GEO012",
    severity="warning",
    needs=NEEDED,
    bad=bad(
        "a pier at whole degrees",
        Cell("places", "pier-4", "latitude", "55"),
        Cell("places", "pier-4", "longitude", "11"),
    ),
    good=good(
        "the middle of an earthquake, as it is reported",
        Cell("places", "pier-4", "latitude", "38"),
        Cell("places", "pier-4", "longitude", "142"),
        Cell("places", "pier-4", "country", "JPN"),
        Cell("places", "pier-4", "within", ""),
    ),
)
def whole_degrees(t: Context) -> Iterator[Finding]:
    """A city, or a site within one, has coordinates in whole degrees.

    Why: a degree is over a hundred kilometres; figures were cut off, or a country's middle was taken. The middle of an
    earthquake or the spot of a shipwreck lies in no city and may be known no better.
    Repair: look the coordinates up, or empty them.
    """
    whole = pl.all_horizontal(pl.col(c) == pl.col(c).round(0) for c in ("latitude", "longitude"))
    null = (pl.col("latitude") == 0) & (pl.col("longitude") == 0)
    cities = t["places"].filter(pl.col("kind") == "city").select(within="place_id", in_a_city=True)
    near = t["places"].join(cities, on="within", how="left")
    small = (pl.col("kind") == "city") | ((pl.col("kind") == "site") & pl.col("in_a_city").fill_null(False))
    rows = near.filter(small, whole, ~null)
    yield Offenders("places", rows, "({latitude}, {longitude}) are whole degrees, too coarse for a {kind}", "latitude")


@rule(
    "GEO013",
    severity="warning",
    needs=("places", "events"),
    bad=bad(
        "a place where nothing happens",
        Added("places", {"place_id": "pier-5", "name": "Pier 5", "kind": "site", "within": "osterhavn"}),
    ),
    good=good(
        "a place where something happens",
        Added("places", {"place_id": "pier-5", "name": "Pier 5", "kind": "site", "within": "osterhavn"}),
        Cell("events", "cable-cut", "place_id", "pier-5"),
    ),
)
def unused_place(t: Context) -> Iterator[Finding]:
    """No event takes place there, and no place lies within it.

    Why: the event that it was made for was deleted or never given its place.
    Repair: set `place_id` where it belongs, or delete the row.
    """
    used = pl.concat([t["events"].select("place_id"), t["places"].select(place_id="within")]).drop_nulls().unique()
    rows = t["places"].select(ROW, "place_id").join(used, on="place_id", how="anti")
    yield Offenders("places", rows, "nothing refers to {place_id}", "place_id")


@rule(
    "GEO014",
    severity="warning",
    needs=("places", "actors"),
    bad=bad(
        "a country without its code",
        *(Cell("places", p, "country", "") for p in ("denmark", "osterhavn", "pier-4", "town-hall")),
    ),
    good=good(
        "a state that ceased before there were codes",
        *(Cell("places", p, "country", "") for p in ("denmark", "osterhavn", "pier-4", "town-hall")),
        *(Cell("places", "denmark", column, "") for column in ("wikidata", "identifiers_source")),
        Cell("places", "denmark", "name", "Austria-Hungary"),
    ),
)
def country_without_code(t: Context) -> Iterator[Finding]:
    """A place that is a country has no country code, though ISO 3166-1 or an actor of its name has one for it.

    Why: nothing joins it with the data of others. A state that has no code, such as one that ceased before there were codes,
    is right without.
    Repair: run `timeline validate --fix`, which writes the code where all that is known agrees, or look its three letters
    up in ISO 3166-1; what the standard does not list stays empty.
    """
    rows = missing_codes(t["places"], t["actors"]).unique(ROW, keep="first", maintain_order=True)
    yield Offenders("places", rows, "{name} is a country, whose code is {code}", "country")


@rule(
    "GEO015",
    severity="warning",
    needs=NEEDED,
    bad=bad(
        "two rows for one country",
        Added("places", {"place_id": "dk", "name": "Kingdom of Denmark", "kind": "country", "country": "DNK"}),
        Cell("events", "strike", "place_id", "dk"),
    ),
    good=good(
        "two countries",
        Added("places", {"place_id": "se", "name": "Kingdom of Sweden", "kind": "country", "country": "SWE"}),
        Cell("events", "strike", "place_id", "se"),
    ),
)
def country_twice(t: Context) -> Iterator[Finding]:
    """Two places that are countries have the same country code.

    Why: most likely they are one, and the events of one country are counted for two. Parts of a country that ISO 3166-2
    lists, such as England and Scotland, share its code rightly, and so do two with different Wikidata items, such as a state
    and the one that came after it. Two with the same number in GeoNames or Wikidata are reported by GEO007.
    Repair: keep one row, or correct the code; dependent territories have codes of their own.
    """
    yield Offenders(
        "places", _same_code(t).join(_numbered(t), on=ROW, how="anti"), "{first} is {country} too", "country"
    )


def _same_code(t: Context) -> pl.LazyFrame:
    return t.once("places of one code", lambda: same_code(t["places"], "place_id", "within"))


def _numbered(t: Context) -> pl.LazyFrame:
    """The rows that GEO007 tells."""
    return pl.concat([_same_number(t, column).select(ROW) for column in ("geonames_id", "wikidata")])


@rule(
    "GEO016",
    severity="warning",
    needs=NEEDED,
    bad=bad(
        "the town hall in other letters",
        Added("places", {"place_id": "hall", "name": "town-hall", "kind": "site", "within": "osterhavn"}),
        Cell("events", "strike", "place_id", "hall"),
    ),
    good=good(
        "a hall of another city",
        Added("places", {"place_id": "hall", "name": "town-hall", "kind": "site", "within": "denmark"}),
        Cell("events", "strike", "place_id", "hall"),
    ),
)
def place_twice(t: Context) -> Iterator[Finding]:
    """Two places of one kind within the same place have names that differ in case or signs at most.

    Why: they are most likely one place, and its events are told of two. Two that have the same country code or number as
    well are told by GEO015 or GEO007.
    Repair: keep one row, and point the events to it; if they are two, say in the names what tells them apart.
    """
    places = t["places"].select(ROW, "place_id", "name", "kind", pl.col("within").fill_null(""), same=folded("name"))
    rows = repeated(places.filter(pl.col("same") != ""), ["same", "kind", "within"], "place_id")
    rows = rows.join(pl.concat([_same_code(t).select(ROW), _numbered(t)]), on=ROW, how="anti")
    yield Offenders("places", rows, "{name!r} is named like {first}", "name")


@rule(
    "GEO021",
    severity="warning",
    needs=NEEDED,
    bad=bad(
        "a country within its city",
        Cell("places", "denmark", "within", "osterhavn"),
        Cell("places", "osterhavn", "within", ""),
    ),
    good=good("a harbour district within its city", Cell("places", "pier-4", "kind", "region")),
)
def country_within_a_city(t: Context) -> Iterator[Finding]:
    """A country lies within a city.

    Why: mostly the two were exchanged, or one has the wrong kind. A country with another code than the city, such as Vatican
    City within Rome, is an enclave of it.
    Repair: turn `within` around, or correct `kind`.
    """
    enclave = (pl.col("country") != pl.col("outer_country")) | pl.col("country").is_in(IN_A_CITY)
    rows = inside(t).filter(pl.col("outer_kind") == "city", pl.col("kind") == "country", ~enclave.fill_null(False))
    yield Offenders("places", rows, "a country within {within}, a city", "within")


NOWHERE_INSIDE = [
    Cell("places", p, column, "") for p in ("pier-4", "town-hall") for column in ("latitude", "longitude")
]
"""The places of the example's town without coordinates, so that the town alone can be moved."""


@rule(
    "GEO022",
    severity="warning",
    needs=NEEDED,
    bad=bad(
        "a Danish port south of the Cape",
        Cell("places", "denmark", "latitude", "56"),
        Cell("places", "denmark", "longitude", "10"),
        Cell("places", "osterhavn", "latitude", "-55.25"),
        *NOWHERE_INSIDE,
    ),
    good=good(
        "a port on Menorca, east of Greenwich, within Spain, whose middle is as far west",
        Cell("places", "denmark", "latitude", "40"),
        Cell("places", "denmark", "longitude", "-4"),
        Cell("places", "osterhavn", "latitude", "39.8885"),
        Cell("places", "osterhavn", "longitude", "4.2658"),
        *(Cell("places", p, "country", "ESP") for p in ("denmark", "osterhavn", "pier-4", "town-hall")),
        *NOWHERE_INSIDE,
    ),
)
def coordinates_perhaps_exchanged(t: Context) -> Iterator[Finding]:
    """A place lies thousands of kilometres from its country or region, and near to it with coordinates exchanged or mirrored.

    Why: GeoJSON and many programs write the longitude first, and others drop the minus of south and west. A country may have
    islands on the other side of the equator or the meridian of Greenwich.
    Repair: write degrees north as `latitude` and degrees east as `longitude`, south and west negative, if they are not so.
    """
    yield from _told(_slipped_in_a_country(t), "perhaps ")


def _slipped_in_a_country(t: Context) -> pl.LazyFrame:
    return inside(t).filter(pl.col("outer_kind").is_in(["country", "region"]), _slipped(FAR))


def misplaced(t: Context) -> pl.LazyFrame:
    """The records (ROW) that GEO009, GEO010 and GEO022 report: far from the place around them."""
    far = (_slipped_in_a_city(t), _far_from_its_city(t), _slipped_in_a_country(t))
    return pl.concat([rows.select(ROW) for rows in far])


RULES = (
    half_a_coordinate,
    null_island,
    unknown_country_code,
    country_of_the_place_around,
    places_within_each_other,
    larger_within_smaller,
    one_register_number_for_two_places,
    place_identifiers_without_source,
    coordinates_exchanged,
    site_far_from_its_city,
    coordinates_of_the_place_around,
    whole_degrees,
    unused_place,
    country_without_code,
    country_twice,
    place_twice,
    country_within_a_city,
    coordinates_perhaps_exchanged,
)
