"""Bars of the SVG picture: solid where an event surely takes place, dashed where it may, open ends as arrows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from event_timeline.exports.axis import Axis
from event_timeline.exports.drawn import DOUBTS, Extent
from event_timeline.exports.svg_parts import number, paint, text

HIGH = 12.0
SHORTEST = 7.0
"""Pixels: a day on a long axis would be too thin to see."""


@dataclass(frozen=True, slots=True)
class Bar:
    """An extent in pixels: where it may take place (left to right), and where it surely does.

    An end is `open` (it goes on), `unknown`, or empty where `left` or `right` is a day.
    """

    left: float
    right: float
    sure: tuple[float, float] | None
    before: str = ""
    after: str = ""
    doubt: str = ""
    held: bool = True
    """Whether the source reports the event as the case: bars of others are hollow."""


def placed(extent: Extent, on: Axis, left: float, right: float, *, held: bool = True) -> Bar:
    """An extent on an axis; what has no end reaches to `left` or `right`."""
    before = "" if extent.first else "open" if extent.goes_back else "unknown"
    after = "" if extent.last else "open" if extent.goes_on else "unknown"
    first = _start(extent.first, on) if extent.first else left
    last = max(_end(extent.last, on), first + SHORTEST) if extent.last else right
    sure = None
    if extent.sure_from and extent.sure_to:
        begin, end = _start(extent.sure_from, on), _end(extent.sure_to, on)
        sure = (left if before == "open" else begin, right if after == "open" else max(end, begin + SHORTEST))
    return Bar(first, last, sure, before, after, DOUBTS.get(extent.doubt, ""), held)


def _start(day: date, on: Axis) -> float:
    return on.at(day.toordinal())


def _end(day: date, on: Axis) -> float:
    return on.at(day.toordinal() + 1)


def drawn(bar: Bar, y: float, hue: str) -> list[str]:
    """The elements of a bar whose middle is at height y."""
    top, body = y - HIGH / 2, []
    begin, end = bar.sure or (bar.right, bar.right)
    if bar.left < begin - 0.5 and not (bar.before == "open" and bar.sure):
        body.append(_perhaps(bar.left, begin, top, hue))
    if bar.right > end + 0.5:
        body.append(_perhaps(end, bar.right, top, hue))
    if bar.sure:
        outline = _outline(begin, end, top, bar.before == "open", bar.after == "open", 0.0 if bar.held else 1.0)
        hollow = f' fill-opacity="0.15" stroke-width="2"{paint(hue, hue)}'
        body.append(f'<path d="{outline}"{paint(hue) if bar.held else hollow}/>')
    if bar.after == "unknown":
        body.append(text(bar.right + 3, y + 4.5, "?", size=13, colour=hue, weight=700))
    if bar.before == "unknown":
        body.append(text(bar.left - 3, y + 4.5, "?", size=13, colour=hue, weight=700, anchor="end"))
    if bar.doubt and bar.after != "unknown":
        body.append(text(bar.right + 4, y + 4.5, bar.doubt, size=13, colour=hue, weight=700))
    return body


def _perhaps(left: float, right: float, top: float, hue: str) -> str:
    return (
        f'<rect x="{number(left + 0.7)}" y="{number(top + 0.7)}" width="{number(max(right - left - 1.4, 3))}" height="{number(HIGH - 1.4)}" rx="2.5"'
        f' fill-opacity="0.12" stroke-width="1.4" stroke-dasharray="3 2.4"{paint(hue, hue)}/>'
    )


def _outline(left: float, right: float, top: float, back: bool, on: bool, inset: float) -> str:
    """A bar with an arrow's head where it goes on, `inset` smaller on each side."""
    middle, bottom, head = top + HIGH / 2, top + HIGH - inset, 9.0
    left, right, top = left + inset, right - inset, top + inset
    start = f"M{number(left + head)} {number(top)}" if back else f"M{number(left)} {number(top)}"
    end = (
        f"H{number(right - head)}L{number(right)} {number(middle)} {number(right - head)} {number(bottom)}"
        if on
        else f"H{number(right)}V{number(bottom)}"
    )
    close = f"H{number(left + head)}L{number(left)} {number(middle)}z" if back else f"H{number(left)}z"
    return start + end + close
