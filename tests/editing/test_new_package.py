from __future__ import annotations

import csv
from pathlib import Path

import pytest

from event_timeline import profile
from event_timeline.editing.new_package import contributor, profile_codebook, reference_codebook, slug

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("Mira Holm", "mira-holm"), ("The dockers' union", "the-dockers-union"), ("Łódź & Ærø: über-Treffen", "lodz-aero-uber-treffen"),
        ("NATO–Ukraine  Council", "nato-ukraine-council"), ("会議", ""), ("x" * 99, "x" * 60),
    ],
)  # fmt: skip
def test_an_identifier_is_made_of_plain_letters(words: str, wanted: str) -> None:
    assert slug(words) == wanted


def test_a_person_has_two_names_and_an_organisation_one() -> None:
    assert contributor("Doe, Jane") == {
        "title": "Jane Doe",
        "givenName": "Jane",
        "familyName": "Doe",
        "roles": ["creator"],
    }
    assert contributor("Port Archive") == {"title": "Port Archive", "roles": ["creator"]}


def test_the_codebook_defines_every_term_of_the_profile() -> None:
    schemas = {t: profile.table_schema(t) for t in profile.TABLES}
    wanted = {(v, str(t)) for v, terms in profile.vocabulary_columns(schemas).items() for t in terms}
    assert {(r["vocabulary"], r["term"]) for r in profile_codebook()} == wanted


def test_every_code_of_cameo_is_defined_in_the_form_of_a_term() -> None:
    terms = profile.cameo_terms()
    assert len(terms) == 316
    for code, (label, definition) in terms.items():
        assert label
        assert label == label.strip()
        assert definition.endswith("."), code
    for column in (0, 1):
        assert len({term[column] for term in terms.values()}) == len(terms)


def test_codes_that_the_reference_package_uses_are_defined_there_as_in_the_list() -> None:
    used = {r["term"]: (r["label"], r["definition"]) for r in reference_codebook() if r["vocabulary"] == "events.cameo"}
    assert used.items() <= profile.cameo_terms().items()
    assert {(r["mapping"]) for r in reference_codebook() if r["vocabulary"] == "events.cameo"} == {
        f"exact:cameo:{c}" for c in used
    }


def test_the_profiles_definitions_are_those_of_the_reference_package() -> None:
    with (ROOT / "data" / "codebook.csv").open(encoding="utf-8", newline="") as file:
        own = [r for r in csv.DictReader(file) if r["vocabulary"] != "events.topic"]
    terms = [r for r in reference_codebook() if r["vocabulary"] in {o["vocabulary"] for o in own}]
    assert [{column: row[column] for column in terms[0]} for row in own] == terms
