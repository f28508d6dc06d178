"""The SVG picture of a package with more events than can be named: how many when, by topic and by status."""

from __future__ import annotations

from collections import Counter

from event_timeline.exports.visual import svg_legend
from event_timeline.exports.visual.axis import round_step
from event_timeline.exports.visual.dates import year_words
from event_timeline.exports.visual.svg_shapes import fitted, number, paint, shape, text
from event_timeline.exports.visual.timeline import STATUSES, TimelineEntry, lanes
from event_timeline.profile.edtf import civil

LEFT, RIGHT, PLOT, TABLE = 24, 1016, 210, 180
MOST_LANES = 12
"""Topics with a lane of their own; the rest share one."""
LANE_HIGH = 46.0
MOST_COLUMNS = 160


def draw_overview(
    dated: list[TimelineEntry], undated: list[TimelineEntry], hues: dict[str, str], y: float
) -> tuple[float, list[str]]:
    """Columns of counts over time in a lane per topic, then the undated events counted by topic and status."""
    every = [*dated, *undated]
    ranked = [t for t, _ in Counter(m.topic for m in every).most_common(MOST_LANES)]
    topics = [t for t in hues if t in ranked]
    body: list[str] = []
    if dated:
        y, more = _columns(dated, topics, hues, y)
        body += more
    y, more = _counts(every, topics, hues, y)
    body += more
    y, more = svg_legend.draw_legend(svg_legend.statuses(every, []), LEFT, RIGHT, y + 8)
    return y, body + more


def _by_lane(marks: list[TimelineEntry], topics: list[str]) -> dict[str | None, list[TimelineEntry]]:
    """Events by topic; None holds those of all other topics."""
    found = lanes(marks)
    made: dict[str | None, list[TimelineEntry]] = {t: found.get(t, []) for t in topics}
    rest = [m for t, some in found.items() if t not in topics for m in some]
    return made | ({None: rest} if rest else {})


def _name(topic: str | None, events: list[TimelineEntry]) -> str:
    return "Other topics" if topic is None else next((m.topic_label for m in events), topic)


def _columns(dated: list[TimelineEntry], topics: list[str], hues: dict[str, str], y: float) -> tuple[float, list[str]]:
    begun = [_month(m) for m in dated]
    first = min(begun)
    months = max(begun) - first + 1
    size = 1 if months <= MOST_COLUMNS else 12 * round_step(months / MOST_COLUMNS / 12)
    columns = (months - 1) // size + 1
    wide = (RIGHT - PLOT) / columns
    by_lane = {
        t: Counter((month - first) // size for month in map(_month, some))
        for t, some in _by_lane(dated, topics).items()
    }
    most = max(max(c.values(), default=0) for c in by_lane.values())
    unit = "month" if size == 1 else "year" if size == 12 else f"{size // 12:,} years"
    body = [
        text(LEFT, y + 30, "Dated", size=14, weight=700),
        text(
            LEFT + 52,
            y + 30,
            f"events that begin in each {unit}; the highest column is {most:,}",
            size=13,
            colour="mute",
        ),
    ]
    y += 44
    top = y
    for topic, counted in by_lane.items():
        hue = hues[topic] if topic is not None else "mute"
        name = _name(topic, [m for m in dated if m.topic == topic])
        body.append(text(LEFT, y + 22, fitted(name, 13, PLOT - LEFT - 14, 600), size=13, weight=600))
        body.append(text(LEFT, y + 38, f"{sum(counted.values()):,}", size=12, colour="mute"))
        bars = [
            f"M{number(PLOT + i * wide)} {number(y + LANE_HIGH)}v-{number(max((LANE_HIGH - 8) * n / most, 1))}h{number(max(wide * 0.86, 0.8))}V{number(y + LANE_HIGH)}z"
            for i, n in sorted(counted.items())
        ]
        body.append(f'<path d="{"".join(bars)}"{paint(hue)}/>')
        y += LANE_HIGH
        body.append(f'<path d="M{LEFT} {number(y)}H{RIGHT}"{paint(stroke="line")}/>')
    body += _years(first, size, columns, wide, top, y)
    return y + 26, body


def _month(mark: TimelineEntry) -> int:
    """The month in which an event begins, counted from January of year 0."""
    assert mark.extent
    day = mark.extent.last if mark.extent.first is None else mark.extent.first
    assert day is not None
    year, month, _ = civil(day)
    return 12 * year + month - 1


def _years(first: int, size: int, columns: int, wide: float, top: float, bottom: float) -> list[str]:
    """Names of years below the columns, as many as have room; `first` is the month of the first column."""
    body, free = [], float(PLOT)
    first_year = first // 12
    step = round_step(columns * size / 12 / ((RIGHT - PLOT) / 44))
    for year in (
        first_year,
        *range(first_year - first_year % step + step, first_year + columns * size // 12 + 2, step),
    ):
        x = (
            max(PLOT + wide * (12 * year - first) / size, PLOT)
            if year == first_year
            else PLOT + wide * (12 * year - first) / size
        )
        if free <= x <= RIGHT - 30:
            body.append(
                f'<path d="M{number(x)} {number(top)}V{number(bottom + 4)}" stroke-dasharray="2 3"{paint(stroke="line")}/>'
            )
            body.append(text(x, bottom + 17, year_words(year), size=12, weight=600))
            free = x + max(44, 8 * len(year_words(year)) + 6)
    return body


def _counts(every: list[TimelineEntry], topics: list[str], hues: dict[str, str], y: float) -> tuple[float, list[str]]:
    """A table: how many events of each topic have each status, dated or not; the negated beside it."""
    named = {m.status: m.status_label for m in every}
    columns = [s for s in STATUSES if s in named] + sorted(s for s in named if s not in STATUSES)
    columns = columns[:8]
    body = [
        text(LEFT, y + 30, "All events", size=14, weight=700),
        text(LEFT + 84, y + 30, "by topic and status", size=13, colour="mute"),
    ]
    y += 50
    step = (RIGHT - TABLE) / (len(columns) + 1)
    heads = [*columns, "negated"]
    for i, status in enumerate(heads):
        x = TABLE + (i + 1) * step
        is_negated = i == len(columns)
        body.append(shape(x - 8, y - 2, "occurred" if is_negated else status, is_negated, "ink"))
        label = "Negated" if is_negated else named[status]
        body.append(text(x, y + 20, fitted(label, 11.5, step), size=11.5, colour="mute", anchor="end"))
    y += 28
    for topic, some in _by_lane(every, topics).items():
        body.append(f'<path d="M{LEFT} {number(y)}H{RIGHT}"{paint(stroke="line")}/>')
        hue = hues[topic] if topic is not None else "mute"
        body.append(f'<rect x="{LEFT}" y="{number(y + 5)}" width="5" height="14" rx="2.5"{paint(hue)}/>')
        body.append(
            text(LEFT + 14, y + 17, fitted(_name(topic, some), 13, TABLE - LEFT - 28, 600), size=13, weight=600)
        )
        counted = Counter(m.status for m in some)
        numbers = [*(counted[s] for s in columns), sum(m.negated for m in some)]
        for i, n in enumerate(numbers):
            body.append(
                text(
                    TABLE + (i + 1) * step,
                    y + 17,
                    f"{n:,}" if n else "–",
                    size=13,
                    anchor="end",
                    colour="ink" if n else "mute",
                )
            )
        y += 25
    return y, body
