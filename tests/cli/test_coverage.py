from __future__ import annotations

import json
from pathlib import Path

from event_timeline.rules.explanations import Cell
from tests import builder
from tests.conftest import Timeline


def without(package: Path, *words: str) -> None:
    path = package / "data" / "evidence.csv"
    builder.write(
        path, "".join(line for line in builder.read(path).splitlines(True) if not any(w in line for w in words))
    )


def test_a_sentence_lists_what_rests_on_it(harbour: Path, timeline: Timeline) -> None:
    result = timeline("coverage", harbour)
    assert "actor freight-traders; event cable-cut; statement traders-claim" in result.out
    assert "11 sentences: 0 without evidence" in result.err


def test_the_to_do_list_has_what_no_event_or_statement_rests_on(harbour: Path, timeline: Timeline) -> None:
    without(harbour, "crane-inspections", "denmark-mention", "shift-bargaining")
    result = timeline("coverage", harbour, "--todo")
    lines = result.out.splitlines()
    assert len(lines) == 4
    assert lines[0].startswith("-  10 ")
    assert lines[1].strip() == "no evidence"
    assert lines[2].startswith("~  11 ")
    assert "1 without evidence (-), 1 with actors only (~)" in result.err


def test_json_holds_every_sentence(harbour: Path, timeline: Timeline) -> None:
    sentences = json.loads(timeline("coverage", harbour, "--format", "json").out)["sentences"]
    text = builder.read(builder.ARTICLE)
    assert [s["words"] for s in sentences] == [text[s["start"] : s["end"]] for s in sentences]
    assert sentences[6]["records"]["event"] == ["council-repairs", "council-vote"]


def test_says_how_much_of_the_text_the_cells_repeat(harbour: Path, timeline: Timeline) -> None:
    text = builder.read(builder.ARTICLE)
    share = json.loads(timeline("coverage", harbour, "--format", "json").out)["repeated"]
    assert [(s["source_id"], s["characters"]) for s in share] == [("article", len(text))]
    shown = set(range(len(text.splitlines()[0])))  # the title, which `sources` repeats
    header, *rows = builder.table(harbour / "data" / "evidence.csv")
    for row in (dict(zip(header, r, strict=True)) for r in rows):
        if row["exact"]:
            shown |= set(range(int(row["char_start"]), int(row["char_end"])))
    assert share[0]["repeated"] == len(shown)
    assert 0 < share[0]["prose_repeated"] < len(shown)


def test_a_mention_whose_words_are_left_out_is_valid_and_repeats_nothing(harbour: Path, timeline: Timeline) -> None:
    before = json.loads(timeline("coverage", harbour, "--format", "json").out)["repeated"][0]
    builder.apply(harbour, Cell("evidence", "strike-mention-768", "exact", ""))
    builder.stamp(harbour)
    assert timeline("validate", harbour, "--strict").code == 0
    after = json.loads(timeline("coverage", harbour, "--format", "json").out)["repeated"][0]
    assert after["prose_repeated"] < before["prose_repeated"]
