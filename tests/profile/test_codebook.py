"""The codebook of the profile: a coder can choose between its terms."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from event_timeline import profile

ROOT = Path(__file__).parents[2]
ROWS = profile.codebook()
TERMS = {(row["vocabulary"], row["term"]) for row in ROWS}
RELATIONS = {"exact", "broader", "narrower", "related"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['vocabulary']}={row['term']}")
def test_a_term_has_a_definition_an_example_and_a_counter_example(row: dict[str, str]) -> None:
    cells = [row[column] for column in ("label", "definition", "example", "counter_example")]
    assert all(cells)
    assert len(set(cells)) == len(cells)
    assert all(cell.strip() == cell for cell in cells)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['vocabulary']}={row['term']}")
def test_a_counter_example_names_the_term_that_is_right_for_it(row: dict[str, str]) -> None:
    match = re.search(r" \(([^()]+)\)$", row["counter_example"])
    assert match
    assert match[1] != row["term"]
    assert (row["vocabulary"], match[1]) in TERMS


@pytest.mark.parametrize("column", ["definition", "example"])
def test_no_two_terms_of_a_vocabulary_have_the_same_words(column: str) -> None:
    words = Counter((row["vocabulary"], row[column].casefold()) for row in ROWS)
    assert [pair for pair, n in words.items() if n > 1] == []


def test_every_mapping_says_how_the_other_term_is_related() -> None:
    relations = {entry.split(":")[0] for row in ROWS for entry in row["mapping"].split()}
    assert relations == RELATIONS


def test_every_term_of_a_closed_vocabulary_is_in_the_codebook() -> None:
    for table in profile.ALL_TABLES:
        fields = [*profile.table_schema(table)["fields"], *profile.optional_fields(table).values()]
        for field in fields:
            terms = field.get("constraints", {}).get("enum", [])
            assert {(f"{table}.{field['name']}", term) for term in terms} <= TERMS, (table, field["name"])


def test_the_package_of_the_repository_has_an_example_and_a_counter_example_of_each_term() -> None:
    with (ROOT / "data" / "codebook.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    known = {(row["vocabulary"], row["term"]): row for row in ROWS}
    terms = {(row["vocabulary"], row["term"]) for row in rows}
    for row in rows:
        example, counter = (row[c] for c in ("example", "counter_example"))
        of_profile = known.get((row["vocabulary"], row["term"]))
        if of_profile:
            assert (example, counter) == (of_profile["example"], of_profile["counter_example"])
        assert example
        match = re.search(r" \(([^()]+)\)$", counter)
        assert match
        assert match[1] != row["term"]
        assert (row["vocabulary"], match[1]) in terms | TERMS


def test_the_schema_with_examples_is_that_of_the_codebook_with_its_optional_columns() -> None:
    schema = json.loads((ROOT / "schemas" / "codebook-with-examples.json").read_text(encoding="utf-8"))
    known = profile.table_schema("codebook")
    assert schema == known | {"fields": [*known["fields"], *profile.optional_fields("codebook").values()]}
