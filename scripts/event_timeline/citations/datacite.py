"""DataCite metadata schema 4.6 as JSON, ready for DOI registration."""

from __future__ import annotations

import json
from typing import Any

from event_timeline.citations.work import Name, Work

SCHEMA = "http://datacite.org/schema/kernel-4"


def render(work: Work) -> str:
    """One record."""
    return json.dumps(record(work), indent=2, ensure_ascii=False)


def record(work: Work) -> dict[str, Any]:
    """The record; without a DOI it is a draft, which registration completes."""
    temporal = work.descriptor.get("temporal") or {}
    span = "/".join(str(temporal[k]) for k in ("start", "end") if temporal.get(k))
    dates = [{"date": work.date, "dateType": "Issued"}, *([{"date": span, "dateType": "Coverage"}] if span else [])]
    fields: dict[str, Any] = {
        "doi": work.doi,
        "creators": [_creator(n) for n in work.creators],
        "titles": [{"title": work.title}],
        "publisher": {"name": work.publisher},
        "publicationYear": work.year,
        "subjects": [{"subject": k} for k in work.keywords],
        "dates": dates,
        "language": "en",
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Event timeline data package"},
        "alternateIdentifiers": _alternate(work),
        "relatedIdentifiers": _related(work),
        "sizes": [f"{n} bytes" for n in [sum(r.get("bytes", 0) for r in work.descriptor.get("resources", ()))] if n],
        "formats": ["text/csv", "application/json"],
        "version": work.version,
        "rightsList": _rights(work),
        "descriptions": [{"description": work.description, "descriptionType": "Abstract", "lang": "en"}]
        if work.description
        else [],
        "geoLocations": _places(work.descriptor.get("spatial")),
        "schemaVersion": SCHEMA,
    }
    return {k: v for k, v in fields.items() if v}


def _creator(name: Name) -> dict[str, Any]:
    if not name.is_person:
        return {"name": name.literal, "nameType": "Organizational"}
    creator: dict[str, Any] = {
        "name": f"{name.family}, {name.given}".rstrip(", "),
        "nameType": "Personal",
        "givenName": name.given,
        "familyName": name.family,
    }
    if name.orcid:
        creator["nameIdentifiers"] = [
            {"nameIdentifier": name.orcid, "nameIdentifierScheme": "ORCID", "schemeUri": "https://orcid.org"}
        ]
    return {k: v for k, v in creator.items() if v}


def _alternate(work: Work) -> list[dict[str, str]]:
    if not work.identifier or work.doi:
        return []
    return [{"alternateIdentifier": work.identifier, "alternateIdentifierType": "Data Package id"}]


def _related(work: Work) -> list[dict[str, str]]:
    return [
        {"relatedIdentifier": s["path"], "relatedIdentifierType": "URL", "relationType": "IsDerivedFrom"}
        for s in work.descriptor.get("sources", ())
        if str(s.get("path", "")).startswith(("http://", "https://"))
    ]


def _rights(work: Work) -> list[dict[str, str]]:
    if not work.license_id:
        return []
    rights = {
        "rights": work.license_id,
        "rightsUri": work.license_url,
        "rightsIdentifier": work.license_id,
        "rightsIdentifierScheme": "SPDX",
        "schemeUri": "https://spdx.org/licenses/",
    }
    return [{k: v for k, v in rights.items() if v}]


def _places(spatial: Any) -> list[dict[str, Any]]:
    """GeoJSON Point -> geoLocation; other shapes only by their title."""
    if not isinstance(spatial, dict):
        return []
    place: dict[str, Any] = {}
    if spatial.get("title"):
        place["geoLocationPlace"] = spatial["title"]
    if spatial.get("type") == "Point" and len(spatial.get("coordinates", ())) >= 2:
        longitude, latitude = spatial["coordinates"][:2]
        place["geoLocationPoint"] = {"pointLongitude": longitude, "pointLatitude": latitude}
    return [place] if place else []
