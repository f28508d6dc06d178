"""Statements that repeat others."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline.rules.explanations import Added, Edit
from tests.rules.asking import cells, found


@pytest.mark.parametrize(("quote", "n"), [
    ("Not guilty,", 0), ("until the crane is safe,", 1), ("我们没有罪", 0), ("我们一整夜都在等新的缆绳", 1), ("Unglaublich", 0),
])  # fmt: skip
def test_only_longer_words_are_an_echo(quote: str, n: int, tmp_path: Path) -> None:
    edits = [*cells("statements", "holm-worn-cable", quote=quote), *cells("statements", "holm-answer", quote=quote)]
    assert len(found(tmp_path, "STM021", *edits)) == n


def test_a_circle_over_two_sources_is_told_with_its_way(tmp_path: Path) -> None:
    row = {
        "statement_id": "log-entry",
        "source_id": "port-log",
        "position": "1",
        "kind": "indirect",
        "summary": "A load fell.",
    }
    edits: tuple[Edit, ...] = (
        Added("statements", {**row, "repeats": "nobody-hurt"}),
        *cells("statements", "nobody-hurt", repeats="log-entry"),
    )
    (problem,) = found(tmp_path, "STM012", *edits)
    assert problem.message == "repeats itself: log-entry → nobody-hurt → log-entry"


def test_the_same_words_of_two_speakers_are_no_echo(tmp_path: Path) -> None:
    edits = cells("statements", "union-strike", repeats="", speaker_id="mira-holm")
    assert found(tmp_path, "STM021", *edits) == []
