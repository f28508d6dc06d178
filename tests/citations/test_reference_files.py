"""BibTeX, RIS and CFF, read back by bibtexparser, rispy, PyYAML and the CFF's own JSON Schema."""

from __future__ import annotations

import importlib.resources
import json
import re
from collections.abc import Callable
from typing import Any

import bibtexparser
import jsonschema
import pytest
import rispy
import yaml
from bibtexparser.middlewares import LatexDecodingMiddleware

from event_timeline.citations import STYLES, Style, bibtex, cff, ris
from event_timeline.citations.fragments import shorten
from event_timeline.citations.work import Work, bare_doi, work
from tests.citations.works import ORGANISATION, TITLE, organisation, persons

pytestmark = pytest.mark.filterwarnings("default")


def both() -> Work:
    """A dataset with a DOI beside its own id."""
    return work(ORGANISATION | {"doi": "10.5555/harbour"})


def parsed(text: str) -> dict[str, str]:
    library = bibtexparser.parse_string(text, append_middleware=[LatexDecodingMiddleware()])  # type: ignore[attr-defined]
    assert library.failed_blocks == []
    (entry,) = library.entries
    return {f.key: f.value for f in entry.fields} | {"key": entry.key, "type": entry.entry_type}


def test_bibtexparser_reads_the_values_of_an_organisation() -> None:
    found = parsed(bibtex.render(organisation()))
    assert found["type"] == "misc"
    assert found["author"].strip("{}") == "Event Timeline project"
    assert found["title"].strip("{}") == organisation().title
    assert (found["year"], found["version"]) == ("2024", "1.0.0")
    assert "url" not in found
    assert found["note"] == f"Version 1.0.0, {organisation().identifier}"


def test_bibtexparser_reads_persons_and_awkward_signs() -> None:
    found = parsed(bibtex.render(persons()))
    title = found["title"].replace("ˆ", "^")  # bibtexparser decodes \\textasciicircum as the letter-like one
    assert title.replace("{", "").replace("}", "") == TITLE.replace("{", "").replace("}", "")
    assert "{events}" in found["title"]
    assert found["author"].startswith("Lund, Ada Maria and Święty, Jean-Luc and ")
    assert (found["doi"], found["url"]) == ("10.5555/example", "https://doi.org/10.5555/example")


def test_rispy_reads_the_values() -> None:
    for cited in (organisation(), persons()):
        (found,) = rispy.loads(ris.render(cited))
        assert found["type_of_reference"] == "DATA"
        assert found["title"] == cited.title
        assert found["authors"] == [f"{n.family}, {n.given}" if n.family else n.literal for n in cited.creators]
        assert (found["year"], found["publisher"], found["abstract"]) == (
            cited.year,
            cited.publisher,
            cited.description,
        )
        assert found["keywords"] == list(cited.keywords)
        assert (found.get("urls", []), found.get("accession_number", "")) == (
            ([cited.address], "") if cited.doi else ([], cited.identifier)
        )
        assert found.get("doi", "") == cited.doi


WEB_FIELDS = re.compile(
    r"""^\s*url = \{(.*?)\},?$|^UR  - (.*)$|"(?:URL|url|rightsUri|contentUrl)": "(.*?)"|^url: (.*)$""", re.MULTILINE
)
"""The fields of the styles that a program opens in a browser."""


@pytest.mark.parametrize("style", STYLES.values(), ids=lambda s: s.name)
@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"homepage": "https://example.org/x"},
        {"doi": "10.5555/x"},
        {"licenses": [{"name": "CC0-1.0", "path": "LICENSE"}]},
    ],
)
def test_no_style_has_an_address_that_leads_nowhere(style: Style, facts: dict[str, Any]) -> None:
    described = {k: v for k, v in ORGANISATION.items() if k != "resources"} | facts
    text = style.renderer()(work(described))
    addresses = ["".join(groups) for groups in WEB_FIELDS.findall(text)]
    assert [a for a in addresses if not a.startswith(("https://", "http://"))] == []
    assert ORGANISATION["id"] in text or facts.keys() & {"doi", "homepage"}


@pytest.mark.parametrize("style", STYLES.values(), ids=lambda s: s.name)
@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({"id": "https://example.org/data"}, "https://example.org/data"),
        ({"homepage": "https://example.org/page"}, "https://example.org/page"),
        ({"id": "https://doi.org/10.5555/x"}, "10.5555/x"),
        ({"doi": "10.5555/x", "homepage": "https://example.org/page"}, "10.5555/x"),
        ({"id": "urn:uuid:5f0c2a1e-7d34-4c1b-9a55-0c8e6c1b7f10"}, "urn:uuid:5f0c2a1e-7d34-4c1b-9a55-0c8e6c1b7f10"),
    ],
)
def test_every_style_has_the_address_that_the_descriptor_gives(style: Style, facts: dict[str, Any], found: str) -> None:
    assert found in style.renderer()(work({k: v for k, v in ORGANISATION.items() if k != "resources"} | facts))


def test_a_long_name_of_a_row_is_cut_between_words() -> None:
    words = " ".join(f"word{i}" for i in range(40))
    for most in range(8, 130):
        cut = shorten(words, most)
        assert len(cut) <= most
        assert words.startswith(cut.removesuffix("…") + " ")
    assert shorten("漢" * 200, 120) == "漢" * 119 + "…"
    assert shorten("short", 120) == "short"


@pytest.mark.parametrize("make", [organisation, persons, both])
def test_the_cff_meets_the_formats_schema_and_keeps_the_values(make: Callable[[], Work]) -> None:
    schemas = importlib.resources.files("check_jsonschema") / "builtin_schemas" / "vendor"
    schema = json.loads((schemas / "citation-file-format.json").read_text(encoding="utf-8"))
    cited = make()
    found = yaml.safe_load(cff.render(cited))
    jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker()).validate(found)
    assert (found["title"], found["version"], found["date-released"]) == (cited.title, cited.version, cited.date)
    assert (found["license"], found["abstract"]) == (cited.license_id, cited.description)
    assert found.get("doi", "") == cited.doi
    assert [a.get("name") or f"{a['given-names']} {a['family-names']}" for a in found["authors"]] == [
        f"{n.given} {n.family}" if n.family else n.literal for n in cited.creators
    ]
    own = [i["value"] for i in found.get("identifiers", ())]
    assert own == ([] if cited.doi and cited.doi in cited.identifier else [cited.identifier])


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("10.5555/a", "10.5555/a"),
        ("doi:10.5555/a", "10.5555/a"),
        ("https://doi.org/10.5555/a(1)#x", "10.5555/a(1)#x"),
        ("http://dx.doi.org/10.5555/a", "10.5555/a"),
        ("HTTPS://DOI.ORG/10.5555/A", "10.5555/A"),
        ("https://example.org/10.5555/a", ""),
        ("10.5/a", ""),
        ("10.5555", ""),
        ("urn:uuid:5f0c2a1e-7d34-4c1b-9a55-0c8e6c1b7f10", ""),
    ],
)
def test_a_doi_is_known_in_each_of_its_forms(text: str, bare: str) -> None:
    assert bare_doi(text) == bare
