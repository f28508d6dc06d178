"""The participants of events."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline.rules.explanations import Added, Cell, Dropped, Edit
from tests.rules.asking import cells, found, messages


def test_a_meeting_that_is_only_planned_may_have_one_participant(tmp_path: Path) -> None:
    edits: tuple[Edit, ...] = (
        *cells("events", "monday-talks", status="planned"),
        Dropped("event_actors", "monday-talks dockers-union participant"),
    )
    assert found(tmp_path, "EVT014", *edits) == []


def test_a_press_conference_needs_one_man_and_a_negotiation_two(tmp_path: Path) -> None:
    alone = Dropped("event_actors", "monday-talks dockers-union participant")
    assert found(tmp_path / "a", "EVT014", alone) == []
    assert len(found(tmp_path / "b", "EVT014", alone, *cells("events", "monday-talks", kind="negotiation"))) == 1


def test_an_event_of_a_kind_without_an_actor_needs_no_participant(tmp_path: Path) -> None:
    """An earthquake with a day, a place and a report: the kind is the package's own, and mapped to no act."""
    assert found(tmp_path, "EVT006", Dropped("event_actors", "container-fall port-authority recipient")) == []


@pytest.mark.parametrize("edits", [
    [Cell("codebook", "events.kind accident", "mapping", "cameo:180")],
    [Cell("events", "container-fall", "cameo", "180")],
    [Cell("events", "container-fall", "kind", "reform")],
])  # fmt: skip
def test_an_event_of_a_kind_that_somebody_does_needs_a_participant(edits: list[Edit], tmp_path: Path) -> None:
    (problem,) = found(tmp_path, "EVT006", Dropped("event_actors", "container-fall port-authority recipient"), *edits)
    assert problem.message.endswith("has no participants")


ONE_SIDE = Cell("event_actors", "reed-island-clash marsh-front-south side", "side", "a")


def test_opponents_who_are_all_on_one_side_are_reported(tmp_path: Path) -> None:
    expected = ["all opponents in reed-island-clash are on one side, a"]
    assert messages(tmp_path / "alone", "EVT025", ONE_SIDE) == expected
    police = Cell("event_actors", "reed-island-clash police-of-vell associate", "side", "")
    assert messages(tmp_path / "associate", "EVT025", ONE_SIDE, police) == expected


@pytest.mark.parametrize("role", ["victim", "recipient", "agent", "participant"])
def test_an_opponent_may_be_another_participant_whose_side_is_not_given(role: str, tmp_path: Path) -> None:
    other = Added("event_actors", {"event_id": "reed-island-clash", "actor_id": "people-of-oss", "role": role})
    assert messages(tmp_path, "EVT025", ONE_SIDE, other) == []


def test_a_party_may_fight_another_of_its_name(tmp_path: Path) -> None:
    """As two unidentified clan militias, which are one actor in the table."""
    assert messages(tmp_path, "EVT025", Dropped("event_actors", "reed-island-clash marsh-front-south side")) == []


def test_opponents_without_letters_are_on_sides_of_their_own(tmp_path: Path) -> None:
    pair = ("army-of-vell side", "marsh-front-south side", "police-of-vell associate")
    edits = [Cell("event_actors", f"reed-island-clash {who}", "side", "") for who in pair]
    assert messages(tmp_path, "EVT025", *edits) == []


@pytest.mark.parametrize("kind", ["vote", "protest", "violence-against-civilians"])
def test_a_vote_or_protest_may_have_one_side(kind: str, tmp_path: Path) -> None:
    """As a table that has the protesters as its side a, or a vote without a voice against."""
    assert messages(tmp_path, "EVT025", ONE_SIDE, Cell("events", "reed-island-clash", "kind", kind)) == []
