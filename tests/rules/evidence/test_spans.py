"""Spans of evidence against each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline.rules.explanations import Added
from tests.rules.asking import found


def mention(event: str, start: int, end: int, source: str = "article") -> Added:
    """A mention of an event more, of so many letters."""
    row = {
        "evidence_id": "mention-more", "source_id": source, "paragraph": "2", "char_start": str(start),
        "char_end": str(end), "exact": "x" * (end - start), "sha256": "0" * 64, "part": "mention", "event_id": event,
    }  # fmt: skip
    return Added("evidence", row)


@pytest.mark.parametrize(("start", "end", "wrong"), [
    (129, 152, 1), (129, 130, 1), (151, 152, 1), (135, 140, 1), (128, 152, 0), (129, 153, 0), (128, 153, 0), (152, 153, 0),
    (127, 129, 0),
])  # fmt: skip
def test_a_mention_is_inside_a_report_where_both_its_ends_are(start: int, end: int, wrong: int, tmp_path: Path) -> None:
    assert len(found(tmp_path, "EVD016", mention("strike", start, end))) == wrong  # reported in [129, 152)


def test_a_mention_may_be_inside_a_report_of_another_event_or_be_in_another_source(tmp_path: Path) -> None:
    assert found(tmp_path / "a", "EVD016", mention("container-fall", 135, 140)) == []
    assert found(tmp_path / "b", "EVD016", mention("strike", 135, 140, source="port-log")) == []
