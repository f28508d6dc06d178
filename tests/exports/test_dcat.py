"""DCAT-AP in Turtle, read by rdflib and held by pyshacl against the shapes of DCAT-AP 3.0.0 (tests/vendored)."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import DCAT, DCTERMS, FOAF, RDF, Graph, Literal, Namespace, URIRef

from event_timeline.exports import dcat
from event_timeline.model import UserError
from tests.citations.works import PERSONS
from tests.exports.reading import load

SHAPES = Path(__file__).parents[1] / "vendored" / "dcat-ap-3.0.0-shacl.jsonld"
SPDX = Namespace("http://spdx.org/rdf/terms#")


@cache
def shapes() -> Graph:
    return Graph().parse(SHAPES, format="json-ld")


def verdict(graph: Graph) -> tuple[bool, str]:
    conforms, _, text = validate(graph, shacl_graph=shapes())
    return conforms, text


def written(package: Path, tmp_path: Path, **changes: object) -> Graph:
    data = load(package)
    data.descriptor.update(changes)
    dcat.write(data, tmp_path / "out.ttl")
    return Graph().parse(tmp_path / "out.ttl", format="turtle")


def dataset(graph: Graph) -> URIRef:
    (found,) = graph.subjects(RDF.type, DCAT.Dataset)
    assert isinstance(found, URIRef)
    return found


@pytest.mark.filterwarnings("default")
def test_the_official_shapes_are_met(package: Path, tmp_path: Path) -> None:
    conforms, text = verdict(written(package, tmp_path))
    assert conforms, text


@pytest.mark.filterwarnings("default")
def test_they_are_met_by_persons_a_doi_and_awkward_words(harbour: Path, tmp_path: Path) -> None:
    said = {k: v for k, v in PERSONS.items() if k != "resources"}
    graph = written(harbour, tmp_path, **said)
    conforms, text = verdict(graph)
    assert conforms, text
    assert str(dataset(graph)) == "https://doi.org/10.5555/example"
    assert graph.value(dataset(graph), DCTERMS.title) == Literal(PERSONS["title"])
    names = {str(graph.value(c, FOAF.name)) for c in graph.objects(dataset(graph), DCTERMS.creator)}
    assert names == {"Ada M. Lund", "Jean-Luc Święty", "Harbour & Sons Archive"}
    assert URIRef("https://orcid.org/0000-0002-1825-0097") in set(graph.objects(dataset(graph), DCTERMS.creator))


@pytest.mark.parametrize(
    ("subject", "property_"),
    [(DCAT.Dataset, DCTERMS.title), (DCAT.Dataset, DCTERMS.description), (DCAT.Distribution, DCAT.accessURL)],
)
@pytest.mark.filterwarnings("default")
def test_the_shapes_would_notice_what_is_missing(
    harbour: Path, tmp_path: Path, subject: URIRef, property_: URIRef
) -> None:
    graph = written(harbour, tmp_path)
    graph.remove((next(graph.subjects(RDF.type, subject)), property_, None))
    assert not verdict(graph)[0]


def test_each_distribution_has_the_resources_words_size_and_hash(harbour: Path, tmp_path: Path) -> None:
    graph = written(harbour, tmp_path)
    described = json.loads((harbour / "datapackage.json").read_text(encoding="utf-8"))
    found = {
        str(graph.value(d, DCTERMS.title)): (
            str(graph.value(d, DCTERMS.description)),
            graph.value(d, DCAT.byteSize).toPython(),
            "sha256:" + str(graph.value(graph.value(d, SPDX.checksum), SPDX.checksumValue)),
            str(graph.value(d, DCTERMS.license)),
        )
        for d in graph.objects(dataset(graph), DCAT.distribution)
    }
    licence = described["licenses"][0]["path"]
    assert found == {r["title"]: (r["description"], r["bytes"], r["hash"], licence) for r in described["resources"]}
    assert {str(k) for k in graph.objects(dataset(graph), DCAT.keyword)} == set(described["keywords"])
    assert str(graph.value(dataset(graph), DCTERMS.issued)) == described["created"][:10]


def test_what_is_not_known_is_not_said(harbour: Path, tmp_path: Path) -> None:
    graph = written(harbour, tmp_path, licenses=[], sources="none", spatial=3, temporal={"start": "lately"})
    assert graph.value(None, DCAT.landingPage) is None
    assert list(graph.objects(dataset(graph), DCTERMS.temporal)) == []
    assert list(graph.objects(dataset(graph), DCTERMS.spatial)) == []


def test_a_descriptor_without_a_description_is_refused(harbour: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="description"):
        written(harbour, tmp_path, description="")
