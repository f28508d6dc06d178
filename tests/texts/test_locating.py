from __future__ import annotations

import pytest

from event_timeline.texts.locating import in_context, locate
from event_timeline.texts.text import Text


def spans(text: Text, words: str, **how: bool) -> list[tuple[int, int]]:
    return [(o.start, o.end) for o in locate(text, words, **how)]


def test_every_occurrence_has_offsets_paragraph_line_and_context(text: Text) -> None:
    first, second = locate(text, "the union")
    assert text.content[first.start : first.end] == "the union"
    assert (first.paragraph, first.line, second.paragraph, second.line) == (4, 5, 5, 6)
    assert in_context(first).endswith("who chairs ⟦the union⟧. “They answered ‘not this yea…")


def test_overlapping_occurrences_are_all_found() -> None:
    assert spans(Text("t", "banana"), "ana") == [(1, 4), (3, 6)]


def test_offsets_count_code_points_past_emoji_and_combining_marks() -> None:
    assert spans(Text("t", "🙂 Ọ̀ṣun ship"), "ship") == [(len("🙂 Ọ̀ṣun "), len("🙂 Ọ̀ṣun ship"))]


def test_exact_means_exact(text: Text) -> None:
    assert spans(text, "dockers’ union") == []
    assert spans(text, "THE UNION") == []


@pytest.mark.parametrize("words", ["dockers’ union of Osterhavn", "dockers'\u00a0union\n of Osterhavn"])
def test_loose_takes_any_quotation_marks_and_white_space(text: Text, words: str) -> None:
    ((start, end),) = spans(text, words, loose=True)
    assert text.content[start:end] == "dockers' union of Osterhavn"


def test_loose_takes_composed_and_decomposed_letters() -> None:
    assert spans(Text("t", "caf\u0065\u0301"), "café", loose=True) == [(0, 5)]  # codespell:ignore
    assert spans(Text("t", "café"), "caf\u0065\u0301", loose=True) == [(0, 4)]  # codespell:ignore


def test_case_is_ignored_on_request(text: Text) -> None:
    assert len(spans(text, "the union", ignore_case=True)) == 3


def test_words_are_no_pattern() -> None:
    assert spans(Text("t", "a.c abc"), "a.c", loose=True) == [(0, 3)]


def test_blanks_alone_are_nowhere(text: Text) -> None:
    assert locate(text, "  ", loose=True) == []
