"""Whether an event took place, and who says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline import validate
from event_timeline.rules.explanations import Added, Cell, Edit
from event_timeline.texts.text import span_hash
from tests import builder
from tests.rules.asking import cells, found


def test_an_event_that_occurred_and_is_negated_is_told_once(tmp_path: Path) -> None:
    polarity = Cell("events", "monday-talks", "polarity", "negated")
    assert [len(found(tmp_path / code, code, polarity)) for code in ("EVT003", "EVT004")] == [1, 0]


NOT_HELD = cells("events", "council-vote", polarity="negated", plover="", cameo="", date_edtf="2024-05-10",
                 earliest="2024-05-10", latest="2024-05-10")  # fmt: skip


@pytest.mark.parametrize("status", ["planned", "hypothetical", "ongoing", "asserted"])
def test_what_did_not_come_about_has_the_status_that_it_has_without_the_not(status: str, tmp_path: Path) -> None:
    """As the coding guide has it: planned if it had been intended, asserted if nothing else fits."""
    over = [] if status != "ongoing" else cells("events", "council-vote", date_edtf="2024-05-10/..", latest="")
    report = validate(
        str(builder.edited(tmp_path, [*NOT_HELD, *over, Cell("events", "council-vote", "status", status)]))
    )
    assert report.counts == {}


CUT = Cell("events", "cable-cut", "status", "occurred")


def says(statement: str, factuality: str, event: str = "cable-cut") -> Added:
    stance = "denies" if factuality == "CT-" else "asserts"
    row = {"statement_id": statement, "event_id": event, "stance": stance, "factuality": factuality}
    return Added("statement_events", row)


def test_what_one_party_claims_and_another_denies_has_not_occurred(tmp_path: Path) -> None:
    (problem,) = found(tmp_path, "EVT021", CUT, says("veld-warning", "CT-"))
    assert (problem.severity, problem.column) == ("warning", "status")
    assert problem.message == "cable-cut has occurred, but only freight-traders says so, and jonas-veld denies it"


OWN = {"evidence_id": "cable-cut-mention-3", "source_id": "article", "paragraph": "1", "char_start": "3", "char_end": "5",
       "exact": "ck", "sha256": span_hash("ck"), "part": "mention", "event_id": "cable-cut"}  # fmt: skip


@pytest.mark.parametrize("edits", [
    [CUT], [CUT, says("veld-warning", "PS-")], [CUT, says("veld-warning", "CT-"), says("holm-answer", "CT+")],
    [CUT, says("veld-warning", "CT-"), Added("evidence", OWN)],
    [CUT, says("veld-warning", "CT-"), Cell("actors", "freight-traders", "affiliation", "jonas-veld")],
    [CUT, says("veld-warning", "CT-"), Cell("statements", "veld-warning", "speaker_id", "")],
    [CUT, says("veld-warning", "CT-"), Cell("statements", "traders-claim", "speaker_id", "")],
    [Cell("events", "cable-cut", "status", "ongoing"), says("veld-warning", "CT-")],
], ids=["undenied", "possible", "two-parties", "own-voice", "same-party", "denied-by-nobody-known", "claimed-by-nobody-known", "ongoing"])  # fmt: skip
def test_what_the_source_or_several_parties_report_has_occurred(edits: list[Edit], tmp_path: Path) -> None:
    assert found(tmp_path, "EVT021", *edits) == []
