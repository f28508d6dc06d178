"""Citation files against the descriptor."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from event_timeline import validate
from event_timeline.citations import cff, zenodo
from event_timeline.citations.work import work
from event_timeline.model import Problem
from event_timeline.package.citation_files import CFF, CHANGELOG, MAX_BYTES, ZENODO
from event_timeline.package.opening import read_json
from event_timeline.rules.explanations import Replaced
from tests import builder
from tests.rules.asking import found

CFF_TEXT = """\
cff-version: 1.2.0
message: If you use this dataset, please cite it as below.
type: dataset
title: "The harbour dispute: a small event timeline for the tests"
version: 1.2.0
date-released: "2024-06-01"
authors:
  - name: Event Timeline project
license: CC-BY-4.0
"""


def cited(folder: Path, code: str, name: str, text: str) -> list[Problem]:
    return found(folder, code, Replaced(name, "", text), Replaced("README.md", "", "# Harbour\n"))


def test_files_that_cite_writes_agree_with_the_descriptor(harbour: Path) -> None:
    whole = work(read_json(harbour / "datapackage.json", "datapackage.json"))
    (harbour / CFF).write_text(cff.render(whole), encoding="utf-8")
    (harbour / ZENODO).write_text(zenodo.render(whole), encoding="utf-8")
    (harbour / "README.md").write_text("# Harbour\n", encoding="utf-8")
    assert validate(str(harbour), select=["CIT"]).problems == []


def test_a_doi_beside_the_packages_own_id_is_compared_too(tmp_path: Path) -> None:
    doi = Replaced(
        "datapackage.json", '"name": "harbour-dispute"', '"doi": "10.5555/harbour.2", "name": "harbour-dispute"'
    )
    files = (
        Replaced(CFF, "", CFF_TEXT.replace("license:", "doi: 10.5555/harbour.1\nlicense:")),
        Replaced("README.md", "", "# Harbour\n"),
    )
    (problem,) = found(tmp_path, "CIT007", doi, *files)
    assert "'10.5555/harbour.1'" in problem.message
    assert "'10.5555/harbour.2'" in problem.message


def test_a_person_is_the_same_in_every_file(harbour: Path) -> None:
    path = harbour / "datapackage.json"
    people = '"contributors": [{"givenName": "Mira", "familyName": "Holm", "roles": ["creator"]}, {"title": "A Printer", "roles": ["publisher"]}]'
    text = path.read_text(encoding="utf-8")
    start = text.index('"contributors"')
    path.write_text(text[:start] + people + text[text.index("]", text.index("]", start) + 1) + 1 :], encoding="utf-8")
    whole = work(read_json(path, "datapackage.json"))
    (harbour / CFF).write_text(cff.render(whole), encoding="utf-8")
    (harbour / ZENODO).write_text(zenodo.render(whole), encoding="utf-8")
    assert validate(str(harbour), select=["CIT005"]).problems == []


@pytest.mark.parametrize(("person", "title", "same"), [
    ("family-names: 三崎\n    given-names: ハルカ", "三崎ハルカ", True), ("family-names: Kovács\n    given-names: Anna", "Kovács Anna", True),
    ("family-names: Holm\n    given-names: Mira", "Dr. Mira Holm", True), ("family-names: Holm\n    given-names: Mira", "Mira K. Holm", True),
    ("family-names: Holm\n    given-names: Mira", "Anna Holm", False), ("family-names: Holm\n    given-names: Mira", "Holm", False),
])  # fmt: skip
def test_a_name_is_the_same_in_another_order_and_with_a_title(
    person: str, title: str, same: bool, tmp_path: Path
) -> None:
    edits = (
        Replaced(CFF, "", CFF_TEXT.replace("name: Event Timeline project", person)),
        Replaced("datapackage.json", '"title": "Event Timeline project"', f'"title": "{title}"'),
    )
    assert (found(tmp_path, "CIT005", *edits) == []) == same


def test_the_line_and_key_of_a_difference_are_told(tmp_path: Path) -> None:
    (problem,) = cited(tmp_path, "CIT003", CFF, CFF_TEXT.replace("version: 1.2.0\ndate", "version: 1.1.9\ndate"))
    assert (problem.path, problem.line, problem.column, problem.value) == (CFF, 5, "version", "1.1.9")


def test_a_date_that_yaml_takes_for_one_is_compared_as_one(tmp_path: Path) -> None:
    assert cited(tmp_path / "same", "CIT004", CFF, CFF_TEXT.replace('"2024-06-01"', "2024-06-01")) == []
    (problem,) = cited(tmp_path / "other", "CIT004", CFF, CFF_TEXT.replace('"2024-06-01"', "2024-06-02"))
    assert problem.value == "2024-06-02"


@pytest.mark.parametrize(("text", "value"), [
    ("## 1.3.0 - 2024-06-01\n\n## 1.2.0 - 2024-05-01\n", "1.3.0"),
    ("# Changelog\n\n## [v1.3.0](https://example.org/1.3.0) (2024-06-01)\n", "1.3.0"),
    ("## Unreleased\n\n- nothing\n", None),
    ("## 1.2.0\n", None),
    ("Nothing yet.\n", None),
])  # fmt: skip
def test_the_newest_release_of_a_changelog_is_compared(text: str, value: str | None, tmp_path: Path) -> None:
    assert [p.value for p in cited(tmp_path, "CIT003", CHANGELOG, text)] == ([value] if value else [])


@pytest.mark.parametrize(
    "text", ["", "[1, 2]", "a: [", "a: &x [*x", "- " * 5000, "!!python/object:os.system {}", "\x00"]
)
def test_a_citation_file_that_is_no_mapping_is_named_and_nothing_more(text: str, tmp_path: Path) -> None:
    problems = cited(tmp_path, "CIT", CFF, text)
    assert [(p.code, p.path) for p in problems] == [("CIT001", CFF)]


@pytest.mark.parametrize("text", ["", "null", "[]", "{", "[" * 100_000])
def test_so_is_a_zenodo_file_that_is_none(text: str, tmp_path: Path) -> None:
    assert [(p.code, p.path) for p in cited(tmp_path, "CIT", ZENODO, text)] == [("CIT001", ZENODO)]


def test_values_of_unexpected_types_are_passed_over(tmp_path: Path) -> None:
    odd = {
        "title": ["x"],
        "version": {"a": 1},
        "creators": ["x", {"name": 3}, None],
        "license": {"id": "cc-by-4.0"},
        "doi": None,
    }
    assert [p.code for p in cited(tmp_path, "CIT", ZENODO, json.dumps(odd))] == ["CIT005"]


def test_many_small_aliases_do_not_grow(tmp_path: Path) -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 60)) + "title: *a59\n"
    assert cited(tmp_path, "CIT002", CFF, bomb) == []


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_is_not_followed(harbour: Path, tmp_path: Path) -> None:
    secret = tmp_path / "elsewhere"
    secret.write_text("title: something private\n", encoding="utf-8")
    (harbour / CFF).symlink_to(secret)
    (found,) = validate(str(harbour), select=["CIT"], ignore=["CIT008"]).problems
    assert (found.code, found.path) == ("CIT001", CFF)
    assert "private" not in found.message


def test_a_huge_file_is_not_read(harbour: Path) -> None:
    (harbour / CFF).write_text("title: x\n" + "#" * MAX_BYTES[CFF], encoding="utf-8")
    (found,) = validate(str(harbour), select=["CIT"], ignore=["CIT008"]).problems
    assert (found.code, found.path) == ("CIT001", CFF)


def test_the_example_file_is_what_it_says(tmp_path: Path) -> None:
    package = builder.edited(tmp_path, (Replaced(CFF, "", CFF_TEXT), Replaced("README.md", "", "# Harbour\n")))
    assert validate(str(package)).counts == {}
