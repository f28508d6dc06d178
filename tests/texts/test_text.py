"""Source texts: code points, paragraphs, and quotation marks of many habits."""

from __future__ import annotations

import hashlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from event_timeline.texts.text import OPEN, Copy, Text, copy_of, span_hash
from tests import builder


def quoted(content: str) -> list[str]:
    return [content[q.start : q.end] for q in Text("t", content).quotations]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ('He said "yes."', ["yes."]),
        ("He said 'yes.'", ["yes."]),
        ("He said “yes.”", ["yes."]),
        ("He said ‘yes.’", ["yes."]),
        ("Er sagte „ja“.", ["ja"]),
        ("Er sagte ‚ja‘.", ["ja"]),
        ("Il a dit « oui ».", ["oui"]),
        ("«\u00a0Nous attendons\u00a0», a-t-il dit.", ["Nous attendons"]),
        ("«\u202fNous attendons\u202f», a-t-il dit.", ["Nous attendons"]),
        ("«\u00a0Nous attendons", ["Nous attendons"]),
        ("«\u00a0»", []),
        ("“ ‘no’ ”", ["‘no’", "no"]),
        ('"צה"ל תקף הלילה", אמרה חנה.', ['צה"ל תקף הלילה']),
        ('מפקד צה"ל אמר "לא".', ["לא"]),
        ('"He is 6\'2" tall," Anna said.', ["He is 6'2\" tall,"]),
        ('"We met in 2019" was all, and "no more" too.', ["We met in 2019", "no more"]),
        ('"We met in 2019" and went home.', ["We met in 2019"]),
        ('"We met in 2019".', ["We met in 2019"]),
        ('"A 12" and a 7" record," he said.', ['A 12" and a 7" record,']),
        ("‘The dockers’ strike goes on,’ Anna said.", ["The dockers’ strike goes on,"]),
        ("'The dockers' strike goes on,' Anna said.", ["The dockers' strike goes on,"]),
        ("‘The dockers’ strike goes on’, Anna said.", ["The dockers’ strike goes on"]),
        ("The ‘no’ and the ‘yes,’ he said", ["no", "yes,"]),
        ("‘no’ and the dockers’ strike", ["no"]),
        ("“He said ‘no’ and left,” said the dockers’.", ["He said ‘no’ and left,", "no"]),
        ("The rock 'n' roll band, rock ‘n’ roll", []),
        ("答案是‘是’。", ["是"]),
        ("In 's-Hertogenbosch stond Hans' auto, zei Anna.", []),
        ("the '90s and the dockers' strike", []),
        ("'I am here,' he said, 'a good start'", ["I am here,", "a good start"]),
        ("Er sagte »ja«.", ["ja"]),
        ("Han sade ”ja”.", ["ja"]),  # codespell:ignore
        ("彼は「はい」と言った。", ["はい"]),
        ("彼は『はい』と言った。", ["はい"]),
        ("The dockers' union doesn't agree, it's said.", []),
        ("Ukraine’s army and the Allies’ help", []),
        ("rock ’n’ roll since the ’90s", []),
        (
            "“They answered ‘not this year’ and went home.”",
            ["They answered ‘not this year’ and went home.", "not this year"],
        ),
        ("\"I heard a clear 'no' and it's final,\" he said.", ["I heard a clear 'no' and it's final,", "no"]),
        ('"One," he said. "Two."', ["One,", "Two."]),
        ("Headline 'as long as it takes,' gain", ["as long as it takes,"]),
        ("", []),
        ('""', []),
    ],
)
def test_quotations_are_found(content: str, found: list[str]) -> None:
    assert quoted(content) == found


def test_a_quotation_that_is_never_closed_is_said_to_be_open() -> None:
    (quotation,) = Text("t", "He said “yes and left.\nNothing more.").quotations
    assert not quotation.closed
    assert quotation.end == len("He said “yes and left.")


def test_paragraphs_are_the_lines_that_are_not_empty() -> None:
    text = Text("t", "Headline\n\n  \nFirst.\nSecond.\n")
    assert [text.content[a:b] for a, b in text.paragraphs] == ["Headline", "First.", "Second."]
    assert [text.paragraph_at(i) for i in (0, 8, 13, 20)] == [1, 1, 2, 3]
    assert text.paragraphs_at([0, 8, 13, 20]) == [1, 1, 2, 3]


def test_offsets_are_code_points() -> None:
    text = Text("t", builder.ARTICLE.read_text(encoding="utf-8"))
    start = text.content.index("a good start 🙂")
    assert text.content[start : start + 14] == "a good start 🙂"
    assert len("a good start 🙂".encode("utf-16-le")) // 2 == 15


@given(st.text())
def test_any_text_is_looked_through_without_failing(content: str) -> None:
    text = Text("t", content)
    for q in text.quotations:
        assert 0 < q.start < q.end <= len(content)
        assert "\n" not in content[q.start : q.end]
    assert text.sha256 == span_hash(content)


def test_the_hash_is_that_of_the_utf_8_bytes() -> None:
    assert span_hash("Ọ̀ṣun") == hashlib.sha256("Ọ̀ṣun".encode()).hexdigest()


CODED = "The council’s vote.\nIt failed.\n"
LINES, LAST = "its line ends", "the line end after its last word"
COPIES = {
    "CR LF": (CODED.replace("\n", "\r\n"), LINES, "save it with the line ends LF"),
    "CR": (CODED.replace("\n", "\r"), LINES, "save it with the line ends LF"),
    "mixed": (CODED.replace("\n", "\r\n", 1), LINES, "save it with the line ends LF"),
    "a mark": ("\ufeff" + CODED, "a byte order mark", "save it without a byte order mark"),
    "no last line end": (CODED[:-1], LAST, "save it with one line end after the last word"),
    "a blank line more": (CODED + "\n", LAST, "save it with one line end after the last word"),
    "a mark and CR LF": (
        "\ufeff" + CODED.replace("\n", "\r\n"),
        "a byte order mark and its line ends",
        "save it without a byte order mark and with the line ends LF",
    ),
}


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_that_a_program_saved_in_another_form_is_told_by_the_hash(name: str) -> None:
    content, differs, remedy = COPIES[name]
    assert copy_of(content, span_hash(CODED)) == Copy(differs, remedy)


@pytest.mark.parametrize("coded", [CODED.replace("\n", "\r\n"), "\ufeff" + CODED, CODED.rstrip("\n"), CODED])
def test_the_coded_text_may_have_any_form_itself(coded: str) -> None:
    for content, *_ in COPIES.values():
        assert (copy_of(content, span_hash(coded)) is None) == (content == coded)


@pytest.mark.parametrize("content", [CODED, CODED.replace("failed", "passed"), CODED.replace("’", "'"), ""])
def test_the_text_itself_and_other_texts_are_no_copies(content: str) -> None:
    assert copy_of(content, span_hash(CODED)) is None
    assert copy_of(content, None) is None


def test_marks_that_nothing_closes_are_quotations_to_the_end_the_outermost_64_of_them() -> None:
    text = Text("article", "“a " * 20_000)
    begin = time.monotonic()
    found = text.quotations
    assert time.monotonic() - begin < 5
    assert [(q.start, q.depth, q.closed) for q in found] == [(3 * i + 1, i, False) for i in range(OPEN)]
    assert {q.end for q in found} == {len(text.content) - 1}
