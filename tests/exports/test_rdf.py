"""The RDF graph: read back from Turtle and JSON-LD by rdflib, checked by pyshacl, asked by SPARQL."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
import tempfile
import warnings
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pyshacl
import pytest
from rdflib import RDF, BNode, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DC, DCTERMS, PROV, RDFS, SH, SKOS, XSD

from event_timeline import profile
from event_timeline.exports import iris, jsonld, rdf, turtle
from event_timeline.exports.dataset import Dataset
from event_timeline.exports.rdf_terms import EDTF, OA, SCHEMA, SEM, TIME, TL
from event_timeline.rules.explanations import Added, Cell, Replaced
from tests import builder
from tests.exports import full_profile
from tests.exports.datasets import PACKAGES, opened, with_cells, worst
from tests.exports.reading import load

SHAPES = profile.folder() / "rdf" / "shapes.ttl"
BY_PACKAGE = pytest.mark.parametrize("package", PACKAGES)

LITERALS = {
    "sources": {"title": DCTERMS.title, "publisher": DC.publisher, "language": DC.language, "license": DC.rights,
                "characters": TL["sources.characters"], "sha256": SCHEMA.sha256, "note": TL["sources.note"],
                "published_edtf": DCTERMS.issued},
    "places": {"name": SCHEMA.name, "country": TL["places.country"], "latitude": SCHEMA.latitude,
               "longitude": SCHEMA.longitude},
    "actors": {"name": SCHEMA.name, "office": SCHEMA.jobTitle, "country": TL["actors.country"],
               "cameo": TL["actors.cameo"], "note": TL["actors.note"]},
    "events": {"position": SCHEMA.position, "label": RDFS.label, "summary": DCTERMS.description,
               "date_edtf": SEM.hasTimeStamp, "earliest": SEM.hasEarliestBeginTimeStamp,
               "latest": SEM.hasLatestEndTimeStamp, "cameo": TL["events.cameo"]},
    "statements": {"position": SCHEMA.position, "speaker_as_reported": TL["statements.speaker_as_reported"],
                   "quote": SCHEMA.text, "summary": DCTERMS.description, "cue": TL["statements.cue"],
                   "date_edtf": DCTERMS.created},
    "evidence": {"paragraph": TL["evidence.paragraph"]},
}  # fmt: skip
"""Table -> column -> property, for columns that become literals."""
LINKS = {
    "places": {"within": (SCHEMA.containedInPlace, "places"),
               "identifiers_source": (TL["places.identifiers_source"], "sources")},
    "actors": {"affiliation": (SCHEMA.affiliation, "actors"),
               "identifiers_source": (TL["actors.identifiers_source"], "sources")},
    "events": {"place_id": (SEM.hasPlace, "places"), "date_source": (TL["events.date_source"], "sources"),
               "identifiers_source": (TL["events.identifiers_source"], "sources")},
    "event_actors": {"actor_id": (RDF.value, "actors"), "event_id": (TL["event_actors.event_id"], "events")},
    "event_relations": {"event_id": (TL["event_relations.event_id"], "events"),
                        "other_event_id": (TL["event_relations.other_event_id"], "events"),
                        "according_to": (SEM.accordingTo, "actors")},
    "statements": {"source_id": (SCHEMA.isPartOf, "sources"), "within": (TL["statements.within"], "statements"),
                   "repeats": (TL["statements.repeats"], "statements"),
                   "speaker_id": (SCHEMA.spokenByCharacter, "actors"),
                   "speaker_source": (TL["statements.speaker_source"], "sources"),
                   "occasion": (TL["statements.occasion"], "events"),
                   "date_source": (TL["statements.date_source"], "sources")},
    "statement_events": {"statement_id": (TL["statement_events.statement_id"], "statements"),
                         "event_id": (SCHEMA.about, "events")},
}  # fmt: skip
"""Table -> column -> (property, table that it leads to)."""
TERMS = {
    "sources": {"kind": DCTERMS.type},
    "places": {"kind": TL["places.kind"]},
    "actors": {"kind": TL["actors.kind"]},
    "events": {"kind": SEM.eventType, "status": TL["events.status"], "polarity": TL["events.polarity"],
               "topic": TL["events.topic"], "date_basis": TL["events.date_basis"], "plover": TL["events.plover"]},
    "event_actors": {"role": SEM.roleType},
    "event_relations": {"relation": TL["event_relations.relation"]},
    "statements": {"kind": TL["statements.kind"], "date_basis": TL["statements.date_basis"]},
    "statement_events": {"stance": TL["statement_events.stance"], "factuality": TL["statement_events.factuality"]},
    "evidence": {"part": TL["evidence.part"]},
}  # fmt: skip
"""Table -> column -> property, for columns with a vocabulary."""
ELSEWHERE = {
    "sources": {"url"},
    "places": {"geonames_id", "wikidata"},
    "actors": {"wikidata"},
    "events": {"wikidata"},
    "evidence": {"source_id", "char_start", "char_end", "exact", "sha256", "actor_id", "event_id", "statement_id"},
}
"""Columns that have a test of their own."""


def read(data: Dataset, folder: Path) -> Graph:
    turtle.write(data, folder / "x.ttl")
    return Graph().parse(folder / "x.ttl")


@cache
def graph(package: str) -> Graph:
    """A package's graph, read back from Turtle."""
    with tempfile.TemporaryDirectory() as folder:
        return read(opened(PACKAGES[package]), Path(folder))


