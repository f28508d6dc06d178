"""What the plain rows of the graph mean in SEM, OWL-Time, PROV-O and the Web Annotation model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rdflib import RDF, Literal, URIRef
from rdflib.namespace import PROV, XSD

from event_timeline import profile
from event_timeline.exports import iris
from event_timeline.exports.dataset import Dataset
from event_timeline.exports.rdf_terms import OA, SCHEMA, SCHEMES, SEM, TIME, Triples
from event_timeline.profile import mappings
from event_timeline.profile.edtf import Moment, parse

Row = dict[str, Any]


def add(made: Triples, base: str, data: Dataset, table: str) -> None:
    """Add what follows from the rows about the nodes of one table."""
    if table in ("actors", "places", "sources"):
        _kinds(made, base, data, table)
    if table == "actors":
        _actors(made, base, data)
    elif table == "events":
        _reports(made, base, data)
        _events(made, base, data)
        _participants(made, base, data)
        _relations(made, base, data, _mapped(data))
    elif table == "statements":
        _statements(made, base, data)
    elif table == "evidence":
        _evidence(made, base, data)


def _mapped(data: Dataset) -> dict[tuple[str, str], list[URIRef]]:
    """(vocabulary, term) -> the terms of other schemes that have IRIs and hold of all that the term holds of."""
    return {
        (r["vocabulary"], r["term"]): [term for relation, term in matches(r["mapping"]) if relation in IMPLIED]
        for r in data.rows("codebook")
    }


def _kinds(made: Triples, base: str, data: Dataset, table: str) -> None:
    mapped = _mapped(data)
    for key, kind in data.frames[table].select(f"{table[:-1]}_id", "kind").collect().iter_rows():
        for term in mapped.get((f"{table}.kind", kind), []):
            made.add((URIRef(iris.part(base, table, key)), RDF.type, term))


IMPLIED = ("", "exact", "broader")
"""Relations of a mapping from which it follows that what our term holds of, the other term holds of too."""


def matches(mapping: str | None) -> Iterator[tuple[str, URIRef]]:
    """(relation, term) of the terms of other schemes in a codebook's mapping, those that have IRIs."""
    for relation, scheme, term in mappings(mapping):
        if scheme in SCHEMES and iris.is_iri(str(SCHEMES[scheme]) + term):
            yield relation, SCHEMES[scheme][term]


def _actors(made: Triples, base: str, data: Dataset) -> None:
    for (actor,) in data.frames["actors"].select("actor_id").collect().iter_rows():
        made.add((URIRef(iris.part(base, "actors", actor)), RDF.type, PROV.Agent))


def _events(made: Triples, base: str, data: Dataset) -> None:
    """`sem:hasTime` with OWL-Time instants at the precision the EDTF has; qualified dates stay EDTF literals only.

    A plain EDTF date says that the event lies within it, so both instants get that position.
    """
    for event, edtf in data.frames["events"].select("event_id", "date_edtf").collect().iter_rows():
        span = parse(edtf) if edtf else None
        if span is None:
            continue
        time = URIRef(iris.part(base, "events", event, "time"))
        ends = {"beginning": (TIME.hasBeginning, span.start), "end": (TIME.hasEnd, span.end)}
        known = {
            name: (term, position)
            for name, (term, m) in ends.items()
            if m.moment and not m.bound and (position := _position(m.moment))
        }
        for name, (term, (property_, value)) in known.items():
            instant = URIRef(iris.part(base, "events", event, "time", name))
            made.add((URIRef(iris.part(base, "events", event)), SEM.hasTime, time))
            made.add((time, RDF.type, TIME.TemporalEntity))
            made.add((time, RDF.type, SEM.Time))
            made.add((time, term, instant))
            made.add((instant, RDF.type, TIME.Instant))
            made.add((instant, property_, value))


def _position(moment: Moment) -> tuple[URIRef, Literal] | None:
    """OWL-Time's position of an instant; None where it is qualified or no plain day, month or year."""
    if moment.mark or not moment.is_plain or moment.first is None:
        return None
    if not moment.month:
        return TIME.inXSDgYear, Literal(moment.year, datatype=XSD.gYear, normalize=False)
    if not moment.day:
        return TIME.inXSDgYearMonth, Literal(f"{moment.year}-{moment.month}", datatype=XSD.gYearMonth, normalize=False)
    position = f"{moment.year}-{moment.month}-{moment.day}"
    return TIME.inXSDDate, Literal(position, datatype=XSD.date, normalize=False)


