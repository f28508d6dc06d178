"""GEO: the coordinates of a place against the extent of its country."""

from __future__ import annotations

import polars as pl

from event_timeline.profile.extents import extents
from event_timeline.rules.kinds import matching
from event_timeline.rules.places.coordinates import AT_ZERO, mirrored, misplaced
from event_timeline.rules.rule import ROW, Context

MARGIN = 200 * 1.852 / 111.2
"""Degrees of latitude of 200 nautical miles, the breadth of the zone at sea that a coast may claim (UNCLOS, article 57)."""
POLAR = 0.1
"""Least cosine of a latitude, so that degrees of longitude near a pole stay comparable."""


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