def read_jsonld(data: Dataset, folder: Path) -> Graph:
    jsonld.write(data, folder / "x.jsonld")
    with warnings.catch_warnings():  # rdflib 7.6 reads JSON-LD by way of a class that it has deprecated itself
        warnings.filterwarnings("ignore", "ConjunctiveGraph is deprecated", DeprecationWarning)
        return Graph().parse(folder / "x.jsonld", format="json-ld")


def node(data: Dataset, table: str, row: dict[str, Any]) -> URIRef:
    key = data.schemas[table]["primaryKey"]
    return URIRef(iris.part(iris.base(data.descriptor), table, *(row[k] for k in key)))


def literal(column: str, value: object) -> Literal:
    if column.endswith("_edtf"):
        return Literal(value, datatype=EDTF)
    if isinstance(value, date):
        return Literal(value.isoformat(), datatype=XSD.date)
    return Literal(Decimal(repr(value))) if isinstance(value, float) else Literal(value)


@BY_PACKAGE
def test_every_cell_stands_in_the_graph_and_a_missing_one_does_not(package: str) -> None:
    data, found = opened(PACKAGES[package]), graph(package)
    base = iris.base(data.descriptor)
    for table in profile.TABLES[:-1]:
        own = set(data.schemas[table]["primaryKey"]) if len(data.schemas[table]["primaryKey"]) == 1 else set()
        tested = {*LITERALS.get(table, ()), *LINKS.get(table, ()), *TERMS.get(table, ()), *ELSEWHERE.get(table, ())}
        assert tested | own == {f["name"] for f in data.fields(table)}, table
        for row in data.rows(table):
            subject = node(data, table, row)
            for column, term in LITERALS.get(table, {}).items():
                expected = set() if row[column] is None else {literal(column, row[column])}
                assert set(found.objects(subject, term)) == expected, (subject, column)
            for column, (term, other) in LINKS.get(table, {}).items():
                expected = set() if row[column] is None else {URIRef(iris.part(base, other, row[column]))}  # type: ignore[arg-type]
                assert set(found.objects(subject, term)) == expected, (subject, column)
            for column, term in TERMS.get(table, {}).items():
                vocabulary = f"{table}.{column}"
                expected = (
                    set() if row[column] is None else {URIRef(iris.part(base, "codebook", vocabulary, row[column]))}  # type: ignore[arg-type]
                )
                assert set(found.objects(subject, term)) == expected, (subject, column)


@BY_PACKAGE
def test_identifiers_lead_to_the_registers_own_iris(package: str) -> None:
    data, found = opened(PACKAGES[package]), graph(package)
    for table in ("places", "actors", "events"):
        for row in data.rows(table):
            expected = {URIRef(f"http://www.wikidata.org/entity/{row['wikidata']}")} if row["wikidata"] else set()
            if row.get("geonames_id"):
                expected.add(URIRef(f"https://sws.geonames.org/{row['geonames_id']}/"))
            assert set(found.objects(node(data, table, row), SCHEMA.sameAs)) == expected
    for row in data.rows("sources"):
        expected = {URIRef(row["url"])} if row["url"] else set()
        assert set(found.objects(node(data, "sources", row), SCHEMA.url)) == expected


