"""Pledges against what is pledged."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline.rules.explanations import Dropped
from tests.rules.asking import found, related


@pytest.mark.parametrize(("relation", "reported"), [("before", 1), ("outcome_of", 1), ("content_of", 0)])
def test_a_pledge_has_a_content_only_by_the_relation_of_this_name(relation: str, reported: int, tmp_path: Path) -> None:
    """Turned round it counts, too: REL005 and others report the direction."""
    edits = (
        Dropped("event_relations", "new-cable content_of cable-promise"),
        related("cable-promise", relation, "new-cable"),
    )
    assert len(found(tmp_path, "REL016", *edits)) == reported
