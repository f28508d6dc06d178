"""A time axis for a picture: where a day stands, and which days are named.

The axis is linear where that can be read. Where a few days lie close together and far from others, each
stretch between two dates that matter is as long as the logarithm of its days, so that neighbours can be
told apart; stretches that are drawn much shorter than others are to be marked as such (`breaks`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import log1p

from event_timeline.exports.drawn import Extent, moment
from event_timeline.exports.dates import Moment

LEGIBLE = 8.0
"""Pixels that the shorter quarter of the stretches should at least have on a linear axis."""
SHORTENED = 5.0
"""A stretch drawn this many times shorter than the widest scale on the axis is marked."""
FEW = 12
"""Up to so many days of events are named themselves; beyond, the calendar's years and months are."""


@dataclass(frozen=True)
class Axis:
    """Days (ordinals, the start of the day) and their places, both rising; `breaks` are days in the middle of shortened stretches."""

    days: Sequence[int]
    places: Sequence[float]
    breaks: Sequence[float]

    def at(self, day: float) -> float:
        """The place of a day's start, or of a time within it."""
        i = min(max(bisect_right(self.days, day) - 1, 0), len(self.days) - 2)
        (d0, d1), (p0, p1) = self.days[i : i + 2], self.places[i : i + 2]
        return p0 + (p1 - p0) * (day - d0) / (d1 - d0)


def axis(extents: Iterable[Extent], left: float, right: float) -> Axis:
    """The axis on which all given extents can be drawn between two places."""
    edges = sorted({edge for e in extents for edge in _edges(e)})
    if not edges:
        raise ValueError("an axis needs a date")
    gaps = [b - a for a, b in zip(edges, edges[1:], strict=False)]
    shorter = sorted(gaps)[len(gaps) // 4]
    linear = shorter * (right - left) / (edges[-1] - edges[0]) >= LEGIBLE
    weights = [float(g) if linear else log1p(g) for g in gaps]
    unit = (right - left) / sum(weights)
    places = [left]
    for weight in weights:
        places.append(places[-1] + weight * unit)
    widest = min(g / w for g, w in zip(gaps, weights, strict=True))
    breaks = [
        (a + b) / 2 for a, b, w in zip(edges, edges[1:], weights, strict=False) if (b - a) / w > SHORTENED * widest
    ]
    return Axis(edges, places, breaks)


def _edges(extent: Extent) -> Iterable[int]:
    for start in (extent.first, extent.sure_from):
        if start:
            yield start.toordinal()
            yield start.toordinal() + 1
    for end in (extent.last, extent.sure_to):
        if end:
            yield end.toordinal()
            yield end.toordinal() + 1


@dataclass(frozen=True)
class Tick:
    """A named day: its place, and two short lines, the second (the year) empty where the tick before says it."""

    place: float
    first: str
    second: str


def ticks(on: Axis, extents: Iterable[Extent], room: float) -> list[Tick]:
    """Days to name, at least `room` apart: those on which events begin if they are few, then years, months and days."""
    begin = sorted({(e.first or e.last or date.min).toordinal() for e in extents})
    own = [(d, "day") for d in begin] if len(begin) <= FEW else []
    chosen: dict[int, tuple[float, str]] = {}
    for day, unit in [*own, *_calendar(date.fromordinal(on.days[0]), date.fromordinal(min(on.days[-1], date.max.toordinal())), room, on)]:
        place = on.at(day)
        if day not in chosen and all(abs(place - other) >= room for other, _ in chosen.values()):
            chosen[day] = (place, unit)
    made: list[Tick] = []
    year = None
    for day, (place, unit) in sorted(chosen.items()):
        at = date.fromordinal(day)
        if unit == "year":
            made.append(Tick(place, str(at.year), ""))
        else:
            name = moment(Moment(at.year, at.month, at.day if unit == "day" else None)).removesuffix(f" {at.year}")
            made.append(Tick(place, name, str(at.year) if at.year != year else ""))
        year = at.year
    return made


def _calendar(first: date, last: date, room: float, on: Axis) -> Iterable[tuple[int, str]]:
    """Starts of years (or of 2, 5, 10 … years) and months, as far as they can find room at all."""
    most = max(int((on.places[-1] - on.places[0]) / room), 1)
    years = last.year - first.year + 1
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000) if years / s <= most)
    for year in range(first.year + (-first.year) % step, last.year + 1, step):
        if date(year, 1, 1) >= first:
            yield date(year, 1, 1).toordinal(), "year"
    if step == 1:
        for months in (6, 3, 1):
            if years * 12 / months <= 2 * most:
                for year in range(first.year, last.year + 1):
                    for month in range(1 + months, 13, months):
                        if first <= date(year, month, 1) <= last:
                            yield date(year, month, 1).toordinal(), "month"
