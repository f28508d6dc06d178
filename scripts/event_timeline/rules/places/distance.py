"""Distances between places, and the places around them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import polars as pl

from event_timeline.profile.codes import COUNTRIES
from event_timeline.profile.territories import claimed, state
from event_timeline.rules.rule import Context, cached

EARTH = 6371.0
"""Mean radius in kilometres (IUGG)."""
INSIDE_ANOTHER = pl.col("within") != pl.col("place_id")


def distance(latitude: pl.Expr, longitude: pl.Expr) -> pl.Expr:
    """Great-circle distance in km from the place around (`lat`, `lon`), by the haversine formula."""
    a, b = latitude.radians(), pl.col("lat").radians()
    dlat, dlon = (a - b) / 2, (longitude - pl.col("lon")).radians() / 2
    h = dlat.sin() ** 2 + a.cos() * b.cos() * dlon.sin() ** 2
    return 2 * EARTH * h.clip(0, 1).sqrt().arcsin()


@cached
def inside(t: Context) -> pl.LazyFrame:
    """Places with the name, kind, country and coordinates of the place they lie within: around, lat, lon, outer_*."""
    around = t["places"].select(
        within="place_id", lat="latitude", lon="longitude", outer_name="name", outer_kind="kind", outer_country="country"
    )  # fmt: skip
    limits = (("latitude", 90), ("longitude", 180), ("lat", 90), ("lon", 180))
    on_earth = [pl.col(c).abs().le(limit).fill_null(True) for c, limit in limits]
    pairs = t["places"].join(around, on="within").filter(*on_earth)
    return t.tables.shared(pairs) if t.tables.small else pairs


def strangers(pairs: pl.LazyFrame) -> pl.LazyFrame:
    """Of pairs of `country` and `outer_country`, those in force of which neither has, is or claims a part of the other."""
    states = pl.LazyFrame([(code, state(code)) for code in sorted(COUNTRIES)], ["country", "state"], orient="row")
    outer = states.rename({"country": "outer_country", "state": "outer_state"})
    claims = pl.LazyFrame(claimed(), ["state", "outer_state"], orient="row")
    pairs = pairs.join(states, on="country").join(outer, on="outer_country")
    return pairs.filter(pl.col("state") != pl.col("outer_state")).join(claims, on=["state", "outer_state"], how="anti")


@cache
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
