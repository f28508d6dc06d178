"""Rows of evidence that are moved to other words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import event_timeline as et
from event_timeline.texts.text import span_hash
from tests import builder
from tests.builder import contents
from tests.conftest import Timeline

TEXT = builder.ARTICLE.read_text(encoding="utf-8")


def row(package: Path, identifier: str) -> dict[str, object]:
    (found,) = et.read(package)["evidence"].filter(evidence_id=identifier).to_dicts()
    return found


@pytest.fixture
def report(harbour: Path) -> str:
    rows = et.read(harbour)["evidence"].filter(event_id="shift-bargaining", part="report")
    return str(rows["evidence_id"][0])


def test_other_words_move_a_span_with_all_that_follows(harbour: Path, report: str) -> None:
    words = "bargaining over the night shift"
    with et.edit(harbour) as draft:
        draft.set(f"evidence/{report}", exact=words)
    found = row(harbour, report)
    start = TEXT.index(words)
    assert (found["char_start"], found["char_end"], found["exact"]) == (start, start + len(words), None)
    assert (found["paragraph"], found["sha256"]) == (10, span_hash(words))
    assert et.validate(harbour, sources=builder.ARTICLE, select=["EVD", "TAB", "KEY"]).errors == 0


def test_offsets_move_a_span_too(harbour: Path) -> None:
    with et.edit(harbour) as draft:
        draft.set(
            "evidence/jonas-veld-mention-807", char_start=467, char_end=471, part="mention", actor_id="port-authority"
        )
    found = row(harbour, "jonas-veld-mention-807")
    assert (found["char_start"], found["paragraph"], found["exact"]) == (467, TEXT[:467].count("\n"), "Veld")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"exact": "the union"}, r"'the union' occurs 2 times"),
        ({"exact": "the union@all"}, "means 2 spans"),
        ({"exact": "no such words"}, "is not in the text"),
        ({"char_start": 9000, "char_end": 9001}, "is not a span"),
        ({"char_start": "x"}, "'x' is not an offset"),
    ],
)
def test_what_is_not_one_span_is_refused(cells: dict[str, object], said: str, harbour: Path, report: str) -> None:
    before = contents(harbour)
    with pytest.raises(et.Error, match=said), et.edit(harbour) as draft:
        draft.set(f"evidence/{report}", **cells)
    assert contents(harbour) == before


def test_words_that_occur_several_times_are_listed_with_their_offsets(
    harbour: Path, report: str, timeline: Timeline
) -> None:
    result = timeline("set", f"evidence/{report}", "exact=the union", harbour)
    assert result.code == 2
    first = TEXT.index("the union")
    assert f"@1 [{first}, {first + 9})" in result.err


def test_a_span_is_not_moved_without_its_text(harbour: Path, report: str) -> None:
    (harbour / "article.txt").unlink()
    with pytest.raises(et.Error, match="the text of the source 'article' is not given"), et.edit(harbour) as draft:
        draft.set(f"evidence/{report}", exact="bargaining")


def test_offsets_are_set_without_the_text_where_their_hash_is_given(harbour: Path, timeline: Timeline) -> None:
    row = et.read(harbour)["evidence"].filter(part="mention").to_dicts()[0]
    (harbour / "article.txt").unlink()
    cells = [f"{name}={row[name]}" for name in ("char_start", "char_end")]
    refused = timeline("set", f"evidence/{row['evidence_id']}", *cells, harbour)
    assert refused.code == 2
    assert "--source article=FILE; offsets with `sha256` beside them are set without it" in refused.err
    assert timeline("set", f"evidence/{row['evidence_id']}", *cells, f"sha256={row['sha256']}", harbour).code == 0


def test_all_occurrences_in_any_case_top_up_what_is_there(harbour: Path) -> None:
    with et.edit(harbour) as draft:
        first = draft.add_evidence("event:strike", "mention", "Strike", occurrence=1, ignore_case=True)
        second = draft.add_evidence("event:strike", "mention", "STRIKE", occurrence="all", ignore_case=True)
        assert draft.add_evidence("event:strike", "mention", "strike", occurrence="all") == []
    rows = et.read(harbour)["evidence"].filter(event_id="strike", part="mention", exact="strike").to_dicts()
    assert sorted(r["char_start"] for r in rows) == [m.start() for m in re.finditer("strike", TEXT)]
    assert len(first) + len(second) == len(rows) == 3


def test_words_may_ask_for_all_occurrences_in_any_case(harbour: Path, timeline: Timeline) -> None:
    args = ("STRIKE@all,i", harbour, "--append", "event:strike", "--part", "mention")
    assert timeline("locate", *args).code == 0
    assert "already" in timeline("locate", *args).err
    result = timeline("add", "actor", harbour, "--name", "Crew", "--kind", "group", "--mention", "NIGHT SHIFT@i", "--mention", "night shift")  # fmt: skip
    start = TEXT.index("night shift")
    assert (result.code, result.out) == (0, f"actor crew\nevidence crew-mention-{start}\n")
    assert timeline("locate", "veld@2,i", harbour).out.startswith("  2 ")
