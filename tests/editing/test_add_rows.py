"""Many rows at once: in any order, with all errors together, and as by the commands one by one."""

from __future__ import annotations

import csv
import json
import random
import shutil
from pathlib import Path
from typing import Any

import pytest

import event_timeline as et
from event_timeline.editing.draft import open_draft
from event_timeline.model import CellsError, RowsError, UserError
from tests import builder
from tests.builder import contents

PACKAGES = {
    "harbour": builder.HARBOUR,
    "lighthouse": builder.LIGHTHOUSE,
    "floodgate": builder.FLOODGATE,
    "marshes": builder.MARSHES,
}
NIGHT = {
    "id": "night-work", "label": "Work at night", "summary": "The dockers work at night.", "kind": "project",
    "status": "habitual", "topic": "labour",
}  # fmt: skip


@pytest.fixture
def lighthouse(tmp_path: Path) -> Path:
    return Path(shutil.copytree(builder.LIGHTHOUSE, tmp_path / "lighthouse"))


def emptied(package: Path, folder: Path) -> tuple[Path, list[dict[str, str]]]:
    """A copy of a package whose tables have no rows but the codebook, and the rows that they had, each with its `table`."""
    target = folder / "emptied"
    shutil.copytree(package, target)
    rows = []
    for resource in json.loads((target / "datapackage.json").read_text())["resources"]:
        if resource["name"] != "codebook":
            path = target / resource["path"]
            with path.open(encoding="utf-8", newline="") as file:
                rows += [{"table": resource["name"], **row} for row in csv.DictReader(file)]
            builder.write(path, path.read_text(encoding="utf-8").partition("\n")[0] + "\n")
    builder.stamp(target)
    return target, rows


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", PACKAGES)
def test_the_rows_of_a_package_make_it_again_in_any_order(name: str, seed: int, tmp_path: Path) -> None:
    package, rows = emptied(PACKAGES[name], tmp_path)
    random.Random(seed).shuffle(rows)
    with et.edit(package) as draft:
        added = draft.add_many(rows)
    assert contents(package) == contents(PACKAGES[name])
    assert sum(added.counts.values()) == len(rows)


def test_a_row_may_refer_to_one_that_a_later_row_makes(harbour: Path) -> None:
    with et.edit(harbour) as draft:
        added = draft.add_many(
            [
                {
                    "table": "event",
                    **NIGHT,
                    "agent": "night-crew",
                    "place": "shed",
                    "report": "bargaining over the night shift",
                },
                {
                    "table": "actors",
                    "id": "night-crew",
                    "name": "Night crew",
                    "kind": "group",
                    "affiliation": "new-union",
                    "mention": "night shift",
                },
                {"table": "places", "id": "shed", "name": "Shed", "kind": "site", "within": "pier-9"},
                {"table": "places", "id": "pier-9", "name": "Pier 9", "kind": "site", "within": "osterhavn"},
                {"table": "actors", "name": "New union", "kind": "organisation", "mention": "the union@2"},
            ]
        )
    assert added.counts == {"actors": 2, "event_actors": 1, "events": 1, "evidence": 3, "places": 2}
    assert et.validate(harbour, sources=builder.ARTICLE).valid


def test_an_event_brings_its_participants_relations_and_statements(harbour: Path) -> None:
    with et.edit(harbour) as draft:
        draft.add_many(
            [
                NIGHT
                | {
                    "participants": ["dockers-union:agent", {"actor": "mira-holm", "role": "chair"}],
                    "relations": "before:strike part_of:shift-bargaining",
                    "statements": [
                        {
                            "id": "veld-empty", "speaker": "jonas-veld", "summary": "The harbour would be empty.",
                            "evidence": {"report": "A long strike would empty the harbour", "cue": "warned", "speaker": ["Veld@2"]},
                            "stance": "predicts", "factuality": "CT+",
                        }
                    ],
                    "evidence": {"report": "bargaining over the night shift", "mention": ["shift"]},
                }
            ],
            table="events",
        )  # fmt: skip
    package = et.read(harbour)
    roles = package["event_actors"].filter(event_id="night-work").rows()
    assert roles == [("night-work", "dockers-union", "agent"), ("night-work", "mira-holm", "chair")]
    relations = package["event_relations"].filter(event_id="night-work").select("relation", "other_event_id").rows()
    assert sorted(relations) == [("before", "strike"), ("part_of", "shift-bargaining")]
    assert package["statement_events"].filter(event_id="night-work").rows() == [
        ("veld-empty", "night-work", "predicts", "CT+")
    ]
    assert set(package["evidence"].filter(statement_id="veld-empty")["part"]) == {"report", "cue", "speaker"}


