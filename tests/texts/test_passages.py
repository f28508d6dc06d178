"""Passages of a text."""

from __future__ import annotations

import pytest

from event_timeline.texts.passages import NEARBY, beside, nearby
from event_timeline.texts.text import span_hash


@pytest.mark.parametrize(
    "shift", [(1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, -1), (NEARBY, NEARBY), (0, -NEARBY)], ids=str
)
def test_a_span_whose_start_end_or_both_are_off_is_found(shift: tuple[int, int]) -> None:
    content = "".join(chr(0x4E00 + i) for i in range(100))
    start, end = 30, 60
    right = (start + shift[0], end + shift[1])
    assert nearby(content, start, end, span_hash(content[slice(*right)])) == right


def test_a_span_that_is_off_by_more_is_not_found() -> None:
    content = "".join(chr(0x4E00 + i) for i in range(100))
    assert nearby(content, 30, 60, span_hash(content[31 + NEARBY : 61 + NEARBY])) is None


@pytest.mark.parametrize("right", [(0, 10), (90, 100)])
def test_a_span_at_the_edge_of_the_text_is_found(right: tuple[int, int]) -> None:
    content = "".join(chr(0x4E00 + i) for i in range(100))
    inner = (right[0] + 1, right[1]) if right[0] == 0 else (right[0], right[1] - 1)
    assert nearby(content, *inner, span_hash(content[slice(*right)])) == right


def test_the_first_and_the_last_character_of_a_text_are_beside_what_they_touch() -> None:
    assert beside("'a'", 1, -1) == "'"
    assert beside("'a'", 1, 1) == "'"
    assert beside("  a  ", 2, -1) == beside("  a  ", 2, 1) == ""
