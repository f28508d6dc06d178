"""Offsets counted in any of the usual ways come back as code points of the stored text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from event_timeline.importing.offsets import best_way, counted, moved, same_words

TEXTS = st.text(st.sampled_from("ab é😀\U00010348\r\n"), min_size=1, max_size=60).map(lambda t: t.replace("\r", "\r\n"))


@given(TEXTS, st.integers(0, 59), st.integers(1, 9), st.sampled_from(["stored", "utf-16", "lf", "lf utf-16"]))
def test_a_span_is_found_in_the_way_in_which_its_author_counted(text: str, start: int, length: int, way: str) -> None:
    start = min(start, len(text) - 1)
    if text[start] == "\n" and start and text[start - 1] == "\r":
        start -= 1
    words = text[start : start + length]
    if not words.strip() or words.endswith("\r"):
        return

    def width(piece: str) -> int:
        piece = piece.replace("\r\n", "\n") if "lf" in way else piece
        return len(piece.encode("utf-16-le")) // 2 if "utf-16" in way else len(piece)

    span = (width(text[:start]), width(text[: start + length]))
    ways = [moved([span], one) for one in counted(text)]
    assert any(at is not None and same_words(text, at, words) for at in ways)
    best = moved([span], best_way(text, [([span], words)]))
    assert best is not None
    assert same_words(text, best, words)


def test_a_span_outside_the_text_is_nowhere() -> None:
    assert moved([(0, 9)], range(4)) is None
    assert moved([(2, 2)], range(4)) is None
    assert moved([(-1, 2)], range(4)) is None
