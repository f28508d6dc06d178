from __future__ import annotations

import pytest

from event_timeline.editing.record_types import SpanOption
from event_timeline.editing.span_finder import SpanFinder
from event_timeline.model import UserError
from event_timeline.texts.text import Text

TEXTS = {
    "bote": Text("bote", "Der Rat von Au tagte. „Nein“, sagte er."),
    "courier": Text("courier", "Au waits. ‘Yes,’ said the council of Au."),
}
MENTION, QUOTE, PLACE = (
    SpanOption("mention", "mention", ""),
    SpanOption("quote", "quote", ""),
    SpanOption("place-words", "place", ""),
)
REPORT = SpanOption("report", "report", "")


def test_words_of_one_text_are_found_there() -> None:
    assert SpanFinder(TEXTS).find(MENTION, "Der Rat") == (TEXTS["bote"], [(0, 7)])


def test_words_of_two_texts_are_refused_and_a_prefix_tells_which() -> None:
    with pytest.raises(UserError, match=r"in 2 texts \(bote, courier\)") as caught:
        SpanFinder(TEXTS).find(MENTION, "Au")
    assert caught.value.hint == 'say in which: write "bote:Au"'
    assert SpanFinder(TEXTS).find(MENTION, "courier:Au@2")[1] == [(37, 39)]


def test_what_hangs_on_words_of_one_text_is_looked_for_there() -> None:
    placer = SpanFinder(TEXTS)
    placer.find(REPORT, "Der Rat von Au tagte")
    assert placer.find(PLACE, "Au") == (TEXTS["bote"], [(12, 14)])


def test_a_statement_stands_in_one_text() -> None:
    placer = SpanFinder(TEXTS, single=True)
    assert placer.find(QUOTE, "courier:1") == (TEXTS["courier"], [(11, 15)])
    with pytest.raises(UserError, match="not in the text"):
        placer.find(MENTION, "Der Rat")


def test_a_number_alone_does_not_tell_the_text() -> None:
    with pytest.raises(UserError, match="2 texts"):
        SpanFinder(TEXTS).find(QUOTE, "1")


def test_words_of_no_text_are_refused() -> None:
    with pytest.raises(UserError, match="none of the texts"):
        SpanFinder(TEXTS).find(MENTION, "Nobody")
    with pytest.raises(UserError, match="no text to look in"):
        SpanFinder({}).find(MENTION, "Nobody")
