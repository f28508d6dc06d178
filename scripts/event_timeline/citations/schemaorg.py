"""schema.org Dataset as JSON-LD, what dataset search engines and FAIR assessors read."""

from __future__ import annotations

import json
from typing import Any

from event_timeline.citations.work import Name, Work


def render(work: Work) -> str:
    """The JSON-LD to put into a landing page."""
    return json.dumps(dataset(work), indent=2, ensure_ascii=False)


def dataset(work: Work) -> dict[str, Any]:
    """`license` is a plain URL, since assessors reject nested licence objects."""
    temporal = work.descriptor.get("temporal") or {}
    span = "/".join(str(temporal[k]) for k in ("start", "end") if temporal.get(k))
    fields: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": work.address,
        "name": work.title,
        "description": work.description,
        "identifier": work.address,
        "url": work.url,
        "version": work.version,
        "datePublished": work.date,
        "keywords": list(work.keywords),
        "license": work.license_url,
        "isAccessibleForFree": True,
        "inLanguage": "en",
        "creator": [_agent(n) for n in work.creators],
        "publisher": {"@type": "Organization", "name": work.publisher},
        "temporalCoverage": span,
        "spatialCoverage": _place(work.descriptor.get("spatial")),
        "isBasedOn": [_source(s) for s in work.descriptor.get("sources", ())],
        "variableMeasured": [r.get("title", r["name"]) for r in work.descriptor.get("resources", ())],
        "distribution": [_download(r) for r in work.descriptor.get("resources", ())],
    }
    return {k: v for k, v in fields.items() if v not in ("", [], None)}


def _agent(name: Name) -> dict[str, Any]:
    if not name.is_person:
        return {"@type": "Organization", "name": name.literal}
    person = {"@type": "Person", "name": name.literal, "familyName": name.family, "givenName": name.given}
    return person | ({"@id": f"https://orcid.org/{name.orcid}"} if name.orcid else {})


def _place(spatial: Any) -> dict[str, Any] | None:
    if not isinstance(spatial, dict):
        return None
    place: dict[str, Any] = {"@type": "Place"}
    if spatial.get("title"):
        place["name"] = spatial["title"]
    if spatial.get("type") == "Point" and len(spatial.get("coordinates", ())) >= 2:
        longitude, latitude = spatial["coordinates"][:2]
        place["geo"] = {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude}
    return place if len(place) > 1 else None


def _source(source: dict[str, Any]) -> dict[str, Any]:
    work = {"@type": "CreativeWork", "name": source.get("title", "")}
    return work | ({"url": source["path"]} if source.get("path") else {})


def _download(resource: dict[str, Any]) -> dict[str, Any]:
    fields = {
        "@type": "DataDownload",
        "name": resource["name"],
        "description": resource.get("description", ""),
        "contentUrl": resource.get("path", ""),
        "encodingFormat": resource.get("mediatype", "text/csv"),
        "contentSize": f"{resource['bytes']} B" if "bytes" in resource else "",
        "sha256": str(resource.get("hash", "")).removeprefix("sha256:"),
    }
    return {k: v for k, v in fields.items() if v}
