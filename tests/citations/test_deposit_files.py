"""schema.org JSON-LD against the whole vocabulary as the rocrate package ships it; Zenodo's metadata by its own rules."""

from __future__ import annotations

import importlib.resources
import json
import re
from functools import cache
from html.parser import HTMLParser

import pytest

from event_timeline.citations import schemaorg, zenodo
from tests.citations.works import organisation, persons


@cache
def vocabulary() -> dict[str, dict]:
    text = (importlib.resources.files("rocrate") / "data" / "schema.jsonld").read_text(encoding="utf-8")
    return {
        node["@id"].split(":", 1)[1]: node for node in json.loads(text)["@graph"] if node["@id"].startswith("schema:")
    }


def ids(value) -> list[str]:
    values = value if isinstance(value, list) else [value] if value else []
    return [v["@id"].split(":", 1)[1] for v in values if v["@id"].startswith("schema:")]


def ancestors(kind: str) -> set[str]:
    found = {kind}
    for parent in ids(vocabulary()[kind].get("rdfs:subClassOf")):
        found |= ancestors(parent)
    return found


def check(node: dict) -> int:
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
def test_every_property_and_type_is_one_of_schema_org(make) -> None:
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


def test_zenodo_is_given_what_a_dataset_needs_there() -> None:
    found = json.loads(zenodo.render(persons()))
    assert found["upload_type"] == "dataset"
    assert found["title"] == persons().title
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", found["publication_date"])
    assert found["creators"][0] == {"name": "Lund, Ada Maria", "orcid": "0000-0002-1825-0097"}
    assert (found["access_right"], found["license"], found["language"]) == ("open", "cc-by-4.0", "eng")
    assert found["related_identifiers"] == [{"identifier": "https://example.org/article", "relation": "isDerivedFrom"}]
    assert "&lt;/script&gt;" in found["description"]
    assert "language" not in json.loads(zenodo.render(organisation()))
