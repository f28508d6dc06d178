"""JSON for TimelineJS3 (Knight Lab): a slide for each event with a date.

TimelineJS puts headlines and texts into the page as HTML, so everything from the package is escaped here.
"""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

from event_timeline.exports import made
from event_timeline.exports.dataset import Dataset
from event_timeline.exports.dates import Moment, explained, parse, words

Row = dict[str, Any]


def write(data: Dataset, target: Path) -> None:
    """Write UTF-8 JSON: `title` names the package and counts what is left out, `events` are in narrative order."""
    target.write_text(json.dumps(document(data), indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


def document(data: Dataset) -> Row:
    """What TimelineJS reads, as its "JSON Format" page describes it; dates keep the precision they have."""
    events = data.frames["events"].sort("position").collect().to_dicts()
    dated = [e for e in events if e["earliest"] or e["latest"]]
    labels = {(r["vocabulary"], r["term"]): r["label"] for r in data.rows("codebook")}
    places = {r["place_id"]: r["name"] or r["place_id"] for r in data.rows("places")}
    lines = [_paragraph(str(data.descriptor.get("description") or ""))] if data.descriptor.get("description") else []
    lines.append(_paragraph(f"{len(events) - len(dated)} of {len(events)} events have no date and are left out."))
    said = _statements(data)
    return {
        "generator": made.mark("timelinejs"),
        "scale": "human",
        "title": {"text": {"headline": escape(str(data.descriptor.get("title") or data.name)), "text": "".join(lines)}},
        "events": [_slide(e, labels, places, said) for e in dated],
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
    """Start and end at the precision of the EDTF; its bounds where it is more than a moment or an interval."""
    span = parse(event["date_edtf"])
    start, end = (span.start, span.end if span.interval else None) if span else (None, None)
    if span is None or not (start or end):
        start, end = _moment(event["earliest"]), _moment(event["latest"])
    first = start or end
    assert first is not None  # callers have only events with a bound
    return _parts(first), _parts(end) if start and end and start != end else None


def _moment(day: date | None) -> Moment | None:
    return Moment(day.year, day.month, day.day) if day else None


def _parts(moment: Moment) -> Row:
    return {k: v for k in ("year", "month", "day") if (v := getattr(moment, k)) is not None}


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