def test_a_relation_can_be_given_in_the_row_of_either_event(harbour: Path) -> None:
    with et.edit(harbour) as draft:
        draft.add_many([{"table": "events", **NIGHT, "relations": [{"event": "container-fall", "relation": "before"}]}])
    assert ("container-fall", "before", "night-work", None) in et.read(harbour)["event_relations"].rows()


@pytest.mark.parametrize(
    ("row", "where", "said"),
    [
        ({"table": "cargo"}, "row 1", "there is no table 'cargo'"),
        ({"name": "X"}, "row 1:table", "the row's table is not named"),
        ({"table": "actors", "name": ["A", "B"], "kind": "person"}, "row 1:name", "cannot hold several values"),
        ({"table": "actors", "called": "A"}, "row 1:called", "no column 'called'"),
        ({"table": "places", "name": "A", "kind": "site", "evidence": {"mention": "A"}}, "row 1:evidence.mention", "no evidence"),
        ({"table": "actors", "name": "A", "kind": "person", "evidence": "A"}, "row 1:evidence", "not an object of parts"),
        ({"table": "actors", "name": "A", "kind": "person", "mention": "no such"}, "row 1:evidence.mention", "is not in the text"),
        ({"table": "events", **NIGHT, "agent": "a:b:c"}, "row 1:agent", "has 3 parts"),
        ({"table": "events", **NIGHT, "agent": 7}, "row 1:agent", "'7' is not a row"),
        ({"table": "events", **NIGHT, "position": 99}, "row 1:position", "there is no position 99"),
        ({"table": "events", **NIGHT, "date": "Monday"}, "row 1:date_edtf", "not an EDTF date"),
        ({"table": "events", **NIGHT, "statements": [{"summary": 1, "speaker": "who", "stance": "asserts", "factuality": "CT+"}]}, "row 1:statements.speaker_id", "no 'who'"),
        ({"table": "evidence", "actor": "mira-holm", "part": "mention"}, "row 1", "neither words nor offsets"),
        ({"table": "evidence", "actor": "mira-holm", "part": "mention", "char_start": 5, "char_end": 9999}, "row 1", "not in the text"),
        ({"table": "evidence", "actor": "mira-holm", "part": "mention", "char_start": "a", "char_end": 9}, "row 1:char_start", "not an offset"),
        ({"table": "evidence", "actor": "mira-holm", "part": "mention", "char_start": 5, "char_end": 9, "exact": "x"}, "row 1:exact", "the text has"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_added_is_named_with_its_column(
    row: dict[str, Any], where: str, said: str, harbour: Path
) -> None:
    before = contents(harbour)
    with pytest.raises(RowsError) as raised, et.edit(harbour) as draft:
        draft.add_many([row])
    (problem,) = raised.value.problems
    assert str(problem).startswith(f"{where} ")
    assert said in problem.message
    assert contents(harbour) == before


def test_evidence_is_added_by_words_or_by_offsets(harbour: Path) -> None:
    with et.edit(harbour) as draft:
        draft.add_many(
            [
                {"event": "strike", "part": "mention", "exact": "strike@3"},
                {"event": "shift-bargaining", "part": "mention", "char_start": 900, "char_end": 910},
            ],
            table="evidence",
        )
    assert et.validate(harbour, sources=builder.ARTICLE, select=["EVD"]).valid
    assert "shift-bargaining-mention-900" in set(et.read(harbour)["evidence"]["evidence_id"])


def test_all_errors_are_reported_but_not_those_that_follow_from_another(harbour: Path) -> None:
    rows = [
        {"table": "actors", "id": "a", "name": "A", "kind": "persn", "affiliation": "nobody"},
        {"table": "actors", "id": "b", "name": "B", "kind": "person", "affiliation": "a"},
        {"table": "event_actors", "event": "strike", "actor": "b", "role": "agent"},
        {"table": "actors", "id": "c", "name": "C", "kind": "person", "colour": "red"},
        {"table": "actors", "id": "d", "name": "D", "kind": "person", "affiliation": "c"},
    ]
    with pytest.raises(RowsError) as raised, et.edit(harbour) as draft:
        draft.add_many(rows)
    assert [str(p).split(" ")[0:2] for p in raised.value.problems] == [
        ["row", "1:kind"],
        ["row", "1:affiliation"],
        ["row", "4:colour"],
    ]


def test_the_errors_of_all_tables_and_of_the_rules_are_reported_at_once(harbour: Path, tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text(
        """{"table": "actors", "id": "a", "name": "A One", "kind": "cargo", "wikidata": "foo", "affiliation": "b"}
{"table": "actors", "id": "b", "name": "B Two", "wikidata": "bar"}
{"table": "actors", "id": "b-three", "name": "B Three", "kind": }
{"table": "event_actors", "event": "night-work", "actor": "a", "role": "boss"}
{"table": "events", "id": "night-work", "label": "Work at night", "summary": "They work.", "status": "habitual",
 "date": "2024-13", "participants": ["b:chair", "b-three:host", "b:czar"], "relations": "before:night-work"}
{"table": "places", "id": "pier-9", "name": "Pier 9", "kind": "site", "within": "osterhavn", "latitude": 555, "longitude": 9.9}
{"table": "statements", "summary": "It was said.", "speaker": "a", "mention": "x", "report": "not in the text"}
{"table": "term", "vocabulary": "events.topic", "term": "night"}
{"table": "evidence", "event": "night-work", "part": "mention", "exact": "not in the text"}
""",
        encoding="utf-8",
    )
    before = contents(harbour)
    with pytest.raises(RowsError) as raised, et.edit(harbour, sources=builder.ARTICLE) as draft:
        draft.add_from(file)
    assert {(p.line, p.column) for p in raised.value.problems} == {
        (1, "kind"), (1, "wikidata"), (2, "kind"), (2, "wikidata"), (3, None), (4, "role"), (5, "kind"), (5, "topic"),
        (5, "date_edtf"), (5, "participants[2].role"), (5, "other_event_id"), (7, "latitude"), (8, "mention"), (8, "evidence.report"),
        (9, "definition"), (10, None),
    }  # fmt: skip
    assert contents(harbour) == before


@pytest.mark.parametrize("value", [float("inf"), b"x", {"a"}])
def test_a_value_that_no_cell_holds_is_named_with_its_row_and_column(value: object, harbour: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"name": "A One", "kind": "person"},
        {"name": "B Two", "kind": "person", "note": value},
    ]
    with pytest.raises(RowsError) as raised, et.edit(harbour) as draft:
        draft.add_many(rows, table="actors")
    assert [(p.path, p.column) for p in raised.value.problems] == [("row 2", "note")]
    with pytest.raises(et.CellsError) as caught, et.edit(harbour) as draft:
        draft.add("actors", name="B Two", kind=value, note=value)
    assert [column for column, _ in caught.value.errors] == ["kind", "note"]


def test_what_a_rule_refuses_is_reported_at_the_row(harbour: Path, tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    rows = [{"name": "A One", "kind": "person"}, {"name": "B Two", "kind": "person", "wikidata": "foo"}]
    file.write_text("\n\n".join(map(json.dumps, rows)))
    before = contents(harbour)
    with pytest.raises(RowsError) as raised, et.edit(harbour) as draft:
        draft.add_from(file, table="actor")
    (problem,) = raised.value.problems
    assert (problem.path, problem.line, problem.column, problem.code) == (str(file), 3, "wikidata", "TAB023")
    assert contents(harbour) == before


def test_a_draft_is_as_before_where_rows_were_refused(harbour: Path) -> None:
    term = {"table": "term", "vocabulary": "actors.kind", "term": "ship", "definition": "A ship."}
    with et.edit(harbour) as draft:
        with pytest.raises(RowsError):
            draft.add_many(
                [term, {"table": "actors", "id": "osun", "name": "Ọ̀ṣun", "kind": "ship"}, {"table": "actors"}]
            )
        with pytest.raises(UserError, match="no term 'ship'"):
            draft.add("actors", actor_id="osun", name="Ọ̀ṣun", kind="ship")
        assert open_draft(harbour).table("actors").rows == draft.draft.table("actors").rows
    assert contents(harbour) == contents(builder.HARBOUR)


def test_a_term_that_a_row_defines_is_known_to_the_others(harbour: Path) -> None:
    with et.edit(harbour) as draft:
        draft.add_many(
            [
                {"table": "actors", "id": "osun", "name": "Ọ̀ṣun", "kind": "ship", "mention": "the freighter Ọ̀ṣun"},
                {"table": "term", "vocabulary": "actors.kind", "term": "ship", "definition": "A ship."},
            ]
        )
    assert et.validate(harbour, sources=builder.ARTICLE).valid


def test_optional_tables_and_columns_of_the_profile_are_made(lighthouse: Path) -> None:
    crane = {
        "id": "crane-fall",
        "label": "A crane falls",
        "summary": "A crane falls over.",
        "kind": "accident",
        "status": "occurred",
    }
    with et.edit(lighthouse) as draft:
        draft.add_many(
            [
                {"table": "measures", "event": "crane-fall", "measure": "cost", "best": 2, "unit": "JPY"},
                crane
                | {
                    "table": "events",
                    "topic": "safety",
                    "confidence": 0.5,
                    "measures": [{"measure": "injured", "best": 3, "unit": "persons"}],
                },
            ]
        )
    package = et.read(lighthouse)
    assert package["measures"].select("event_id", "measure", "best").rows() == [
        ("crane-fall", "cost", 2),
        ("crane-fall", "injured", 3),
    ]
    assert package["events"].filter(event_id="crane-fall")["confidence"].to_list() == [0.5]
    assert draft.notes[0] == "added the table measures: data/measures.csv"


def test_what_was_made_for_rows_that_were_refused_is_gone(lighthouse: Path) -> None:
    before = contents(lighthouse)
    with et.edit(lighthouse) as draft:
        with pytest.raises(RowsError):
            draft.add_many([{"table": "measures", "event": "nothing", "measure": "cost", "best": 2, "unit": "JPY"}])
        assert "measures" not in draft.draft.package.resources
    assert contents(lighthouse) == before


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"table": "actors", "id": "mate", "actor_id": "skipper", "name": "Mate", "kind": "person"}, "actor_id"),
        ({"table": "event_actors", "actor": "mate", "actor_id": "skipper", "event_id": "grounding"}, "actor_id"),
        (
            {"table": "events", **NIGHT, "participants": [{"actor_id": "mate", "actor": "skipper"}]},
            "participants.actor",
        ),
    ],
)
def test_refuses_a_column_that_is_given_twice(row: dict[str, Any], column: str, lighthouse: Path) -> None:
    with pytest.raises(RowsError) as error, et.edit(lighthouse) as draft:
        draft.add_many([row])
    problem = next(p for p in error.value.problems if "both give the column" in p.message)
    assert (problem.path, problem.column) == ("row 1", column)


