"""IRIs of a package and of what is in it: made from its own DOI, homepage or id, never from an invented host."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from event_timeline.citations.fragments import fragment
from event_timeline.citations.work import bare_doi, doi_address

PACKAGES = "urn:event-timeline:package:"
"""Before the name of a package that has neither DOI nor homepage nor id."""
WIKIDATA = "http://www.wikidata.org/entity/"
"""Wikidata's concept IRIs (their RDF dump format); the pages have https and `wiki`."""
GEONAMES = "https://sws.geonames.org/"
"""GeoNames' concept IRIs (their ontology's documentation); a slash follows the number."""

ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s\x00-\x20<>\"{}|\\^`\x7f-\x9f]+")
"""Scheme and characters of an absolute IRI (RFC 3987), loosely."""


def base(descriptor: dict[str, Any]) -> str:
    """The package's IRI without a fragment: its DOI as URL, else its homepage, else its id, else a URN of its name.

    The same order as in citations, so that a cited row and the row's node have one address.
    """
    for key in ("doi", "id"):
        doi = bare_doi(str(descriptor.get(key) or ""))
        if doi:
            return doi_address(doi)
    for key, good in (("homepage", is_web), ("id", is_iri)):
        iri = str(descriptor.get(key) or "").partition("#")[0]
        if good(iri):
            return iri
    return PACKAGES + quote(str(descriptor.get("name") or "unnamed"), safe="")


def is_iri(text: str) -> bool:
    """Whether a cell can be used as an absolute IRI."""
    return ABSOLUTE.fullmatch(text) is not None


def is_web(text: str) -> bool:
    """Whether a cell is an address that a browser may safely open."""
    return is_iri(text) and text.lower().startswith(("https://", "http://"))


def part(package: str, *path: str) -> str:
    """The IRI of something in the package: `part(base, "events", "strike")` ends in `#events/strike`."""
    return f"{package}#{fragment(*path)}"
