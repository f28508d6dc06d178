"""The reference validator: what it refuses we refuse, and what we accept it accepts."""

from __future__ import annotations

from pathlib import Path

import frictionless
import pytest

from event_timeline import validate
from tests import builder

ROOT = Path(__file__).parents[1]
PLACES, DESCRIPTOR = "data/places.csv", "datapackage.json"
DAMAGE = {
    "nothing": ("Pier 4", "Pier 4", PLACES),
    "a cell more": ("osterhavn,Osterhavn,", "osterhavn,Osterhavn,,", PLACES),
    "a cell fewer": ("osterhavn,Osterhavn,city,", "osterhavn,Osterhavn,", PLACES),
    "a type": ("55.25,", "north,", PLACES),
    "a range": ("55.25,", "155.25,", PLACES),
    "an enum": ("Osterhavn,city", "Osterhavn,town", PLACES),
    "a required cell": ("Pier 4", "", PLACES),
    "a pattern": ("pier-4,", "Pier-4,", PLACES),
    "a primary key": ("pier-4,Pier", "town-hall,Pier", PLACES),
    "a foreign key": ("site,osterhavn", "site,elsewhere", PLACES),
    "a header": ("longitude", "lenght", PLACES),  # codespell:ignore
    "a header twice": ("longitude", "latitude", PLACES),
    "a blank line": ("\nosterhavn", "\n\nosterhavn", PLACES),
    "an encoding": ("Town Hall", "R\udce5dhus", PLACES),
    "a length": ("Strike of the dockers", "S" * 81, "data/events.csv"),
    "a date": ("2024-05-13,2024-05-13,2024-05-13", "2024-05-13,13/05/2024,2024-05-13", "data/events.csv"),
    "a date that does not exist": (
        "2024-05-17,2024-05-17,2024-05-17",
        "2024-05-17,2024-02-30,2024-05-17",
        "data/events.csv",
    ),
    "created": ('"2024-06-01T00:00:00Z"', '"2024-06-01"', DESCRIPTOR),
    "a resource twice": ('"name": "places"', '"name": "actors"', DESCRIPTOR),
    "a path out": ('"data/places.csv"', '"../places.csv"', DESCRIPTOR),
    "licenses": ('"licenses": [', '"licenses": 5, "was": [', DESCRIPTOR),
    "a version": ('"version": "1.2.0"', '"version": 1', DESCRIPTOR),
    "bytes": ('"bytes": ', '"bytes": 1', DESCRIPTOR),
    "a hash": ('"hash": "sha256:', '"hash": "sha256:0', DESCRIPTOR),
}
OURS_ALONE = {
    "a wrong hash of another algorithm": ('"hash": "sha256:', '"hash": "blake9:', DESCRIPTOR),
    "a standard that does not exist": ("profiles/2.0/", "profiles/9.9/", DESCRIPTOR),
    "roles as text": ('"roles": [\n        "creator"\n      ]', '"roles": "creator"', DESCRIPTOR),
    "categories that are not the enum": ('"value": "city"', '"value": "town"', "schemas/places.json"),
    "categories that are a number": ('"categories": [', '"categories": 5, "terms": [', "schemas/places.json"),
    "a misspelt property": (
        '"description": "Degrees',
        '"constraint": {}, "description": "Degrees',
        "schemas/places.json",
    ),
    "a unique key of nothing": ('"uniqueKeys": [', '"uniqueKeys": [["rank"],', "schemas/events.json"),
    "a unique key broken": ("union-strike,article,2", "union-strike,article,1", "data/statements.csv"),
    "a blank at the end": ("Pier 4", "Pier 4 ", PLACES),
    "a zero-width space": ("Pier 4", "Pier\u200b4", PLACES),
    "a line break in a cell": ("Pier 4", '"Pier\n4"', PLACES),
    "CRLF": ("identifiers_source\n", "identifiers_source\r\n", PLACES),
    "a hidden path": ('"data/places.csv"', '".data/places.csv"', DESCRIPTOR),
    "the licence of another address": ("licenses/by/4.0/", "licenses/by-nc/4.0/", DESCRIPTOR),
}
"""What frictionless 5.21 lets pass: each of these is a rule of ours."""


def damaged(folder: Path, damage: tuple[str, str, str]) -> Path:
    package = builder.copy_of_harbour(folder)
    old, new, path = damage
    text = builder.read(package / path)
    assert old in text
    builder.write(package / path, text.replace(old, new, 1))
    if path.startswith("data/"):
        builder.stamp(package)
    if new.endswith('".data/places.csv"'):
        (package / ".data").mkdir()
        (package / "data/places.csv").rename(package / ".data/places.csv")
    return package


def reference(package: Path) -> bool:
    try:
        return frictionless.validate(str(package / DESCRIPTOR), type="package").valid
    except frictionless.FrictionlessException:
        return False


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", DAMAGE)
def test_both_give_the_same_verdict(name: str, tmp_path: Path) -> None:
    package = damaged(tmp_path, DAMAGE[name])
    assert validate(str(package)).valid == reference(package) == (name == "nothing")


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", OURS_ALONE)
def test_what_the_reference_lets_pass_is_reported(name: str, tmp_path: Path) -> None:
    package = damaged(tmp_path, OURS_ALONE[name])
    assert not validate(str(package)).passes(strict=True)
    assert reference(package), "the reference has learnt it: move the case up"


@pytest.mark.filterwarnings("ignore")
def test_this_package_is_valid_to_both() -> None:
    assert validate(str(ROOT)).valid
    assert reference(ROOT)
