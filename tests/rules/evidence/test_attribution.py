"""What the places of words say of actors and speakers."""

from __future__ import annotations

from pathlib import Path

from tests.rules.asking import cells, found


def test_a_speaker_that_words_mention_and_no_column_names_is_told_in_words(tmp_path: Path) -> None:
    (problem,) = found(tmp_path, "EVD030", *cells("statements", "veld-good-start", speaker_id=""))
    assert problem.message == "'Jonas Veld' mentions jonas-veld, the statement has no speaker of record"
