"""Relations against the status of both events."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline.rules.explanations import Cell, Edit
from tests.rules.asking import cells, found, related


def test_a_condition_that_comes_after_what_has_occurred_is_told_once(tmp_path: Path) -> None:
    edits = (
        Cell("events", "council-vote", "status", "conditional"),
        related("council-vote", "condition_of", "monday-talks"),
    )
    assert len(found(tmp_path / "a", "DAT023", *edits)) == 1
    assert found(tmp_path / "b", "REL008", *edits) == []


@pytest.mark.parametrize("relation", ["basis_of", "outcome_of", "part_of"])
def test_an_omission_may_be_a_cause_a_basis_or_a_part(relation: str, tmp_path: Path) -> None:
    assert found(tmp_path / "a", "REL014", related("council-repairs", relation, "monday-talks")) == []
    assert found(tmp_path / "b", "REL014", related("monday-talks", relation, "council-repairs")) == []


@pytest.mark.parametrize(("status", "claimant", "warned"), [
    ("planned", "", True), ("planned", "jonas-veld", False), ("hypothetical", "", False), ("asserted", "", False),
])  # fmt: skip
def test_only_a_plan_whose_condition_the_source_gives_should_be_conditional(
    status: str, claimant: str, warned: bool, tmp_path: Path
) -> None:
    edits: tuple[Edit, ...] = (
        *cells("events", "strike", status=status),
        related("council-funding", "condition_of", "strike", claimant),
    )
    assert (found(tmp_path, "REL018", *edits) != []) == warned
