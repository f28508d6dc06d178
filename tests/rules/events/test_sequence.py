"""The order in which sources report events."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline.rules.explanations import Added, Dropped, Edit
from event_timeline.texts.text import span_hash
from tests import builder
from tests.rules.asking import found

EVENTS = "data/events.csv"


def test_a_missing_position_is_told_at_the_event_after_it(tmp_path: Path) -> None:
    position = next(int(r[1]) for r in builder.table(builder.HARBOUR / EVENTS) if r[0] == "monday-talks")
    (problem,) = found(tmp_path, "EVT001", Dropped("events", "monday-talks"))
    assert (problem.line, problem.column) == (position + 1, "position")
    assert problem.message == f"position {position + 1} follows on {position - 1}: what is between is missing"


def test_an_event_whose_first_words_are_moved_up_is_out_of_order_with_the_one_before(tmp_path: Path) -> None:
    row = {
        "evidence_id": "cable-promise-mention-3",
        "source_id": "article",
        "char_start": "3",
        "char_end": "5",
        "part": "mention",
        "event_id": "cable-promise",
    }
    (problem,) = found(tmp_path, "EVT002", Added("evidence", row))
    assert (problem.line, problem.message) == (
        6,
        "first reported at 3 of article, but monday-talks, which comes before it, at 506",
    )


def test_events_that_begin_at_the_same_character_are_in_order(tmp_path: Path) -> None:
    row = {
        "evidence_id": "cable-promise-mention-506",
        "source_id": "article",
        "char_start": "506",
        "char_end": "512",
        "part": "mention",
        "event_id": "cable-promise",
    }
    assert found(tmp_path, "EVT002", Added("evidence", row)) == []


def test_an_event_that_two_sources_tell_has_no_place_in_the_order_of_one(tmp_path: Path) -> None:
    row = {"char_start": "3", "char_end": "5", "part": "mention", "event_id": "cable-promise", "sha256": span_hash("x")}
    rows: list[Edit] = [
        Added("evidence", {**row, "evidence_id": f"promise-{source}", "source_id": source})
        for source in ("article", "port-log")
    ]
    assert found(tmp_path, "EVT002", *rows) == []


@pytest.mark.parametrize("part", ["date", "place"])
def test_the_words_of_a_date_may_come_before_the_event(part: str, tmp_path: Path) -> None:
    row = {"char_start": "3", "char_end": "5", "event_id": "cable-promise", "source_id": "article", "part": part}
    assert found(tmp_path, "EVT002", Added("evidence", {**row, "evidence_id": f"cable-promise-{part}-3"})) == []
