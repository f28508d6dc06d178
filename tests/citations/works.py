"""Descriptors to cite: one with persons, a DOI and awkward words, one with an organisation alone."""

from __future__ import annotations

import json

from event_timeline.citations.work import Work, work
from tests import builder

ORGANISATION = json.loads((builder.HARBOUR / "datapackage.json").read_text(encoding="utf-8")) | {"version": "1.0.0"}
PERSONS = ORGANISATION | {
    "title": "Cranes & cables: 100% of _their_ {events} #1 in Łódź $ ~ ^ \\ <b>",
    "description": 'First line.\nSecond line with ]]> and </script> and "quotes" and \u0007 a bell, long enough for search engines.',
    "id": "https://doi.org/10.5555/example",
    "homepage": "https://example.org/a_b?c=%20d#e",
    "language": "en",
    "contributors": [
        {
            "title": "Ada M. Lund",
            "givenName": "Ada Maria",
            "familyName": "Lund",
            "path": "https://orcid.org/0000-0002-1825-0097",
            "roles": ["creator"],
        },
        {"title": "Jean-Luc Święty", "givenName": "Jean-Luc", "familyName": "Święty", "roles": ["author"]},
        {"title": "Harbour & Sons Archive", "roles": ["creator", "publisher"]},
        {"title": "Not A. Creator", "roles": ["dataCurator"]},
    ],
    "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
    "sources": [
        {"title": "An article", "path": "https://example.org/article"},
        {"title": "A file", "path": "article.txt"},
    ],
}
TITLE = PERSONS["title"]


def organisation() -> Work:
    return work(ORGANISATION)


def persons() -> Work:
    return work(PERSONS)
