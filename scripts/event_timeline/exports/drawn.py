"""Events as pictures, pages and terminals show them: when in days and in few words, where, in which lane."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from event_timeline import edtf_
from event_timeline.exports import dates

if TYPE_CHECKING:
    from event_timeline.exports.dataset import Dataset

Row = dict[str, Any]

STATUSES = ("occurred", "ongoing", "habitual", "planned", "conditional", "hypothetical", "asserted")
"""The profile's statuses, from what is the case to what is only said, each with a shape of its own."""
HELD = frozenset(("occurred", "ongoing", "habitual"))
"""Statuses of what the source reports as the case; the others are framed with dashes."""
NEGATED = "negated"
DOUBTS = {"?": "?", "~": "≈", "%": "?≈"}
"""EDTF's marks of doubt, and how they are drawn."""


@dataclass(frozen=True, slots=True)
class Extent:
    """When, in whole days, all ends included.

    first, last: the earliest and latest day possible, None where open or unknown. sure_from, sure_to: the days
    on which it surely takes place, None where no day is sure (`2024-03`: some day in March). goes_on,
    goes_back: the end, or the beginning, is open rather than unknown. doubt: one of DOUBTS or empty.
    """

    first: date | None
    last: date | None
    sure_from: date | None
    sure_to: date | None
    goes_on: bool = False
    goes_back: bool = False
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """One event ready to be drawn; `when` is short (`28–29 Nov 2023`), labels are the codebook's."""

    event_id: str
    position: int
    label: str
    when: str
    extent: Extent | None
    status: str
    status_label: str
    negated: bool
    topic: str
    topic_label: str
    place: str


def labels(data: Dataset) -> dict[tuple[str, str], str]:
    """(vocabulary, term) -> the codebook's label."""
    frame = data.frames["codebook"].select("vocabulary", "term", "label").collect()
    return {(v, t): label for v, t, label in frame.iter_rows() if label}


def marks(data: Dataset) -> list[Mark]:
    """All events: the dated ones by day, then the undated in the narrative's order."""
    named = labels(data)
    places = dict(data.frames["places"].select("place_id", "name").collect().iter_rows())
    made = [
        _mark(row, named, places)
        for row in data.frames["events"].sort("position", "event_id").collect().iter_rows(named=True)
    ]
    return sorted(made, key=_order)


def _mark(row: Row, named: dict[tuple[str, str], str], places: dict[str, str]) -> Mark:
    status, topic = row["status"] or "", row["topic"] or ""
    return Mark(
        event_id=row["event_id"],
        position=row["position"] or 0,
        label=row["label"] or row["event_id"],
        when=briefly(row["date_edtf"], row["earliest"], row["latest"]),
        extent=extent(row["date_edtf"], row["earliest"], row["latest"]),
        status=status,
        status_label=named.get(("events.status", status), status),
        negated=row["polarity"] == NEGATED,
        topic=topic,
        topic_label=named.get(("events.topic", topic), topic or "No topic"),
        place=places.get(row["place_id"], ""),
    )


def _order(mark: Mark) -> tuple[bool, date, date, int]:
    if mark.extent is None:
        return True, date.max, date.max, mark.position
    known = mark.extent.first or mark.extent.last or date.max
    return False, known, mark.extent.last or date.max, mark.position


def extent(edtf: str | None, earliest: date | None, latest: date | None) -> Extent | None:
    """The days of an event; None where neither bound is known, or both contradict each other."""
    if (earliest is None and latest is None) or (earliest and latest and earliest > latest):
        return None
    days = edtf_.days(edtf) if edtf else None
    span = dates.parse(edtf)
    doubt = next((m.mark for m in (span.start, span.end) if m and m.mark), "") if span else ""
    if days is None:
        return Extent(earliest, latest, None, None, doubt=doubt)
    goes_on, goes_back = bool(span and span.open_end), bool(span and span.open_start)
    sure_from, sure_to = days.begins_by, days.ends_from
    if goes_on and sure_from:  # it lasts from there on, without an end to draw
        return Extent(earliest, latest, sure_from, sure_from, True, False, doubt)
    if goes_back and sure_to:
        return Extent(earliest, latest, sure_to, sure_to, False, True, doubt)
    if sure_from is None or sure_to is None or sure_from > sure_to:
        sure_from = sure_to = None
    return Extent(earliest, latest, sure_from, sure_to, doubt=doubt)


def briefly(edtf: str | None, earliest: date | None, latest: date | None) -> str:
    """When, in as few characters as possible: `29 Nov 2023`, `28–29 Nov 2023`, `since 2022`, `Mar 2024 ?`."""
    span = dates.parse(edtf)
    if span is None:
        return _between(earliest, latest) if earliest or latest else (edtf or "")
    mark = next((m.mark for m in (span.start, span.end) if m and m.mark), "")
    note = f" {DOUBTS[mark]}" if mark else ""
    if not span.interval:
        return moment(span.start) + note
    if span.start is None:
        return f"{'until' if span.open_start else '… –'} {moment(span.end)}{note}"
    if span.end is None:
        return f"since {moment(span.start)}{note}" if span.open_end else f"{moment(span.start)} – …{note}"
    return _joined(span.start, span.end) + note


def _between(earliest: date | None, latest: date | None) -> str:
    ends = [dates.Moment(d.year, d.month, d.day) for d in (earliest, latest) if d]
    if len(ends) == 2:
        return moment(ends[0]) if ends[0] == ends[1] else f"in {_joined(ends[0], ends[1])}"
    return ("after " if earliest else "before ") + moment(ends[0])


def _joined(start: dates.Moment, end: dates.Moment) -> str:
    """`28–29 Nov 2023`, `28 Nov – 2 Dec 2023`, else both in full."""
    if (start.year, start.month) == (end.year, end.month) and start.day and end.day:
        return f"{start.day}–{moment(end)}"
    if start.year == end.year and start.month and end.month:
        return f"{moment(start).removesuffix(f' {start.year}')} – {moment(end)}"
    return f"{moment(start)} – {moment(end)}"


def moment(at: dates.Moment | None) -> str:
    """A day, month or year with the month's first three letters."""
    if at is None:
        return ""
    month = [dates.MONTHS[at.month - 1][:3]] if at.month else []
    return " ".join([*([str(at.day)] if at.day else []), *month, str(at.year)])


def is_held(mark: Mark) -> bool:
    """Whether the source reports an event as the case."""
    return mark.status in HELD and not mark.negated


def lanes(drawn: Iterable[Mark]) -> dict[str, list[Mark]]:
    """Topic -> its events, topics in the order in which the given events bring them up."""
    found: dict[str, list[Mark]] = {}
    for mark in drawn:
        found.setdefault(mark.topic, []).append(mark)
    return found
