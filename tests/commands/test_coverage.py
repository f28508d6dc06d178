from __future__ import annotations

import json
from pathlib import Path

from tests import builder


def without(package: Path, *words: str) -> None:
    path = package / "data" / "evidence.csv"
    builder.write(
        path, "".join(line for line in builder.read(path).splitlines(True) if not any(w in line for w in words))
    )


def test_a_sentence_lists_what_rests_on_it(harbour: Path, timeline) -> None:
    result = timeline("coverage", harbour)
    assert "actor freight-traders; event cable-cut; statement traders-claim" in result.out
    assert "11 sentences: 0 without evidence" in result.err


def test_the_to_do_list_has_what_no_event_or_statement_rests_on(harbour: Path, timeline) -> None:
    without(harbour, "crane-inspections", "denmark-mention", "shift-bargaining")
    result = timeline("coverage", harbour, "--todo")
    lines = result.out.splitlines()
    assert len(lines) == 4
    assert lines[0].startswith("-  10 ")
    assert lines[1].strip() == "no evidence"
    assert lines[2].startswith("~  11 ")
    assert "1 without evidence (-), 1 with actors only (~)" in result.err


def test_json_holds_every_sentence(harbour: Path, timeline) -> None:
    sentences = json.loads(timeline("coverage", harbour, "--format", "json").out)["sentences"]
    text = builder.read(builder.ARTICLE)
    assert [s["words"] for s in sentences] == [text[s["start"] : s["end"]] for s in sentences]
    assert sentences[6]["records"]["event"] == ["council-repairs", "council-vote"]
