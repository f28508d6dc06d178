"""BibTeX, RIS and CFF, read back by bibtexparser, rispy, PyYAML and the CFF's own JSON Schema."""

from __future__ import annotations

import importlib.resources
import json

import bibtexparser
import jsonschema
import pytest
import rispy
import yaml
from bibtexparser.middlewares import LatexDecodingMiddleware

from event_timeline.citations import bibtex, cff, ris
from tests.citations.works import TITLE, organisation, persons

pytestmark = pytest.mark.filterwarnings("default")


def parsed(text: str) -> dict[str, str]:
    library = bibtexparser.parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    assert library.failed_blocks == []
    (entry,) = library.entries
    return {f.key: f.value for f in entry.fields} | {"key": entry.key, "type": entry.entry_type}


def test_bibtexparser_reads_the_values_of_an_organisation() -> None:
    found = parsed(bibtex.render(organisation()))
    assert found["type"] == "misc"
    assert found["author"].strip("{}") == "Event Timeline project"
    assert found["title"].strip("{}") == organisation().title
    assert (found["year"], found["version"]) == ("2024", "1.0.0")
    assert found["url"] == organisation().address


def test_bibtexparser_reads_persons_and_awkward_signs() -> None:
    found = parsed(bibtex.render(persons()))
    title = found["title"].replace("ˆ", "^")  # bibtexparser decodes \\textasciicircum as the letter-like one
    assert title.replace("{", "").replace("}", "") == TITLE.replace("{", "").replace("}", "")
    assert "{events}" in found["title"]
    assert found["author"].startswith("Lund, Ada Maria and Święty, Jean-Luc and ")
    assert (found["doi"], found["url"]) == ("10.5555/example", "https://doi.org/10.5555/example")


def test_rispy_reads_the_values() -> None:
    for work in (organisation(), persons()):
        (found,) = rispy.loads(ris.render(work))
        assert found["type_of_reference"] == "DATA"
        assert found["title"] == work.title
        assert found["authors"] == [f"{n.family}, {n.given}" if n.family else n.literal for n in work.creators]
        assert (found["year"], found["publisher"], found["abstract"]) == (work.year, work.publisher, work.description)
        assert found["keywords"] == list(work.keywords)
        assert found["urls"] == [work.address]
        assert found.get("doi", "") == work.doi


@pytest.mark.parametrize("make", [organisation, persons])
def test_the_cff_meets_the_formats_schema_and_keeps_the_values(make) -> None:
    schemas = importlib.resources.files("check_jsonschema") / "builtin_schemas" / "vendor"
    schema = json.loads((schemas / "citation-file-format.json").read_text(encoding="utf-8"))
    work = make()
    found = yaml.safe_load(cff.render(work))
    jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker()).validate(found)
    assert (found["title"], found["version"], found["date-released"]) == (work.title, work.version, work.date)
    assert (found["license"], found["abstract"]) == (work.license_id, work.description)
    assert found.get("doi", "") == work.doi
    assert [a.get("name") or f"{a['given-names']} {a['family-names']}" for a in found["authors"]] == [
        f"{n.given} {n.family}" if n.family else n.literal for n in work.creators
    ]
