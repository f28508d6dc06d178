"""Statements within statements."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.asking import cells, found, placed

STATEMENTS = "data/statements.csv"


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