def test_a_key_that_is_given_twice_names_the_other_row(lighthouse: Path, tmp_path: Path) -> None:
    file = tmp_path / "actors.csv"
    builder.write(file, "actor_id,name,kind\nx,X,person\nx,Y,person\n")
    with pytest.raises(RowsError) as raised, et.edit(lighthouse) as draft:
        draft.add_from(file, table="actors")
    (problem,) = raised.value.problems
    assert problem.line == 3
    assert problem.message == f"actors/x is given twice: also in {file}:2"


@pytest.mark.parametrize(("text", "said"), [("a\ud800", "half a"), ("a\0", "NUL"), ("x" * 10**6, "too long")])
def test_a_text_that_no_cell_can_hold_names_its_column(text: str, said: str, lighthouse: Path) -> None:
    with pytest.raises(CellsError, match=said) as added, et.edit(lighthouse) as draft:
        draft.add("actors", name=text, kind="person")
    with pytest.raises(CellsError, match=said) as changed, et.edit(lighthouse) as draft:
        draft.set("actors/bird-society", name=text)
    with pytest.raises(RowsError, match=said) as many, et.edit(lighthouse) as draft:
        draft.add_many([{"name": text, "kind": "person"}], table="actors")
    assert [added.value.errors[0][0], changed.value.errors[0][0], many.value.problems[0].column] == ["name"] * 3
