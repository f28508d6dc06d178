"""Statements: order, nesting, repetitions, speakers."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline.rules.rule import Added, Dropped
from event_timeline.rules.statements import AT_ODDS
from tests import builder
from tests.rules.asking import cells, found, placed

STATEMENTS = "data/statements.csv"


def test_stances_and_values_that_are_at_odds_are_terms_of_the_profile() -> None:
    fields = {f["name"]: f["constraints"] for f in builder.schema(builder.HARBOUR, "statement_events")["fields"]}
    assert set(AT_ODDS) <= set(fields["stance"]["enum"])
    assert {v for values in AT_ODDS.values() for v in values} <= set(fields["factuality"]["enum"])


@pytest.mark.parametrize(("stance", "factuality"), [(s, v) for s, values in AT_ODDS.items() for v in values])
def test_each_pair_that_is_at_odds_is_found(stance: str, factuality: str, tmp_path: Path) -> None:
    edits = cells("statement_events", "traders-claim cable-cut", stance=stance, factuality=factuality)
    assert placed(tmp_path, "STM018", *edits) == [("data/statement_events.csv", 6, "factuality")]


@pytest.mark.parametrize(("stance", "factuality"), [
    ("asserts", "PS+"), ("denies", "CT-"), ("presupposes", "CT-"), ("demands", "U"), ("rejects", "CT-"), ("doubts", "PR-"),
])  # fmt: skip
def test_what_goes_together_is_not(stance: str, factuality: str, tmp_path: Path) -> None:
    assert (
        found(
            tmp_path,
            "STM018",
            *cells("statement_events", "traders-claim cable-cut", stance=stance, factuality=factuality),
        )
        == []
    )


@pytest.mark.parametrize(("column", "code"), [("within", "STM007"), ("repeats", "STM010")])
def test_a_statement_cannot_point_to_itself(column: str, code: str, tmp_path: Path) -> None:
    assert placed(tmp_path, code, *cells("statements", "traders-claim", **{column: "traders-claim"})) == [
        (STATEMENTS, 10, column)
    ]


def test_two_within_each_other_are_one_finding(tmp_path: Path) -> None:
    edits = cells("statements", "holm-answer", within="not-this-year")
    assert placed(tmp_path, "STM007", *edits) == [(STATEMENTS, 6, "within")]


def test_words_inside_one_of_several_pieces_are_inside(tmp_path: Path) -> None:
    edits = cells("evidence", "not-this-year-quote-416", char_start="446", char_end="450")
    assert found(tmp_path, "STM009", *edits) == []


def test_words_between_the_pieces_are_outside(tmp_path: Path) -> None:
    edits = cells("evidence", "not-this-year-quote-416", char_start="433", char_end="442")
    assert placed(tmp_path, "STM009", *edits) == [(STATEMENTS, 7, "within")]


def test_statements_of_two_sources_are_numbered_apart(tmp_path: Path) -> None:
    row = {"source_id": "port-log", "kind": "indirect", "summary": "A load fell."}
    first = Added("statements", {**row, "statement_id": "log-one", "position": "1"})
    second = Added("statements", {**row, "statement_id": "log-two", "position": "3"})
    assert found(tmp_path / "a", "STM005", first) == []
    (problem,) = found(tmp_path / "b", "STM005", first, second)
    assert problem.message == "position 3 of 2 statements in port-log"


def test_an_occasion_of_a_speaker_of_record_from_outside_is_not_compared(tmp_path: Path) -> None:
    edits = cells("statements", "traders-claim", occasion="council-vote", speaker_source="port-log")
    assert found(tmp_path, "STM013", *edits) == []


def test_a_repetition_borrows_its_speaker_from_the_first_telling(tmp_path: Path) -> None:
    edits = cells("statements", "union-strike", speaker_as_reported="")
    assert {p.line for p in found(tmp_path, "STM014", *edits)} == {2, 3}
    named = cells("statements", "headline-strike", speaker_as_reported="Dockers")
    assert found(tmp_path / "named", "STM014", *edits, *named) == []


def test_a_speaker_is_not_borrowed_from_words_of_somebody_else(tmp_path: Path) -> None:
    edits = cells("statements", "union-strike", speaker_id="mira-holm")
    assert placed(tmp_path, "STM014", *edits) == [(STATEMENTS, 2, "speaker_id")]


def test_a_circle_over_two_sources_is_told_with_its_way(tmp_path: Path) -> None:
    row = {
        "statement_id": "log-entry",
        "source_id": "port-log",
        "position": "1",
        "kind": "indirect",
        "summary": "A load fell.",
    }
    edits = (
        Added("statements", {**row, "repeats": "nobody-hurt"}),
        *cells("statements", "nobody-hurt", repeats="log-entry"),
    )
    (problem,) = found(tmp_path, "STM012", *edits)
    assert problem.message == "repeats itself: log-entry → nobody-hurt → log-entry"


@pytest.mark.parametrize(("quote", "wrong"), [
    ("“a good start”", True), ('"a good start"', True), ("«a good start»", True), ("„a good start“", True),
    ("a good start", False), ("“a” or “b”", False), ("a “start”", False), ("a good […] “start”", True),
])  # fmt: skip
def test_outer_marks_are_told_from_inner_ones(quote: str, wrong: bool, tmp_path: Path) -> None:
    if " […] " in quote:
        quote = quote.replace("a good", "“a good”")
    assert (found(tmp_path, "STM022", *cells("statements", "veld-good-start", quote=quote)) != []) == wrong


def test_the_same_words_of_two_speakers_are_no_echo(tmp_path: Path) -> None:
    edits = cells("statements", "union-strike", repeats="", speaker_id="mira-holm")
    assert found(tmp_path, "STM021", *edits) == []


def test_a_mixed_statement_without_any_evidence_is_left_to_the_rule_of_evidence(tmp_path: Path) -> None:
    edits = [
        Dropped("evidence", f"union-strike-{s}")
        for s in ("speaker-76", "cue-108", "date-116", "report-129", "quote-154")
    ]
    assert found(tmp_path, "STM004", *edits) == []
