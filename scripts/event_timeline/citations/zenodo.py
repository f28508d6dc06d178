"""`.zenodo.json`, which Zenodo reads in place of CITATION.cff where both are there."""

from __future__ import annotations

from html import escape
from typing import Any

from event_timeline.citations.work import Name, Work, sources
from event_timeline.io.terminal import json_text
from event_timeline.profile.codes import iso_639_3


def render(work: Work) -> str:
    """The deposit's metadata."""
    return json_text(metadata(work))


def metadata(work: Work) -> dict[str, Any]:
    """Metadata of a deposit; the description is HTML there, so it is escaped.

    The package's own addresses are alternate identifiers there, of which Zenodo takes URLs and URNs.
    """
    fields: dict[str, Any] = {
        "upload_type": "dataset",
        "title": work.title,
        "creators": [_creator(n) for n in work.creators],
        "description": f"<p>{escape(work.description)}</p>" if work.description else "",
        "publication_date": work.date,
        "version": work.version,
        "access_right": "open",
        "license": work.license_id.lower(),
        "keywords": list(work.keywords),
        "language": iso_639_3(work.language.split("-")[0].lower()),
        "doi": work.doi,
        "related_identifiers": [
            {"identifier": address, "relation": relation} for address, relation in _related(work).items() if address
        ],
    }
    return {k: v for k, v in fields.items() if v}


def _related(work: Work) -> dict[str, str]:
    """Address -> its relation to the deposit; an empty one where there is none."""
    own = dict.fromkeys((work.url, work.own_id), "isAlternateIdentifier")
    return own | {address: "isDerivedFrom" for _, address in sources(work.descriptor)}


def _creator(name: Name) -> dict[str, str]:
    shown = f"{name.family}, {name.given}".rstrip(", ") if name.is_person else name.literal
    return {"name": shown} | ({"orcid": name.orcid} if name.orcid else {})
