from __future__ import annotations

import pytest

from event_timeline.editing.spans import quotation_span, spans_of_words
from event_timeline.model import UserError
from event_timeline.texts.text import Text


def words_at(text: Text, span: tuple[int, int]) -> str:
    return text.content[span[0] : span[1]]


def test_words_that_stand_once_are_their_span(text: Text) -> None:
    (span,) = spans_of_words(text, "the Port Authority")
    assert words_at(text, span) == "the Port Authority"


def test_words_that_stand_twice_are_refused_with_both_places(text: Text) -> None:
    with pytest.raises(UserError, match="2 times") as caught:
        spans_of_words(text, "the union")
    assert "@1 " in caught.value.hint
    assert "@2 " in caught.value.hint


def test_an_occurrence_that_is_not_there_is_refused_with_those_that_are(text: Text) -> None:
    with pytest.raises(UserError, match="2 times") as caught:
        spans_of_words(text, "the union@3")
    start, end = spans_of_words(text, "the union@2")[0]
    assert caught.value.hint.startswith("choose from @1 to @2. @1 [")
    assert f"@2 [{start}, {end}) " in caught.value.hint


def test_a_number_of_words_that_occur_once_is_to_be_left_out(text: Text) -> None:
    with pytest.raises(UserError, match="the words occur once") as caught:
        spans_of_words(text, "the Port Authority@2")
    assert caught.value.hint.startswith("leave @2 out. @1 [")


def test_a_suffix_chooses_one_or_all(text: Text) -> None:
    both = spans_of_words(text, "the union@all")
    assert len(both) == 2
    assert spans_of_words(text, "the union@2") == both[1:]
    with pytest.raises(UserError, match="2 times"):
        spans_of_words(text, "the union@3")


def test_what_belongs_to_a_quotation_is_the_nearest_in_its_paragraph(text: Text) -> None:
    quote = quotation_span(text, "a good start 🙂")
    ((start, _),) = spans_of_words(text, "the union", near=[quote])
    assert text.paragraph_at(start) == text.paragraph_at(quote[0])


def test_whole_words_come_before_parts_of_words() -> None:
    text = Text("t", "unsaid, he said")
    assert spans_of_words(text, "said") == [(11, 15)]


def test_a_quotation_is_meant_by_number_or_words_and_taken_whole(text: Text) -> None:
    third = text.quotations[2]
    assert quotation_span(text, "3") == (third.start, third.end)
    assert quotation_span(text, "We told them in March that the cable was worn") == (third.start, third.end)


@pytest.mark.parametrize("words", ["0", "99", "told them in March", "the town council"])
def test_what_is_no_whole_quotation_is_refused(text: Text, words: str) -> None:
    with pytest.raises(UserError):
        quotation_span(text, words)


def test_a_name_inside_a_longer_one_of_the_same_record_is_not_meant_again() -> None:
    text = Text("t", "Ada Rask spoke. Rask left.")
    assert spans_of_words(text, "Rask", taken=[(0, 8)]) == [(16, 20)]
    with pytest.raises(UserError, match="2 times"):
        spans_of_words(text, "Rask")
