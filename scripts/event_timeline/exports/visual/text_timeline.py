"""A timeline as text: an event a line, with signs for what is the case and what is only said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from event_timeline.exports.visual.selection import Statement, Timeline
from event_timeline.exports.visual.terminal_columns import cut, padded, safe, wrapped
from event_timeline.exports.visual.timeline import TimelineEntry
from event_timeline.io.terminal import shown_width, style

SIGNS = {
    "occurred": "●", "ongoing": "▶", "habitual": "◎", "planned": "○", "conditional": "◇", "hypothetical": "◌", "asserted": "❝",
}  # fmt: skip
PLAIN = {
    "occurred": "*",
    "ongoing": ">",
    "habitual": "@",
    "planned": "o",
    "conditional": "^",
    "hypothetical": ".",
    "asserted": '"',
}
"""For terminals that cannot show SIGNS."""
NEGATED, OTHER = ("✗", "x"), ("□", "#")
"""The signs of a negated event and of a status of the package's own, each with its plain form."""
STATUS, WHEN = 13, 26
"""Columns of the status, and at most of the date."""


def lines(timeline: Timeline, width: int, in_full: bool, encoding: str = "utf-8") -> Iterator[str]:
    """Yield the timeline in lines of `width` columns.

    in_full: with summaries, participants, statements and details; encoding: of what shows it, which may lack some of the SIGNS.
    """
    shown, total = timeline.events, timeline.total
    for line in wrapped(safe(timeline.title), width):
        yield style(line, bold=True)
    dated = [m for m in shown if m.extent]
    undated = [m for m in shown if not m.extent]
    number = f"{len(shown):,} of {total:,}" if len(shown) < total else f"{total:,}"
    yield f"{number} {'event' if number == '1' else 'events'}, {len(dated):,} with a date"
    columns = min(
        WHEN, max([shown_width(safe(m.when)) for m in shown] + [len(f"{m.position:,}") + 4 for m in undated] + [0])
    )
    for heading, some in (("Dated", dated), ("Without a date, in the order of the text", undated)):
        if some:
            yield ""
            yield style(heading, bold=True)
        for mark in some:
            yield from _entry(mark, columns, width, encoding)
            texts = _details(timeline, mark) if in_full else []
            texts += [
                _said(s)
                for s in timeline.statements.get(mark.event_id, ())
                if in_full or s.row["speaker_id"] in timeline.actors
            ]
            yield from _indented(texts, columns + 5, width)
    if of_none := timeline.statements.get(""):
        yield from ["", style("Statements that speak of no event", bold=True)]
        yield from _indented([_said(s) for s in of_none], columns + 5, width)
    legend = list(_legend(shown, columns, width, encoding))
    yield from ["", *legend] if legend else []


DATE_SIGNS = {"?": "date uncertain", "≈": "date approximate", "…": "beginning or end not known"}
"""Signs in the events' dates (`exports.dates.briefly`)."""


def _legend(shown: Sequence[TimelineEntry], columns: int, width: int, encoding: str) -> Iterator[str]:
    """What each sign beside the given events means: statuses, doubts of dates, negation; none that does not occur."""
    labels = {m.status: safe(m.status_label).lower() for m in shown if m.status}
    entries = [f"{_sign(SIGNS[s], PLAIN[s], encoding)} {labels[s]}" for s in SIGNS if s in labels]
    others = sorted(label for status, label in labels.items() if status not in SIGNS)
    others += ["no status"] * any(not m.status for m in shown)
    if others:
        entries.append(f"{_sign(*OTHER, encoding)} {', '.join(others)}")
    dates = [safe(m.when) for m in shown if m.when]
    seen = "".join(when for when in dates if cut(when, columns) == when)
    entries += [f"{sign} {meaning}" for sign, meaning in DATE_SIGNS.items() if sign in seen]
    if any(m.negated for m in shown):
        entries.append(f"{_sign(*NEGATED, encoding)} negated: said not to take place")
    line = ""
    for entry in entries:
        longer = f"{line}   {entry}" if line else entry
        if line and shown_width(longer) > width:
            yield line
            longer = entry
        line = longer
    if line:
        yield line


def _entry(mark: TimelineEntry, columns: int, width: int, encoding: str) -> Iterator[str]:
    """One event: when, its sign, its label, its status; the label goes on below where it is long."""
    when = cut(safe(mark.when), columns) if mark.when else f"no. {mark.position:,}"
    status = cut(safe(mark.status_label).lower(), STATUS)
    sign = _sign(SIGNS.get(mark.status, OTHER[0]), PLAIN.get(mark.status, OTHER[1]), encoding)
    prefix = _sign(*NEGATED, encoding) if mark.negated else " "
    label = wrapped(safe(mark.label), width - columns - 5 - STATUS - 1)
    first = f"{padded(when, columns)} {style(prefix, fg='red')}{style(sign, fg='cyan')} "
    yield f"{first} {padded(label[0], width - columns - 5 - STATUS)}{style(status, dim=True)}"
    for line in label[1:]:
        yield f"{'':{columns + 5}}{line}"


def _sign(sign: str, plain: str, encoding: str) -> str:
    try:
        sign.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return plain
    return sign


def _said(statement: Statement) -> str:
    """`Speaker (stance, factuality): summary “quote”`; what is missing is left out."""
    row = statement.row
    judged = ", ".join(filter(None, (statement.stance.lower(), statement.factuality.lower())))
    words = " ".join(filter(None, (row["summary"], row["quote"] and f"“{row['quote']}”")))
    return f"{statement.speaker}{f' ({judged})' if judged else ''}: {words}"


def _indented(texts: Iterable[str], indent: int, width: int) -> Iterator[str]:
    for text in texts:
        for line in wrapped(safe(text), width - indent):
            yield style(f"{'':{indent}}{line}", dim=True)


def _details(timeline: Timeline, mark: TimelineEntry) -> list[str]:
    """The summary, the place, the participants, and what the optional tables and columns have on an event."""
    event_id = mark.event_id
    roles = timeline.participants.get(event_id, {})
    texts = [
        timeline.summaries.get(event_id, ""),
        mark.place and f"Place: {mark.place}",
        *(f"{role}: {', '.join(names)}" for role, names in sorted(roles.items())),
        *timeline.details.get(event_id, ()),
    ]
    return list(filter(None, texts))
