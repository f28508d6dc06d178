"""Events that are parts of others."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline.rules.explanations import Added
from tests.rules.asking import found, related


@pytest.mark.parametrize("edits", [
    [related("monday-talks", "part_of", "council-vote")],  # the dates contradict it
    [related("monday-talks", "part_of", "strike")],  # so does the record that puts the talks before the strike
])  # fmt: skip
def test_a_part_of_a_whole_to_come_is_told_once_where_something_else_contradicts_it(
    edits: list[Added], tmp_path: Path
) -> None:
    assert found(tmp_path / "a", "REL010", *edits) == []
    assert len(found(tmp_path / "b", "DAT020", *edits)) + len(found(tmp_path / "c", "REL004", *edits)) == 1
