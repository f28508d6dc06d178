"""Quotes, reports and summaries."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline import validate
from event_timeline.rules.explanations import Added, Dropped
from event_timeline.texts.text import span_hash
from tests import builder
from tests.rules.asking import cells, found, placed

STATEMENTS = "data/statements.csv"


def test_an_indirect_statement_called_direct_is_told_once(tmp_path: Path) -> None:
    harbour = builder.edited(tmp_path, cells("statements", "veld-promise", kind="direct"))
    assert validate(str(harbour), select=["STM"]).counts == {"STM001": 1}


def test_words_quoted_whole_from_others_keep_their_marks(tmp_path: Path) -> None:
    edits = cells("statements", "holm-answer", quote="«Never again»")
    assert len(found(tmp_path / "alone", "STM022", *edits)) == 1
    inner = cells("statements", "not-this-year", quote="Never again")
    assert found(tmp_path / "both", "STM022", *edits, *inner) == []


@pytest.mark.parametrize("order", [("holm-worn-cable", "holm-answer"), ("holm-answer", "holm-worn-cable")])
def test_the_later_of_two_that_claim_a_quotation_is_named(order: tuple[str, str], tmp_path: Path) -> None:
    first, second = order
    row = {
        "evidence_id": "again",
        "source_id": "article",
        "paragraph": "4",
        "exact": "x",
        "sha256": span_hash("x"),
        "part": "quote",
    }
    span = {"char_start": "325", "char_end": "326"}
    edits = [Added("evidence", {**row, **span, "evidence_id": s, "statement_id": s}) for s in (first, second)]
    assert placed(tmp_path, "STM032", *edits) == [(STATEMENTS, 6, "statement_id")]


@pytest.mark.parametrize(("quote", "wrong"), [
    ("“a good start”", True), ('"a good start"', True), ("«a good start»", True), ("„a good start“", True),
    ("a good start", False), ("“a” or “b”", False), ("a “start”", False), ("a good […] “start”", True),
])  # fmt: skip
def test_outer_marks_are_told_from_inner_ones(quote: str, wrong: bool, tmp_path: Path) -> None:
    if " […] " in quote:
        quote = quote.replace("a good", "“a good”")
    assert (found(tmp_path, "STM022", *cells("statements", "veld-good-start", quote=quote)) != []) == wrong


def test_a_mixed_statement_without_any_evidence_is_left_to_the_rule_of_evidence(tmp_path: Path) -> None:
    edits = [
        Dropped("evidence", f"union-strike-{s}")
        for s in ("speaker-76", "cue-108", "date-116", "report-129", "quote-154")
    ]
    assert found(tmp_path, "STM004", *edits) == []


def test_statements_of_two_sources_may_have_one_summary(tmp_path: Path) -> None:
    summary = next(
        r[builder.table(builder.HARBOUR / STATEMENTS)[0].index("summary")]
        for r in builder.table(builder.HARBOUR / STATEMENTS)[1:]
    )
    row = {
        "statement_id": "log-entry",
        "source_id": "port-log",
        "position": "1",
        "kind": "indirect",
        "summary": summary,
    }
    assert found(tmp_path, "STM030", Added("statements", row)) == []
