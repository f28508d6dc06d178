"""Records that are the same as others."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from event_timeline import validate
from event_timeline.rules.explanations import Added, Cell, Edit
from tests import builder
from tests.rules.asking import messages


def same(*pairs: str) -> list[Cell]:
    """`a b`: a is the same as b."""
    return [Cell("events", *pair.partition(" ")[::2][:1], "same_as", pair.partition(" ")[2]) for pair in pairs]


@pytest.mark.parametrize(("pairs", "rings", "chains"), [
    (["tarn-explosion tarn-explosion"], ["tarn-explosion → tarn-explosion"], []),
    (["tarn-explosion marsh-fire", "marsh-fire tarn-explosion"], ["marsh-fire → tarn-explosion → marsh-fire"], []),
    (["tarn-explosion marsh-fire", "marsh-fire marsh-fire"], ["marsh-fire → marsh-fire"], []),
    (["tarn-explosion oss-shelling", "marsh-fire oss-shelling"], [], []),
    (["tarn-explosion marsh-fire", "marsh-fire oss-shelling"], [], ["marsh-fire oss-shelling"]),
    (["tarn-explosion marsh-fire", "marsh-fire oss-shelling-radio"], [], ["oss-shelling-radio oss-shelling"]),
])  # fmt: skip
def test_a_circle_or_a_chain_of_events_is_reported_once(
    pairs: list[str], rings: list[str], chains: list[str], tmp_path: Path
) -> None:
    edits = same(*pairs)
    assert messages(tmp_path / "ring", "EVT026", *edits) == [
        f"the records are the same as each other: {ring}" for ring in rings
    ]
    assert messages(tmp_path / "chain", "EVT028", *edits) == [
        "{} is not the record to count: it is the same as {}".format(*chain.split()) for chain in chains
    ]


def test_a_chain_of_actors_is_reported(tmp_path: Path) -> None:
    edits = Cell("actors", "people-of-oss", "same_as", "marsh-front-south")
    assert messages(tmp_path, "ACT027", edits) == [
        "marsh-front-south is not the record to count: it is the same as marsh-front"
    ]


def rows(table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(builder.read(builder.PACKAGES / "marshes" / "data" / f"{table}.csv").splitlines()))


def twin(same_as: str) -> list[Edit]:
    """The shelling once more, with the item and the actor of the first."""
    (row,) = [r for r in rows("events") if r["event_id"] == "oss-shelling"]
    parts = [r for r in rows("event_actors") if r["event_id"] == "oss-shelling"]
    again = row | {
        "event_id": "oss-shelling-2",
        "position": "99",
        "same_as": same_as,
        "wikidata": "Q1",
        "identifiers_source": "radio-vell",
    }
    known = [Cell("events", "oss-shelling", c, again[c]) for c in ("wikidata", "identifiers_source")]
    return [*known, Added("events", again), *(Added("event_actors", p | {"event_id": "oss-shelling-2"}) for p in parts)]


def test_an_event_that_is_declared_to_be_another_is_no_duplicate_of_it(tmp_path: Path) -> None:
    codes = {"EVT007", "EVT008", "EVT015"}
    undeclared = validate(builder.edited(tmp_path / "a", twin(""), "marshes"))
    declared = validate(builder.edited(tmp_path / "b", twin("oss-shelling"), "marshes"))
    assert codes & set(undeclared.counts) == {"EVT008", "EVT015"}
    assert codes & set(declared.counts) == set()


@pytest.mark.parametrize(("item", "reported"), [("Q1", "ACT005"), ("", "ACT007")])
def test_an_actor_that_is_declared_to_be_another_is_no_duplicate_of_it(
    item: str, reported: str, tmp_path: Path
) -> None:
    identifiers = {"wikidata": item, "identifiers_source": "radio-vell" if item else ""}
    known = [Cell("actors", "army-of-vell", c, value) for c, value in identifiers.items()]
    again = identifiers | {"actor_id": "vell-army", "name": "Army of Vell", "kind": "organisation"}
    for same_as, expected in (("", {reported}), ("army-of-vell", set[str]())):
        edits: list[Edit] = [*known, Added("actors", again | {"same_as": same_as})]
        report = validate(builder.edited(tmp_path / f"as-{same_as}", edits, "marshes"))
        assert {"ACT004", "ACT005", "ACT007"} & set(report.counts) == expected
