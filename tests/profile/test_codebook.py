"""The codebook of the profile: a coder can choose between its terms."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from event_timeline import profile

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
