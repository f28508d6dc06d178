"""schema.org JSON-LD against the whole vocabulary as the rocrate package ships it; Zenodo's metadata by its own rules."""

from __future__ import annotations

import importlib.resources
import json
import re
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest
from rdflib import RDF, Graph, Namespace, URIRef

from event_timeline.citations import schemaorg, zenodo
from event_timeline.citations.work import Work, work
from tests.citations.works import ORGANISATION, organisation, persons

SDO = Namespace("http://schema.org/")


@cache
def vocabulary() -> dict[str, dict[str, Any]]:
    text = (importlib.resources.files("rocrate") / "data" / "schema.jsonld").read_text(encoding="utf-8")
    return {
        node["@id"].split(":", 1)[1]: node for node in json.loads(text)["@graph"] if node["@id"].startswith("schema:")
    }


def ids(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value] if value else []
    return [v["@id"].split(":", 1)[1] for v in values if v["@id"].startswith("schema:")]


def ancestors(kind: str) -> set[str]:
    found = {kind}
    for parent in ids(vocabulary()[kind].get("rdfs:subClassOf")):
        found |= ancestors(parent)
    return found


def check(node: dict[str, Any]) -> int:
    """Assert that every property belongs to its node's type and every nested type to the property; count them."""
    kinds, checked = ancestors(node["@type"]), 0
    for name, value in node.items():
        if name.startswith("@"):
            continue
        term = vocabulary()[name]
        assert term["@type"] == "rdf:Property"
        assert kinds & set(ids(term["schema:domainIncludes"])), f"{name} is no property of {node['@type']}"
        checked += 1
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict):
                assert ancestors(item["@type"]) & set(ids(term["schema:rangeIncludes"])), (
                    f"{name} takes no {item['@type']}"
                )
                checked += check(item)
    return checked


@pytest.mark.parametrize("make", [organisation, persons])
def test_every_property_and_type_is_one_of_schema_org(make: Callable[[], Work]) -> None:
    assert check(json.loads(schemaorg.render(make()))) > 30


