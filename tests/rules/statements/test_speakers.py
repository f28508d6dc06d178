"""Speakers, and what they are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline import validate
from event_timeline.rules.explanations import Cell, Edit
from event_timeline.texts.text import span_hash
from tests import builder
from tests.rules.asking import cells, found, placed

STATEMENTS = "data/statements.csv"


def test_a_transcript_names_its_speaker_as_a_whole(tmp_path: Path) -> None:
    edits = cells("statements", "veld-warning", speaker_as_reported="")
    assert len(found(tmp_path / "article", "STM014", *edits)) == 1
    assert found(tmp_path / "transcript", "STM014", *edits, *cells("sources", "article", kind="transcript")) == []


def test_a_repetition_borrows_its_speaker_from_the_first_telling(tmp_path: Path) -> None:
    edits = cells("statements", "union-strike", speaker_as_reported="")
    assert {p.line for p in found(tmp_path, "STM014", *edits)} == {2, 3}
    named = cells("statements", "headline-strike", speaker_as_reported="Dockers")
    assert found(tmp_path / "named", "STM014", *edits, *named) == []


def test_a_speaker_is_not_borrowed_from_words_of_somebody_else(tmp_path: Path) -> None:
    edits = cells("statements", "union-strike", speaker_id="mira-holm")
    assert placed(tmp_path, "STM014", *edits) == [(STATEMENTS, 2, "speaker_id")]


def attributed(part: str, column: str, words: str) -> list[Edit]:
    """The director's warning of the examples, attributed by other words of the text."""
    key = next(
        r[0] for r in builder.table(builder.HARBOUR / "data/evidence.csv") if r[0].startswith(f"veld-warning-{part}-")
    )
    start = int(key.rsplit("-", 1)[1])
    values = {"exact": words, "sha256": span_hash(words), "char_end": str(start + len(words))}
    return [Cell("statements", "veld-warning", column, words), *cells("evidence", key, **values)]


@pytest.mark.parametrize(("part", "column", "words"), [
    ("speaker", "speaker_as_reported", "Veld, " + "the deputy " * 12 + "head"), ("cue", "cue", "said in " + "so many " * 8),
    ("cue", "cue", "-"), ("cue", "cue", "–"), ("cue", "cue", "—"), ("speaker", "speaker_as_reported", "unknown"),
])  # fmt: skip
def test_the_sources_own_words_may_be_long_or_a_mere_dash(part: str, column: str, words: str, tmp_path: Path) -> None:
    sources = {"characters": "2000"}
    edits = [*attributed(part, column, words.strip()), *cells("sources", "article", **sources)]
    assert validate(str(builder.edited(tmp_path, edits))).counts == {}
