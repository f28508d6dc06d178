"""The SVG picture's legend: what the shapes, frames, bars and marks that occur in it mean."""

from __future__ import annotations

from collections.abc import Sequence

from event_timeline.exports.visual import svg_bars
from event_timeline.exports.visual.svg_bars import Bar
from event_timeline.exports.visual.svg_shapes import fitted, number, paint, shape, text, width
from event_timeline.exports.visual.timeline import FACTUAL_STATUSES, STATUSES, TimelineEntry, is_reported_as_fact

Entry = tuple[list[str], float, str]
"""An icon drawn round 0,0, its width, and what it stands for."""
SIZE = 12.5
ROW = 23.0
DOTTED = ' stroke-width="1.8" stroke-linecap="round" stroke-dasharray="0.1 4"'
"""The frame of an event that the text does not establish: dots, since dashes are for days that are not certain."""


def statuses(every: Sequence[TimelineEntry], framed: Sequence[TimelineEntry]) -> list[list[Entry]]:
    """The statuses that occur, those of a package's own under one shape; then negation, and dots if events are framed."""
    named = {m.status: m.status_label for m in every}
    made = [([shape(0, 0, s, False, "ink")], 16.0, fitted(named[s], SIZE, 200)) for s in STATUSES if s in named]
    others = sorted(named[s] for s in named if s not in STATUSES)
    if others:
        made.append(([shape(0, 0, "", False, "ink")], 16.0, fitted(", ".join(others), SIZE, 300)))
    marks = []
    if any(m.negated for m in every):
        marks.append(([shape(0, 0, "occurred", True, "ink")], 16.0, "Struck through: negated, said not to take place"))
    if any(m.status not in FACTUAL_STATUSES for m in framed):
        rect = f'<rect x="-12" y="-7" width="24" height="14" rx="4"{paint("card", "mute")}{DOTTED}/>'
        marks.append(([rect], 24.0, "Dotted frame: not, or not yet, established by the text"))
    return [made, marks]


def bars(dated: Sequence[TimelineEntry], shortened: bool) -> list[Entry]:
    """The kinds of bars that occur, marks of doubt, and the mark of a shortened axis."""
    extents = [m.extent for m in dated if m.extent]
    sure = [is_reported_as_fact(m) for m in dated if m.extent and m.extent.sure_from is not None]
    kinds = {
        "Takes place then": (Bar(-12, 12, (-12, 12)), any(sure)),
        "Only planned, claimed or denied": (Bar(-12, 12, (-12, 12), held=False), not all(sure)),
        "Dashed: some time in it": (
            Bar(-12, 12, None),
            any(e.sure_from is None or e.sure_from != e.first for e in extents),
        ),
        "Goes on": (Bar(-12, 12, (-12, 12), after="open"), any(e.last is None and e.goes_on for e in extents)),
        "Went on before": (
            Bar(-12, 12, (-12, 12), before="open"),
            any(e.first is None and e.goes_back for e in extents),
        ),
    }
    made = [(svg_bars.draw_bar(bar, 0, "ink"), 24.0, label) for label, (bar, occurs) in kinds.items() if occurs]
    if any((e.last is None and not e.goes_on) or (e.first is None and not e.goes_back) for e in extents):
        made.append(([text(0, 4.5, "?", size=13, weight=700, anchor="middle")], 10.0, "End not known"))
    if any(e.or_before or e.or_after for e in extents):
        made.append(([text(0, 4.5, "≤ ≥", size=13, weight=700, anchor="middle")], 26.0, "That day or before, or later"))
    if any(e.doubt or e.doubt_start for e in extents):
        made.append(([text(0, 4.5, "? ≈", size=13, weight=700, anchor="middle")], 26.0, "Date uncertain, approximate"))
    if shortened:
        made.append(([shortening(0, 0)], 12.0, "The scale changes here"))
    return made


def shortening(x: float, y: float) -> str:
    """Two slanted strokes across an axis."""
    return f'<path d="M{number(x - 5)} {number(y + 5)}l5-10M{number(x)} {number(y + 5)}l5-10" stroke-width="1.6"{paint(stroke="mute")}/>'


def draw_legend(groups: Sequence[Sequence[Entry]], left: float, right: float, y: float) -> tuple[float, list[str]]:
    """The groups below each other from height y on, each wrapped to the width; returns the height below them."""
    body = [f'<path d="M{number(left)} {number(y)}H{number(right)}"{paint(stroke="line")}/>']
    at = y
    for group in groups:
        x = right
        for icon, wide, label in group:
            step = wide + 7 + width(label, SIZE) + 16
            if x + step - 16 > right:
                x, at = left, at + ROW
            body.append(f'<g transform="translate({number(x + wide / 2)} {number(at)})">{"".join(icon)}</g>')
            body.append(text(x + wide + 7, at + 4.5, label, size=SIZE, colour="mute"))
            x += step
    return at + 10, body
