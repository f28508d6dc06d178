"""Citation File Format 1.2.0."""

from __future__ import annotations

from typing import Any

import yaml

from event_timeline.citations.work import Name, Work

MESSAGE = "If you use this dataset, please cite it as below."


def render(work: Work) -> str:
    """YAML, in the order the format's guide shows."""
    text: str = yaml.safe_dump(document(work), sort_keys=False, allow_unicode=True, width=100)
    return text.rstrip("\n")


def document(work: Work) -> dict[str, Any]:
    """The file's content."""
    fields: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": MESSAGE,
        "type": "dataset",
        "title": work.title,
        "version": work.version,
        "date-released": work.date,
        "authors": [_author(n) for n in work.creators],
        "license": work.license_id,
        "doi": work.doi,
        "identifiers": _identifiers(work),
        "url": work.url,
        "abstract": work.description,
        "keywords": list(work.keywords),
    }
    return {k: v for k, v in fields.items() if v}


def _identifiers(work: Work) -> list[dict[str, str]]:
    """The package's own id, unless it is the DOI: a `url`, or what the schema knows no type for, `other`."""
    if not work.own_id:
        return []
    kind = "url" if work.own_id.startswith(("https://", "http://")) else "other"
    return [{"type": kind, "value": work.own_id, "description": "Identifier of the data package"}]


def _author(name: Name) -> dict[str, str]:
    if not name.is_person:
        return {"name": name.literal}
    orcid = f"https://orcid.org/{name.orcid}" if name.orcid else ""
    fields = {"family-names": name.family, "given-names": name.given, "orcid": orcid}
    return {k: v for k, v in fields.items() if v}
