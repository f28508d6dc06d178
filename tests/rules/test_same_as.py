"""Records that are the same as others."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline.rules.explanations import Cell
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
