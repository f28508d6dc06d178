"""Precision of places, and the further places of events."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline.rules.explanations import Added, Cell
from tests.rules.asking import cells, messages


@pytest.mark.parametrize("precision", ["exact", "near", "admin2", "admin1"])
def test_a_country_shows_no_town_and_no_division(precision: str, tmp_path: Path) -> None:
    edits = cells("events", "marsh-fire", place_id="vell", place_precision=precision)
    (message,) = messages(tmp_path, "GEO026", Cell("places", "vell", "country", "DNK"), *edits)
    assert message == f"vell is of the kind country, and the precision of the place is {precision}"


@pytest.mark.parametrize("precision", ["area", "country", "international", ""])
def test_a_country_may_be_all_that_is_known(precision: str, tmp_path: Path) -> None:
    edits = cells("events", "marsh-fire", place_id="vell", place_precision=precision)
    assert messages(tmp_path, "GEO026", Cell("places", "vell", "country", "DNK"), *edits) == []


@pytest.mark.parametrize("code", ["SGP", "MCO", "GIB", "MLT", ""])
def test_a_country_as_small_as_a_town_may_be_known_exactly(code: str, tmp_path: Path) -> None:
    edits = cells("events", "marsh-fire", place_id="vell", place_precision="exact")
    assert messages(tmp_path, "GEO026", Cell("places", "vell", "country", code), *edits) == []


def test_a_province_without_towns_may_be_one_but_shows_no_district(tmp_path: Path) -> None:
    exact = cells("events", "marsh-fire", place_id="north-vell", place_precision="exact")
    empty = [Cell("places", p, "within", "vell") for p in ("tarn", "south-marsh")]
    assert messages(tmp_path / "town", "GEO026", *exact, *empty) == []
    assert len(messages(tmp_path / "with-towns", "GEO026", *exact)) == 1
    district = cells("events", "marsh-fire", place_id="north-vell", place_precision="admin2")
    assert len(messages(tmp_path / "district", "GEO026", *district)) == 1


@pytest.mark.parametrize("precision", ["near", "exact"])
def test_a_region_with_a_city_in_it_shows_no_town(precision: str, tmp_path: Path) -> None:
    region = Cell("places", "north-vell", "kind", "region")
    edits = cells("events", "marsh-fire", place_id="north-vell", place_precision=precision)
    assert len(messages(tmp_path, "GEO026", region, *edits)) == 1


def test_a_further_location_may_be_the_precise_one(tmp_path: Path) -> None:
    edits = cells("events", "marsh-fire", place_id="vell")
    further = {"event_id": "marsh-fire", "place_id": "south-marsh"}
    assert messages(tmp_path / "here", "GEO026", *edits, Added("event_places", further | {"role": "location"})) == []
    assert (
        len(messages(tmp_path / "there", "GEO026", *edits, Added("event_places", further | {"role": "affected"}))) == 1
    )


@pytest.mark.parametrize(("role", "n"), [("location", 1), ("origin", 0), ("target", 0), ("affected", 0)])
def test_a_main_place_is_repeated_only_in_another_role(role: str, n: int, tmp_path: Path) -> None:
    row = {"event_id": "marsh-fire", "place_id": "south-marsh", "role": role}
    assert len(messages(tmp_path, "GEO027", Added("event_places", row))) == n
