"""What actors belong to."""

from __future__ import annotations

from pathlib import Path

from event_timeline.package.opening import open_package
from event_timeline.rules.actors.affiliations import STEPS, above
from event_timeline.rules.explanations import Added
from event_timeline.rules.rule import Context
from event_timeline.tables.loading import load_tables
from tests import builder
from tests.rules.asking import cells, found, placed

ACTORS = "data/actors.csv"


def test_a_circle_of_three_is_told_once(tmp_path: Path) -> None:
    edits = (
        *cells("actors", "dockers-union", affiliation="mira-holm"),
        *cells("actors", "mira-holm", affiliation="union-members"),
    )
    (problem,) = found(tmp_path, "ACT006", *edits)
    assert problem.message == "belongs to itself: dockers-union → mira-holm → union-members → dockers-union"


def test_an_actor_of_its_own_is_a_circle_too(tmp_path: Path) -> None:
    assert placed(tmp_path, "ACT006", *cells("actors", "denmark", affiliation="denmark")) == [
        (ACTORS, 2, "affiliation")
    ]


def test_two_circles_are_two_findings(tmp_path: Path) -> None:
    edits = (
        *cells("actors", "denmark", affiliation="denmark"),
        *cells("actors", "town-council", affiliation="town-council"),
    )
    assert [line for _, line, _ in placed(tmp_path, "ACT006", *edits)] == [2, 8]


def test_followers_may_belong_to_a_person(tmp_path: Path) -> None:
    assert found(tmp_path, "ACT012", *cells("actors", "union-members", affiliation="mira-holm")) == []


def test_an_actor_belongs_to_what_it_belongs_to_through_others(tmp_path: Path) -> None:
    chain = [f"a{i}" for i in range(STEPS + 2)]
    rows = [
        Added("actors", {"actor_id": a, "name": a, "kind": "body", "affiliation": b})
        for a, b in zip(chain, [*chain[1:], ""], strict=True)
    ]
    wider = above(Context(load_tables(open_package(builder.edited(tmp_path, rows))))).collect()
    assert sorted(wider.filter(actor_id="a0")["wider"]) == chain[: STEPS + 1]
    assert sorted(wider.filter(actor_id="a2")["wider"]) == chain[2:]
