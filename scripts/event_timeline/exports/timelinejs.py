"""JSON for TimelineJS3 (Knight Lab): a slide for each event with a date.

TimelineJS puts headlines and texts into the page as HTML, so everything from the package is escaped here.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from event_timeline.exports import event_details, ownership
from event_timeline.exports.dataset import Dataset
from event_timeline.exports.visual.dates import event_date, explained, parts, words
from event_timeline.exports.visual.timeline import extent
from event_timeline.profile.edtf import civil

Row = dict[str, Any]
MAX_HUMAN_YEAR = 270_000
"""Years before and after 1970 that a JavaScript Date holds; beyond, TimelineJS needs its scale of whole years."""


def write(data: Dataset, target: Path) -> None:
    """Write UTF-8 JSON: `title` names the package and counts what is left out, `events` are in narrative order."""
    target.write_text(json.dumps(document(data), indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


def document(data: Dataset) -> Row:
    """What TimelineJS reads, as its "JSON Format" page describes it; dates keep the precision they have."""
    events = data.frames["events"].sort("position").collect().to_dicts()
    dated = [e for e in events if extent(e["date_edtf"], e["earliest"], e["latest"])]
    labels = {(r["vocabulary"], r["term"]): r["label"] for r in data.rows("codebook")}
    places = {r["place_id"]: r["name"] or r["place_id"] for r in data.rows("places")}
    lines = [_paragraph(str(data.descriptor.get("description") or ""))] if data.descriptor.get("description") else []
    lines.append(_paragraph(f"{len(events) - len(dated)} of {len(events)} events have no date and are left out."))
    said = _statements(data)
    for event, details in event_details.lines(data).items():
        said.setdefault(event, []).extend(_paragraph(line) for line in details)
    slides = [_slide(e, labels, places, said) for e in dated]
    years = [s[k]["year"] for s in slides for k in ("start_date", "end_date") if k in s]
    cosmological = any(abs(year) > MAX_HUMAN_YEAR for year in years)
    for slide in slides if cosmological else ():
        slide |= {k: {"year": slide[k]["year"]} for k in ("start_date", "end_date") if k in slide}
    return {
        "generator": ownership.ownership_mark("timelinejs"),
        "scale": "cosmological" if cosmological else "human",
        "title": {"text": {"headline": escape(str(data.descriptor.get("title") or data.name)), "text": "".join(lines)}},
        "events": slides,
    }


def _slide(event: Row, labels: dict[tuple[str, str], str], places: dict[str, str], said: dict[str, list[str]]) -> Row:
    start, end = _dates(event)
    label = event["label"] or event["event_id"]
    status = labels.get(("events.status", event["status"])) or event["status"]
    negated = event["polarity"] == "negated"
    facts = [status, "said not to take place" if negated else "", places.get(event["place_id"], "")]
    text = [_paragraph(line) for line in (event["summary"], " · ".join(filter(None, facts))) if line]
    note = explained(event["date_edtf"], event["earliest"], event["latest"])
    text += [_paragraph(note)] if note else []
    text += said.get(event["event_id"], [])
    slide: Row = {"start_date": start}
    if end:
        slide["end_date"] = end
    return slide | {
        "display_date": escape(words(event["date_edtf"], event["earliest"], event["latest"])),
        "group": escape(str(labels.get(("events.topic", event["topic"])) or event["topic"] or "")),
        "text": {"headline": escape(f"Not: {label}" if negated else label), "text": "".join(text)},
        "unique_id": event["event_id"],
    }


def _dates(event: Row) -> tuple[Row, Row | None]:
    """Start and end at the precision of the EDTF; its bounds where it is not plain dates. A deadline is on its day."""
    at = event_date(event["date_edtf"], event["earliest"], event["latest"])
    ends = [e.moment for e in (at.said.start, at.said.end) if e.moment] if at.said else []
    if at.said and at.said.is_deadline and at.said.ranges[0].end:
        ends = [at.said.ranges[0].end]
    if ends and at.said and all(m.is_plain and m.first is not None for m in ends):
        start, end = _parts(parts(ends[0])), _parts(parts(ends[-1]))
        return start, end if at.said.kind == "interval" and end != start else None
    drawn = extent(event["date_edtf"], event["earliest"], event["latest"])
    assert drawn  # callers have only events with a bound
    days = [civil(day) for day in (drawn.first, drawn.last) if day is not None]
    return _parts(days[0]), _parts(days[-1]) if days[-1] != days[0] else None


def _parts(numbers: Sequence[int]) -> Row:
    """What TimelineJS calls a date. Its years have no 0: it writes -45 as 45 BCE, which is the astronomical year -44."""
    year, *rest = numbers
    return dict(zip(("year", "month", "day"), (year if year > 0 else year - 1, *rest), strict=False))


def _paragraph(words_: str) -> str:
    return f"<p>{escape(words_)}</p>"


def _statements(data: Dataset) -> dict[str, list[str]]:
    """Event -> a paragraph of HTML for each statement about it, in reading order, the quotation where there is one."""
    names = dict(data.frames["actors"].select("actor_id", "name").collect().iter_rows())
    rows = {r["statement_id"]: r for r in data.rows("statements")}
    found: dict[str, list[tuple[str, int, str]]] = defaultdict(list)
    for link in data.rows("statement_events"):
        row = rows.get(link["statement_id"])
        if row is not None and row["repeats"] is None:
            speaker = names.get(row["speaker_id"]) or row["speaker_as_reported"] or "Somebody"
            content: str = f"“{row['quote']}”" if row["quote"] is not None else row["summary"] or row["statement_id"]
            html = f"<p><b>{escape(speaker)}</b>: {escape(content)}</p>"
            found[link["event_id"]].append((row["source_id"], row["position"], html))
    return {event: [html for *_, html in sorted(items)] for event, items in found.items()}
