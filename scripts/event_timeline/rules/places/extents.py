"""GEO: the country of a place against the country around it and against the extent of that country.

Extents are rectangles around the land of each country (`schemas/reference/extents.csv`, made by
`scripts/make_extents.py` from Natural Earth 4.1.0 of 2018, 1:10m, public domain).
"""

from __future__ import annotations

import csv
from functools import cache

import polars as pl

from event_timeline import profile
from event_timeline.profile.territories import STATES, territories
from event_timeline.rules.kinds import matching
from event_timeline.rules.places.coordinates import AT_ZERO, mirrored, misplaced
from event_timeline.rules.rule import ROW, Context

MARGIN = 200 * 1.852 / 111.2
"""Degrees of latitude of 200 nautical miles, the breadth of the zone at sea that a coast may claim (UNCLOS, article 57)."""
POLAR = 0.1
"""Least cosine of a latitude, so that degrees of longitude near a pole stay comparable."""
BOX = {"country": pl.String, "south": pl.Float64, "north": pl.Float64, "west": pl.Float64, "east": pl.Float64}


@cache
def extents() -> pl.DataFrame:
    """country, south, north, west, east in degrees: the rectangles that the places of a code may lie in.

    Those of a state hold its territories overseas. A territory that has none of its own has those of its state.
    """
    with (profile.folder() / "reference" / "extents.csv").open(encoding="utf-8", newline="") as file:
        boxes = [(r["country"], [float(r[c]) for c in list(BOX)[1:]]) for r in csv.DictReader(file)]
    known = {code for code, _ in boxes}
    lands = {code: _lands(code, known) for code in sorted(known | set(STATES))}
    rows = [(code, *box) for code, within in lands.items() for land, box in boxes if land in within]
    return pl.DataFrame(rows, BOX, orient="row")


def _lands(code: str, known: set[str]) -> tuple[str, ...]:
    lands = {"MAR": ("MAR", "ESH")}.get(code, territories(code))
    return lands if known & set(lands) else territories(STATES[code])


@matching(
    "GEO025", "places",
    "({latitude}, {longitude}) is outside the extent of {country}: "
    "its nearest part is at latitude {south} to {north}, longitude {west} to {east}",
    "longitude", unless=(misplaced, mirrored), severity="warning",
)  # fmt: skip
def outside_country_extent(t: Context) -> pl.LazyFrame:
    latitude, longitude = pl.col("latitude"), pl.col("longitude")
    placed = t["places"].select(ROW, "country", "latitude", "longitude").drop_nulls()
    placed = placed.filter(latitude.abs() <= 90, longitude.abs() <= 180, ~AT_ZERO)
    around = [
        pl.max_horizontal(pl.col("west") - at, at - pl.col("east"), 0)
        for at in (longitude, longitude - 360, longitude + 360)
    ]
    shrunk = latitude.radians().cos().clip(lower_bound=POLAR)
    beyond = pl.max_horizontal(pl.col("south") - latitude, latitude - pl.col("north"), 0)
    pairs = placed.join(extents().lazy(), on="country")
    pairs = pairs.with_columns(away=pl.max_horizontal(beyond, pl.min_horizontal(*around) * shrunk))
    outside = pairs.group_by(ROW).agg(pl.col("away").min()).filter(pl.col("away") > MARGIN).select(ROW)
    nearest = pairs.join(outside, on=ROW, how="semi").sort("away")
    return nearest.group_by(ROW, maintain_order=True).first()
