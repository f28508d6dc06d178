"""The order in which sources report statements."""

from __future__ import annotations

from pathlib import Path

from event_timeline.rules.explanations import Added
from tests.rules.asking import found


def test_statements_of_two_sources_are_numbered_apart(tmp_path: Path) -> None:
    row = {"source_id": "port-log", "kind": "indirect", "summary": "A load fell."}
    first = Added("statements", {**row, "statement_id": "log-one", "position": "1"})
    second = Added("statements", {**row, "statement_id": "log-two", "position": "3"})
    assert found(tmp_path / "a", "STM005", first) == []
    (problem,) = found(tmp_path / "b", "STM005", first, second)
    assert problem.message == "position 3 in port-log follows on 1: what is between is missing"
