from __future__ import annotations

import pytest

from event_timeline.texts.sentences import sentences
from event_timeline.texts.text import Text


def split(content: str) -> list[str]:
    return [content[a:b] for a, b in sentences(Text("t", content))]


@pytest.mark.parametrize(
    "wanted",
    [
        ["The U.S. sent aid.", "It came late."],
        ["He left the U.S.", "The rest stayed."],
        ["Dr. Holm met J. R. Veld on Nov. 3 at 5 p.m. in the hall.", "Nobody else came!"],
        ["“We told them. They did nothing,” she said.", "Then she left."],
        ["“They went home.”", "The crane stood still."],
        ["Did it fall?", "It did…", "(Twice.)"],
        ["It costs 3.5 million.", "12 people paid."],
        ["今日は晴れ。", "明日は雨。"],
        ["Она сказала: «Нет. Никогда».", "Он ушёл."],
    ],
)
def test_a_paragraph_is_split(wanted: list[str]) -> None:
    joiner = "" if "。" in wanted[0] else " "
    assert split(joiner.join(wanted)) == wanted


def test_paragraphs_are_never_joined_and_all_words_are_kept(text: Text) -> None:
    found = sentences(text)
    assert len(found) == 11
    assert "".join(text.content[a:b] for a, b in found).replace(" ", "") == text.content.replace("\n", "").replace(
        " ", ""
    )


def test_a_headline_without_full_stop_is_a_sentence() -> None:
    assert split("Crane falls\n\nA crane fell.\n") == ["Crane falls", "A crane fell."]


def test_a_mark_that_opens_belongs_to_the_next_sentence() -> None:
    text = Text("t", "船長は話した。「岬は見えない。暗い」と語る。終わり。")
    assert [text.content[a:b] for a, b in sentences(text)] == [
        "船長は話した。",
        "「岬は見えない。暗い」と語る。",
        "終わり。",
    ]
