from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from event_timeline.texts.locating import locate, word_around
from event_timeline.texts.text import Text
from tests import builder
from tests.conftest import Timeline


def test_every_occurrence_is_printed_with_its_place(timeline: Timeline) -> None:
    result = timeline("locate", "the union", "--source", builder.ARTICLE)
    assert result.code == 0
    assert "1  [389, 398)      paragraph 4, line 5  …" in result.out
    assert "⟦the union⟧" in result.out


def test_json_holds_offsets_that_cut_the_words_out(timeline: Timeline) -> None:
    document = json.loads(timeline("locate", "🙂", "--source", builder.ARTICLE, "--format", "json").out)
    (found,) = document["occurrences"]
    assert builder.read(builder.ARTICLE)[found["start"] : found["end"]] == "🙂"


def test_what_is_not_there_exits_with_1_and_says_how_to_search_more_freely(timeline: Timeline) -> None:
    result = timeline("locate", "dockers’ union", "--source", builder.ARTICLE)
    assert result.code == 1
    assert "--loose" in result.err
    assert timeline("locate", "--loose", "dockers’ union", "--source", builder.ARTICLE).code == 0


def test_evidence_is_appended_in_its_place_and_the_package_stays_valid(harbour: Path, timeline: Timeline) -> None:
    result = timeline("locate", "Denmark", harbour, "--append", "actor:union-members", "--part", "mention")
    assert (result.code, "evidence union-members-mention-820" in result.err) == (0, True)
    assert timeline("validate", harbour, "--source", builder.ARTICLE).code == 0
    ids = [r[0] for r in builder.table(harbour / "data" / "evidence.csv")]
    assert ids.index("union-members-mention-820") == ids.index("denmark-mention-820") + 1


def test_what_the_rules_warn_of_is_told_and_done(harbour: Path, timeline: Timeline) -> None:
    result = timeline("locate", "bargaining", harbour, "--append", "event:shift-bargaining", "--part", "mention")
    assert result.code == 0
    assert "warning: 'bargaining' is inside the report" in result.err


def test_several_occurrences_must_be_chosen_from(harbour: Path, timeline: Timeline) -> None:
    asked = timeline("locate", "the cable", harbour, "--append", "event:new-cable", "--part", "mention")
    assert asked.code == 2
    assert "is there 3 times" in asked.err
    one = timeline(
        "locate", "the cable", harbour, "--append", "event:new-cable", "--part", "mention", "--occurrence", "2"
    )
    assert one.code == 0
    every = timeline(
        "locate", "the cable", harbour, "--append", "event:cable-promise", "--part", "mention", "--occurrence", "all"
    )
    assert every.err.count("evidence cable-promise-mention-") == 3


def test_what_would_be_invalid_is_refused_and_nothing_written(harbour: Path, timeline: Timeline) -> None:
    before = builder.read(harbour / "data" / "evidence.csv")
    result = timeline("locate", "Denmark", harbour, "--append", "actor:denmark", "--part", "quote")
    assert result.code == 2
    assert "nothing written" in result.err
    assert builder.read(harbour / "data" / "evidence.csv") == before


def test_append_and_part_go_together(harbour: Path, timeline: Timeline) -> None:
    assert "go together" in timeline("locate", "Denmark", harbour, "--append", "actor:denmark").err


def test_another_text_is_refused(harbour: Path, tmp_path: Path, timeline: Timeline) -> None:
    other = tmp_path / "other.txt"
    other.write_text("Denmark\n", encoding="utf-8")
    result = timeline("locate", "Denmark", harbour, "--source", other, "--append", "actor:denmark", "--part", "mention")
    assert result.code == 2
    assert "is not the text that the package was coded from" in result.err


