"""Dates of records that refer to each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.asking import found, moved, related


@pytest.mark.parametrize(
    ("earlier", "later"), [("-0044-03-15", "-0044-03-16"), ("-0500", "-0044"), ("0000", "0001"), ("-0001", "0000"),
    ("9999", "Y10000"), ("Y-12000", "-9999"), ("Y17E8", "Y18E8")],
)  # fmt: skip
def test_order_is_compared_in_every_year(earlier: str, later: str, tmp_path: Path) -> None:
    edits = (*moved("cable-cut", earlier), *moved("new-cable", later))
    assert found(tmp_path / "right", "DAT021", *edits, related("cable-cut", "before", "new-cable")) == []
    assert len(found(tmp_path / "wrong", "DAT021", *edits, related("new-cable", "before", "cable-cut"))) == 1


def test_a_part_that_ends_a_day_after_its_whole_is_reported(tmp_path: Path) -> None:
    edits = (*moved("cable-cut", "2024-05-06/2024-05-11"), *moved("new-cable", "2024-05-06/2024-05-10"))
    (problem,) = found(tmp_path, "DAT020", *edits, related("cable-cut", "part_of", "new-cable"))
    assert problem.path == "data/event_relations.csv"


@pytest.mark.parametrize("part", ["2024-05-06", "2024-05-10", "2024-05-06/2024-05-10"])
def test_a_part_may_begin_and_end_with_its_whole(part: str, tmp_path: Path) -> None:
    edits = (*moved("cable-cut", part), *moved("new-cable", "2024-05-06/2024-05-10"))
    assert found(tmp_path, "DAT020", *edits, related("cable-cut", "part_of", "new-cable")) == []


def test_some_day_of_a_month_may_lie_in_a_week_of_it(tmp_path: Path) -> None:
    edits = (*moved("cable-cut", "2024-05"), *moved("new-cable", "2024-05-06/2024-05-10"))
    assert found(tmp_path, "DAT020", *edits, related("cable-cut", "part_of", "new-cable")) == []


def test_a_part_of_what_goes_on_is_only_bound_by_its_start(tmp_path: Path) -> None:
    edits = (*moved("cable-cut", "2021"), *moved("new-cable", "2030"))
    rows = (related("cable-cut", "part_of", "shift-bargaining"), related("new-cable", "part_of", "shift-bargaining"))
    (problem,) = found(tmp_path, "DAT020", *edits, *rows)
    assert problem.message.startswith("cable-cut (2021)")


def test_an_order_that_only_a_speaker_claims_is_not_compared(tmp_path: Path) -> None:
    claimed = related("council-vote", "before", "container-fall", "jonas-veld")
    assert found(tmp_path, "DAT021", claimed) == []


def test_an_event_that_goes_on_is_before_nothing_that_began_earlier(tmp_path: Path) -> None:
    edits = moved("cable-cut", "2021")
    assert len(found(tmp_path, "DAT021", *edits, related("shift-bargaining", "before", "cable-cut"))) == 1


@pytest.mark.parametrize("mark", ["~", "%", "?"])
def test_a_date_that_is_not_sure_is_compared_with_no_other(mark: str, tmp_path: Path) -> None:
    promise = moved("cable-promise", f"2024-05-12{mark}")
    for number, (code, relation) in enumerate(
        (("DAT020", "part_of"), ("DAT022", "simultaneous"), ("DAT023", "outcome_of"))
    ):
        row = related("cable-promise", relation, "monday-talks")
        assert found(tmp_path / str(number), code, *promise, row) == []
        assert len(found(tmp_path / f"{number}-sure", code, *moved("cable-promise", "2024-05-12"), row)) == 1


@pytest.mark.parametrize(
    ("code", "relation"), [("DAT020", "during"), ("DAT022", "simultaneous"), ("DAT023", "basis_of")]
)
def test_what_only_a_speaker_claims_is_not_held_against_the_dates(code: str, relation: str, tmp_path: Path) -> None:
    pair = (
        ("container-fall", relation, "council-vote")
        if relation != "basis_of"
        else ("council-vote", relation, "monday-talks")
    )
    assert len(found(tmp_path / "own", code, related(*pair))) == 1
    assert found(tmp_path / "claimed", code, related(*pair, "jonas-veld")) == []


def test_what_has_long_been_under_way_may_have_a_condition_to_come(tmp_path: Path) -> None:
    assert found(tmp_path, "DAT023", related("council-vote", "condition_of", "shift-bargaining")) == []


def test_a_condition_that_comes_after_what_needs_it_is_reported(tmp_path: Path) -> None:
    assert len(found(tmp_path, "DAT023", related("council-vote", "condition_of", "monday-talks"))) == 1
