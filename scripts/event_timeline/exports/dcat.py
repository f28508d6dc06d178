"""DCAT-AP 3: the dataset and its files as data portals catalogue them, in Turtle.

https://semiceu.github.io/DCAT-AP/releases/3.0.0/. Every node has an IRI under the package's own; there are no
blank nodes, so that the text is the same each time.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from event_timeline.citations.work import Name, Work, place, resources, sources, work
from event_timeline.exports import iris, ownership
from event_timeline.exports.dataset import Dataset
from event_timeline.exports.listed_files import require
from event_timeline.exports.optional_libraries import library

if TYPE_CHECKING:
    from rdflib import URIRef

PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
WKT = "http://www.opengis.net/ont/geosparql#wktLiteral"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
"""IANA's registry, whose addresses DCAT-AP takes as media types."""
FILE_TYPES = "http://publications.europa.eu/resource/authority/file-type/"
FORMATS = {"text/csv": "CSV", "application/vnd.apache.parquet": "PARQUET"}
"""Media type -> code in the EU Publications Office's table of file types."""
DAY = re.compile(r"-?[0-9]{4}-[0-9]{2}-[0-9]{2}")


def write(data: Dataset, target: Path) -> None:
    """Write UTF-8 Turtle. Raises UserError where rdflib or what a citation needs is missing."""
    library("rdflib", "dcat", "rdf")
    from event_timeline.exports import rdf_serialization

    about = work(data.descriptor)
    require("DCAT-AP", description=about.description)
    with target.open("w", encoding="utf-8", newline="\n") as out:
        out.write(f"# {ownership.ownership_mark('dcat')}\n")
        out.writelines(
            rdf_serialization.turtle([lambda heap: describe(about, heap)], rdf_serialization.Prefixes(PREFIXES))
        )


def describe(about: Work, heap: Any) -> None:
    """Add the dataset, a distribution for each resource, and what they refer to, to what has `add`."""
    writer = _Writer(heap, iris.base(about.descriptor))
    _dataset(writer, about)
    for resource in resources(about.descriptor):
        _distribution(writer, about, resource)


class _Writer:
    """Adds triples by short names; a missing value adds none."""

    def __init__(self, heap: Any, base: str) -> None:
        from rdflib import URIRef

        self.heap, self.base = heap, base
        self.dataset = URIRef(base)

    def part(self, *path: str) -> URIRef:
        from rdflib import URIRef

        return URIRef(iris.part(self.base, *path))

    def node(self, subject: Any, type_: str) -> Any:
        from rdflib import RDF

        self.heap.add((subject, RDF.type, self.term(type_)))
        return subject

    def term(self, short: str) -> URIRef:
        from rdflib import URIRef

        prefix, _, local = short.partition(":")
        return URIRef(PREFIXES[prefix] + local)

    def text(self, subject: Any, property_: str, value: str, datatype: str = "") -> None:
        from rdflib import Literal, URIRef

        if value:
            kind = URIRef(datatype) if "//" in datatype else self.term(datatype) if datatype else None
            self.heap.add((subject, self.term(property_), Literal(value, datatype=kind)))

    def link(self, subject: Any, property_: str, target: Any) -> None:
        from rdflib import URIRef

        if target:
            self.heap.add((subject, self.term(property_), URIRef(str(target))))


def _dataset(w: _Writer, about: Work) -> None:
    d = w.node(w.dataset, "dcat:Dataset")
    w.node(d, "rdfs:Resource")  # it is what gives access to the distributions, and the profile's shapes infer nothing
    w.text(d, "dct:title", about.title)
    w.text(d, "dct:description", about.description)
    w.text(d, "dct:identifier", about.address or w.base)
    w.text(d, "dct:issued", about.date, "xsd:date")
    w.text(d, "dcat:version", about.version)
    for keyword in about.keywords:
        w.text(d, "dcat:keyword", keyword)
    for name in about.creators:
        w.link(d, "dct:creator", _agent(w, name))
    publisher = next((n for n in about.creators if n.literal == about.publisher), Name(about.publisher))
    w.link(d, "dct:publisher", _agent(w, publisher))
    if iris.is_web(about.url):
        w.link(d, "dcat:landingPage", w.node(_iri(about.url), "foaf:Document"))
    for number, (title, address) in enumerate(sources(about.descriptor), 1):
        source = _iri(address) if iris.is_web(address) else w.part("source", str(number))
        w.link(d, "prov:wasDerivedFrom", source)
        w.text(source, "dct:title", title)
    _coverage(w, about)