@BY_PACKAGE
def test_evidence_is_a_web_annotation_with_span_hash_and_words(package: str) -> None:
    data, found = opened(PACKAGES[package]), graph(package)
    base = iris.base(data.descriptor)
    for row in data.rows("evidence"):
        note = node(data, "evidence", row)
        table, key = next((f"{t}s", row[f"{t}_id"]) for t in ("actor", "event", "statement") if row[f"{t}_id"])
        assert found.value(note, OA.hasBody, any=False) == URIRef(iris.part(base, table, key))
        target = found.value(note, OA.hasTarget, any=False)
        assert found.value(target, OA.hasSource, any=False) == URIRef(iris.part(base, "sources", row["source_id"]))
        assert found.value(target, SCHEMA.sha256, any=False) == Literal(row["sha256"])
        selectors = {found.value(s, RDF.type): s for s in found.objects(target, OA.hasSelector)}
        position = selectors.pop(OA.TextPositionSelector)
        ends = [found.value(position, term, any=False) for term in (OA.start, OA.end)]
        assert [e.toPython() for e in ends] == [row["char_start"], row["char_end"]]
        words = [found.value(s, OA.exact, any=False) for s in selectors.values()]
        assert words == ([] if row["exact"] is None else [Literal(row["exact"])])


@BY_PACKAGE
def test_the_codebook_is_skos(package: str) -> None:
    data, found = opened(PACKAGES[package]), graph(package)
    rows = data.rows("codebook")
    assert set(found.subjects(RDF.type, SKOS.Concept)) == {node(data, "codebook", r) for r in rows}
    for row in rows:
        concept = node(data, "codebook", row)
        scheme = found.value(concept, SKOS.inScheme, any=False)
        told = [found.value(concept, t, any=False) for t in (SKOS.notation, SKOS.prefLabel, SKOS.definition)]
        assert [str(t) for t in told] == [row["term"], row["label"], row["definition"]]
        assert found.value(scheme, DCTERMS.identifier) == Literal(row["vocabulary"])
        assert found.value(concept, TL["codebook.mapping"]) == (Literal(row["mapping"]) if row["mapping"] else None)


def test_terms_of_other_schemes_are_matched_where_they_have_iris() -> None:
    data, found = opened(), graph("harbour")
    part_of = node(data, "codebook", {"vocabulary": "event_relations.relation", "term": "part_of"})
    assert set(found.objects(part_of, SKOS.closeMatch)) == {SEM.subEventOf, SCHEMA.superEvent}
    person = URIRef(iris.part(iris.base(data.descriptor), "actors", "mira-holm"))
    assert set(found.objects(person, RDF.type)) == {SEM.Actor, SCHEMA.Person, PROV.Agent}


@pytest.mark.parametrize(
    ("edtf", "positions"),
    [
        ("2024-05-13", {"beginning": (TIME.inXSDDate, "2024-05-13"), "end": (TIME.inXSDDate, "2024-05-13")}),
        ("2024-05", {"beginning": (TIME.inXSDgYearMonth, "2024-05"), "end": (TIME.inXSDgYearMonth, "2024-05")}),
        ("2023/2024-02", {"beginning": (TIME.inXSDgYear, "2023"), "end": (TIME.inXSDgYearMonth, "2024-02")}),
        ("2022/..", {"beginning": (TIME.inXSDgYear, "2022")}),
        ("../2022-03-04", {"end": (TIME.inXSDDate, "2022-03-04")}),
        ("-0044-03-15", {"beginning": (TIME.inXSDDate, "-0044-03-15"), "end": (TIME.inXSDDate, "-0044-03-15")}),
        ("2024-05-13?", {}),
        ("2024-05-1X", {}),
        ("[..2026-05-31]", {}),
        ("2024-02-31", {}),
        ("2022-21", {}),
        (None, {}),
    ],
)
def test_times_stand_in_owl_time_at_their_own_precision(
    edtf: str | None, positions: dict[str, Any], tmp_path: Path
) -> None:
    data = with_cells(opened(), "events", "event_id", "strike", date_edtf=edtf)
    found = read(data, tmp_path)
    event = URIRef(iris.part(iris.base(data.descriptor), "events", "strike"))
    time = found.value(event, SEM.hasTime)
    told = {}
    for name, term in (("beginning", TIME.hasBeginning), ("end", TIME.hasEnd)):
        for instant in found.objects(time, term) if time else ():
            ((property_, value),) = [(p, v) for p, v in found.predicate_objects(instant) if p != RDF.type]
            told[name] = (property_, str(value))
    assert told == positions


