"""Coordinates by themselves and against the places around."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

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


KILOMETRES = math.degrees(1 / 6371)
"""Degrees of latitude in a kilometre."""


@pytest.mark.parametrize(("kind", "away", "far"), [
    ("site", 99.5, 0), ("site", 100.5, 1), ("city", 100.5, 0), ("city", 499.5, 0), ("city", 500.5, 1),
])  # fmt: skip
def test_how_far_a_place_may_be_from_its_city(kind: str, away: float, far: int, tmp_path: Path) -> None:
    edits = cells("places", "town-hall", kind=kind, latitude=f"{55.25 - away * KILOMETRES:.6f}", longitude="10.5")
    assert len(found(tmp_path, "GEO010", *edits)) == far


@pytest.mark.parametrize(("city", "far"), [(("0", "10.5"), 1), (("5", "0"), 1), (("0", "0"), 0)])
def test_a_city_may_lie_on_the_equator_or_the_prime_meridian(city: tuple[str, str], far: int, tmp_path: Path) -> None:
    edits = (
        *cells("places", "osterhavn", latitude=city[0], longitude=city[1]),
        *cells("places", "pier-4", latitude="2.5", longitude="12.5"),
        *cells("places", "town-hall", latitude="", longitude=""),
    )
    assert len(found(tmp_path, "GEO010", *edits)) == far
