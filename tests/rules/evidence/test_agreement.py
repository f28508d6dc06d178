"""Quotes, cues and speakers against the spans that show them."""

from __future__ import annotations

import pytest

from event_timeline.rules.evidence.agreement import _where_parted
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


@pytest.mark.parametrize(("quote", "words", "said"), [
    ("the boat", "the coat", "from character 5 on the quote has 'the boat', its spans say 'the coat'"),
    ("b" + "x" * 29, "c" + "x" * 30, f"from character 1 on the quote has {'b' + 'x' * 29!r}, its spans say {'c' + 'x' * 29 + '…'!r}"),
    ("x" * 15 + "b", "x" * 15 + "c", f"from character 16 on the quote has {'x' * 15 + 'b'!r}, its spans say {'x' * 15 + 'c'!r}"),
    ("x" * 16 + "b", "x" * 16, f"from character 17 on the quote has {'…' + 'x' * 15 + 'b'!r}, its spans say {'…' + 'x' * 15!r}"),
    (None, "a" * 30, f"no quote, but its spans say {'a' * 30!r}"), ("a" * 31, None, f"no span shows the quote {'a' * 30 + '…'!r}"),
])  # fmt: skip
def test_a_difference_is_shown_with_the_characters_around_it(quote: str | None, words: str | None, said: str) -> None:
    assert _where_parted({"quote": quote, "words": words}) == said
