"""DataCite metadata schema 4.6 as XML."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

from event_timeline.citations.datacite import SCHEMA, record
from event_timeline.citations.work import Work

XSI = "http://www.w3.org/2001/XMLSchema-instance"
NO_DOI = ":tba"
"""DataCite's standard value for an identifier to be assigned."""


def render(work: Work) -> str:
    """One record; the element order is the schema's own."""
    data = record(work)
    ET.register_namespace("", SCHEMA)
    ET.register_namespace("xsi", XSI)
    root = ET.Element(f"{{{SCHEMA}}}resource")
    root.set(f"{{{XSI}}}schemaLocation", f"{SCHEMA} {SCHEMA}.6/metadata.xsd")
    _add(root, "identifier", data.get("doi", NO_DOI), identifierType="DOI")
    creators = _add(root, "creators")
    for c in data["creators"]:
        creator = _add(creators, "creator")
        _add(creator, "creatorName", c["name"], **({"nameType": c["nameType"]} if "nameType" in c else {}))
        for tag in ("givenName", "familyName"):
            if c.get(tag):
                _add(creator, tag, c[tag])
        for i in c.get("nameIdentifiers", ()):
            _add(
                creator,
                "nameIdentifier",
                i["nameIdentifier"],
                nameIdentifierScheme=i["nameIdentifierScheme"],
                schemeURI=i["schemeUri"],
            )
    _add(_add(root, "titles"), "title", work.title)
    _add(root, "publisher", data["publisher"]["name"])
    _add(root, "publicationYear", data["publicationYear"])
    _add(root, "resourceType", data["types"]["resourceType"], resourceTypeGeneral="Dataset")
    _list(root, "subjects", "subject", [(s["subject"], {}) for s in data.get("subjects", ())])
    _list(root, "dates", "date", [(d["date"], {"dateType": d["dateType"]}) for d in data["dates"]])
    if data.get("language"):
        _add(root, "language", data["language"])
    _list(
        root,
        "alternateIdentifiers",
        "alternateIdentifier",
        [
            (i["alternateIdentifier"], {"alternateIdentifierType": i["alternateIdentifierType"]})
            for i in data.get("alternateIdentifiers", ())
        ],
    )
    _list(
        root,
        "relatedIdentifiers",
        "relatedIdentifier",
        [
            (r["relatedIdentifier"], {k: r[k] for k in ("relatedIdentifierType", "relationType")})
            for r in data.get("relatedIdentifiers", ())
        ],
    )
    _list(root, "sizes", "size", [(s, {}) for s in data.get("sizes", ())])
    _list(root, "formats", "format", [(f, {}) for f in data["formats"]])
    if data.get("version"):
        _add(root, "version", data["version"])
    _list(
        root,
        "rightsList",
        "rights",
        [
            (
                r["rights"],
                {
                    "rightsURI": r.get("rightsUri", ""),
                    "rightsIdentifier": r["rightsIdentifier"],
                    "rightsIdentifierScheme": "SPDX",
                    "schemeURI": r["schemeUri"],
                },
            )
            for r in data.get("rightsList", ())
        ],
    )
    _list(
        root,
        "descriptions",
        "description",
        [(d["description"], {"descriptionType": "Abstract"}) for d in data.get("descriptions", ())],
    )
    _places(root, data.get("geoLocations", ()))
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode")


def _add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{SCHEMA}}}{tag}", {k: v for k, v in attributes.items() if v})
    element.text = text or None
    return element


def _list(root: ET.Element, tag: str, item: str, values: list[tuple[str, dict[str, str]]]) -> None:
    if values:
        parent = _add(root, tag)
        for text, attributes in values:
            _add(parent, item, text, **attributes)


def _places(root: ET.Element, places: Any) -> None:
    if not places:
        return
    parent = _add(root, "geoLocations")
    for place in places:
        location = _add(parent, "geoLocation")
        if "geoLocationPlace" in place:
            _add(location, "geoLocationPlace", place["geoLocationPlace"])
        if "geoLocationPoint" in place:
            point = _add(location, "geoLocationPoint")
            _add(point, "pointLongitude", str(place["geoLocationPoint"]["pointLongitude"]))
            _add(point, "pointLatitude", str(place["geoLocationPoint"]["pointLatitude"]))
