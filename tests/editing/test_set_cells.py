"""Changed cells, and identifiers that are renamed wherever they stand."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from event_timeline import profile
from event_timeline.editing import csv_tables
from event_timeline.editing.draft import Draft
from event_timeline.editing.set_cells import set_cells
from event_timeline.model import UserError
from tests import builder
from tests.conftest import Timeline
from tests.editing.test_remove_row import dangling

RECORDS = {"sources": "source_id", "places": "place_id", "actors": "actor_id", "events": "event_id",
           "statements": "statement_id", "evidence": "evidence_id"}  # fmt: skip


def every(table: str) -> list[str]:
    with (builder.HARBOUR / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [row[RECORDS[table]] for row in csv.DictReader(file)]


def cells(draft: Draft) -> list[str]:
    return [c for t in profile.TABLES for r in draft.table(t).rows for c in r.values()]


@pytest.mark.parametrize(("table", "old"), [(t, i) for t in RECORDS for i in every(t) if t != "evidence"])
def test_an_identifier_is_renamed_wherever_it_stands_and_back_again(table: str, old: str, draft: Draft) -> None:
    before = {t: [dict(r) for r in draft.table(t).rows] for t in profile.TABLES}
    key = RECORDS[table]
    standing = cells(draft).count(old)
    set_cells(draft, f"{table}/{old}", {key: "quite-new"})
    assert dangling(draft) == []
    assert cells(draft).count("quite-new") >= 1
    assert cells(draft).count(old) == (standing - cells(draft).count("quite-new"))
    if key in {"actor_id", "event_id", "statement_id"}:
        own = [r["evidence_id"] for r in draft.table("evidence").rows if r[key] == "quite-new"]
        assert all(e.startswith("quite-new-") for e in own)
    set_cells(draft, f"{table}/quite-new", {key: old})
    for name, rows in before.items():
        assert sorted(map(str, rows)) == sorted(str(dict(r)) for r in draft.table(name).rows)


def test_a_renamed_package_is_valid_against_its_text(harbour: Path, timeline: Timeline) -> None:
    for row, cell in (
        ("events/strike", "event_id=dock-strike"),
        ("actors/dockers-union", "actor_id=the-union"),
        ("statements/holm-answer", "statement_id=second-answer"),
        ("sources/article", "source_id=text"),
        ("places/osterhavn", "place_id=the-town"),
        ("codebook/events.topic/labour", "term=work"),
    ):
        result = timeline("set", row, cell, harbour)
        assert (result.code, result.err) == (0, ""), row
    assert timeline("validate", harbour, "--strict", "--source", f"text={builder.ARTICLE}").code == 0


def test_a_renamed_event_keeps_simultaneous_relations_in_their_order(draft: Draft) -> None:
    relations = draft.table("event_relations")
    relations.rows.append(
        relations.blank() | {"event_id": "council-vote", "relation": "simultaneous", "other_event_id": "strike"}
    )
    set_cells(draft, "events/council-vote", {"event_id": "vote"})
    (row,) = [r for r in relations.rows if r["relation"] == "simultaneous"]
    assert (row["event_id"], row["other_event_id"]) == ("strike", "vote")


def test_a_new_date_sets_its_bounds_and_none_empties_them(draft: Draft) -> None:
    row = draft.table("events").find("monday-talks")
    set_cells(draft, "events/monday-talks", {"date_edtf": "2024-05"})
    assert (row["earliest"], row["latest"]) == ("2024-05-01", "2024-05-31")
    set_cells(draft, "events/monday-talks", {"date_edtf": ""})
    assert (row["earliest"], row["latest"]) == ("", "")


def test_a_new_position_moves_the_others(draft: Draft) -> None:
    order = [r["event_id"] for r in draft.table("events").rows]
    set_cells(draft, f"events/{order[0]}", {"position": "3"})
    rows = sorted(draft.table("events").rows, key=lambda r: int(r["position"]))
    assert [r["event_id"] for r in rows] == [order[1], order[2], order[0], *order[3:]]
    assert [r["position"] for r in rows] == [str(i) for i in range(1, len(order) + 1)]
    set_cells(draft, f"events/{order[0]}", {"position": ""})
    assert draft.table("events").find(order[0])["position"] == str(len(order))


def test_positions_stay_where_another_cell_is_set(draft: Draft) -> None:
    rows = draft.table("events").rows
    rows[-1]["position"], before = "40", [r["position"] for r in rows[:-1]]
    set_cells(draft, "events/strike", {"label": "A strike"})
    assert [r["position"] for r in rows] == [*before, "40"]


def test_cells_of_a_package_with_positions_that_cannot_be_read_are_repaired_one_by_one(
    harbour: Path, timeline: Timeline
) -> None:
    broken = {"container-fall": "x", "monday-talks": ""}
    events = harbour / "data/events.csv"
    text = builder.read(events)
    written = text.replace("container-fall,2,", "container-fall,x,").replace("monday-talks,4,", "monday-talks,,")
    builder.write(events, written.replace("Strike of the dockers", "Strike  of the dockers"))
    assert timeline("set", "events/strike", "label=Strike of the dockers", harbour).code == 0
    positions = {row[0]: row[1] for row in builder.table(events)[1:]}
    assert {key: positions[key] for key in broken} == broken
    assert timeline("set", "events/container-fall", "position=2", harbour).code == 0
    assert timeline("set", "events/monday-talks", "position=4", harbour).code == 0
    assert builder.read(events) == text


def test_a_label_of_a_term_changes_in_the_schema_too(draft: Draft, harbour: Path) -> None:
    set_cells(draft, "codebook/events.topic/labour", {"label": "Work"})
    (field,) = [f for f in json.loads(draft.read("schemas/events.json"))["fields"] if f["name"] == "topic"]
    assert {"value": "labour", "label": "Work"} in field["categories"]
    assert "labour" in field["constraints"]["enum"]


def test_a_cameo_code_is_defined_as_when_it_is_added(draft: Draft) -> None:
    set_cells(draft, "events/monday-talks", {"cameo": "060"})
    assert draft.table("codebook").find("events.cameo", "060")


def test_evidence_of_another_part_changes_its_statement(draft: Draft) -> None:
    set_cells(draft, "evidence/veld-promise-cue-557", {"statement_id": "veld-good-start"})
    assert draft.table("statements").find("veld-good-start")["cue"] == "called […] promised"
    assert draft.table("statements").find("veld-promise")["cue"] == ""


def test_a_term_of_ones_own_is_proposed_after_the_question(draft: Draft) -> None:
    with pytest.raises(UserError) as near:
        set_cells(draft, "events/strike", {"status": "on going"})
    assert near.value.hint.startswith("did you mean 'ongoing'? a term of your own: `")
    with pytest.raises(UserError) as far:
        set_cells(draft, "events/strike", {"status": "xyzzy"})
    assert "; a term of your own: `" in far.value.hint


@pytest.mark.parametrize(
    ("row", "given", "said"),
    [
        ("events/strike", {"labl": "x"}, "no column 'labl'"),
        ("events/strike", {"kind": "strik"}, "no term 'strik'"),
        ("events/strike", {"place_id": "pier"}, "no 'pier' in `places`"),
        ("events/strike", {"event_id": ""}, "event_id cannot be empty"),
        ("events/strike", {"event_id": "cable-cut"}, "has 'cable-cut' already"),
        ("events/strike", {"position": "0"}, "no position 0"),
        ("events/strike", {"position": "first"}, "'first' is not a valid position"),
        ("events/strike", {"date_edtf": "May"}, "May"),
        ("event_actors/cable-cut/port-authority/recipient", {"actor_id": "nobody"}, "no 'nobody' in `actors`"),
        ("codebook/events.topic/labour", {"vocabulary": "events.kind"}, "a term stays in its vocabulary"),
    ],
)
def test_what_cannot_be_is_refused(row: str, given: dict[str, str], said: str, draft: Draft) -> None:
    with pytest.raises(UserError, match=said):
        set_cells(draft, row, given)


@pytest.mark.parametrize(
    ("row", "column"), [("events/strike", "event_id"), ("event_actors/cable-cut/port-authority/recipient", "role")]
)
def test_the_row_of_an_emptied_key_can_be_removed_by_the_call_in_the_hint(row: str, column: str, draft: Draft) -> None:
    with pytest.raises(UserError, match="cannot be empty") as refused:
        set_cells(draft, row, {column: ""})
    assert refused.value.hint == f'remove the row: `draft.remove("{row}")`'


def test_a_table_is_written_once_for_a_cell(draft: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    render = csv_tables.render

    def noted(table: csv_tables.CsvTable) -> bytes:
        written.append(table.name)
        return render(table)

    monkeypatch.setattr(csv_tables, "render", noted)
    set_cells(draft, "events/strike", {"label": "Walk out"})
    assert written == ["events"]
    written.clear()
    set_cells(draft, "events/strike", {"event_id": "walk-out"})
    assert written.count("events") == 1


def test_rows_that_are_in_order_are_not_sorted_again(draft: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    sorting: list[str] = []

    def noted(schema: dict[str, Any]) -> Any:
        sorting.append("sorted")
        return sort_key(schema)

    sort_key = csv_tables.sort_key
    monkeypatch.setattr(csv_tables, "sort_key", noted)
    events = draft.table("events")
    content = csv_tables.render(events)
    assert sorting == []
    events.rows.reverse()
    assert csv_tables.render(events) == content
    assert sorting == ["sorted"]
