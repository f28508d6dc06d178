"""Evidence: direct speech as languages set it off, names in quotation marks, designations, actors without words."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline import validate
from event_timeline.rules import RULES
from event_timeline.rules.evidence.text_walk import looks_at_spans
from event_timeline.rules.explanations import Added
from event_timeline.texts.text import Piece, Text, join_pieces, span_hash
from tests import builder
from tests.rules.asking import cells, found
from tests.rules.test_offsets import package, written

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


@pytest.mark.parametrize("source", ["article", "port-log"])
@pytest.mark.parametrize("part", ["speaker", "cue", "place", "date", "mention"])
def test_only_an_events_mention_could_be_a_report(part: str, source: str, tmp_path: Path) -> None:
    """Whether the source has quotations, as the article does, or none."""
    words, record = (
        "A" * (205 if part in ("speaker", "cue") else 65),
        "statement_id" if part in ("speaker", "cue") else "event_id",
    )
    row = {"evidence_id": "long", "source_id": source, "paragraph": "7", "char_start": "2000", "char_end": str(2000 + len(words)), "exact": words,
           "sha256": span_hash(words), "part": part, record: "traders-claim" if record == "statement_id" else "strike"}  # fmt: skip
    long = [len(found(tmp_path / code, code, Added("evidence", row))) for code in ("EVD008", "EVD017")]
    assert long == ([1, 0] if part == "mention" else [0, 1])


def test_an_actor_that_only_others_belong_to_needs_no_words_until_it_acts(tmp_path: Path) -> None:
    sweden = Added("actors", {"actor_id": "sweden", "name": "Sweden", "kind": "country", "country": "SWE"})
    led = cells("actors", "freight-traders", affiliation="sweden")
    acts = Added("event_actors", {"event_id": "council-vote", "actor_id": "sweden", "role": "participant"})
    assert [len(found(tmp_path / str(i), "EVD014", *edits)) for i, edits in enumerate([[sweden], [sweden, *led], [sweden, *led, acts]])] == [1, 0, 1]  # fmt: skip


@pytest.mark.parametrize(("title", "wrong"), [
    ("DOCKERS IN OSTERHAVN TO STRIKE", False), ("Dockers in Osterhavn to strike 'until the crane is safe' after a load fell", False),
    ("Dockers in Vesterhavn to strike", True),
])  # fmt: skip
def test_a_title_may_be_written_in_capitals_and_with_other_marks(title: str, wrong: bool, tmp_path: Path) -> None:
    harbour = builder.edited(tmp_path, cells("sources", "article", title=title))
    problems = validate(str(harbour), [str(builder.ARTICLE)], select=["EVD025"]).problems
    assert [p.value for p in problems] == [title] * wrong


@pytest.mark.parametrize(("content", "language", "found"), [
    ("Mira Holm left. Mira Holm came.", "en", ["Mira Holm"]), ("Mira Holm left. Then Mira Holm Street was empty.", "en", []),
    ("Mira Holm left. Dann kam Mira Holm.", "de-AT", []), ("Mira Holm left. Holm came.", "en", []),
])  # fmt: skip
def test_names_are_looked_for_where_they_are_whole_names(
    content: str, language: str, found: list[str], tmp_path: Path
) -> None:
    harbour, source = package(tmp_path, content, [(0, 9, "Mira Holm")])
    for edit in cells("sources", "article", language=language):
        builder.apply(harbour, edit)
    assert [p.value for p in validate(str(harbour), [source], select=["EVD026"]).problems] == found


@pytest.mark.parametrize(("content", "kind", "found"), [
    ("Ford left in a car. Ford came back.", "person", ["Ford"]), ("Ford left in a Ford Mustang, past Ford Street and Mount Ford.", "person", []),
    ("Ford left. She was born in Ford.", "country", []),
])  # fmt: skip
def test_a_word_in_capitals_beside_a_name_makes_another_name(
    content: str, kind: str, found: list[str], tmp_path: Path
) -> None:
    harbour, source = package(tmp_path, content, [(0, 4, "Ford")])
    for edit in cells("actors", "mira-holm", name="Ford", kind=kind):
        builder.apply(harbour, edit)
    assert [p.value for p in validate(str(harbour), [source], select=["EVD026"]).problems] == found


@pytest.mark.parametrize(("marked", "found"), [(5, ["Sweden"]), (4, [])])
def test_a_country_is_looked_for_where_nearly_all_its_names_are_marked(
    marked: int, found: list[str], tmp_path: Path
) -> None:
    content = "Sweden paid. " * (marked + 1)
    spans = [(13 * i, 13 * i + 6, "Sweden") for i in range(marked)]
    harbour, source = package(tmp_path, content, spans)
    for edit in cells("actors", "mira-holm", name="Sweden", kind="country"):
        builder.apply(harbour, edit)
    assert [p.value for p in validate(str(harbour), [source], select=["EVD026"]).problems] == found


def test_a_speaker_that_words_mention_and_no_column_names_is_told_in_words(tmp_path: Path) -> None:
    (problem,) = found(tmp_path, "EVD030", *cells("statements", "veld-good-start", speaker_id=""))
    assert problem.message == "'Jonas Veld' mentions jonas-veld, the statement has no speaker of record"


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
    about = [
        r for r in RULES if r.code in ("EVD012", "EVD015", "EVD020", "EVT002", "STM006", "STM032") or looks_at_spans(r)
    ]
    assert len(about) >= 12
    for rule in about:
        package = builder.edited(tmp_path / rule.code, rule.bad.edits)
        report = validate(str(package), [str(builder.ARTICLE)] if rule.bad.with_text else [], select=[rule.code])
        assert report.problems
        assert all("article" in p.message for p in report.problems), rule.code
