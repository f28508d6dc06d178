"""What the places of words say of actors and speakers."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline.rules.explanations import Added
from tests.rules.asking import cells, found


def test_a_speaker_that_words_mention_and_no_column_names_is_told_in_words(tmp_path: Path) -> None:
    (problem,) = found(tmp_path, "EVD030", *cells("statements", "veld-good-start", speaker_id=""))
    assert problem.message == "'Jonas Veld' mentions jonas-veld, the statement has no speaker of record"


def mention(actor: str, start: int, words: str) -> Added:
    """A mention of an actor more."""
    row = {
        "evidence_id": f"{actor}-mention-{start}", "source_id": "article", "paragraph": "2", "char_start": str(start),
        "char_end": str(start + len(words)), "exact": words, "sha256": "0" * 64, "part": "mention", "actor_id": actor,
    }  # fmt: skip
    return Added("evidence", row)


@pytest.mark.parametrize("mentioned", [False, True])
def test_a_description_is_that_of_another_actor_only_where_the_source_mentions_this_one(
    mentioned: bool, tmp_path: Path
) -> None:
    other = Added("actors", {"actor_id": "crane-drivers", "name": "the drivers", "kind": "group"})
    edits = [other, mention("freight-traders", 129, "the drivers")]
    edits += [mention("crane-drivers", 140, "they")] if mentioned else []
    assert len(found(tmp_path, "EVD033", *edits)) == mentioned


@pytest.mark.parametrize(("end", "reported"), [(375, 0), (376, 1), (377, 1), (398, 1)])
def test_a_mention_that_begins_with_the_speakers_words_and_holds_them_is_of_the_speaker(
    end: int, reported: int, tmp_path: Path
) -> None:
    """The speaker of the statement is at [367, 376)."""
    edits = [
        *cells("statements", "holm-worn-cable", speaker_id="jonas-veld"),
        *cells("evidence", "mira-holm-mention-367", char_end=str(end)),
    ]
    assert len(found(tmp_path, "EVD030", *edits)) == reported


@pytest.mark.parametrize(("start", "end", "reported"), [
    (566, 618, 1), (567, 617, 1), (566, 617, 1), (567, 618, 1), (565, 618, 0), (566, 619, 0), (560, 564, 0),
])  # fmt: skip
def test_an_event_is_a_statements_where_its_words_are_inside(
    start: int, end: int, reported: int, tmp_path: Path
) -> None:
    """A report of the statement is at [566, 618)."""
    row = {
        "evidence_id": "more", "source_id": "article", "paragraph": "5", "char_start": str(start), "char_end": str(end),
        "sha256": "0" * 64, "part": "report", "event_id": "cable-cut",
    }  # fmt: skip
    assert len(found(tmp_path, "EVD031", Added("evidence", row))) == reported
