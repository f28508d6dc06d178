"""A calendar (iCalendar, RFC 5545): an all-day entry for each event with a date.

An entry spans the days that the date allows. Where that is not when the event took place but what is known
of it (a month, an uncertain day, an open end), the description says so, since a calendar cannot show it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from event_timeline.exports import event_details, iris, ownership
from event_timeline.exports.dataset import Dataset
from event_timeline.exports.optional_libraries import library
from event_timeline.exports.visual.dates import event_date, explained, words
from event_timeline.exports.visual.timeline import extent
from event_timeline.profile.edtf import to_date

Row = dict[str, Any]

CONFIRMED = frozenset(("occurred", "ongoing", "habitual"))
"""Statuses of what is the case; everything else is TENTATIVE in a calendar."""
UNKNOWN_STAMP = datetime(1970, 1, 1, tzinfo=UTC)
"""DTSTAMP is required in every entry; this is for a package that does not say when it was created."""


def write(data: Dataset, target: Path) -> None:
    """Write the calendar, CRLF lines as the standard asks. Raises UserError where icalendar is missing."""
    icalendar = library("icalendar", "ics", "ics")
    events = data.frames["events"].sort("position").collect().to_dicts()
    dated = [e for e in events if _days(e)]
    calendar = icalendar.Calendar()
    title = str(data.descriptor.get("title") or data.name)
    left_out = f"{len(events) - len(dated)} of {len(events)} events have no date and are left out."
    if any(extent(e["date_edtf"], e["earliest"], e["latest"]) and not _days(e) for e in events):
        left_out = left_out.replace("no date", "no date in the years 1 to 9999, which a calendar can hold,")
    description = " ".join(filter(None, [str(data.descriptor.get("description") or ""), left_out]))
    for key, value in (
        ("PRODID", "-//Event Timeline//timeline export ics//EN"),
        ("VERSION", "2.0"),
        ("CALSCALE", "GREGORIAN"),
        ("NAME", title),
        ("X-WR-CALNAME", title),
        ("DESCRIPTION", description),
        ("X-WR-CALDESC", description),
        ("X-EVENT-TIMELINE-EXPORT", ownership.label("ics")),
        ("X-SHA256", ownership.ZEROS),
    ):
        calendar.add(key, icalendar.vText(value))  # it escapes text only where it knows that it is text
    context = _Context(data)
    for event in dated:
        calendar.add_component(context.entry(icalendar, event))
    target.write_bytes(calendar.to_ical())


class _Context:
    """What an entry needs beside the event's row."""

    def __init__(self, data: Dataset) -> None:
        self.base = iris.base(data.descriptor)
        self.stamp = _stamp(data.descriptor.get("created"))
        self.homepage = str(data.descriptor.get("homepage") or "")
        self.places = {r["place_id"]: r for r in data.rows("places")}
        self.labels = {(r["vocabulary"], r["term"]): r["label"] for r in data.rows("codebook")}
        self.participants: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for row, name in event_details.participants(data):
            self.participants[row["event_id"]][row["role"]].append(name)
        self.details = event_details.lines(data)

    def label(self, column: str, term: str) -> str:
        return str(self.labels.get((column, term)) or term)

    def entry(self, icalendar: Any, event: Row) -> Any:
        days = _days(event)
        assert days  # callers have only events of which a calendar can hold a day
        first, last = days
        negated = event["polarity"] == "negated"
        made_entry = icalendar.Event()
        made_entry.add("UID", iris.part(self.base, "events", event["event_id"]))
        made_entry.add("DTSTAMP", self.stamp)
        made_entry.add("DTSTART", first)
        if last < date.max:  # DTEND is the day after, and year 9999 has no such day
            made_entry.add("DTEND", last + timedelta(days=1))
        label = event["label"] or event["event_id"]
        label = f"Not: {label}" if negated else label
        made_entry.add("SUMMARY", f"{_deadline(event)}{label}")
        made_entry.add("DESCRIPTION", "\n".join(self._lines(event)))
        categories = [self.label(f"events.{c}", event[c]) for c in ("topic", "kind", "status") if event[c]]
        if categories:
            made_entry.add("CATEGORIES", categories)
        made_entry.add("STATUS", "CONFIRMED" if event["status"] in CONFIRMED and not negated else "TENTATIVE")
        made_entry.add("TRANSP", "TRANSPARENT")
        if iris.is_web(self.homepage):
            made_entry.add("URL", self.homepage)
        place = self.places.get(event["place_id"])
        if place:
            made_entry.add("LOCATION", place["name"] or place["place_id"])
            if place["latitude"] is not None and place["longitude"] is not None:
                made_entry.add("GEO", (place["latitude"], place["longitude"]))
        return made_entry

    def _lines(self, event: Row) -> Iterator[str]:
        yield from filter(None, [event["summary"]])
        yield f"When: {words(event['date_edtf'], event['earliest'], event['latest'])}"
        note = explained(event["date_edtf"], event["earliest"], event["latest"])
        if note:
            yield note
        if event["date_basis"]:
            yield f"Date: {self.label('events.date_basis', event['date_basis']).lower()}"
        if event["status"]:
            yield f"Status: {self.label('events.status', event['status'])}"
        if event["polarity"] == "negated":
            yield "This is said not to take place."
        for role, names in sorted(self.participants.get(event["event_id"], {}).items()):
            yield f"{self.label('event_actors.role', role)}: {', '.join(sorted(names))}"
        yield from self.details.get(event["event_id"], ())


def _days(event: Row) -> tuple[date, date] | None:
    """First and last day of the entry; where one end is open, it is on the day that is known, and a deadline on its last day.

    None where no day can be written.
    """
    drawn = extent(event["date_edtf"], event["earliest"], event["latest"])
    ends = (
        ()
        if drawn is None
        else (drawn.last,)
        if drawn.or_before and drawn.sure_from is None
        else (drawn.first, drawn.last)
    )
    days = [day for number in ends if (day := to_date(number))]
    return (days[0], days[-1]) if days else None


def _deadline(event: Row) -> str:
    """`By 31 May 2026: ` for what is due by a day, since a calendar shows it on that day; empty for other dates."""
    said = event_date(event["date_edtf"], event["earliest"], event["latest"]).said
    due = words(event["date_edtf"], None, None) if said and said.is_deadline else ""
    return f"{due[0].upper()}{due[1:]}: " if due else ""


def _stamp(created: Any) -> datetime:
    try:
        stamp = datetime.fromisoformat(str(created))
    except ValueError:
        return UNKNOWN_STAMP
    return (stamp if stamp.tzinfo else stamp.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)
