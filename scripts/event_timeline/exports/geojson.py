"""GeoJSON (RFC 7946): a feature for each event at its place, longitude first.

An event whose place is unknown keeps its feature with a null geometry, which the standard calls unlocated
(section 3.2) and which GIS load as a row without a point: nothing is lost and nothing is invented. A place
without coordinates of its own is put at the nearest place around it that has some; `coordinates_of` says which.

Each further place of an event (`event_places`) is a feature of its own with the event's properties; `place_role` is its role
there, and null in the event's first feature, so that events are counted where it is null.
"""

from __future__ import annotations

import json
from datetime import date
from math import isfinite
from pathlib import Path
from typing import Any

from event_timeline import profile
from event_timeline.exports import event_details, ownership
from event_timeline.exports.dataset import Dataset
from event_timeline.exports.visual.dates import words

Row = dict[str, Any]


def write(data: Dataset, target: Path) -> None:
    """Write UTF-8 GeoJSON, a feature a line in narrative order; every feature has every property, missing ones null."""
    places = {r["place_id"]: r for r in data.rows("places")}
    taking_part: dict[str, list[str]] = {}
    for row, name in event_details.participants(data):
        taking_part.setdefault(row["event_id"], []).append(name)
    lines = {
        name: of(data)
        for name, table, of in (
            ("measures", "measures", event_details.measures),
            ("reported_by", "event_sources", event_details.reports),
        )
        if profile.has_optional(data.schemas, table)
    }
    further: dict[str, list[Row]] = {}
    for row in data.rows("event_places") if profile.has_optional(data.schemas, "event_places") else ():
        further.setdefault(row["event_id"], []).append(row)
    head = {"type": "FeatureCollection", "name": data.name, "generator": ownership.ownership_mark("geojson")}
    with target.open("w", encoding="utf-8", newline="\n") as out:
        out.write(_json(head)[:-1] + ', "features": [')
        between = "\n"
        for event in data.frames["events"].sort("position").collect().iter_rows(named=True):
            key = event["event_id"]
            more = {"participants": "; ".join(sorted(set(taking_part.get(key, [])))) or None}
            more |= {name: "; ".join(of.get(key, [])) or None for name, of in lines.items()}
            features = [_feature(event, key, event["place_id"], places, more | _role(data, None))]
            for row in further.get(key, ()):
                name = f"{key}/{row['place_id']}/{row['role']}"
                features.append(_feature(event, name, row["place_id"], places, more | _role(data, row["role"])))
            for feature in features:
                out.write(between + _json(feature))
                between = ",\n"
        out.write("\n]}\n")


def _role(data: Dataset, role: str | None) -> Row:
    return {"place_role": role} if profile.has_optional(data.schemas, "event_places") else {}


def _feature(event: Row, name: str, place_id: str | None, places: dict[str, Row], more: Row) -> Row:
    place = places.get(place_id, {}) if place_id is not None else {}
    located = _located(place_id, places)
    properties = {k: _plain(v) for k, v in event.items()}
    return {
        "type": "Feature",
        "id": name,
        "geometry": {"type": "Point", "coordinates": [located["longitude"], located["latitude"]]} if located else None,
        "properties": properties
        | {
            "when": words(event["date_edtf"], event["earliest"], event["latest"]),
            "place": place.get("name"),
            "coordinates_of": located["place_id"] if located else None,
        }
        | more,
    }


def _located(place_id: str | None, places: dict[str, Row]) -> Row | None:
    """The place itself or the nearest one around it that has coordinates."""
    seen: set[str] = set()
    while place_id is not None and place_id in places and place_id not in seen:
        seen.add(place_id)
        place = places[place_id]
        if place["latitude"] is not None and place["longitude"] is not None:
            return place
        place_id = place["within"]
    return None


def _plain(value: Any) -> Any:
    """A cell as JSON: dates as ISO text, and as text too what JSON has no number for."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, float) and not isfinite(value) else value


def _json(value: Row) -> str:
    return json.dumps(value, ensure_ascii=False)
