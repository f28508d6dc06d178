"""The package as one RDF graph, which `turtle` and `jsonld` write down.

Every row is a node, every cell a triple: keys as links, vocabulary terms as SKOS concepts of the package's
codebook, missing cells as nothing. On top of that come the shapes that other tools expect: SEM roles and
sub-events, OWL-Time positions, Web Annotation targets and selectors, PROV-O provenance. There are no blank
nodes, so that every part can be cited and the output does not depend on anybody's node numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, PROV, SKOS, XSD

from event_timeline import profile
from event_timeline.exports import iris, rdf_meaning
from event_timeline.exports.dataset import Dataset
from event_timeline.exports.rdf_terms import (
    AS_TERMS,
    EDTF,
    MATCHES,
    ON_THE_TARGET,
    PREFIXES,
    SCHEMA,
    TL,
    Triples,
    own,
    predicate,
    table_class,
)
from event_timeline.profile.table_schemas import foreign_keys

Row = dict[str, Any]


def graph(data: Dataset) -> Graph:
    """The whole package, to be asked. Holds it in memory: 144,000 triples take 250 MB."""
    made = Graph(bind_namespaces="none")
    for add in parts(data):
        add(made)
    return made


def parts(data: Dataset) -> list[Callable[[Triples], None]]:
    """Functions that add the package's triples, part by part.

    No subject is in two parts, and every subject of a part sorts before those of the next, so that a writer
    needs only one part at a time in memory.
    """
    base = iris.base(data.descriptor)
    found: dict[str, list[Callable[[Triples], None]]] = {
        str(TL): [partial(_declare_all, data=data)],
        base: [partial(_add_package, base=base, data=data)],
        f"{iris.part(base, 'contributors')}/": [partial(_add_contributors, base=base, data=data)],
    }
    for table in data.schemas:
        add = _add_concepts if table == "codebook" else partial(_add_rows, table=table)
        adding = found.setdefault(f"{iris.part(base, table)}/", [])
        adding += [partial(add, base=base, data=data), partial(rdf_meaning.add, base=base, data=data, table=table)]
    return [partial(_add_all, adding=found[start]) for start in sorted(found)]


def _add_all(made: Triples, adding: list[Callable[[Triples], None]]) -> None:
    for add in adding:
        add(made)


def prefixes(data: Dataset) -> dict[str, str]:
    """Prefix -> namespace: the vocabularies' and one a table of the profile, `events:strike`.

    None is the scheme of the package's own IRIs, which JSON-LD would take for the prefix.
    """
    base = iris.base(data.descriptor)
    tables = {table.replace("_", "-"): f"{iris.part(base, table)}/" for table in profile.ALL_TABLES}
    return {k: str(v) for k, v in (PREFIXES | tables).items() if k != base.partition(":")[0].lower()}


def node(base: str, table: str, *key: str) -> URIRef:
    """The IRI of a row, by its table and primary key."""
    return URIRef(iris.part(base, table, *key))


def concept(base: str, vocabulary: str, term: str) -> URIRef:
    """The IRI of a vocabulary's term; the vocabulary's own is this without the term."""
    return node(base, "codebook", vocabulary, term)


def _key(schema: Row) -> list[str]:
    declared = schema.get("primaryKey") or []
    return [declared] if isinstance(declared, str) else list(declared)


def _columns(table: str, schema: Row) -> list[tuple[Row, URIRef]]:
    """Fields that belong to the row's own node, each with its property."""
    return [(f, predicate(table, f)) for f in schema["fields"] if (table, f["name"]) not in ON_THE_TARGET]


def _cells(row: Mapping[str, Any], columns: list[str]) -> tuple[str, ...]:
    """What names a row of a table without a primary key: its cells in some columns, without empty ones at the end."""
    cells = ["" if row.get(c) is None else str(row[c]) for c in columns]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _add_rows(made: Triples, base: str, data: Dataset, table: str) -> None:
    schema = data.schemas[table]
    key = _key(schema)
    links = _links(table, schema)
    kind = table_class(table, schema)
    columns = _columns(table, schema)
    terms = _vocabularies(data, table)
    sorted_by = [] if key else list(schema.get("sortedBy") or ())
    named: Counter[tuple[str, ...]] = Counter()
    for batch in data.batches(table):
        for row in batch.iter_rows(named=True):
            cells = tuple(str(row[k]) for k in key) if key else _cells(row, sorted_by)
            if not key:
                named[cells] += 1
                cells = cells if cells and named[cells] == 1 else (*cells, str(named[cells]))
            subject = node(base, table, *cells)
            made.add((subject, RDF.type, kind))
            if len(key) == 1:
                made.add((subject, DCTERMS.identifier, Literal(str(row[key[0]]))))
            for field, term in columns:
                value = row[field["name"]]
                if value is not None and key != [field["name"]]:
                    made.add((subject, term, _object(base, table, field, value, links, terms)))


def _declare_all(made: Triples, data: Dataset) -> None:
    for table, schema in data.schemas.items():
        if table == "codebook":
            made.add((own("codebook", "mapping"), RDF.type, RDF.Property))
            made.add((own("codebook", "mapping"), RDFS.label, Literal("Matching terms of other schemes, as codes")))
            continue
        columns, key = _columns(table, schema), _key(schema)
        fields = [f for f, term in columns if term == own(table, f["name"]) and key != [f["name"]]]
        _declare(made, table, schema, fields)


