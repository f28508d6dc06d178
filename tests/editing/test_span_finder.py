from __future__ import annotations

import pytest

from event_timeline.editing.record_types import Words
from event_timeline.editing.span_finder import Placer
from event_timeline.model import UserError
from event_timeline.texts.text import Text

TEXTS = {
    "bote": Text("bote", "Der Rat von Au tagte. „Nein“, sagte er."),
    "courier": Text("courier", "Au waits. ‘Yes,’ said the council of Au."),
}
MENTION, QUOTE, PLACE = Words("mention", "mention", ""), Words("quote", "quote", ""), Words("place-words", "place", "")
REPORT = Words("report", "report", "")


def test_words_of_one_text_are_found_there() -> None:
    assert Placer(TEXTS).spans(MENTION, "Der Rat") == (TEXTS["bote"], [(0, 7)])


def test_words_of_two_texts_are_refused_and_a_prefix_tells_which() -> None:
    with pytest.raises(UserError, match=r"in 2 texts \(bote, courier\)") as caught:
        Placer(TEXTS).spans(MENTION, "Au")
    assert caught.value.hint == 'say in which: write "bote:Au"'
    assert Placer(TEXTS).spans(MENTION, "courier:Au@2")[1] == [(37, 39)]


def test_what_hangs_on_words_of_one_text_is_looked_for_there() -> None:
    placer = Placer(TEXTS)
    placer.spans(REPORT, "Der Rat von Au tagte")
    assert placer.spans(PLACE, "Au") == (TEXTS["bote"], [(12, 14)])


def test_a_statement_stands_in_one_text() -> None:
    placer = Placer(TEXTS, single=True)
    assert placer.spans(QUOTE, "courier:1") == (TEXTS["courier"], [(11, 15)])
    with pytest.raises(UserError, match="not in the text"):
        placer.spans(MENTION, "Der Rat")


def test_a_number_alone_does_not_tell_the_text() -> None:
    with pytest.raises(UserError, match="2 texts"):
        Placer(TEXTS).spans(QUOTE, "1")


def test_words_of_no_text_are_refused() -> None:
    with pytest.raises(UserError, match="none of the texts"):
        Placer(TEXTS).spans(MENTION, "Nobody")
    with pytest.raises(UserError, match="no text to look in"):
        Placer({}).spans(MENTION, "Nobody")