def test_a_part_that_the_article_itself_tells_is_a_sub_event_and_a_claimed_one_is_not() -> None:
    data, found = opened(PACKAGES["repository"]), graph("repository")
    parts = {
        (node(data, "events", {"event_id": r["event_id"]}), node(data, "events", {"event_id": r["other_event_id"]}))
        for r in data.rows("event_relations")
        if r["relation"] == "part_of" and r["according_to"] is None
    }
    assert parts
    assert set(found.subject_objects(SEM.subEventOf)) == parts


@BY_PACKAGE
def test_turtle_and_jsonld_are_the_same_graph_without_blank_nodes(package: str, tmp_path: Path) -> None:
    assert isomorphic(graph(package), read_jsonld(opened(PACKAGES[package]), tmp_path))
    assert not [n for n in graph(package).all_nodes() if isinstance(n, BNode)]


def test_the_worst_cells_come_back_whole_from_both(tmp_path: Path) -> None:
    data = worst()
    found = read(data, tmp_path)
    assert isomorphic(found, read_jsonld(data, tmp_path))
    for row in data.rows("events"):
        subject = node(data, "events", row)
        assert str(found.value(subject, RDFS.label)) == row["label"]
        assert str(found.value(subject, DCTERMS.description)) == row["summary"]
    for row in data.rows("statements"):
        assert [str(o) for o in found.objects(node(data, "statements", row), SCHEMA.text)] == [
            *([row["quote"]] if row["quote"] is not None else [])
        ]


@BY_PACKAGE
def test_no_iri_stands_on_a_host_that_neither_a_standard_nor_the_package_names(package: str) -> None:
    data = opened(PACKAGES[package])
    allowed = (
        iris.base(data.descriptor), "urn:event-timeline:", "http://www.w3.org/", "http://purl.org/dc/", "http://schema.org/",
        "http://semanticweb.cs.vu.nl/2009/11/sem/", "http://id.loc.gov/datatypes/edtf/", iris.WIKIDATA, iris.GEONAMES,
        *(r["url"] for r in data.rows("sources") if r["url"]), *(entry["path"] for entry in data.descriptor["licenses"]),
    )  # fmt: skip
    used = {n for triple in graph(package) for n in triple if isinstance(n, URIRef)}
    used |= {n.datatype for triple in graph(package) for n in triple if isinstance(n, Literal) and n.datatype}
    assert [n for n in used if not str(n).startswith(allowed)] == []


def test_tables_and_columns_of_a_package_of_its_own_arrive_too(tmp_path: Path) -> None:
    data = opened()
    schema = data.schemas["events"]
    extra = {"name": "casualties", "type": "integer", "title": "Casualties", "description": "Number of the hurt."}
    linked = {"name": "ship", "type": "string", "rdfType": "schema:object"}
    ships = {
        "fields": [{"name": "ship_id", "type": "string"}, {"name": "tons", "type": "number", "rdfType": "no iri"}],
        "primaryKey": "ship_id",
    }
    foreign = {"fields": ["ship"], "reference": {"resource": "ships", "fields": ["ship_id"]}}
    schemas = data.schemas | {
        "events": schema
        | {"fields": [*schema["fields"], extra, linked], "foreignKeys": [*schema["foreignKeys"], foreign]},
        "ships": ships,
    }
    events = data.frames["events"].with_columns(casualties=pl.lit(3), ship=pl.lit("osun"))
    frames = data.frames | {"events": events, "ships": pl.LazyFrame({"ship_id": ["osun"], "tons": [1e-7]})}
    found = read(dataclasses.replace(data, schemas=schemas, frames=frames), tmp_path)
    base = iris.base(data.descriptor)
    strike, ship = URIRef(iris.part(base, "events", "strike")), URIRef(iris.part(base, "ships", "osun"))
    assert found.value(strike, TL["events.casualties"]) == Literal(3)
    assert found.value(TL["events.casualties"], RDFS.comment) == Literal("Number of the hurt.")
    assert found.value(strike, SCHEMA.object) == ship
    assert found.value(ship, RDF.type) == TL.ships
    assert found.value(ship, TL["ships.tons"]) == Literal(Decimal("0.0000001"))


