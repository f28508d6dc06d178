"""What actors do in events."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline.rules.explanations import Added
from tests.rules.asking import cells, found


def test_each_side_that_an_agent_takes_too_is_reported(tmp_path: Path) -> None:
    rows = [
        Added("event_actors", {"event_id": "strike", "actor_id": "dockers-union", "role": r})
        for r in ("recipient", "addressee")
    ]
    assert len(found(tmp_path, "ACT014", *rows)) == 2


@pytest.mark.parametrize("kind", ["cooperation", "project"])
def test_joint_work_may_have_a_chair_and_a_host(kind: str, tmp_path: Path) -> None:
    edits = cells("events", "crane-inspections", kind=kind)
    for role in ("chair", "host"):
        row = Added("event_actors", {"event_id": "crane-inspections", "actor_id": "denmark", "role": role})
        assert found(tmp_path / role, "ACT023", *edits, row) == []