def test_a_text_that_is_not_the_coded_one_is_warned_of(harbour: Path, tmp_path: Path, timeline: Timeline) -> None:
    other = tmp_path / "other.txt"
    other.write_text("Denmark is far away.\n", encoding="utf-8")
    result = timeline("locate", "Denmark", harbour, "--source", other)
    assert (result.code, "is not the coded text" in result.err) == (0, True)
    copy = tmp_path / "copy.txt"
    copy.write_bytes(builder.ARTICLE.read_bytes().replace(b"\n", b"\r\n"))
    result = timeline("locate", "Denmark", harbour, "--source", copy)
    assert "is the coded text but for its line ends" in result.err
    assert timeline("locate", "Denmark", harbour, "--source", builder.ARTICLE).err == ""


def test_a_copy_with_other_line_ends_is_told_how_to_be_saved(harbour: Path, tmp_path: Path, timeline: Timeline) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_bytes(builder.ARTICLE.read_bytes().replace(b"\n", b"\r\n"))
    for command in ("quotes", "coverage"):
        result = timeline(command, harbour, "--source", copy)
        assert result.code == 2
        assert "the coded text but for its line ends" in result.err
        assert "hint: save it with the line ends LF\n" in result.err
        assert "stamp" not in result.err


def test_words_that_are_none_are_wrong_use_and_many_are_not_repeated(harbour: Path, timeline: Timeline) -> None:
    for nothing in ("", "  "):
        result = timeline("locate", nothing, harbour, "--source", builder.ARTICLE)
        assert (result.code, "no words to find" in result.err) == (2, True)
    result = timeline("locate", "x" * 100_000, harbour, "--source", builder.ARTICLE)
    assert (result.code, len(result.err) < 500) == (1, True)


def test_all_occurrences_adds_those_that_are_missing(harbour: Path, timeline: Timeline) -> None:
    words = ("the union", harbour, "--source", builder.ARTICLE)
    evidence = ("--append", "actor:dockers-union", "--part", "mention", "--occurrence", "all")
    assert len(timeline("locate", *words).out.splitlines()) == 2
    assert timeline("remove", "evidence/dockers-union-mention-526", harbour).code == 0
    result = timeline("locate", *words, *evidence)
    assert result.code == 0, result.err
    assert [line for line in result.err.splitlines() if line.startswith("evidence")] == [
        "evidence dockers-union-mention-526"
    ]
    again = timeline("locate", *words, *evidence)
    assert (again.code, "has that mention already: [389, 398), [526, 535)" in again.err) == (2, True)


def test_a_piece_of_a_word_is_appended_with_a_warning(harbour: Path, timeline: Timeline) -> None:
    append = ("--append", "event:monday-talks", "--part", "mention", "--source", builder.ARTICLE)
    piece = timeline("locate", "talk", harbour, *append)
    assert piece.code == 0, piece.err
    assert "warning: inside a word: 'talk' in 'talks'\n" in piece.err


def test_pieces_of_words_are_left_out_where_the_words_themselves_are_there(harbour: Path, timeline: Timeline) -> None:
    text = builder.read(builder.ARTICLE)
    (only,) = (m.start() for m in re.finditer(r"(?<!\w)as(?!\w)", text))
    assert text.count("as") > 1
    append = ("--append", "event:monday-talks", "--part", "mention", "--source", builder.ARTICLE)
    whole = timeline("locate", "as", harbour, *append)
    assert f"evidence monday-talks-mention-{only}" in whole.err
    assert "inside a word" not in whole.err
    first = timeline("locate", "as", harbour, *append, "--occurrence", "1")
    assert "warning: inside a word: 'as' in " in first.err
    assert "; add --occurrence for another" in first.err


@pytest.mark.parametrize(
    ("content", "words", "around"),
    [
        ("The boat", "he", "The"),
        ("the union's bus", "union", ""),
        ("a high-speed line", "speed", ""),
        ("九月一日に", "一日", ""),
        ("ในกรุงเทพ", "กรุง", ""),
        ("NATO加盟", "NATO", ""),
        ("NATOs", "NATO", "NATOs"),
        ("2024", "02", "2024"),
    ],
)
def test_the_word_around_an_occurrence_is_known_in_scripts_with_spaces(content: str, words: str, around: str) -> None:
    (found,) = locate(Text("t", content), words)
    assert word_around(found) == around
