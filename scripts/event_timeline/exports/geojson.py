"""GeoJSON (RFC 7946): a feature for each event at its place, longitude first.

An event whose place is unknown keeps its feature with a null geometry, which the standard calls unlocated
(section 3.2) and which GIS load as a row without a point: nothing is lost and nothing is invented. A place
without coordinates of its own is put at the nearest place around it that has some; `coordinates_of` says which.
"""

from __future__ import annotations

import json
from datetime import date
from math import isfinite
from pathlib import Path
from typing import Any

from event_timeline.exports import ownership
from event_timeline.exports.dataset import Dataset
from event_timeline.exports.visual.dates import words

Row = dict[str, Any]


def write(data: Dataset, target: Path) -> None:
    """Write UTF-8 GeoJSON, a feature a line in narrative order; every feature has every property, missing ones null."""
    places = {r["place_id"]: r for r in data.rows("places")}
    names = dict(data.frames["actors"].select("actor_id", "name").collect().iter_rows())
    taking_part: dict[str, list[str]] = {}
    for row in data.rows("event_actors"):
        taking_part.setdefault(row["event_id"], []).append(names.get(row["actor_id"]) or row["actor_id"])
    head = {"type": "FeatureCollection", "name": data.name, "generator": ownership.ownership_mark("geojson")}
    with target.open("w", encoding="utf-8", newline="\n") as out:
        out.write(_json(head)[:-1] + ', "features": [')
        between = "\n"
        for event in data.frames["events"].sort("position").collect().iter_rows(named=True):
            feature = _feature(event, places, sorted(set(taking_part.get(event["event_id"], []))))
            out.write(between + _json(feature))
            between = ",\n"
        out.write("\n]}\n")


def _feature(event: Row, places: dict[str, Row], participants: list[str]) -> Row:
    place = places.get(event["place_id"], {})
    located = _located(event["place_id"], places)
    properties = {k: _plain(v) for k, v in event.items()}
    return {
        "type": "Feature",
        "id": event["event_id"],
        "geometry": {"type": "Point", "coordinates": [located["longitude"], located["latitude"]]} if located else None,
        "properties": properties
        | {
            "when": words(event["date_edtf"], event["earliest"], event["latest"]),
            "place": place.get("name"),
            "coordinates_of": located["place_id"] if located else None,
            "participants": "; ".join(participants) or None,
        },
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
