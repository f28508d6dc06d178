"""Places: distances, codes, and what lies within what."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from event_timeline import validate
from event_timeline.rules.explanations import Added
from tests import builder
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
    ("country", "city", True), ("region", "city", True), ("site", "site", True), ("city", "site", False),
    ("region", "site", False), ("country", "site", False),
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


def place(key: str, name: str, kind: str, **columns: str) -> Added:
    return Added("places", {"place_id": key, "name": name, "kind": kind, **columns})


def test_vatican_city_may_lie_within_rome(tmp_path: Path) -> None:
    edits = (
        place("italy", "Italy", "country", country="ITA"),
        place("rome", "Rome", "city", within="italy", country="ITA"),
        place("vatican-city", "Vatican City", "country", within="rome", country="VAT"),
    )
    counts = {code: len(found(tmp_path / code, code, *edits)) for code in ("GEO004", "GEO006", "GEO021")}
    assert counts == {"GEO004": 0, "GEO006": 0, "GEO021": 0}


@pytest.mark.parametrize(("key", "kind", "country", "within", "state"), [
    ("french-guiana", "region", "GUF", "france", "FRA"), ("hong-kong", "city", "HKG", "china", "CHN"),
])  # fmt: skip
def test_a_territory_has_a_code_of_its_own(
    key: str, kind: str, country: str, within: str, state: str, tmp_path: Path
) -> None:
    edits = (place(within, within, "country", country=state), place(key, key, kind, within=within, country=country))
    assert found(tmp_path / "a", "GEO004", *edits) == []
    assert len(found(tmp_path / "b", "GEO004", *edits, place("other", "Other", "country", country=country))) == 1


@pytest.mark.parametrize(("country", "inner"), [
    ((40.0, -4.0), (39.8885, 4.2658)), ((1.0, 38.0), (-0.9346, 38.0601)), ((-2.0, 118.0), (2.285, 118.248)),
])  # fmt: skip
def test_a_country_may_lie_on_both_sides_of_a_line(
    country: tuple[float, float], inner: tuple[float, float], tmp_path: Path
) -> None:
    edits = [
        c for p, at in (("denmark", country), ("osterhavn", inner))
        for c in cells("places", p, latitude=str(at[0]), longitude=str(at[1]))
    ]  # fmt: skip
    for code in ("GEO009", "GEO022"):
        assert found(tmp_path / code, code, *edits) == []


def test_a_place_that_is_entered_twice_is_told_once(tmp_path: Path) -> None:
    twin = place("denmark-2", "Denmark", "country", country="DNK", wikidata="Q35", identifiers_source="port-log")
    assert [len(found(tmp_path / c, c, twin)) for c in ("GEO007", "GEO015", "GEO016")] == [1, 0, 0]
    alike = place("denmark-2", "Denmark", "country", country="DNK")
    assert [len(found(tmp_path / f"alike-{c}", c, alike)) for c in ("GEO007", "GEO015", "GEO016")] == [0, 1, 0]


def test_a_city_that_was_given_its_countrys_number_is_no_city_state(tmp_path: Path) -> None:
    assert len(found(tmp_path, "GEO007", *cells("places", "osterhavn", wikidata="Q35"))) == 1


@pytest.mark.parametrize(("name", "told"), [("Norway", True), ("Norge", False), ("Ottoman Empire", False)])
def test_a_country_without_a_code_is_told_where_the_code_is_known(name: str, told: bool, tmp_path: Path) -> None:
    assert (found(tmp_path, "GEO014", place("norway", name, "country")) != []) == told


def test_a_short_identifier_beside_a_place_of_the_name_is_no_exchange(tmp_path: Path) -> None:
    edits = (
        place("new-york", "New York State", "region", country="USA"),
        place("nyc", "New York", "city", within="new-york", country="USA"),
    )
    assert found(tmp_path, "GEO019", *edits) == []


def test_england_and_scotland_are_two_places_of_one_code(tmp_path: Path) -> None:
    rows = [place(name.lower(), name, "country", country="GBR") for name in ("England", "Scotland")]
    assert found(tmp_path, "GEO015", *rows) == []


@pytest.mark.parametrize(("country", "city"), [("VAT", "ITA"), ("VAT", ""), ("LSO", "ZAF")])
def test_a_country_may_be_an_enclave_of_a_city(country: str, city: str, tmp_path: Path) -> None:
    rows = (
        place("rome", "Rome", "city", country=city),
        place("inside", "Inside", "country", country=country, within="rome"),
    )
    report = validate(str(builder.edited(tmp_path, rows)), select=["GEO"])
    assert set(report.counts) <= {"GEO013"}


@pytest.mark.parametrize(("country", "around"), [("SMR", "ITA"), ("LSO", "ZAF"), ("VAT", "ITA")])
def test_a_country_may_be_an_enclave_of_a_country(country: str, around: str, tmp_path: Path) -> None:
    rows = (
        place("around", "Around", "country", country=around),
        place("inside", "Inside", "country", country=country, within="around"),
    )
    report = validate(str(builder.edited(tmp_path, rows)), select=["GEO"])
    assert set(report.counts) <= {"GEO013"}
