"""schema.org Dataset as JSON-LD, what dataset search engines and FAIR assessors read."""

from __future__ import annotations

from typing import Any

from event_timeline.citations.fragments import shorten
from event_timeline.citations.work import Name, Work, coverage, place, resources, sources
from event_timeline.io.terminal import json_text

SHORTEST, LONGEST = 50, 5000
"""Characters of a description that Google Dataset Search accepts."""


def render(work: Work) -> str:
    """The JSON-LD, safe to put into the script element of a landing page: `<` is written as an escape."""
    return json_text(dataset(work)).replace("<", "\\u003c")


def dataset(work: Work) -> dict[str, Any]:
    """`license` is a plain URL, since assessors reject nested licence objects."""
    fields: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": work.address,
        "name": work.title,
        "description": abstract(work.description),
        "identifier": work.address,
        "url": work.url,
        "version": work.version,
        "datePublished": work.date,
        "keywords": list(work.keywords),
        "license": work.license_address,
        "isAccessibleForFree": True,
        "inLanguage": work.language,
        "creator": [_agent(n) for n in work.creators],
        "publisher": {"@type": "Organization", "name": work.publisher},
        "temporalCoverage": coverage(work.descriptor),
        "spatialCoverage": _place(work),
        "isBasedOn": [_source(*s) for s in sources(work.descriptor)],
        "variableMeasured": [r.get("title", r["name"]) for r in resources(work.descriptor)],
        "distribution": [_download(r) for r in resources(work.descriptor)],
    }
    return {k: v for k, v in fields.items() if v not in ("", [], None)}


def abstract(description: str) -> str:
    """A description as search engines take it, 5,000 characters at most (Google's guide to Dataset)."""
    return shorten(description, LONGEST)


def _agent(name: Name) -> dict[str, Any]:
    if not name.is_person:
        return {"@type": "Organization", "name": name.literal}
    person = {"@type": "Person", "name": name.literal, "familyName": name.family, "givenName": name.given}
    return person | ({"@id": f"https://orcid.org/{name.orcid}"} if name.orcid else {})


def _place(work: Work) -> dict[str, Any] | None:
    title, point = place(work.descriptor)
    described: dict[str, Any] = {"@type": "Place"} | ({"name": title} if title else {})
    if point:
        described["geo"] = {"@type": "GeoCoordinates", "latitude": point[1], "longitude": point[0]}
    return described if len(described) > 1 else None


def _source(title: str, address: str) -> dict[str, Any]:
    return {"@type": "CreativeWork", "name": title} | ({"url": address} if address else {})


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
