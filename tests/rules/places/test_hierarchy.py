"""What lies within what."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline import validate
from event_timeline.rules.explanations import Added
from tests import builder
from tests.rules.asking import cells, found


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


def place(key: str, name: str, kind: str, **columns: str) -> Added:
    return Added("places", {"place_id": key, "name": name, "kind": kind, **columns})


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
