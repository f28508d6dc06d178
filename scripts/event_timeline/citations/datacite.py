"""DataCite metadata schema 4.6 as JSON, ready for DOI registration."""

from __future__ import annotations

from typing import Any

from event_timeline.citations.work import Name, Work, coverage, place, resources, sources
from event_timeline.io.terminal import json_text

SCHEMA = "http://datacite.org/schema/kernel-4"


def render(work: Work) -> str:
    """One record."""
    return json_text(record(work))


def record(work: Work) -> dict[str, Any]:
    """The record; without a DOI it is a draft, which registration completes."""
    span = coverage(work.descriptor)
    size = sum(r["bytes"] for r in resources(work.descriptor) if isinstance(r.get("bytes"), int))
    dates = [{"date": work.date, "dateType": "Issued"}, *([{"date": span, "dateType": "Coverage"}] if span else [])]
    fields: dict[str, Any] = {
        "doi": work.doi,
        "creators": [_creator(n) for n in work.creators],
        "titles": [{"title": work.title}],
        "publisher": {"name": work.publisher},
        "publicationYear": work.year,
        "subjects": [{"subject": k} for k in work.keywords],
        "dates": dates,
        "language": work.language,
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Event timeline data package"},
        "alternateIdentifiers": _alternate(work),
        "relatedIdentifiers": _related(work),
        "sizes": [f"{size} bytes"] if size else [],
        "formats": ["text/csv", "application/json"],
        "version": work.version,
        "rightsList": _rights(work),
        "descriptions": _descriptions(work),
        "geoLocations": _places(work),
        "schemaVersion": SCHEMA,
    }
    return {k: v for k, v in fields.items() if v}


def _creator(name: Name) -> dict[str, Any]:
    """A creator; `nameType` is left out where it is not known whether the name is a person's or an organisation's."""
    creator: dict[str, Any] = {"name": name.literal}
    if name.is_person:
        shown = f"{name.family}, {name.given}".rstrip(", ")
        creator = {"name": shown, "nameType": "Personal", "givenName": name.given, "familyName": name.family}
    elif name.organization:
        creator["nameType"] = "Organizational"
    elif name.orcid:
        creator["nameType"] = "Personal"
    if name.orcid:
        creator["nameIdentifiers"] = [
            {"nameIdentifier": name.orcid, "nameIdentifierScheme": "ORCID", "schemeUri": "https://orcid.org"}
        ]
    return {k: v for k, v in creator.items() if v}


def _alternate(work: Work) -> list[dict[str, str]]:
    """The package's own id and its homepage, each once."""
    kinds = {work.url: "URL"} | {work.own_id: "Data Package id"}
    return [{"alternateIdentifier": i, "alternateIdentifierType": kind} for i, kind in kinds.items() if i]


def _related(work: Work) -> list[dict[str, str]]:
    return [
        {"relatedIdentifier": address, "relatedIdentifierType": "URL", "relationType": "IsDerivedFrom"}
        for _, address in sources(work.descriptor)
        if address
    ]


def _descriptions(work: Work) -> list[dict[str, str]]:
    if not work.description:
        return []
    language = {"lang": work.language} if work.language else {}
    return [{"description": work.description, "descriptionType": "Abstract", **language}]


def _rights(work: Work) -> list[dict[str, str]]:
    if not work.license_id:
        return []
    rights = {
        "rights": work.license_id,
        "rightsUri": work.license_address,
        "rightsIdentifier": work.license_id,
        "rightsIdentifierScheme": "SPDX",
        "schemeUri": "https://spdx.org/licenses/",
    }
    return [{k: v for k, v in rights.items() if v}]


def _places(work: Work) -> list[dict[str, Any]]:
    title, point = place(work.descriptor)
    location: dict[str, Any] = {"geoLocationPlace": title} if title else {}
    if point:
        location["geoLocationPoint"] = {"pointLongitude": point[0], "pointLatitude": point[1]}
    return [location] if location else []
