"""A time axis for a picture: where a day is, and which days are named.

The axis is linear where that can be read. Where a few days lie close together and far from others, each
stretch between two dates that matter is as long as the logarithm of its days, so that neighbours can be
distinguished; the days at which the scale changes much are to be marked (`breaks`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import log1p

from event_timeline.exports.visual.dates import MONTHS, year_words
from event_timeline.exports.visual.svg_shapes import BOLD, width
from event_timeline.exports.visual.timeline import Extent
from event_timeline.profile.edtf import civil, day_number

LEGIBLE = 8.0
"""Pixels that the shorter quarter of the stretches should at least have on a linear axis."""
SHORTENED = 5.0
"""Where the days of a stretch are drawn this many times shorter or longer than those before it, a mark says so."""
BREAK = 15.0
"""Pixels between two such marks at least."""
FEW = 12
"""Up to so many days of events are named themselves; beyond, the calendar's years and months are."""
ROOM = 46.0
"""Pixels that a year's name needs at least."""


@dataclass(frozen=True)
class Axis:
    """Day numbers (the start of the day) and their places, both rising; `breaks` are days at which the scale changes."""

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
    gaps = [b - a for a, b in pairwise(edges)]
    shorter = sorted(gaps)[len(gaps) // 4]
    linear = shorter * (right - left) / (edges[-1] - edges[0]) >= LEGIBLE
    weights = [float(g) if linear else log1p(g) for g in gaps]
    unit = (right - left) / sum(weights)
    places = [left]
    for weight in weights:
        places.append(places[-1] + weight * unit)
    return Axis(edges, places, _breaks(edges, places))


def _breaks(edges: Sequence[int], places: Sequence[float]) -> list[float]:
    """Days at which the scale changes SHORTENED times or more; of two whose marks would touch, the first."""
    scales = [(b - a) / (q - p) for (a, b), (p, q) in zip(pairwise(edges), pairwise(places), strict=True)]
    found: list[float] = []
    free = places[0]
    for day, place, (before, after) in zip(edges[1:], places[1:], pairwise(scales), strict=False):
        if max(before / after, after / before) > SHORTENED and place >= free:
            found.append(day)
            free = place + BREAK
    return found


def _edges(extent: Extent) -> Iterable[int]:
    for start in (extent.first, extent.sure_from):
        if start is not None:
            yield start
            yield start + 1
    for end in (extent.last, extent.sure_to):
        if end is not None:
            yield end
            yield end + 1


@dataclass(frozen=True)
class Tick:
    """A named day: its place and two short lines, the day, month or year and what it belongs to.

    The second line leaves out what the tick before says: `28` over `Nov 2023`, then `29` over nothing.
    The lines begin at the place, or are centred at `middle` where they would not fit before the right edge.
    """

    place: float
    first: str
    second: str
    middle: float | None = None


GAP = 9.0
"""Pixels between two names."""
Named = tuple[int, str, str]
"""A day, and the lines of its tick in full."""


def ticks(on: Axis, extents: Iterable[Extent], size: float, right: float) -> list[Tick]:
    """Days to name in letters of a size, none over another and none beyond `right`.

    Deadlines and the days on which events begin come first, if they are few, then years and months.
    """
    some = list(extents)
    begin = {day: e.or_before or e.or_after for e in some if (day := _day(e)) is not None}
    days = sorted(begin, key=lambda day: (not begin[day], day)) if len(begin) <= FEW else []
    chosen: list[Named] = []
    made: list[Tick] = []
    for named in [*map(_full, days), *_calendar(on)]:
        if named[0] in {day for day, *_ in chosen}:
            continue
        candidate = sorted([*chosen, named])
        placed = _placed(on, candidate, size, right)
        if all(_apart(a, b, size) for a, b in combinations(placed, 2)):
            chosen, made = candidate, placed
    return made


def _day(extent: Extent) -> int | None:
    """The day by which an event is named on the axis: its deadline, its first day, or the end of what has no beginning."""
    return extent.last if extent.first is None or extent.or_before else extent.first


def _placed(on: Axis, chosen: Sequence[Named], size: float, right: float) -> list[Tick]:
    """The ticks of days in their order, without the month and year that the tick before says."""
    made: list[Tick] = []
    before, year = "", ""
    for day, first, full in chosen:
        own = year_words(civil(day)[0])
        second = "" if full == before else full.removesuffix(own).rstrip() if own == year else full
        before, year = full, own
        place = on.at(day)
        wide = max(width(first, size, BOLD), width(second, size))
        made.append(Tick(place, first, second, min(place, right - wide / 2) if place + wide > right else None))
    return made


def _apart(one: Tick, other: Tick, size: float) -> bool:
    """Whether a gap is between each line of a tick and the same line of a later one."""
    spans = zip(_spans(one, size), _spans(other, size), strict=True)
    return all(a is None or b is None or a[1] + GAP <= b[0] for a, b in spans)


def _spans(tick: Tick, size: float) -> Iterable[tuple[float, float] | None]:
    """From where to where each line goes; None for an empty one."""
    for line, wide in ((tick.first, width(tick.first, size, BOLD)), (tick.second, width(tick.second, size))):
        left = tick.place if tick.middle is None else tick.middle - wide / 2
        yield (left, left + wide) if line else None


def _full(day: int) -> Named:
    year, month, day_of_month = civil(day)
    return day, str(day_of_month), f"{MONTHS[month - 1][:3]} {year_words(year)}"


def round_step(least: float) -> int:
    """The smallest of 1, 2, 5, 10, 20, 50, … that is not below a number."""
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            if step >= least:
                return step
        size *= 10


def _calendar(on: Axis) -> Iterable[Named]:
    """Starts of years (or of 2, 5, 10 … years) on the axis, then of months, as far as they can find room at all."""
    first, last = civil(on.days[0])[0], civil(on.days[-1])[0]
    most = max(int((on.places[-1] - on.places[0]) / ROOM), 1)
    years = last - first + 1
    step = round_step(years / most)
    for year in range(first + (-first) % step, last + 1, step):
        if day_number(year) >= on.days[0]:
            yield day_number(year), year_words(year), ""
    for months in (6, 3, 1) if step == 1 else ():
        if years * 12 / months <= 2 * most:
            for year in range(first, last + 1):
                for month in range(1 + months, 13, months):
                    if on.days[0] <= day_number(year, month) <= on.days[-1]:
                        yield day_number(year, month), MONTHS[month - 1][:3], year_words(year)
