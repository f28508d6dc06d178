"""Identifiers of places, and places that are perhaps the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline.rules.explanations import Added
from tests.rules.asking import cells, found, placed

PLACES = "data/places.csv"


def test_names_are_compared_without_case_signs_and_forms_of_letters(tmp_path: Path) -> None:
    row = {"place_id": "pier", "name": "ＰＩＥＲ—4", "kind": "site", "within": "osterhavn"}
    assert placed(tmp_path, "GEO016", Added("places", row)) == [(PLACES, 5, "name")]


def place(key: str, name: str, kind: str, **columns: str) -> Added:
    return Added("places", {"place_id": key, "name": name, "kind": kind, **columns})


def test_a_place_that_is_entered_twice_is_told_once(tmp_path: Path) -> None:
    twin = place("denmark-2", "Denmark", "country", country="DNK", wikidata="Q35", identifiers_source="port-log")
    assert [len(found(tmp_path / c, c, twin)) for c in ("GEO007", "GEO015", "GEO016")] == [1, 0, 0]
    alike = place("denmark-2", "Denmark", "country", country="DNK")
    assert [len(found(tmp_path / f"alike-{c}", c, alike)) for c in ("GEO007", "GEO015", "GEO016")] == [0, 1, 0]


def test_a_city_that_was_given_its_countrys_number_is_no_city_state(tmp_path: Path) -> None:
    assert len(found(tmp_path, "GEO007", *cells("places", "osterhavn", wikidata="Q35"))) == 1


def test_a_short_identifier_beside_a_place_of_the_name_is_no_exchange(tmp_path: Path) -> None:
    edits = (
        place("new-york", "New York State", "region", country="USA"),
        place("nyc", "New York", "city", within="new-york", country="USA"),
    )
    assert found(tmp_path, "GEO019", *edits) == []


@pytest.mark.parametrize("column", ["geonames_id", "wikidata"])
def test_each_register_number_needs_a_source(column: str, tmp_path: Path) -> None:
    number = cells("places", "osterhavn", **{column: "Q90" if column == "wikidata" else "90"})
    assert placed(tmp_path / "a", "GEO008", *number) == [(PLACES, 3, "identifiers_source")]
    assert found(tmp_path / "b", "GEO008", *number, *cells("places", "osterhavn", identifiers_source="port-log")) == []


@pytest.mark.parametrize(("column", "value"), [
    ("geonames_id", "90"), ("wikidata", "Q90"), ("latitude", "55.25"), ("longitude", "10.5"),
])  # fmt: skip
def test_a_source_of_identifiers_needs_a_number_or_a_coordinate(column: str, value: str, tmp_path: Path) -> None:
    bare = cells("places", "osterhavn", latitude="", longitude="", identifiers_source="port-log")
    assert placed(tmp_path / "a", "GEO008", *bare) == [(PLACES, 3, "identifiers_source")]
    assert found(tmp_path / "b", "GEO008", *bare, *cells("places", "osterhavn", **{column: value})) == []


def test_items_are_missed_only_where_some_place_has_one(tmp_path: Path) -> None:
    bare = cells("places", "denmark", wikidata="", identifiers_source="")
    assert found(tmp_path / "none", "GEO020", *bare) == []
    assert placed(tmp_path / "one", "GEO020", *bare, *cells("places", "pier-4", wikidata="Q90")) == [
        (PLACES, 2, "wikidata")
    ]