def test_a_package_whose_id_begins_like_a_prefix_keeps_its_iris(tmp_path: Path) -> None:
    data = opened()
    data = dataclasses.replace(data, descriptor=data.descriptor | {"id": "events:1"})
    found = read_jsonld(data, tmp_path)
    assert isomorphic(found, read(data, tmp_path))
    assert (URIRef("events:1#events/strike"), RDF.type, SEM.Event) in found


def faulty(data_graph: Graph, *shapes: str) -> set[URIRef]:
    """The nodes that pyshacl finds fault with, by all shapes or some."""
    named = [f"urn:event-timeline:shapes:{shape}" for shape in shapes] or None
    good, report, _ = pyshacl.validate(
        data_graph, shacl_graph=Graph().parse(SHAPES), inference="none", use_shapes=named
    )
    nodes = set(report.objects(None, SH.focusNode))
    assert good == (not nodes)
    return nodes


@BY_PACKAGE
def test_the_graph_conforms_to_the_shapes(package: str) -> None:
    assert faulty(graph(package)) == set()


@cache
def full() -> Graph:
    """The graph of a package with every optional table and column."""
    with tempfile.TemporaryDirectory() as folder:
        return rdf.graph(load(full_profile.package(Path(folder))))


def test_the_optional_tables_and_columns_conform_to_the_shapes() -> None:
    assert faulty(full()) == set()
    assert faulty(rdf.graph(load(builder.MARSHES))) == set()


REPORT = "event_sources/container-fall/article/https%3A%2F%2Fexample.org%2Freport/Page%203"


def test_the_address_of_a_figure_stays_when_another_is_added(tmp_path: Path) -> None:
    before = rdf.graph(load(builder.MARSHES))
    first = {"event_id": "ferry-strike", "measure": "arrested", "best": "3"}
    after = rdf.graph(load(builder.edited(tmp_path, [Added("measures", first), Added("measures", first)], "marshes")))
    assert set(before.subjects()) - set(after.subjects()) == set()
    fresh = {str(s).partition("#")[2] for s in set(after.subjects()) - set(before.subjects())}
    assert fresh == {"measures/ferry-strike/arrested", "measures/ferry-strike/arrested/2"}


def test_an_event_has_its_reports_and_its_further_places_in_the_graph() -> None:
    event, report = H["events/container-fall"], H[REPORT]
    assert (event, PROV.hadPrimarySource, H["sources/article"]) in full()
    assert (report, SCHEMA.url, URIRef("https://example.org/report")) in full()
    assert (H["event_places/container-fall/osterhavn/affected"], SEM.hasPlace, H["places/osterhavn"]) in full()


def test_the_graph_says_what_was_coded() -> None:
    found = rdf.graph(load(builder.MARSHES))
    base = URIRef(iris.base(load(builder.MARSHES).descriptor))
    assert found.value(base, TL["coding.evidence"]) == Literal("none")
    assert found.value(base, TL["coding.participants"]) == Literal("complete")


STRIKE = "urn:uuid:5f0c2a1e-7d34-4c1b-9a55-0c8e6c1b7f10#"
H = Namespace(STRIKE)
DAMAGE = {
    "Package": (H[""], "drop", SCHEMA.version),
    "Source": (H["sources/article"], "drop", DCTERMS.title),
    "Place": (H["places/pier-4"], SCHEMA.latitude, Literal(Decimal(91))),
    "Actor": (H["actors/mira-holm"], "drop", TL["actors.kind"]),
    "Event": (H["events/strike"], "drop", RDFS.label),
    "Occurred": (H["events/container-fall"], TL["events.polarity"], H["codebook/events.polarity/negated"]),
    "DatedEvent": (H["events/container-fall"], "drop", TL["events.date_basis"]),
    "Time": (H["events/container-fall/time"], "drop", TIME.hasBeginning),
    "Instant": (H["events/container-fall/time/end"], TIME.inXSDDate, Literal("yesterday")),
    "Role": (H["event_actors/strike/dockers-union/agent"], SEM.roleType, H["codebook/events.kind/strike"]),
    "Relation": (
        H["event_relations/monday-talks/before/strike"],
        TL["event_relations.other_event_id"],
        H["events/monday-talks"],
    ),
    "Statement": (H["statements/holm-answer"], SCHEMA.position, Literal(0)),
    "Quoted": (H["statements/holm-answer"], "drop", SCHEMA.text),
    "Said": (H["statement_events/nobody-hurt/container-fall"], "drop", TL["statement_events.stance"]),
    "Evidence": (H["evidence/strike-report-0"], OA.motivatedBy, OA.bookmarking),
    "Target": (H["evidence/strike-report-0/target"], SCHEMA.sha256, Literal("A80B")),
    "Position": (H["evidence/strike-report-0/position"], OA.end, Literal(0, datatype=XSD.nonNegativeInteger)),
    "Words": (H["evidence/strike-place-98/quote"], "drop", OA.exact),
    "Term": (H["codebook/events.status/occurred"], "drop", SKOS.definition),
    "Vocabulary": (H["codebook/events.status"], "drop", DCTERMS.identifier),
    "Shown": (H["events/strike"], "drop", OA.hasBody),
    "Report": (H[REPORT], "drop", PROV.hadPrimarySource),
    "FurtherPlace": (H["event_places/container-fall/osterhavn/affected"], "drop", SEM.hasPlace),
    "Measure": (
        H["measures/container-fall/injured/dockers-union/mira-holm/article/persons"],
        SCHEMA.minValue,
        Literal(Decimal(6)),
    ),
    "Exception": (H["exceptions/EVT006/events/strike"], TL["exceptions.reason"], Literal("short")),
}
"""Shape -> what breaks it: a node and a property to drop, or a property with another value."""

