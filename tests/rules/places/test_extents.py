"""Places against the country around them, and against the extent of their country."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline import validate
from event_timeline.profile.codes import COUNTRIES
from event_timeline.profile.extents import extents, towns
from event_timeline.profile.territories import CLAIMS, OVERSEAS, STATES
from event_timeline.rules.explanations import Added, Edit
from tests import builder
from tests.rules.asking import found


def place(key: str, kind: str, **columns: str) -> Added:
    return Added("places", {"place_id": key, "name": key.title(), "kind": kind, **columns})


def around(inner: str, outer: str, outer_kind: str = "country", kind: str = "city") -> list[Edit]:
    """A place of one code within a place of another."""
    return [place("outer", outer_kind, country=outer), place("inner", kind, country=inner, within="outer")]


@pytest.mark.parametrize("outer_kind", ["country", "region", "city"])
@pytest.mark.parametrize("kind", ["city", "region", "site"])
def test_a_place_has_the_country_of_the_place_that_it_is_in(kind: str, outer_kind: str, tmp_path: Path) -> None:
    (problem,) = found(tmp_path, "GEO024", *around("FRA", "BEL", outer_kind, kind))
    assert (problem.severity, problem.value) == ("error", "FRA")
    assert problem.message == "inner has the country FRA, outer around it has BEL"


@pytest.mark.parametrize(("inner", "outer"), [
    ("HKG", "CHN"), ("MAC", "CHN"), ("PRI", "USA"), ("GLP", "FRA"), ("MTQ", "GLP"), ("FRA", "GUF"), ("GIB", "GBR"),
    ("RUS", "UKR"), ("UKR", "RUS"), ("XKX", "SRB"), ("SRB", "XKX"), ("ESH", "MAR"), ("PSE", "ISR"), ("TWN", "CHN"),
    ("GIB", "ESP"), ("UKR", "SUN"), ("HRV", "YUG"), ("DDR", "DEU"), ("FRA", ""), ("", "BEL"), ("VAT", "ITA"), ("BEL", "BEL"),
])  # fmt: skip
def test_territories_claims_and_dissolved_states_are_not_compared(inner: str, outer: str, tmp_path: Path) -> None:
    assert found(tmp_path, "GEO024", *around(inner, outer)) == []


@pytest.mark.parametrize("outer_kind", ["country", "region"])
def test_a_country_may_be_within_another_or_within_a_continent(outer_kind: str, tmp_path: Path) -> None:
    assert found(tmp_path, "GEO024", *around("LSO", "ZAF", outer_kind, "country")) == []


def at(code: str, latitude: float, longitude: float, **columns: str) -> Added:
    return place("spot", "city", country=code, latitude=str(latitude), longitude=str(longitude), **columns)


@pytest.mark.parametrize(("code", "latitude", "longitude"), [
    ("BEL", 50.85, 104.35), ("FRA", 48.86, 80.0), ("USA", 40.7, 30.0), ("RUS", 55.75, -37.6), ("PRI", 40.7, -74.0),
])  # fmt: skip
def test_a_place_outside_the_extent_of_its_country_is_reported(
    code: str, latitude: float, longitude: float, tmp_path: Path
) -> None:
    report = validate(str(builder.edited(tmp_path, [at(code, latitude, longitude)])), select=["GEO0"])
    problems = [p for p in report.problems if p.code in ("GEO022", "GEO023", "GEO025")]
    assert len(problems) == 1


def test_the_message_names_the_nearest_extent(tmp_path: Path) -> None:
    (problem,) = found(tmp_path, "GEO025", at("BEL", 50.85, 104.35))
    assert problem.message == (
        "(50.85, 104.35) is outside the extent of BEL: its nearest part is at latitude 49.4 to 51.5, longitude 2.5 to 6.4"
    )


@pytest.mark.parametrize(("code", "latitude", "longitude"), [
    ("BEL", 50.85, 4.35), ("FRA", 4.93, -52.33), ("FRA", -22.28, 166.46), ("GUF", 4.93, -52.33), ("REU", -20.88, 55.45),
    ("USA", 21.3, -157.86), ("USA", 52.9, 172.9), ("USA", 18.47, -66.1), ("USA", 19.9, -75.1), ("RUS", 64.4, -173.2),
    ("RUS", 43.1, 131.9), ("FJI", -16.8, -179.9), ("FJI", -18.1, 178.4), ("KIR", 1.9, -157.4), ("KIR", 1.3, 173.0),
    ("NZL", -43.9, -176.5), ("UKR", 44.95, 34.1), ("RUS", 44.95, 34.1), ("MAR", 23.7, -15.9), ("SRB", 42.66, 21.17),
    ("XKX", 42.66, 21.17), ("CHN", 25.03, 121.5), ("CHN", 22.3, 114.2), ("GBR", -51.7, -57.85), ("ESP", 28.1, -15.4),
    ("NOR", 78.2, 15.6), ("SJM", 78.2, 15.6), ("ATA", -90.0, 0.5), ("TKL", -9.2, -171.8), ("NOR", 60.6, 1.7), ("SUN", 1.0, 1.0),
    ("PRT", 37.7, -25.7), ("ECU", -0.9, -91.0), ("CHL", -27.1, -109.4), ("NLD", 12.15, -68.27), ("DNK", 62.0, -6.8),
])  # fmt: skip
def test_territories_overseas_the_antimeridian_claims_and_the_sea_count(
    code: str, latitude: float, longitude: float, tmp_path: Path
) -> None:
    """An oil field of Norway lies in its zone at sea; a code that is not in force has no extent."""
    assert found(tmp_path, "GEO025", at(code, latitude, longitude)) == []


def test_every_town_of_the_time_zones_lies_in_the_extent_of_its_country(tmp_path: Path) -> None:
    """The IANA time zone database: several hundred towns in all countries that Natural Earth did not give."""
    rows = [
        Added("places", {"place_id": f"town-{i}", "name": f"Town {i}", "kind": "city", "country": code, "latitude": str(lat), "longitude": str(lon)})
        for i, (code, lat, lon) in enumerate(towns().iter_rows()) if code
    ]  # fmt: skip
    assert len(rows) > 400
    assert [(p.value, p.message) for p in found(tmp_path, "GEO025", *rows)] == []


def test_the_tables_of_countries_name_codes_in_force() -> None:
    codes = {code for pair in CLAIMS for code in pair.split()} | set(OVERSEAS) | set(STATES)
    assert codes <= COUNTRIES
    assert set(extents()["country"]) <= COUNTRIES | {"XKX"}
    assert COUNTRIES - set(extents()["country"]) == set()


def test_extents_are_on_earth_and_not_turned_round() -> None:
    boxes = extents()
    assert ((boxes["south"] < boxes["north"]) & (boxes["west"] < boxes["east"])).all()
    assert boxes["south"].is_between(-90, 90).all()
    assert boxes["west"].is_between(-180, 180).all()
    assert boxes["east"].is_between(-180, 180).all()


@pytest.mark.parametrize(("latitude", "longitude", "reported"), [
    (50.85, 180.0, 1), (50.85, -180.0, 1), (50.85, 180.5, 0), (50.85, 284.35, 0), (90.0, 4.35, 1), (90.5, 4.35, 0),
])  # fmt: skip
def test_coordinates_that_are_not_on_earth_have_a_rule_of_their_own(
    latitude: float, longitude: float, reported: int, tmp_path: Path
) -> None:
    assert len(found(tmp_path, "GEO025", at("BEL", latitude, longitude))) == reported


@pytest.mark.parametrize(("miles", "reported"), [(199.5, 0), (200.5, 1)])
def test_the_sea_counts_up_to_200_nautical_miles_from_the_extent(miles: float, reported: int, tmp_path: Path) -> None:
    north = extents().filter(country="BEL")["north"].max()
    assert isinstance(north, float)
    assert len(found(tmp_path, "GEO025", at("BEL", round(north + miles * 1.852 / 111.2, 6), 4.35))) == reported
