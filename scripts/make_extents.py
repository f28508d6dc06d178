"""Make `schemas/reference/extents.csv`, the extents of countries, from Natural Earth.

Run `python scripts/make_extents.py countries-10m.json`, with the file of that name of the npm package world-atlas 2.0.2:
Natural Earth 4.1.0, Admin 0 countries, 1:10m (public domain), as TopoJSON.

A country has a rectangle for each group of its polygons that lie near each other, so that the sea between a country and
its possessions overseas is left out. Polygons across the antimeridian are divided there, so that no rectangle crosses it.
"""

from __future__ import annotations

import csv
import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

REFERENCE = Path(__file__).parents[1] / "schemas" / "reference"
OUT = REFERENCE / "extents.csv"
NEAR_DEGREES = 3.0
"""Rectangles nearer than this are made one."""
HALF_AROUND = 180.0
"""Degrees; no polygon but Antarctica is as wide, unless it crosses the antimeridian."""
WITHOUT_CODE = {
    "Kosovo": "XKX", "Somaliland": "SOM", "N. Cyprus": "CYP", "Cyprus U.N. Buffer Zone": "CYP", "Akrotiri": "GBR",
    "Dhekelia": "GBR", "USNB Guantanamo Bay": "USA", "Baikonur": "KAZ", "Indian Ocean Ter.": "AUS", "Coral Sea Is.": "AUS",
    "Clipperton I.": "FRA",
}  # fmt: skip
"""Areas to which Natural Earth gives no code of ISO 3166-1; what several states claim alone is left out."""
POLE = [(-180.0, -90.0), (180.0, -60.0)]
"""Antarctica by the Antarctic Treaty, article VI: all that is south of 60 degrees."""
Box = tuple[float, float, float, float]
"""South, north, west, east in degrees."""


def boxes(topology: dict[str, Any]) -> Iterator[tuple[str, Box]]:
    """Country code and rectangle of each polygon of a TopoJSON topology (TopoJSON 1.0, 2.1.2 and 2.1.4)."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [list(_points(arc, scale, shift)) for arc in topology["arcs"]]
    codes = _numeric_codes()
    for area in topology["objects"]["countries"]["geometries"]:
        code = codes.get(area.get("id")) or WITHOUT_CODE.get(area["properties"]["name"])
        polygons = area["arcs"] if area["type"] == "MultiPolygon" else [area["arcs"]]
        for outer, *_holes in polygons if code else ():
            points = [point for arc in outer for point in arcs[arc if arc >= 0 else ~arc]]
            for part in _parts(points) if code != "ATA" else [POLE]:
                yield code, around((y, y, x, x) for x, y in part)


def _numeric_codes() -> dict[str, str]:
    """ISO 3166-1 numeric code -> alpha-3 code, of the countries in force."""
    with (REFERENCE / "countries.csv").open(encoding="utf-8", newline="") as file:
        return {r["numeric"]: r["alpha_3"] for r in csv.DictReader(file) if not r["withdrawal_date"]}


def _points(arc: list[list[int]], scale: list[float], shift: list[float]) -> Iterator[tuple[float, float]]:
    """Longitude and latitude of each point of an arc."""
    x = y = 0
    for dx, dy in arc:
        x, y = x + dx, y + dy
        yield x * scale[0] + shift[0], y * scale[1] + shift[1]


def _parts(points: list[tuple[float, float]]) -> list[list[tuple[float, float]]]:
    """The points east and west of Greenwich, each by themselves, of a polygon across the antimeridian."""
    longitudes = [x for x, _ in points]
    if max(longitudes) - min(longitudes) <= HALF_AROUND:
        return [points]
    return [[p for p in points if p[0] >= 0], [p for p in points if p[0] < 0]]


def around(found: Iterable[Box]) -> Box:
    """The rectangle around some rectangles."""
    souths, norths, wests, easts = zip(*found, strict=True)
    return min(souths), max(norths), min(wests), max(easts)


def merged(found: list[Box]) -> list[Box]:
    """Rectangles joined until none is near another."""
    done: list[Box] = []
    for box in found:
        while near := [other for other in done if _near(box, other)]:
            done = [other for other in done if other not in near]
            box = around([box, *near])
        done.append(box)
    return sorted(done)


def _near(a: Box, b: Box) -> bool:
    return (max(a[0], b[0]) - min(a[1], b[1]) < NEAR_DEGREES) and (max(a[2], b[2]) - min(a[3], b[3]) < NEAR_DEGREES)


def main(path: str) -> None:
    """Write the table."""
    by_code: dict[str, list[Box]] = defaultdict(list)
    for code, box in boxes(json.loads(Path(path).read_text(encoding="utf-8"))):
        by_code[code].append(box)
    with OUT.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["country", "south", "north", "west", "east"])
        for code in sorted(by_code):
            for south, north, west, east in merged(by_code[code]):
                outward = (_tenths(south, math.floor), _tenths(north, math.ceil))
                out.writerow([code, *outward, _tenths(west, math.floor), _tenths(east, math.ceil)])


def _tenths(degrees: float, rounded: Any) -> float:
    """To a tenth of a degree outwards, about 11 km at the equator."""
    return float(rounded(round(degrees, 4) * 10) / 10)


if __name__ == "__main__":
    main(sys.argv[1])