def _declare(made: Triples, table: str, schema: Row, fields: list[Row]) -> None:
    """Say what the profile's own class and properties of a table mean, in the schema's words."""
    terms = [(own(table, f["name"]), RDF.Property, f) for f in fields]
    if table_class(table, schema) == own(table):
        terms.append((own(table), RDFS.Class, schema))
    for term, kind, described in terms:
        made.add((term, RDF.type, kind))
        made.add((term, RDFS.label, Literal(str(described.get("title") or described.get("name") or table))))
        if described.get("description"):
            made.add((term, RDFS.comment, Literal(str(described["description"]))))


def _links(table: str, schema: Row) -> dict[str, str]:
    """Column -> the table it refers to, for foreign keys of one column."""
    return {fields[0]: other for fields, other, _ in foreign_keys(table, schema) if len(fields) == 1}


def _vocabularies(data: Dataset, table: str) -> set[str]:
    """The columns of a table whose cells are terms of the package.

    They have an `enum`, or the codebook alone has their terms; those with a `pattern` hold codes of another scheme.
    """
    defined = {row["vocabulary"] for row in data.rows("codebook")} if "codebook" in data.schemas else set()
    found = set()
    for field in data.schemas[table]["fields"]:
        limits = field.get("constraints", {})
        if "enum" in limits or ("pattern" not in limits and f"{table}.{field['name']}" in defined):
            found.add(field["name"])
    return found


def _object(base: str, table: str, field: Row, value: Any, links: dict[str, str], terms: set[str]) -> URIRef | Literal:
    name = field["name"]
    if name in links:
        return node(base, links[name], str(value))
    if name in AS_TERMS:
        return URIRef(AS_TERMS[name].format(value))
    if name in terms:
        return concept(base, f"{table}.{name}", str(value))
    if name == "url" and iris.is_web(str(value)):
        return URIRef(value)
    return literal(value, edtf=name.endswith("_edtf"))


def literal(value: Any, *, edtf: bool = False) -> Literal:
    """A cell as a typed literal; numbers as xsd:decimal, exactly as the tables have them."""
    if isinstance(value, bool):
        return Literal(value)
    if isinstance(value, int):
        return Literal(value, datatype=XSD.integer)
    if isinstance(value, float):
        return Literal(f"{Decimal(repr(value)):f}", datatype=XSD.decimal, normalize=False)
    if isinstance(value, date):
        return Literal(value.isoformat(), datatype=XSD.date)
    return Literal(str(value), datatype=EDTF) if edtf else Literal(str(value))


def _add_concepts(made: Triples, base: str, data: Dataset) -> None:
    """The codebook as SKOS: a concept scheme a vocabulary column, a concept a term."""
    for row in data.rows("codebook"):
        scheme = node(base, "codebook", row["vocabulary"])
        term = concept(base, row["vocabulary"], row["term"])
        made.add((scheme, RDF.type, SKOS.ConceptScheme))
        made.add((scheme, DCTERMS.identifier, Literal(row["vocabulary"])))
        made.add((term, RDF.type, SKOS.Concept))
        made.add((term, SKOS.inScheme, scheme))
        made.add((term, SKOS.topConceptOf, scheme))
        made.add((term, SKOS.notation, Literal(row["term"])))
        for predicate_, column in ((SKOS.prefLabel, "label"), (SKOS.definition, "definition")):
            if row[column] is not None:
                made.add((term, predicate_, Literal(row[column])))
        for relation, match in rdf_meaning.matches(row["mapping"]):
            made.add((term, MATCHES[relation], match))
        if row["mapping"]:
            made.add((term, own("codebook", "mapping"), Literal(row["mapping"])))
        for field in data.fields("codebook")[5:]:
            if row[field["name"]] is not None:
                made.add((term, predicate("codebook", field), literal(row[field["name"]])))


def _add_package(made: Triples, base: str, data: Dataset) -> None:
    """The dataset itself, with links to its contributors and sources."""
    package, facts = URIRef(base), data.descriptor
    for kind in (own("package"), SCHEMA.Dataset, PROV.Entity):
        made.add((package, RDF.type, kind))
    for term, key in ((DCTERMS.title, "title"), (DCTERMS.description, "description"), (SCHEMA.version, "version"),
                      (DCTERMS.identifier, "name"), (SCHEMA.conditionsOfAccess, "rights")):  # fmt: skip
        if facts.get(key):
            made.add((package, term, Literal(str(facts[key]))))
    if facts.get("created"):
        made.add((package, PROV.generatedAtTime, Literal(str(facts["created"]), datatype=XSD.dateTime)))
    if iris.is_iri(str(facts.get("conformsTo") or "")):
        made.add((package, DCTERMS.conformsTo, URIRef(facts["conformsTo"])))
    declares = profile.has_coding(profile.version_of(facts))
    for aspect, extent in profile.coding(facts).items() if declares else ():
        made.add((package, own("coding", aspect), Literal(extent)))
    for entry in facts.get("licenses") or []:
        if iris.is_web(str(entry.get("path") or "")):
            made.add((package, DCTERMS.license, URIRef(entry["path"])))
    for number, _ in enumerate(facts.get("contributors") or [], 1):
        made.add((package, PROV.wasAttributedTo, node(base, "contributors", str(number))))
    for source in data.rows("sources"):
        term = PROV.hadPrimarySource if source["sha256"] else PROV.wasDerivedFrom
        made.add((package, term, node(base, "sources", source["source_id"])))


def _add_contributors(made: Triples, base: str, data: Dataset) -> None:
    for number, person in enumerate(data.descriptor.get("contributors") or [], 1):
        agent = node(base, "contributors", str(number))
        name = person.get("title") or " ".join(str(person[k]) for k in ("givenName", "familyName") if person.get(k))
        made.add((agent, RDF.type, PROV.Agent))
        made.add((agent, SCHEMA.name, Literal(str(name or person.get("organization") or ""))))
