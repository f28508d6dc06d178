from __future__ import annotations

import pytest

from event_timeline.editing import evidence_rows
from event_timeline.editing.draft import Draft
from event_timeline.editing.evidence_rows import add_evidence, insert_at, parse_target
from event_timeline.model import UserError
from event_timeline.texts.text import Text, span_hash


def test_a_row_says_where_what_and_proves_it(draft: Draft, text: Text) -> None:
    start = text.content.index("bargaining")
    (row,) = add_evidence(draft, text, parse_target("event:shift-bargaining"), "mention", [(start, start + 10)])
    assert row == {
        "evidence_id": f"shift-bargaining-mention-{start}", "source_id": "article", "paragraph": "10",
        "char_start": str(start), "char_end": str(start + 10), "exact": "bargaining", "sha256": span_hash("bargaining"),
        "part": "mention", "actor_id": "", "event_id": "shift-bargaining", "statement_id": "",
    }  # fmt: skip


def test_a_report_repeats_no_words(draft: Draft, text: Text) -> None:
    (row,) = add_evidence(draft, text, parse_target("event:strike"), "report", [(768, 790)])
    assert row["exact"] == ""
    assert row["sha256"] == span_hash(text.content[768:790])


@pytest.mark.parametrize(
    ("given", "part", "said"),
    [
        ("event:strik", "report", "no event 'strik'"),
        ("place:pier-4", "mention", "names no record"),
        ("strike", "mention", "names no record"),
        ("event:strike", "reprot", "is not a part"),  # codespell:ignore
    ],
)
def test_what_does_not_exist_is_refused(draft: Draft, text: Text, given: str, part: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        add_evidence(draft, text, parse_target(given), part, [(0, 5)])


def test_the_same_span_twice_is_refused(draft: Draft, text: Text) -> None:
    with pytest.raises(UserError, match="already"):
        add_evidence(draft, text, parse_target("event:strike"), "report", [(0, 30)])


def test_a_statement_takes_its_words_from_its_spans(draft: Draft, text: Text) -> None:
    statement = draft.table("statements").find("veld-warning")
    statement["cue"] = ""
    draft.table("evidence").rows = [
        r for r in draft.table("evidence").rows if not (r["statement_id"] == "veld-warning" and r["part"] == "cue")
    ]
    start = text.content.index("warned")
    add_evidence(draft, text, parse_target("statement:veld-warning"), "cue", [(start, start + 6)])
    assert statement["cue"] == "warned"


def test_a_record_told_earlier_moves_up_and_the_others_keep_their_order(draft: Draft, text: Text) -> None:
    before = [r["event_id"] for r in sorted(draft.table("events").rows, key=lambda r: int(r["position"]))]
    start = text.content.index("The dockers' union")
    add_evidence(draft, text, parse_target("event:shift-bargaining"), "mention", [(start, start + 11)])
    after = [r["event_id"] for r in sorted(draft.table("events").rows, key=lambda r: int(r["position"]))]
    assert after == [
        "strike",
        "container-fall",
        "shift-bargaining",
        *[e for e in before if e not in ("strike", "container-fall", "shift-bargaining")],
    ]
    assert sorted(int(r["position"]) for r in draft.table("events").rows) == list(range(1, 14))


@pytest.mark.parametrize("part", ["date", "place"])
def test_the_words_of_a_date_or_a_place_move_no_record(draft: Draft, text: Text, part: str) -> None:
    before = [(r["event_id"], r["position"]) for r in draft.table("events").rows]
    add_evidence(draft, text, parse_target("event:shift-bargaining"), part, [(0, 7)])
    assert [(r["event_id"], r["position"]) for r in draft.table("events").rows] == before


@pytest.mark.parametrize(("position", "wanted"), [(1, "1"), (3, "3"), (None, "14")])
def test_a_position_is_taken_and_those_after_it_shift(draft: Draft, position: int | None, wanted: str) -> None:
    table = draft.table("events")
    row = table.blank() | {"event_id": "new"}
    table.rows.append(row)
    insert_at(table, row, position)
    assert row["position"] == wanted
    assert sorted(int(r["position"]) for r in table.rows) == list(range(1, 15))


def test_positions_of_statements_count_within_their_source(draft: Draft) -> None:
    table = draft.table("statements")
    row = table.blank() | {"statement_id": "new", "source_id": "port-log"}
    table.rows.append(row)
    insert_at(table, row, None)
    assert row["position"] == "1"


def test_a_position_out_of_range_is_refused(draft: Draft) -> None:
    table = draft.table("events")
    with pytest.raises(UserError, match="no position 99"):
        evidence_rows.insert_at(table, table.blank(), 99)
