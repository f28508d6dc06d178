"""Spans against the text of their source."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline import validate
from event_timeline.rules import RULES
from event_timeline.texts.text import Text, span_hash
from tests import builder
from tests.rules.asking import cells
from tests.rules.evidence.test_offsets import package, written

MARKS = ("EVD023", "EVD024")


def spoken(folder: Path, content: str, quotes: list[str], mentions: list[str] = []) -> list[tuple[str, str | None]]:  # noqa: B006
    """(code, words) of what EVD023 and EVD024 say of a text with these quotes and mentions."""
    harbour, source = package(folder, content, [(0, 1, content[0])])
    text, rows = Text("article", content), []
    for part, column, record, several in (
        ("quote", "statement_id", "holm-answer", quotes),
        ("mention", "actor_id", "mira-holm", mentions),
    ):
        for words in several:
            start = content.index(words)
            span = {
                "char_start": str(start),
                "char_end": str(start + len(words)),
                "exact": words,
                "sha256": span_hash(words),
            }
            rows.append({"evidence_id": f"{record}-{part}-{start}", "source_id": "article", "paragraph": str(text.paragraph_at(start)),
                         **span, "part": part, "actor_id": "", "event_id": "", "statement_id": "", column: record})  # fmt: skip
    written(harbour / "data" / "evidence.csv", rows)
    return [(p.code, p.value) for p in validate(str(harbour), [source], select=MARKS).problems]


@pytest.mark.parametrize(("content", "quotes"), [
    ("«\u00a0Nous attendons un nouveau câble\u00a0», a-t-il ajouté.\n", ["Nous attendons un nouveau câble"]),
    ("« Nous attendons », a-t-il ajouté.\n", ["Nous attendons"]),
    ("«\u202fNous attendons\u202f», a-t-il ajouté.\n", ["Nous attendons"]),
    ("Cae la carga\n—No vamos a volver —dijo Anna.\n", ["No vamos a volver"]),
    ("— Мы ждём новый кабель, — сказал Орлов.\n", ["Мы ждём новый кабель,"]),
    ("— Мы ждём новый кабель, — сказал Орлов.\n", ["Мы ждём новый кабель"]),
    ("Were you afraid?\nAnna: We were afraid.\n", ["We were afraid."]),
    ("Anna wrote:\nWe will be back. #dockers\n", ["We will be back. #dockers"]),
    ("“We waited all night.\nNobody came,” Anna said.\n", ["We waited all night.", "Nobody came,"]),
    ("“We waited all night.\r\nNobody came,” Anna said.\r\n", ["We waited all night.", "Nobody came,"]),
    ("„Nie wrócimy”, powiedziała Anna", ["Nie wrócimy"]),
    ('"צה"ל תקף הלילה", אמרה Anna.\n', ['צה"ל תקף הלילה']),
])  # fmt: skip
def test_direct_speech_is_known_as_each_language_sets_it_off(content: str, quotes: list[str], tmp_path: Path) -> None:
    assert spoken(tmp_path, content, quotes) == []


def test_words_that_nothing_sets_off_are_no_quote(tmp_path: Path) -> None:
    assert spoken(tmp_path / "a", "Anna said that the cable was worn.\n", ["the cable was worn"]) == [
        ("EVD024", "the cable was worn")
    ]
    # punctuation inside the marks is a part of the words
    assert spoken(tmp_path / "b", "“It is worn,” Anna said.\n", ["It is worn"]) == [("EVD024", "It is worn")]


@pytest.mark.parametrize(("content", "mentions"), [
    ("Компания «Волга» остановила завод.\n", ["Компания «Волга»"]),
    ('The ferry "Aurora" ran aground.\n', ['The ferry "Aurora"']),
    ("The 'Abbasids and the dockers' union met.\n", ["The 'Abbasids", "the dockers' union"]),
    ("据《人民日报》报道。\n", []),
    ("映画『ゴジラ』が賞を受けた。\n", []),
])  # fmt: skip
def test_marks_of_names_and_titles_quote_nobody(content: str, mentions: list[str], tmp_path: Path) -> None:
    assert spoken(tmp_path, content, [], mentions or [content[:1]]) == []


@pytest.mark.parametrize(("content", "mentions", "left"), [
    ('It was a "routine" trip.\n', ["It"], ["routine"]),
    ("“They,” Anna said.\n", ["They"], ["They,"]),
    ("彼は「『はい』と聞いた」と言った。\n", ["彼"], ["『はい』と聞いた", "はい"]),
])  # fmt: skip
def test_marks_of_which_nothing_is_known_are_asked_about(
    content: str, mentions: list[str], left: list[str], tmp_path: Path
) -> None:
    assert spoken(tmp_path, content, [], mentions) == [("EVD023", words) for words in left]


def test_a_quote_that_misses_the_marks_is_told_once(tmp_path: Path) -> None:
    content = "“We waited all night,” Anna said. “They answered ‘not this year’,” she said.\n"
    assert spoken(tmp_path, content, ["waited all night,", "They answered ‘not this year’,", "not this year"]) == [
        ("EVD024", "waited all night,")
    ]


NESTED = "Holm said: “‘Not this year,’ they told us.” He said “‘Stop.’” twice."


@pytest.mark.parametrize(("quotes", "left"), [
    ([], ["‘Not this year,’ they told us.", "Not this year,", "‘Stop.’"]),
    (["Stop."], ["‘Not this year,’ they told us.", "Not this year,"]),
    (["Not this year,", "‘Stop.’"], ["‘Not this year,’ they told us."]),
])  # fmt: skip
def test_a_quotation_that_consists_of_another_is_reported_once(
    quotes: list[str], left: list[str], tmp_path: Path
) -> None:
    assert [words for code, words in spoken(tmp_path, NESTED, quotes, ["Holm"]) if code == "EVD023"] == left


def test_every_message_about_a_text_names_its_source(tmp_path: Path) -> None:
    """Of each rule that looks at offsets, whether the text is given or not."""
    about = [r for r in RULES if r.code in ("EVD012", "EVD015", "EVD020", "EVT002", "STM006", "STM032") or r.text_check]
    assert len(about) >= 12
    for rule in about:
        package = builder.edited(tmp_path / rule.code, rule.bad.edits, rule.bad.package)
        report = validate(str(package), [str(builder.ARTICLE)] if rule.bad.with_text else [], select=[rule.code])
        assert report.problems
        assert all("article" in p.message for p in report.problems), rule.code


@pytest.mark.parametrize(("mention", "left"), [
    ("the “Sea Rose”", []), ("the “", []), ("“Sea", []), ("” of", []), ("Rose”", []), ("the ", ["Sea Rose"]), (" of", ["Sea Rose"]),
    ("Rose", ["Sea Rose"]),
])  # fmt: skip
def test_a_name_has_quotation_marks_where_it_holds_one_of_them(mention: str, left: list[str], tmp_path: Path) -> None:
    found = spoken(tmp_path, "Holm saw the “Sea Rose” of Osterhavn.\n", [], [mention])
    assert found == [("EVD023", words) for words in left]


@pytest.mark.parametrize(("characters", "said"), [("", "nothing"), ("943", "943")])
def test_another_number_of_characters_is_reported(characters: str, said: str, tmp_path: Path) -> None:
    package = builder.edited(tmp_path, cells("sources", "article", characters=characters))
    (problem,) = validate(str(package), [str(builder.ARTICLE)], select=["EVD020"]).problems
    assert problem.message == f"the text has 944 characters; `sources` says {said} for article"
