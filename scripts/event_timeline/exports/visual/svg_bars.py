"""Bars of the SVG picture: solid where an event surely takes place, dashed where it may, open ends as arrows."""

from __future__ import annotations

from dataclasses import dataclass

from event_timeline.exports.visual.axis import Axis
from event_timeline.exports.visual.dates import DOUBTS
from event_timeline.exports.visual.svg_shapes import number, paint, text
from event_timeline.exports.visual.timeline import Extent

HIGH = 12.0
OR_BEFORE, OR_AFTER = "≤", "≥"
"""On the day that a bar shows or before it, or after it."""
SHORTEST = 7.0
"""Pixels: a day on a long axis would be too thin to see."""


@dataclass(frozen=True, slots=True)
class Bar:
    """An extent in pixels: where it may take place (left to right), and where it surely does.

    An end is `open` (it goes on), `unknown`, `or` (it may be any day beyond), or empty where `left` or `right` is a day.
    doubt, doubt_start: marks drawn at the right and at the left.
    """

    left: float
    right: float
    sure: tuple[float, float] | None
    before: str = ""
    after: str = ""
    doubt: str = ""
    doubt_start: str = ""
    held: bool = True
    """Whether the source reports the event as the case: bars of others are hollow."""


def make_bar(extent: Extent, on: Axis, left: float, right: float, *, held: bool = True) -> Bar:
    """An extent on an axis; what has no end reaches to `left` or `right`."""
    before = "or" if extent.or_before else "" if extent.first is not None else "open" if extent.goes_back else "unknown"
    after = "or" if extent.or_after else "" if extent.last is not None else "open" if extent.goes_on else "unknown"
    first = on.at(extent.first) if extent.first is not None else left
    last = max(_end(extent.last, on), first + SHORTEST) if extent.last is not None else right
    sure = None
    if extent.sure_from is not None and extent.sure_to is not None:
        begin, end = on.at(extent.sure_from), _end(extent.sure_to, on)
        sure = (left if before == "open" else begin, right if after == "open" else max(end, begin + SHORTEST))
    return Bar(first, last, sure, before, after, DOUBTS[extent.doubt], DOUBTS[extent.doubt_start], held)


def _end(day: int, on: Axis) -> float:
    return on.at(day + 1)


def draw_bar(bar: Bar, y: float, hue: str) -> list[str]:
    """The elements of a bar whose middle is at height y."""
    top, body = y - HIGH / 2, []
    begin, end = bar.sure or (bar.right, bar.right)
    if bar.left < begin - 0.5 and not (bar.before == "open" and bar.sure):
        body.append(_possible(bar.left, begin, top, hue))
    if bar.right > end + 0.5:
        body.append(_possible(end, bar.right, top, hue))
    if bar.sure:
        outline = _outline(begin, end, top, bar.before == "open", bar.after == "open", 0.0 if bar.held else 1.0)
        hollow = f' fill-opacity="0.15" stroke-width="2"{paint(hue, hue)}'
        body.append(f'<path d="{outline}"{paint(hue) if bar.held else hollow}/>')
    after = bar.doubt + {"unknown": "" if bar.doubt else "?", "or": OR_AFTER}.get(bar.after, "")
    before = {"unknown": "?", "or": OR_BEFORE}.get(bar.before, "") + bar.doubt_start
    if after:
        body.append(text(bar.right + 4, y + 4.5, after, size=13, colour=hue, weight=700))
    if before:
        body.append(text(bar.left - 4, y + 4.5, before, size=13, colour=hue, weight=700, anchor="end"))
    return body


def _possible(left: float, right: float, top: float, hue: str) -> str:
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
