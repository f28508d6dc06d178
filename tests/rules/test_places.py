"""Places: distances, codes, and what lies within what."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from event_timeline.rules.rule import Added
from tests.rules.asking import cells, found, placed

PLACES = "data/places.csv"


def test_a_lost_sign_is_told_from_exchanged_coordinates(tmp_path: Path) -> None:
    (problem,) = found(tmp_path, "GEO009", *cells("places", "pier-4", latitude="-55.2512"))
    assert problem.message.startswith("the latitude has the wrong sign")
    assert (problem.path, problem.line, problem.column) == (PLACES, 4, "latitude")


def test_each_misplaced_site_is_reported_once(tmp_path: Path) -> None:
    edits = (
        *cells("places", "pier-4", latitude="10.5031", longitude="55.2512"),
        *cells("places", "town-hall", longitude="-10.4987"),
    )
    assert [line for _, line, _ in placed(tmp_path, "GEO009", *edits)] == [4, 5]


def test_a_place_that_is_merely_far_away_is_not_called_exchanged(tmp_path: Path) -> None:
    edits = cells("places", "pier-4", latitude="-33.9", longitude="151.2")
    assert found(tmp_path / "a", "GEO009", *edits) == []
    (problem,) = found(tmp_path / "b", "GEO010", *edits)
    a, b = math.radians(55.25), math.radians(-33.9)
    angle = math.acos(math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(math.radians(151.2 - 10.5)))
    assert problem.message == f"{round(6371 * angle)} km from osterhavn"


def test_across_the_date_line_is_near(tmp_path: Path) -> None:
    edits = (
        *cells("places", "osterhavn", latitude="-16.8", longitude="179.9"),
        *cells("places", "pier-4", latitude="-16.8", longitude="-179.9"),
    )
    assert found(tmp_path, "GEO010", *edits, *cells("places", "town-hall", latitude="", longitude="")) == []


def test_places_within_each_other_are_told_once_with_the_way_around(tmp_path: Path) -> None:
    edits = (*cells("places", "denmark", within="pier-4"), *cells("places", "osterhavn", within="denmark"))
    (problem,) = found(tmp_path, "GEO005", *edits)
    assert (problem.line, problem.message) == (2, "within itself: denmark → pier-4 → osterhavn → denmark")


@pytest.mark.parametrize(("kind", "outer", "fits"), [
    ("country", "region", True), ("city", "city", True), ("site", "country", True), ("region", "country", True),
    ("country", "city", False), ("region", "city", False), ("site", "site", False), ("city", "site", False),
])  # fmt: skip
def test_what_fits_into_what(kind: str, outer: str, fits: bool, tmp_path: Path) -> None:
    edits = (
        *cells("places", "pier-4", kind=kind),
        *cells("places", "osterhavn", kind=outer),
        *cells("places", "town-hall", within=""),
    )
    assert (found(tmp_path, "GEO006", *edits) == []) == fits


def test_a_country_code_of_another_list_is_reported_wherever_it_stands(tmp_path: Path) -> None:
    edits = [c for p in ("denmark", "osterhavn") for c in cells("places", p, country="DEN")]
    assert placed(tmp_path, "GEO003", *edits) == [(PLACES, 2, "country"), (PLACES, 3, "country")]


def test_names_are_compared_without_case_signs_and_forms_of_letters(tmp_path: Path) -> None:
    row = {"place_id": "pier", "name": "ＰＩＥＲ—4", "kind": "site", "within": "osterhavn"}
    assert placed(tmp_path, "GEO016", Added("places", row)) == [(PLACES, 5, "name")]
