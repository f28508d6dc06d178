"""Who claims relations, and the content of what is said."""

from __future__ import annotations

from pathlib import Path

from event_timeline.rules.explanations import Cell, Dropped
from tests.rules.asking import found, related


def test_kinds_of_a_packages_own_may_have_content(tmp_path: Path) -> None:
    assert found(tmp_path, "REL007", related("council-vote", "content_of", "strike")) == []


def test_a_claim_may_stand_beside_words_of_those_whom_the_claimant_belongs_to(tmp_path: Path) -> None:
    claim = Cell("event_relations", "empty-harbour outcome_of strike", "according_to", "mira-holm")
    assert found(tmp_path, "REL006", claim) == []


def test_a_pledge_that_is_turned_round_is_told_once(tmp_path: Path) -> None:
    edits = (
        Dropped("event_relations", "new-cable content_of cable-promise"),
        related("cable-promise", "content_of", "new-cable"),
    )
    assert len(found(tmp_path / "a", "REL007", *edits)) == 1
    assert found(tmp_path / "b", "REL016", *edits) == []
