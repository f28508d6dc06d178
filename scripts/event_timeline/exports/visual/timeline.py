"""Events as pictures, pages and terminals show them: when in days and in few words, where, in which lane."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from event_timeline.exports.visual.dates import briefly, event_date
from event_timeline.profile.edtf import Edtf, days_of

if TYPE_CHECKING:
    from event_timeline.exports.dataset import Dataset

Row = dict[str, Any]

STATUSES = ("occurred", "ongoing", "habitual", "planned", "conditional", "hypothetical", "asserted")
"""The profile's statuses, from what is the case to what is only said, each with a shape of its own."""
FACTUAL_STATUSES = frozenset(("occurred", "ongoing", "habitual"))
"""Statuses of what the source reports as the case; the others are framed with dashes."""
NEGATED = "negated"


@dataclass(frozen=True, slots=True)
class Extent:
    """When, as day numbers (`event_timeline.profile.edtf`), all ends included.

    first, last: the earliest and latest day possible, None where open or unknown. sure_from, sure_to: the days
    on which it surely takes place, None where no day is sure (`2024-03`: some day in March). goes_on,
    goes_back: the end, or the beginning, is open rather than unknown. doubt, doubt_start: the mark of doubt of the whole
    date or of an interval's end, and of an interval's beginning; each one of DOUBTS.
    or_before, or_after: it may as well take place on any day before `first`, or after `last`, which are the days that the date
    names: a deadline (`[..2026-05-31]`) is drawn on its day and not from the beginning of time.
    """

    first: int | None
    last: int | None
    sure_from: int | None
    sure_to: int | None
    goes_on: bool = False
    goes_back: bool = False
    doubt: str = ""
    doubt_start: str = ""
    or_before: bool = False
    or_after: bool = False


@dataclass(frozen=True, slots=True)
class TimelineEntry:
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


def timeline_entries(data: Dataset) -> list[TimelineEntry]:
    """All events: the dated ones by day, then the undated in the narrative's order."""
    named = labels(data)
    places = dict(data.frames["places"].select("place_id", "name").collect().iter_rows())
    made = [
        _mark(row, named, places)
        for row in data.frames["events"].sort("position", "event_id").collect().iter_rows(named=True)
    ]
    return sorted(made, key=_order)


def _mark(row: Row, named: dict[tuple[str, str], str], places: dict[str, str]) -> TimelineEntry:
    status, topic = row["status"] or "", row["topic"] or ""
    return TimelineEntry(
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


def _order(mark: TimelineEntry) -> tuple[bool, int, bool, int, int]:
    if mark.extent is None:
        return True, 0, False, 0, mark.position
    first, last = mark.extent.first, mark.extent.last
    known = first if first is not None else last
    assert known is not None
    return False, known, last is None, last or 0, mark.position


def extent(edtf: str | None, earliest: date | None, latest: date | None) -> Extent | None:
    """The days of an event; None where neither bound is known, or both contradict each other."""
    at = event_date(edtf, earliest, latest)
    if at.first is None and at.last is None:
        return None
    if at.said is None:
        return Extent(at.first, at.last, None, None)
    first, last, days = at.first, at.last, days_of(at.said)
    doubt, doubt_start = _doubts(at.said)
    goes_back, goes_on = _open_ends(at.said)
    or_before = first is None and _is_bound(at.said, "before")
    or_after = last is None and _is_bound(at.said, "after")
    named = _named(at.said)
    if or_before:
        first = min(named)
    if or_after:
        last = max(named)
    sure_from, sure_to = _sure(at.said, days.begins_by, days.ends_from)
    if goes_on and not goes_back and days.begins_by is not None:  # it lasts from there on, without an end to draw
        sure_from = sure_to = days.begins_by
    if goes_back and not goes_on and days.ends_from is not None:
        sure_from = sure_to = days.ends_from
    return Extent(first, last, sure_from, sure_to, goes_on, goes_back, doubt, doubt_start, or_before, or_after)


def _sure(said: Edtf, begins_by: int | None, ends_from: int | None) -> tuple[int | None, int | None]:
    """The first and last day on which it surely takes place; of several dates that all apply no stretch is sure."""
    several = said.kind == "one_of" or (said.kind == "all_of" and len(said.ranges) > 1)
    if several or begins_by is None or ends_from is None or begins_by > ends_from:
        return None, None
    return begins_by, ends_from


def _doubts(said: Edtf) -> tuple[str, str]:
    """The marks of doubt at the end (or of all of it) and at the beginning."""
    if said.kind != "interval":
        some = [m.mark for r in said.ranges for m in (r.start, r.end) if m and m.mark]
        return (said.start.moment.mark if said.start.moment else some[0] if some else ""), ""
    start, end = (e.moment.mark if e.moment else "" for e in (said.start, said.end))
    return (end or start, "") if end == start or said.start.moment is None or said.end.moment is None else (end, start)


def _open_ends(said: Edtf) -> tuple[bool, bool]:
    """Whether it goes on before, and after, all dates that are named."""
    if said.kind == "all_of":
        return any(r.start is None for r in said.ranges), any(r.end is None for r in said.ranges)
    return said.start.moment is None and said.start.is_open, said.end.moment is None and said.end.is_open


def _is_bound(said: Edtf, side: str) -> bool:
    """Whether it is the named days or some day before them, or after them."""
    if said.kind == "one_of":
        return any((r.start if side == "before" else r.end) is None for r in said.ranges)
    return (said.start if side == "before" else said.end).bound == side


def _named(said: Edtf) -> list[int]:
    """First and last day numbers of the dates that are named."""
    moments = [said.start.moment, said.end.moment, *(m for r in said.ranges for m in (r.start, r.end))]
    return [day for m in moments if m for day in (m.first, m.last) if day is not None]


def is_reported_as_fact(mark: TimelineEntry) -> bool:
    """Whether the source reports an event as the case."""
    return mark.status in FACTUAL_STATUSES and not mark.negated


def lanes(drawn: Iterable[TimelineEntry]) -> dict[str, list[TimelineEntry]]:
    """Topic -> its events, topics in the order in which the given events bring them up."""
    found: dict[str, list[TimelineEntry]] = {}
    for mark in drawn:
        found.setdefault(mark.topic, []).append(mark)
    return found