def test_search_engines_find_what_they_ask_for() -> None:
    found = json.loads(schemaorg.render(persons()))
    assert found["name"] == persons().title
    assert 50 <= len(found["description"]) <= 5000
    assert found["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert {c["@type"] for c in found["creator"]} == {"Person", "Organization"}
    assert found["@id"] == "https://doi.org/10.5555/example"
    sizes = {d["name"]: (d["contentSize"], len(d["sha256"])) for d in found["distribution"]}
    assert len(sizes) == 10
    assert all(re.fullmatch(r"\d+ B", size) and length == 64 for size, length in sizes.values())
    assert [s.get("url") for s in found["isBasedOn"]] == ["https://example.org/article", None]


def expanded(work: Work) -> Graph:
    """The JSON-LD as triples. RO-Crate's context, which lists schema.org's terms, stands in for schema.org's own,
    as nothing is fetched; two properties take addresses there, as in schema.org's."""
    context = json.loads(
        (importlib.resources.files("rocrate") / "data" / "ro-crate.jsonld").read_text(encoding="utf-8")
    )
    addresses = {k: {"@id": f"http://schema.org/{k}", "@type": "@id"} for k in ("license", "url", "contentUrl")}
    document = schemaorg.dataset(work) | {"@context": context["@context"] | addresses}
    return Graph().parse(data=json.dumps(document), format="json-ld", publicID="https://example.org/page/")


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("make", [organisation, persons])
def test_expanded_it_says_what_google_requires_and_recommends(make: Callable[[], Work]) -> None:
    """Google Search Central, Dataset: required name and description, and of downloads contentUrl; the rest recommended."""
    work = make()
    graph = expanded(work)
    (dataset,) = graph.subjects(RDF.type, SDO.Dataset)
    assert str(graph.value(dataset, SDO.name)) == work.title
    assert 50 <= len(str(graph.value(dataset, SDO.description))) <= 5000
    assert graph.value(dataset, SDO.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    creators = list(graph.objects(dataset, SDO.creator))
    assert {str(graph.value(c, SDO.name)) for c in creators} == {n.literal for n in work.creators}
    assert {graph.value(c, RDF.type) for c in creators} <= {SDO.Person, SDO.Organization}
    assert {str(k) for k in graph.objects(dataset, SDO.keywords)} == set(work.keywords)
    for property_ in (SDO.identifier, SDO.version, SDO.isAccessibleForFree, SDO.variableMeasured, SDO.publisher):
        assert graph.value(dataset, property_) is not None, property_
    downloads = list(graph.objects(dataset, SDO.distribution))
    assert len(downloads) == 10
    for download in downloads:
        assert graph.value(download, RDF.type) == SDO.DataDownload
        assert isinstance(graph.value(download, SDO.contentUrl), URIRef)
        assert str(graph.value(download, SDO.encodingFormat)) == "text/csv"
    keys = json.loads(schemaorg.render(work)).keys()
    lost = {k for k in keys if not k.startswith("@") and graph.value(dataset, SDO[k]) is None}
    assert lost == set()


def test_a_long_description_is_cut_and_a_licence_is_always_an_address() -> None:
    said = schemaorg.dataset(work(ORGANISATION | {"description": "long " * 2000, "licenses": [{"name": "CC0-1.0"}]}))
    assert len(said["description"]) == 5000
    assert said["license"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    said = schemaorg.dataset(work(ORGANISATION | {"licenses": [{"name": "ours", "path": "LICENSE"}]}))
    assert "license" not in said


def test_it_cannot_break_out_of_a_pages_script_element() -> None:
    text = schemaorg.render(persons())
    assert "<" not in text

    class Page(HTMLParser):
        inside = ""

        def handle_data(self, data: str) -> None:
            self.inside += data

    page = Page()
    page.feed(f'<script type="application/ld+json">{text}</script>')
    assert json.loads(page.inside) == schemaorg.dataset(persons())


ZENODO_KEYS = {
    "upload_type", "publication_type", "image_type", "publication_date", "title", "creators", "description", "access_right", "license",
    "embargo_date", "access_conditions", "doi", "prereserve_doi", "keywords", "notes", "related_identifiers", "contributors", "references",
    "communities", "grants", "subjects", "version", "language", "locations", "dates", "method",
}  # fmt: skip
ZENODO_RELATIONS = {
    "isCitedBy", "cites", "isSupplementTo", "isSupplementedBy", "isContinuedBy", "continues", "isDescribedBy", "describes", "hasMetadata",
    "isMetadataFor", "isNewVersionOf", "isPreviousVersionOf", "isPartOf", "hasPart", "isReferencedBy", "references", "isDocumentedBy",
    "documents", "isCompiledBy", "compiles", "isVariantFormOf", "isOriginalFormOf", "isIdenticalTo", "isAlternateIdentifier", "isReviewedBy",
    "reviews", "isDerivedFrom", "isSourceOf", "requires", "isRequiredBy", "isObsoletedBy", "obsoletes",
}  # fmt: skip
"""The deposit metadata of developers.zenodo.org. Zenodo's JSON Schema of it (zenodo/zenodo, legacyrecord.json) lacks version,
language, locations, dates and method, which its loader reads (zenodo/zenodo-rdm, legacy/deserializers)."""


@pytest.mark.parametrize("make", [organisation, persons])
def test_zenodo_s_record_has_only_its_keys_with_values_of_their_kinds(make: Callable[[], Work]) -> None:
    found = json.loads(zenodo.render(make()))
    assert set(found) <= ZENODO_KEYS
    assert {"upload_type", "title", "creators", "description", "access_right", "license", "publication_date"} <= set(
        found
    )
    assert all(set(c) <= {"name", "affiliation", "orcid", "gnd"} and c["name"] for c in found["creators"])
    assert all(re.fullmatch(r"(\d{4}-){3}\d{3}[\dX]", c["orcid"]) for c in found["creators"] if "orcid" in c)
    for related in found["related_identifiers"]:
        assert set(related) == {"identifier", "relation"}
        assert related["relation"] in ZENODO_RELATIONS
        assert re.match(r"https?://|urn:", related["identifier"])
    assert all(isinstance(k, str) for k in found["keywords"])
    assert re.fullmatch("[a-z]{3}", found.get("language", "eng"))


def test_zenodo_is_given_what_a_dataset_needs_there() -> None:
    found = json.loads(zenodo.render(persons()))
    assert found["upload_type"] == "dataset"
    assert found["title"] == persons().title
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", found["publication_date"])
    assert found["creators"][0] == {"name": "Lund, Ada Maria", "orcid": "0000-0002-1825-0097"}
    assert (found["access_right"], found["license"], found["language"]) == ("open", "cc-by-4.0", "eng")
    assert found["doi"] == "10.5555/example"
    assert found["related_identifiers"] == [
        {"identifier": persons().url, "relation": "isAlternateIdentifier"},
        {"identifier": "https://example.org/article", "relation": "isDerivedFrom"},
    ]
    assert "&lt;/script&gt;" in found["description"]
    assert "language" not in json.loads(zenodo.render(organisation()))
