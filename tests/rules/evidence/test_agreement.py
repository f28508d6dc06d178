"""Quotes, cues and speakers against the spans that show them."""

from __future__ import annotations

import pytest

from event_timeline.texts.text import Piece, join_pieces


def spans(*pieces: tuple[int, int, str]) -> list[Piece]:
    """Pieces of one quotation: paragraph, start, words."""
    return [Piece(words, "article", start, start + len(words), paragraph) for paragraph, start, words in pieces]


@pytest.mark.parametrize(("pieces", "joined"), [
    ([(3, 10, "the boat"), (4, 19, "stays")], "the boat stays"),
    ([(3, 10, "the boat"), (4, 23, "stays")], "the boat stays"),
    ([(3, 10, "the boat"), (3, 19, "stays")], "the boat […] stays"),
    ([(3, 10, "the boat"), (5, 20, "stays")], "the boat […] stays"),
    ([(3, 10, "the boat"), (4, 40, "stays")], "the boat […] stays"),
    ([(3, 10, "船は"), (4, 13, "出ない")], "船は出ない"),
    ([], ""),
])  # fmt: skip
def test_pieces_are_joined_by_what_parts_them(pieces: list[tuple[int, int, str]], joined: str) -> None:
    assert join_pieces(spans(*pieces)) == joined
