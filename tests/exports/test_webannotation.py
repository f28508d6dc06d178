"""The annotation collection, read back as JSON and, through rdflib, as the RDF that its context makes of it."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, Graph, URIRef

from event_timeline.exports import turtle, webannotation
from event_timeline.exports.dataset import Dataset
from event_timeline.exports.rdf_terms import OA, SCHEMA
from tests.exports.datasets import PACKAGES, opened, with_cells, worst

OA_ = "http://www.w3.org/ns/oa#"
STANDARD = {
    "id": {"@id": "@id", "@type": "@id"},
    "type": {"@id": "@type", "@type": "@vocab"},
    **{
        t: OA_ + t
        for t in ("Annotation", "SpecificResource", "TextualBody", "TextPositionSelector", "TextQuoteSelector")
    },
    "AnnotationCollection": "http://www.w3.org/ns/activitystreams#OrderedCollection",
    "AnnotationPage": "http://www.w3.org/ns/activitystreams#OrderedCollectionPage",
    "Text": "http://purl.org/dc/dcmitype/Text",
    "items": {"@id": "http://www.w3.org/ns/activitystreams#items", "@container": "@list"},
    "first": {"@id": "http://www.w3.org/ns/activitystreams#first", "@type": "@id"},
    "body": {"@id": OA_ + "hasBody", "@type": "@id"},
    "target": {"@id": OA_ + "hasTarget", "@type": "@id"},
    "source": {"@id": OA_ + "hasSource", "@type": "@id"},
    "selector": {"@id": OA_ + "hasSelector", "@type": "@id"},
    "motivation": {"@id": OA_ + "motivatedBy", "@type": "@vocab"},
    "identifying": OA_ + "identifying",
    "linking": OA_ + "linking",
    "start": {"@id": OA_ + "start", "@type": "http://www.w3.org/2001/XMLSchema#nonNegativeInteger"},
    "end": {"@id": OA_ + "end", "@type": "http://www.w3.org/2001/XMLSchema#nonNegativeInteger"},
    "exact": OA_ + "exact",
}
"""What the W3C context says of the terms in use (Web Annotation Vocabulary, appendix A), since nothing is fetched."""


def written(data: Dataset, folder: Path) -> dict[str, Any]:
    webannotation.write(data, folder / "x.jsonld")
    return json.loads((folder / "x.jsonld").read_text(encoding="utf-8"))


@pytest.mark.parametrize("package", PACKAGES.values(), ids=PACKAGES)
def test_every_row_of_evidence_is_an_annotation_with_its_values(package: Path, tmp_path: Path) -> None:
    data = opened(package)
    collection = written(data, tmp_path)
    rows = data.rows("evidence")
    assert collection["total"] == len(rows) == len(collection["first"]["items"]) > 0
    for row, note in zip(rows, collection["first"]["items"], strict=True):
        assert note["id"].endswith(f"#evidence/{row['evidence_id']}")
        assert (note["part"], note["paragraph"]) == (row["part"], row["paragraph"])
        expected = [{"type": "TextPositionSelector", "start": row["char_start"], "end": row["char_end"]}]
        if row["exact"] is not None:
            expected.append({"type": "TextQuoteSelector", "exact": row["exact"]})
        assert note["target"]["selector"] == expected
        assert note["target"]["sha256"] == row["sha256"]
        record = next(f"#{t}s/{row[f'{t}_id']}" for t in ("actor", "event", "statement") if row[f"{t}_id"] is not None)
        assert note["body"][0]["id"].endswith(record)


def test_the_text_given_fits_the_selectors(tmp_path: Path) -> None:
    data = opened(text=True)
    content = data.texts["article"].content
    for note in written(data, tmp_path)["first"]["items"]:
        position, *quote = note["target"]["selector"]
        assert [q["exact"] for q in quote] in ([], [content[position["start"] : position["end"]]])


@pytest.mark.parametrize("package", PACKAGES.values(), ids=PACKAGES)
def test_rdflib_finds_the_same_annotations_as_in_turtle(package: Path, tmp_path: Path) -> None:
    data = opened(package)
    collection = written(data, tmp_path)
    assert collection["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    collection["@context"][0] = STANDARD
    with warnings.catch_warnings():  # rdflib 7.6 reads JSON-LD by way of a class that it has deprecated itself
        warnings.filterwarnings("ignore", "ConjunctiveGraph is deprecated", DeprecationWarning)
        read = Graph().parse(data=json.dumps(collection), format="json-ld")
    turtle.write(data, tmp_path / "x.ttl")
    other = Graph().parse(tmp_path / "x.ttl")

    def facts(graph: Graph) -> set[tuple[Any, ...]]:
        found = set()
        for note in graph.subjects(RDF.type, OA.Annotation):
            target = graph.value(note, OA.hasTarget)
            ends = {
                (s, e, w)
                for selector in graph.objects(target, OA.hasSelector)
                for s, e, w in [[graph.value(selector, t) for t in (OA.start, OA.end, OA.exact)]]
            }
            bodies = frozenset(b for b in graph.objects(note, OA.hasBody) if isinstance(b, URIRef))
            source, digest = graph.value(target, OA.hasSource), graph.value(target, SCHEMA.sha256)
            found.add((note, graph.value(note, OA.motivatedBy), bodies, source, digest, frozenset(ends)))
        return found

    assert len(facts(other)) == len(data.rows("evidence"))
    assert facts(read) == facts(other)


def test_an_address_that_a_browser_should_not_open_is_left_out(tmp_path: Path) -> None:
    data = with_cells(opened(), "sources", "source_id", "article", url="javascript:alert(1)")
    note = written(data, tmp_path)["first"]["items"][0]
    assert note["target"]["source"]["type"] == "Text"
    assert "address" not in note["target"]["source"]
    data = with_cells(opened(), "sources", "source_id", "article", url="https://www.example.org/a")
    assert written(data, tmp_path)["first"]["items"][0]["target"]["source"]["address"] == "https://www.example.org/a"


def test_the_worst_cells_come_back_whole(tmp_path: Path) -> None:
    data = worst()
    collection = written(data, tmp_path)
    assert collection["label"] == f"Evidence of: {data.descriptor['title']}"
    exact = [s["exact"] for n in collection["first"]["items"] for s in n["target"]["selector"] if "exact" in s]
    assert exact == [r["exact"] for r in data.rows("evidence") if r["exact"] is not None]
    names = {r["actor_id"]: r["name"] for r in data.rows("actors")}
    told = [n["body"][1]["value"] for n in collection["first"]["items"] if "#actors/" in n["body"][0]["id"]]
    assert told == [names[r["actor_id"]] for r in data.rows("evidence") if r["actor_id"] is not None]
