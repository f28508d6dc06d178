"""Which RDF term stands for which column: standard ones where they fit, the profile's own for the rest."""

from __future__ import annotations

from functools import cache
from typing import Any, Protocol
from urllib.parse import quote

from rdflib import RDF, Namespace, URIRef
from rdflib.namespace import DC, DCTERMS, OWL, PROV, RDFS, SKOS, XSD
from rdflib.term import Node

from event_timeline import profile
from event_timeline.exports import iris

SEM = Namespace("http://semanticweb.cs.vu.nl/2009/11/sem/")
OA = Namespace("http://www.w3.org/ns/oa#")
TIME = Namespace("http://www.w3.org/2006/time#")
SCHEMA = Namespace("http://schema.org/")
TL = Namespace("urn:event-timeline:terms:")
"""Properties of the profile itself, one a column: `tl:events.status`; classes are named after the table."""
EDTF = URIRef("http://id.loc.gov/datatypes/edtf/EDTF")
"""Datatype of EDTF literals, as the Library of Congress publishes it."""

PREFIXES: dict[str, Any] = {
    "dc": DC,
    "dcterms": DCTERMS,
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "oa": OA,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "sem": SEM,
    "skos": SKOS,
    "time": TIME,
    "tl": TL,
    "xsd": XSD,
}
SCHEMES = {"sem": SEM, "schema": SCHEMA, "oa": OA, "owl": Namespace(str(OWL)), "time": TIME}
"""Schemes of the codebook's mappings whose terms have IRIs; PLOVER, CAMEO and FactBank have codes only."""
MATCHES = {
    "": SKOS.closeMatch, "exact": SKOS.exactMatch, "broader": SKOS.broadMatch, "narrower": SKOS.narrowMatch,
    "related": SKOS.relatedMatch,
}  # fmt: skip
"""Relation of a mapping -> property of SKOS."""

PREDICATES: dict[tuple[str, str], URIRef] = {
    # dcterms wants a resource where the tables hold a word, the older elements take both
    ("sources", "publisher"): DC.publisher,
    ("sources", "language"): DC.language,
    ("sources", "license"): DC.rights,
    ("sources", "sha256"): SCHEMA.sha256,
    ("evidence", "sha256"): SCHEMA.sha256,
    # SEM's role sits between the event and its actor (van Hage et al. 2011, section 3.3)
    ("event_actors", "actor_id"): RDF.value,
    ("event_relations", "according_to"): SEM.accordingTo,
    ("places", "geonames_id"): SCHEMA.sameAs,
}
"""Columns whose `rdfType` is missing or does not say how the value is written in the graph."""
ON_THE_TARGET = frozenset(
    ("evidence", c)
    for c in ("source_id", "char_start", "char_end", "exact", "sha256", "actor_id", "event_id", "statement_id")
)
"""Columns that the Web Annotation model does not put on the annotation itself; `rdf_meaning` places them."""
AS_TERMS = {"wikidata": iris.WIKIDATA + "{}", "geonames_id": iris.GEONAMES + "{}/"}
"""Columns of identifiers that have an IRI elsewhere."""


class Triples(Protocol):
    """What takes triples in: a graph of rdflib's, or something lighter."""

    def add(self, triple: tuple[Node, Node, Node], /) -> object:
        """Take a triple in; the same one again changes nothing."""


@cache
def _hints(table: str) -> dict[str, str]:
    """Column -> `rdfType` as the profile gives it, whatever a package's copy of the schema says."""
    if table not in profile.ALL_TABLES:
        return {}
    return {name: field.get("rdfType", "") for name, field in profile.known_fields(table).items()}


def predicate(table: str, field: dict[str, Any]) -> URIRef:
    """The property of a column: from PREDICATES, the schema's `rdfType`, else the profile's own."""
    name = field["name"]
    hint = _hints(table).get(name, field.get("rdfType") or "")
    found = PREDICATES.get((table, name))
    if found is not None:
        return found
    return _named(hint) or own(table, name)


def own(table: str, column: str = "") -> URIRef:
    """The profile's own term for a column, or for a table."""
    return TL[quote(f"{table}.{column}" if column else table, safe="._")]


def table_class(table: str, schema: dict[str, Any]) -> URIRef:
    """The class of a table's rows: the schema's `rdfType`, else the profile's own."""
    hint = profile.table_schema(table).get("rdfType") if table in profile.ALL_TABLES else schema.get("rdfType")
    return _named(hint) or own(table)


def _named(hint: Any) -> URIRef | None:
    """The term that an `rdfType` names, as an IRI or with one of the usual prefixes; None where it is neither."""
    prefix, _, local = str(hint or "").partition(":")
    if prefix in PREFIXES and not local.startswith("//"):
        hint = f"{PREFIXES[prefix]}{local}"
    return URIRef(hint) if isinstance(hint, str) and iris.is_iri(hint) else None