def _participants(made: Triples, base: str, data: Dataset) -> None:
    """`sem:hasActor` both ways that SEM knows: straight to the actor, and to the role that has it as its value."""
    for row in data.rows("event_actors"):
        event = URIRef(iris.part(base, "events", row["event_id"]))
        made.add((event, SEM.hasActor, URIRef(iris.part(base, "actors", row["actor_id"]))))
        role = iris.part(base, "event_actors", row["event_id"], row["actor_id"], row["role"])
        made.add((event, SEM.hasActor, URIRef(role)))


def _reports(made: Triples, base: str, data: Dataset) -> None:
    """`prov:hadPrimarySource` straight from an event to each source that `event_sources` names."""
    if profile.has_optional(data.schemas, "event_sources"):
        for event, source in data.frames["event_sources"].select("event_id", "source_id").collect().iter_rows():
            link = URIRef(iris.part(base, "events", event)), PROV.hadPrimarySource
            made.add((*link, URIRef(iris.part(base, "sources", source))))


def _relations(made: Triples, base: str, data: Dataset, mapped: dict[tuple[str, str], list[URIRef]]) -> None:
    """A direct link where the codebook maps a relation to an event vocabulary's and the article itself says it.

    OWL-Time's relations hold among times, not events: those stay with the row's own node.
    """
    for row in data.rows("event_relations"):
        if row["according_to"] is None:
            ends = [URIRef(iris.part(base, "events", row[k])) for k in ("event_id", "other_event_id")]
            for term in mapped.get(("event_relations.relation", row["relation"]), []):
                if not term.startswith(str(TIME)):
                    made.add((ends[0], term, ends[1]))


def _statements(made: Triples, base: str, data: Dataset) -> None:
    for row in data.rows("statements"):
        statement = URIRef(iris.part(base, "statements", row["statement_id"]))
        made.add((statement, RDF.type, PROV.Entity))
        if row["source_id"] is not None:
            source = URIRef(iris.part(base, "sources", row["source_id"]))
            made.add((statement, PROV.wasQuotedFrom if row["quote"] is not None else PROV.wasDerivedFrom, source))
        if row["speaker_id"] is not None:
            made.add((statement, PROV.wasAttributedTo, URIRef(iris.part(base, "actors", row["speaker_id"]))))
    for statement, event in data.frames["statement_events"].select("statement_id", "event_id").collect().iter_rows():
        about = URIRef(iris.part(base, "events", event))
        made.add((URIRef(iris.part(base, "statements", statement)), SCHEMA.about, about))


def _evidence(made: Triples, base: str, data: Dataset) -> None:
    """Web Annotation: the record as the body, the span with its hash as the target, positions in code points."""
    for batch in data.batches("evidence"):
        for row in batch.iter_rows(named=True):
            note = URIRef(iris.part(base, "evidence", row["evidence_id"]))
            target, position, quote = (
                URIRef(iris.part(base, "evidence", row["evidence_id"], p)) for p in ("target", "position", "quote")
            )
            for table in ("actor", "event", "statement"):
                if row[f"{table}_id"] is not None:
                    made.add((note, OA.hasBody, URIRef(iris.part(base, f"{table}s", row[f"{table}_id"]))))
            if row.get("place_id") is not None and not any(row[f"{t}_id"] for t in ("actor", "event", "statement")):
                made.add((note, OA.hasBody, URIRef(iris.part(base, "places", row["place_id"]))))
            made.add((note, OA.motivatedBy, OA.identifying if row["part"] == "mention" else OA.linking))
            made.add((note, OA.hasTarget, target))
            made.add((target, RDF.type, OA.SpecificResource))
            if row["source_id"] is not None:
                made.add((target, OA.hasSource, URIRef(iris.part(base, "sources", row["source_id"]))))
            if row["sha256"] is not None:
                made.add((target, SCHEMA.sha256, Literal(row["sha256"])))
            made.add((target, OA.hasSelector, position))
            made.add((position, RDF.type, OA.TextPositionSelector))
            for term, key in ((OA.start, "char_start"), (OA.end, "char_end")):
                if row[key] is not None:
                    made.add((position, term, Literal(row[key], datatype=XSD.nonNegativeInteger)))
            if row["exact"] is not None:
                made.add((target, OA.hasSelector, quote))
                made.add((quote, RDF.type, OA.TextQuoteSelector))
                made.add((quote, OA.exact, Literal(row["exact"])))
