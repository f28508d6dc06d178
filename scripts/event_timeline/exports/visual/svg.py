"""A picture of the timeline (SVG 1.1), for a README or a page: wide and low, light and dark, no script, no font, no network.

Dated events are in rows on a time axis, the others in the narrative's order in lanes by topic. A shape
shows the status, a stroke through it a negated event, and the bar what is known of the date; colour only
repeats the topic. A package of more events than a picture can name gets an overview (svg_overview.py).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from event_timeline.exports import ownership
from event_timeline.exports.visual import svg_bars, svg_legend, svg_overview
from event_timeline.exports.visual.axis import Axis, axis, ticks
from event_timeline.exports.visual.svg_shapes import (
    BOLD,
    HUES,
    clean,
    document,
    fitted,
    lines,
    number,
    paint,
    shape,
    text,
    width,
)
from event_timeline.exports.visual.timeline import (
    FACTUAL_STATUSES,
    Extent,
    TimelineEntry,
    is_reported_as_fact,
    lanes,
    timeline_entries,
)
from event_timeline.io.counting import counted

if TYPE_CHECKING:
    from event_timeline.exports.dataset import Dataset

WIDE = 1040
"""Pixels: a little more than a README's column on GitHub, where letters are still 11 pixels high."""
EDGE = 24
LABEL_WIDTH, DATE_WIDTH = 330, 180
"""The room of a dated event's label, and of its date and status beside it."""
PLOT_LEFT, PLOT_RIGHT = EDGE + 24 + LABEL_WIDTH + 10 + DATE_WIDTH + 14, WIDE - EDGE - 26
LANE = 172
BETWEEN = 8
CHIP, LONGEST = 26, 330
"""Height of an undated event, and the most that its label is wide."""
UNDATED = "Without a date"
MOST_DATED, MOST_UNDATED = 40, 90
"""Above either, events are counted instead of named."""


def write(data: Dataset, target: Path) -> None:
    """Write the picture."""
    target.write_text(draw(data), encoding="utf-8", newline="\n")


def draw(data: Dataset) -> str:
    """The picture as text, the same for the same package."""
    every = timeline_entries(data)
    dated = [m for m in every if m.extent]
    undated = [m for m in every if not m.extent]
    topics = list(lanes(sorted(every, key=lambda m: m.position)))
    hues = {topic: f"t{i % HUES}" for i, topic in enumerate(topics)}
    title = str(data.descriptor.get("title") or data.name)
    y, body = _head(data, title, len(dated), len(undated))
    if len(dated) > MOST_DATED or len(undated) > MOST_UNDATED:
        y, more = svg_overview.draw_overview(dated, undated, hues, y)
        body += more
    else:
        groups = svg_legend.statuses(every, undated)
        if dated:
            on = _axis(dated)
            y, more = _dated(dated, on, hues, {m.topic for m in undated}, y)
            body += more
            groups.append(svg_legend.bars(dated, bool(on.breaks)))
        if undated:
            y, more = _undated(undated, hues, y)
            body += more
        y, more = svg_legend.draw_legend(groups, EDGE, WIDE - EDGE, y + 8)
        body += more
    summary = f"{counted(len(every), 'event')}, {len(dated):,} of them with a date, as a timeline."
    listed = (
        " ".join(f"{m.when or 'Undated'}: {m.label} ({_state(m)})." for m in every)
        if len(every) <= MOST_UNDATED
        else ""
    )
    return document(WIDE, y + 14, title, f"{summary} {listed}".strip(), ownership.ownership_mark("svg"), body)


def _head(data: Dataset, title: str, dated: int, undated: int) -> tuple[float, list[str]]:
    body, y = [], 24.0
    for line in lines(title, 21, WIDE - 2 * EDGE, 2):
        y += 22
        body.append(text(EDGE, y, line, size=21, weight=700))
        y += 5
    facts = [f"{counted(dated + undated, 'event')}: {dated:,} dated, {undated:,} undated"]
    for table, one in (("actors", "actor"), ("statements", "statement")):
        rows = data.frame(table).height
        facts.append(f"{rows:,} {one if rows == 1 else table}")
    if data.descriptor.get("version"):
        facts.append(f"version {data.descriptor['version']}")
    y += 18
    body.append(text(EDGE, y, fitted(" · ".join(facts), 13, WIDE - 2 * EDGE), size=13, colour="mute"))
    return y + 14, body


def _state(mark: TimelineEntry) -> str:
    return f"{mark.status_label.lower()}{', negated' if mark.negated else ''}"


def _axis(dated: list[TimelineEntry]) -> Axis:
    extents = [m.extent for m in dated if m.extent]
    return axis(
        extents,
        PLOT_LEFT + (26 if any(e.first is None or e.or_before or e.doubt_start for e in extents) else 0),
        PLOT_RIGHT,
    )


