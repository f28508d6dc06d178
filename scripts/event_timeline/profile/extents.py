"""Where countries lie: rectangles around their land, and their largest towns.

Extents are in `schemas/reference/extents.csv`, made by `scripts/make_extents.py` from Natural Earth 4.1.0 of 2018, 1:10m,
public domain.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import polars as pl
import tzdata  # type: ignore[import-untyped]

from event_timeline.profile import folder
from event_timeline.profile.codes import ALPHA_2
from event_timeline.profile.territories import STATES, territories

BOX = {"country": pl.String, "south": pl.Float64, "north": pl.Float64, "west": pl.Float64, "east": pl.Float64}


@cache
def extents() -> pl.DataFrame:
    """country, south, north, west, east in degrees: the rectangles that the places of a code may lie in.

    Those of a state hold its territories overseas. A territory that has none of its own has those of its state.
    """
    with (folder() / "reference" / "extents.csv").open(encoding="utf-8", newline="") as file:
        boxes = [(country, [float(side) for side in sides]) for country, *sides in list(csv.reader(file))[1:]]
    of_land: dict[str, list[int]] = defaultdict(list)
    for number, (land, _) in enumerate(boxes):
        of_land[land].append(number)
    known = set(of_land)
    lands = {code: _lands(code, known) for code in sorted(known | set(STATES))}
    numbers = {code: sorted(n for land in within for n in of_land.get(land, ())) for code, within in lands.items()}
    rows = [(code, *boxes[n][1]) for code, of_code in numbers.items() for n in of_code]
    return pl.DataFrame(rows, BOX, orient="row")


def _lands(code: str, known: set[str]) -> tuple[str, ...]:
    lands = {"MAR": ("MAR", "ESH")}.get(code, territories(code))
    return lands if known & set(lands) else territories(STATES[code])


ZONE = re.compile(r"([A-Z]{2})\t([+-]\d+)([+-]\d+)\t")
"""A line of zone.tab: country, latitude and longitude of the zone's largest town (ISO 6709, ±DDMM[SS]±DDDMM[SS])."""


@cache
def towns() -> pl.DataFrame:
    """country (alpha-3), lat, lon: the largest town of each time zone of a country, by the IANA time zone database."""
    alpha_3 = {two: three for three, two in ALPHA_2.items()}
    found = ZONE.findall((Path(tzdata.__file__).parent / "zoneinfo" / "zone.tab").read_text(encoding="utf-8"))
    rows = [(alpha_3.get(two), _degrees(north, 2), _degrees(east, 3)) for two, north, east in found]
    return pl.DataFrame(rows, schema={"country": pl.String, "lat": pl.Float64, "lon": pl.Float64}, orient="row")


def _degrees(text: str, digits: int) -> float:
    sign, whole, rest = text[0], text[1 : digits + 1], text[digits + 1 :]
    return float(f"{sign}1") * (int(whole) + int(rest[:2]) / 60 + int(rest[2:] or 0) / 3600)
