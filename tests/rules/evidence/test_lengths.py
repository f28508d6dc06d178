"""How many words of a source are repeated."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline.rules.explanations import Added
from event_timeline.texts.text import span_hash
from tests.rules.asking import found


@pytest.mark.parametrize("source", ["article", "port-log"])
@pytest.mark.parametrize("part", ["speaker", "cue", "place", "date", "mention"])
def test_only_an_events_mention_could_be_a_report(part: str, source: str, tmp_path: Path) -> None:
    """Whether the source has quotations, as the article does, or none."""
    words, record = (
        "A" * (205 if part in ("speaker", "cue") else 65),
        "statement_id" if part in ("speaker", "cue") else "event_id",
    )
    row = {"evidence_id": "long", "source_id": source, "paragraph": "7", "char_start": "2000", "char_end": str(2000 + len(words)), "exact": words,
           "sha256": span_hash(words), "part": part, record: "traders-claim" if record == "statement_id" else "strike"}  # fmt: skip
    long = [len(found(tmp_path / code, code, Added("evidence", row))) for code in ("EVD008", "EVD017")]
    assert long == ([1, 0] if part == "mention" else [0, 1])
