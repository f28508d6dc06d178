"""GEO: coordinates by themselves and against the places around."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from event_timeline.profile.extents import towns
from event_timeline.rules.kinds import If, matching, of_query, of_row, unpaired
from event_timeline.rules.places.distance import INSIDE_ANOTHER, distance, inside, nearer, slips
from event_timeline.rules.rule import ROW, Context
from event_timeline.rules.similarity import folded

APART = 200.0
"""Kilometres from the place around it from which on a slip in the coordinates is looked for."""
FAR = 2000.0
"""The same within a country or region: mirrored at the equator or a meridian, those of a wide one may still lie in it."""
ACROSS_A_CITY = 100.0
"""Kilometres; hardly a site of a city lies further from its middle."""
ACROSS_A_PREFECTURE = 500.0
"""Kilometres; the widest cities that hold others, such as Chongqing, measure as much from end to end."""
KIND, OUTER_KIND = pl.col("kind"), pl.col("outer_kind")
AWAY = distance(pl.col("latitude"), pl.col("longitude"))
SLIPPED, SLIPPED_FAR = (nearer(AWAY, slips().values(), apart) for apart in (APART, FAR))
"""Far from the place around, but near to it after undoing one of the slips."""
ACROSS = pl.when(KIND == "site").then(ACROSS_A_CITY).otherwise(ACROSS_A_PREFECTURE)
SLIPPED_IN_A_CITY = OUTER_KIND.is_in(["city", "site"]) & SLIPPED
FAR_FROM_ITS_CITY = (OUTER_KIND == "city") & (AWAY > ACROSS) & ~SLIPPED
SLIPPED_IN_A_COUNTRY = OUTER_KIND.is_in(["country", "region"]) & SLIPPED_FAR
AT_ZERO = (pl.col("latitude") == 0) & (pl.col("longitude") == 0)
OUTER_AT_ZERO = (pl.col("lat") == 0) & (pl.col("lon") == 0)


def namesakes(name: str, other: str) -> pl.Expr:
    """Whether one of two names has the other in it: a city-state, or a city that is a region too, is recognised so."""
    one, two = folded(name), folded(other)
    return one.str.contains(two, literal=True) | two.str.contains(one, literal=True)


def _slips(message: str, undone: Mapping[str, pl.Expr], **shown: pl.Expr) -> Iterator[If]:
    """A case for each slip that may have happened; it is the one after undoing which the place is nearest.

    message: has `SLIP` where it says which; undone: slip -> distance after undoing it.
    """
    for what, away in undone.items():
        yield If(away == pl.min_horizontal(undone.values()), message.replace("SLIP", what), "latitude", shown)


def misplaced(t: Context) -> pl.LazyFrame:
    """The records (ROW) that GEO009, GEO010 and GEO022 report: far from the place around them."""
    return inside(t).filter(SLIPPED_IN_A_CITY | FAR_FROM_ITS_CITY | SLIPPED_IN_A_COUNTRY).select(ROW)


WHOLE = pl.all_horizontal(pl.col(c) == pl.col(c).round(0) for c in ("latitude", "longitude"))
SAME = (pl.col("latitude") == pl.col("lat")) & (pl.col("longitude") == pl.col("lon")) & INSIDE_ANOTHER
ONE_PLACE = (KIND != OUTER_KIND) & namesakes("name", "outer_name")
SLIP = "SLIP: ({latitude}, {longitude}) is far from {within} at ({lat}, {lon})"
WHOLE_KILOMETRES = {"away": pl.col("away").round(0).cast(pl.Int64)}


@matching(
    "GEO012", "places", "({latitude}, {longitude}) are whole degrees, too coarse for a {kind}", "latitude",
    severity="warning",
)  # fmt: skip
def whole_degree_coordinates(t: Context) -> pl.LazyFrame:
    cities = t["places"].filter(KIND == "city").select(within="place_id", in_a_city=True)
    near = t["places"].join(cities, on="within", how="left")
    near = near.filter((KIND == "city") | ((KIND == "site") & pl.col("in_a_city").fill_null(False)))
    return near.filter(WHOLE & ~AT_ZERO)


swapped_coordinates = of_query(
    "GEO009", "swapped-coordinates", "places", lambda t: inside(t).filter(SLIPPED_IN_A_CITY), *_slips(SLIP, slips())
)
far_from_parent_place = of_query(
    "GEO010", "far-from-parent-place", "places", lambda t: inside(t).with_columns(away=AWAY),
    If(FAR_FROM_ITS_CITY & ~(AT_ZERO | OUTER_AT_ZERO), "{away} km from {within}", "latitude", WHOLE_KILOMETRES),
    severity="warning",
)  # fmt: skip
coordinates_of_parent_place = of_query(
    "GEO011", "coordinates-of-parent-place", "places", inside,
    If(SAME & ~ONE_PLACE.fill_null(False), "({latitude}, {longitude}) are the coordinates of {within}", "latitude"),
    severity="warning",
)  # fmt: skip
possibly_swapped_coordinates = of_query(
    "GEO022", "possibly-swapped-coordinates", "places", lambda t: inside(t).filter(SLIPPED_IN_A_COUNTRY),
    *_slips(f"perhaps {SLIP}", slips()),
    severity="warning",
)  # fmt: skip
incomplete_coordinates = of_row(
    "GEO001", "incomplete-coordinates", "places",
    unpaired("longitude", "latitude", "longitude {longitude}, but no latitude"),
    unpaired("latitude", "longitude", "latitude {latitude}, but no longitude"),
)  # fmt: skip
coordinates_at_zero = of_row("GEO002", "coordinates-at-zero", "places", If(AT_ZERO, "{name} lies at 0, 0", "latitude"))


def mirrored(t: Context) -> pl.LazyFrame:
    """What GEO023 reports, with the distance `away` in km, and the one after undoing each of the `slips`."""
    held = inside(t).drop_nulls(["lat", "lon"]).select(ROW)
    alone = t["places"].drop_nulls(["latitude", "longitude", "country"]).join(held, on=ROW, how="anti")
    alone = alone.filter(pl.col("latitude").abs() <= 90, pl.col("longitude").abs() <= 180)
    if t.tables.nothing(alone):
        return alone
    undone = {what: away.min().alias(what) for what, away in slips().items()}
    away = distance(pl.col("latitude"), pl.col("longitude")).min().alias("away")
    near = alone.join(towns().lazy(), on="country").group_by(ROW).agg(
        pl.col("country", "latitude", "longitude").first(), away, *undone.values()
    )  # fmt: skip
    return near.filter(nearer(pl.col("away"), map(pl.col, undone), FAR))


coordinates_of_another_country = of_query(
    "GEO023", "coordinates-of-another-country", "places", mirrored,
    *_slips(
        "perhaps SLIP: ({latitude}, {longitude}) is {away} km from any large town of {country}",
        {what: pl.col(what) for what in slips()}, **WHOLE_KILOMETRES,
    ),
    severity="warning",
)  # fmt: skip
