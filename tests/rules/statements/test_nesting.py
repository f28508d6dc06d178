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


@pytest.mark.parametrize(("start", "end", "nested"), [
    (402, 431, 1), (416, 429, 1), (401, 430, 0), (400, 429, 0), (402, 432, 0), (432, 440, 0),
])  # fmt: skip
def test_a_quote_is_nested_where_another_begins_before_it_and_does_not_end_before(
    start: int, end: int, nested: int, tmp_path: Path
) -> None:
    """The quote of holm-answer is at [401, 431)."""
    edits = [
        *cells("statements", "not-this-year", within=""),
        *cells("evidence", "not-this-year-quote-416", char_start=str(start), char_end=str(end)),
    ]
    assert [p.line for p in found(tmp_path, "STM027", *edits) if p.line == 7] == [7] * nested