def _dated(
    dated: list[TimelineEntry], on: Axis, hues: dict[str, str], in_lanes: set[str], y: float
) -> tuple[float, list[str]]:
    """Rows of dated events; the topic is named where no lane does it."""
    rows, top = [], y + 48
    at = top
    for mark in dated:
        named = lines(mark.label, 13.5, LABEL_WIDTH, 2)
        high = 12 + 17 * len(named)
        rows.append((mark, named, at, high))
        at += high
    body = [text(EDGE, y + 30, "Dated", size=14, weight=700)]
    body += _scale(on, [m.extent for m in dated if m.extent], top, at)
    for mark, named, row_y, high in rows:
        hue, middle = hues[mark.topic], row_y + high / 2
        seen = " · ".join(
            filter(None, [mark.when, _state(mark), "" if mark.topic in in_lanes else mark.topic_label.lower()])
        )
        body.append(f"<g><title>{clean(mark.label)}: {clean(seen)}, {clean(mark.topic_label.lower())}</title>")
        body.append(f'<path d="M{EDGE} {number(row_y)}H{WIDE - EDGE}"{paint(stroke="line")}/>')
        body.append(shape(EDGE + 8, middle, mark.status, mark.negated, hue))
        for i, line in enumerate(named):
            body.append(text(EDGE + 24, row_y + 19 + 17 * i, line, size=13.5, weight=600))
        body.append(
            text(EDGE + 24 + LABEL_WIDTH + 10, middle + 4.5, fitted(seen, 12, DATE_WIDTH), size=12, colour="mute")
        )
        if mark.extent:
            placed = svg_bars.make_bar(mark.extent, on, PLOT_LEFT - 4, WIDE - EDGE, held=is_reported_as_fact(mark))
            body += svg_bars.draw_bar(placed, middle, hue)
        body.append("</g>")
    body.append(f'<path d="M{EDGE} {number(at)}H{WIDE - EDGE}"{paint(stroke="line")}/>')
    return at + 8, body


def _scale(on: Axis, extents: list[Extent], top: float, bottom: float) -> list[str]:
    """Named days with a line down through all rows, and marks where the scale changes."""
    body = []
    named = ticks(on, extents, 12, WIDE - EDGE)
    two_lines = any(t.second for t in named)
    for tick in named:
        body.append(
            f'<path d="M{number(tick.place)} {number(top)}V{number(bottom)}" stroke-dasharray="2 3"{paint(stroke="line")}/>'
        )
        x, anchor = (tick.place - 1, "") if tick.middle is None else (tick.middle, "middle")
        body.append(text(x, top - (26 if two_lines else 12), tick.first, size=12, weight=600, anchor=anchor))
        if tick.second:
            body.append(text(x, top - 12, tick.second, size=12, colour="mute", anchor=anchor))
    for day in on.breaks:
        x = on.at(day)
        body.append(svg_legend.shortening(x, top))
    return body


def _undated(undated: list[TimelineEntry], hues: dict[str, str], y: float) -> tuple[float, list[str]]:
    body = [
        text(EDGE, y + 30, UNDATED, size=14, weight=700),
        text(
            EDGE + 10 + width(UNDATED, 14, BOLD),
            y + 30,
            "by topic; numbered in the order of the text",
            size=13,
            colour="mute",
        ),
    ]
    y += 44
    for topic, events in lanes(undated).items():
        top, x = y, float(LANE)
        label = lines(events[0].topic_label, 13, LANE - EDGE - 22, 2)
        body += [text(EDGE + 14, top + 18 + 17 * i, line, size=13, weight=600) for i, line in enumerate(label)]
        for mark in events:
            named = fitted(mark.label, 12.5, LONGEST, BOLD)
            seen = " · ".join(filter(None, [str(mark.position), mark.when]))
            wide = 40 + width(named, 12.5, BOLD) + width(seen, 11.5)
            if x > LANE and x + wide > WIDE - EDGE:
                x, y = float(LANE), y + CHIP + 6
            body += _chip(mark, named, seen, x, y, wide, hues[topic])
            x += wide + BETWEEN
        y = max(y + CHIP, top + 9 + 17 * len(label))
        body.append(
            f'<rect x="{EDGE}" y="{number(top)}" width="5" height="{number(y - top)}" rx="2.5"{paint(hues[topic])}/>'
        )
        y += 12
    return y, body


def _chip(mark: TimelineEntry, named: str, seen: str, x: float, y: float, wide: float, hue: str) -> list[str]:
    """One undated event; a dotted frame where the source does not report it as the case."""
    frame = ' stroke-width="1"' if mark.status in FACTUAL_STATUSES else svg_legend.DOTTED
    return [
        f"<g><title>{clean(mark.label)}: {clean(_state(mark))}</title>",
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(wide)}" height="{CHIP}" rx="6"{paint("card", "mute")}{frame}/>',
        shape(x + 14, y + CHIP / 2, mark.status, mark.negated, hue),
        text(x + 26, y + 17.5, named, size=12.5, weight=600),
        text(x + wide - 8, y + 17.5, seen, size=11.5, colour="mute", anchor="end"),
        "</g>",
    ]
