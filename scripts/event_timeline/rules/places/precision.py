"""GEO: how precisely the place of an event is known, and its further places."""

from __future__ import annotations

import polars as pl

from event_timeline.profile.extents import extents
from event_timeline.profile.territories import STATES
from event_timeline.rules.kinds import Others, has, matching, related
from event_timeline.rules.rule import ROW, Context

FINER = (
    ("country", "admin1"), ("country", "admin2"), ("country", "near"), ("country", "exact"), ("admin1", "admin2"),
    ("admin1", "near"), ("admin1", "exact"), ("region", "near"), ("region", "exact"),
)  # fmt: skip
"""Kind of a place, and a precision that it cannot show. A first-order division or region may be a town itself, such as a capital; one with a city in it is not."""
WIDE = 1.0
"""Degrees of latitude or longitude within which a country may be known as precisely as a town."""
DEEPEST = 4
"""Places around a city that are followed: district, province, region, country."""


def _wide() -> list[str]:
    """The codes of states wider than a city and its surroundings; of territories the extent is not always known."""
    spans = extents().group_by("country").agg(pl.col("south", "west").min(), pl.col("north", "east").max())
    narrow = (pl.col("north") - pl.col("south") < WIDE) & (pl.col("east") - pl.col("west") < WIDE)
    return spans.filter(~narrow, ~pl.col("country").is_in(list(STATES)))["country"].sort().to_list()


def _around_cities(t: Context) -> pl.LazyFrame:
    """The places that have a city in them, at whatever depth."""
    within = t["places"].select("place_id", "within").drop_nulls()
    around = t["places"].filter(pl.col("kind") == "city").select("place_id")
    found = []
    for _ in range(DEEPEST):
        around = around.join(within, on="place_id").select(place_id="within").unique()
        found.append(around)
    return pl.concat(found).unique().with_columns(has_city=pl.lit(value=True))


@matching(
    "GEO026", "events", "{place_id} is of the kind {place_kind}, and the precision of the place is {place_precision}",
    "place_precision", severity="warning", needs=("events", "places", "event_places"),
)  # fmt: skip
def precision_finer_than_place(t: Context) -> pl.LazyFrame:
    events = t.with_optional("events").select(ROW, "event_id", "place_id", "place_precision").drop_nulls()
    finer = pl.LazyFrame(FINER, ["place_kind", "place_precision"], orient="row")
    places = t["places"].select("place_id", "country", place_kind="kind")
    rows = events.join(places, on="place_id").join(finer, on=["place_kind", "place_precision"])
    town = pl.col("place_precision").is_in(["near", "exact"])
    wide = pl.when(pl.col("place_kind") == "country").then(pl.col("country").is_in(_wide()))
    rows = rows.join(_around_cities(t), on="place_id", how="left")
    rows = rows.filter(~town | wide.otherwise(pl.col("has_city").is_not_null()))
    further = t["event_places"].filter(pl.col("role") == "location")
    return rows.join(further, on="event_id", how="anti")


main_place_repeated = related(
    "GEO027", "main-place-repeated", "event_places", has(Others("events", ("event_id", "place_id"))),
    where=pl.col("role") == "location", severity="warning", column="place_id",
    message="{place_id} is the main place of {event_id} already",
)  # fmt: skip
