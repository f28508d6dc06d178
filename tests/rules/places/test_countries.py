"""The countries of places."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline.rules.explanations import Added
from tests.rules.asking import cells, found, placed

PLACES = "data/places.csv"


def test_a_country_code_of_another_list_is_reported_wherever_it_stands(tmp_path: Path) -> None:
    edits = [c for p in ("denmark", "osterhavn") for c in cells("places", p, country="DEN")]
    assert placed(tmp_path, "GEO003", *edits) == [(PLACES, 2, "country"), (PLACES, 3, "country")]


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


@pytest.mark.parametrize(("name", "told"), [("Norway", True), ("Norge", False), ("Ottoman Empire", False)])
def test_a_country_without_a_code_is_told_where_the_code_is_known(name: str, told: bool, tmp_path: Path) -> None:
    assert (found(tmp_path, "GEO014", place("norway", name, "country")) != []) == told


def test_england_and_scotland_are_two_places_of_one_code(tmp_path: Path) -> None:
    rows = [place(name.lower(), name, "country", country="GBR") for name in ("England", "Scotland")]
    assert found(tmp_path, "GEO015", *rows) == []