def _coverage(w: _Writer, about: Work) -> None:
    temporal = about.descriptor.get("temporal")
    bounds = {k: str(temporal.get(k)) for k in ("start", "end")} if isinstance(temporal, dict) else {}
    days = {k: v for k, v in bounds.items() if DAY.fullmatch(v)}
    if days:
        period = w.node(w.part("temporal"), "dct:PeriodOfTime")
        w.link(w.dataset, "dct:temporal", period)
        w.text(period, "dcat:startDate", days.get("start", ""), "xsd:date")
        w.text(period, "dcat:endDate", days.get("end", ""), "xsd:date")
    title, point = place(about.descriptor)
    if title or point:
        location = w.node(w.part("spatial"), "dct:Location")
        w.link(w.dataset, "dct:spatial", location)
        w.text(location, "skos:prefLabel", title)
        if point:
            w.text(location, "dcat:centroid", f"POINT({point[0]} {point[1]})", WKT)


def _distribution(w: _Writer, about: Work, resource: dict[str, Any]) -> None:
    """One file; what gives access to it is the address of the whole, since it has none of its own."""
    name = str(resource["name"])
    d = w.node(w.part("distribution", name), "dcat:Distribution")
    w.link(w.dataset, "dcat:distribution", d)
    w.link(d, "dcat:accessURL", w.base)
    w.text(d, "dct:title", _words(resource.get("title")) or name)
    w.text(d, "dct:description", _words(resource.get("description")))
    media = _words(resource.get("mediatype"))
    if re.fullmatch(r"[a-z]+/[A-Za-z0-9.+-]+", media):
        w.link(d, "dcat:mediaType", w.node(_iri(MEDIA_TYPES + media), "dct:MediaType"))
        if media in FORMATS:
            w.link(d, "dct:format", w.node(_iri(FILE_TYPES + FORMATS[media]), "dct:MediaTypeOrExtent"))
    size, digest = resource.get("bytes"), _words(resource.get("hash")).removeprefix("sha256:")
    if isinstance(size, int) and size >= 0:
        w.text(d, "dcat:byteSize", str(size), "xsd:nonNegativeInteger")
    if re.fullmatch(r"[0-9a-f]{64}", digest):
        checksum = w.node(w.part("checksum", name), "spdx:Checksum")
        w.link(d, "spdx:checksum", checksum)
        algorithm = w.node(w.term("spdx:checksumAlgorithm_sha256"), "spdx:ChecksumAlgorithm")
        w.link(checksum, "spdx:algorithm", algorithm)
        w.text(checksum, "spdx:checksumValue", digest, "xsd:hexBinary")
    given = resource.get("licenses")
    own = next((_words(x.get("path")) for x in given if isinstance(x, dict)), "") if isinstance(given, list) else ""
    license_ = own if iris.is_web(own) else about.license_address
    if iris.is_web(license_):
        w.link(d, "dct:license", w.node(_iri(license_), "dct:LicenseDocument"))
    rights = _words(resource.get("rights")) or _words(about.descriptor.get("rights"))
    if rights:
        statement = w.node(w.part("rights", name), "dct:RightsStatement")
        w.link(d, "dct:rights", statement)
        w.text(statement, "rdfs:label", rights)


def _agent(w: _Writer, name: Name) -> Any:
    agent = _iri(f"https://orcid.org/{name.orcid}") if name.orcid else w.part("agent", name.literal)
    w.text(w.node(agent, "foaf:Agent"), "foaf:name", name.literal)
    return agent


def _iri(text: str) -> Any:
    from rdflib import URIRef

    return URIRef(text)


def _words(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""