OPTIONAL = ("Report", "FurtherPlace", "Measure", "Exception")
"""Shapes of tables that the harbour does not have."""


@pytest.mark.parametrize("shape", DAMAGE)
def test_a_shape_finds_what_breaks_it(shape: str) -> None:
    subject, first, second = DAMAGE[shape]
    subject = URIRef(STRIKE[:-1]) if shape == "Package" else subject
    damaged = Graph() + (full() if shape in OPTIONAL else graph("harbour"))
    if shape == "Shown":
        damaged.remove((None, OA.hasBody, subject))
    elif first == "drop":
        assert (subject, second, None) in damaged
        damaged.remove((subject, second, None))
        if shape == "Time":
            damaged.remove((subject, TIME.hasEnd, None))
    else:
        assert (subject, first, None) in damaged
        damaged.set((subject, first, second))  # type: ignore[arg-type]
    # with use_shapes pyshacl 0.40 passes over this one, whose only property is a shape that others share
    assert subject in faulty(damaged, *([] if shape == "Vocabulary" else [shape]))


def test_every_shape_is_broken_by_a_test() -> None:
    shapes = set(Graph().parse(SHAPES).subjects(RDF.type, SH.NodeShape))
    assert {str(s).removeprefix("urn:event-timeline:shapes:") for s in shapes} == set(DAMAGE)


def test_what_a_schema_requires_a_shape_requires() -> None:
    shapes = Graph().parse(SHAPES)
    required = {
        p for shape in shapes.subjects(SH.minCount) for p in shapes.objects(shape, SH.path) if isinstance(p, URIRef)
    }
    for table in profile.TABLES[:-1]:
        for field in profile.table_schema(table)["fields"]:
            name = field["name"]
            terms = {**LITERALS.get(table, {}), **TERMS.get(table, {})}
            terms |= {c: term for c, (term, _) in LINKS.get(table, {}).items()}
            if field["constraints"].get("required") and name in terms:
                assert terms[name] in required, (table, name)


@pytest.mark.parametrize("format_", ["turtle", "jsonld", "dcat"])
def test_dates_before_year_1_are_written_without_a_word(format_: str, tmp_path: Path) -> None:
    package = builder.edited(tmp_path, [Cell("events", "container-fall", c, v) for c, v in
        {"date_edtf": "-0043-03-15", "earliest": "", "latest": "", "date_source": "", "date_basis": "stated"}.items()]
        + [Replaced("datapackage.json", '"start": "2022"', '"start": "-0043-03-15"')])  # fmt: skip
    command = [
        sys.executable,
        "-m",
        "event_timeline",
        "export",
        format_,
        str(package),
        "--no-validate",
        "-o",
        str(tmp_path / "x"),
    ]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2] / "scripts")}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert (done.returncode, done.stderr.splitlines()) == (0, [f"wrote {tmp_path / 'x'}"])
    assert "-0043-03-15" in (tmp_path / "x").read_text(encoding="utf-8")
