from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

import event_timeline as et
from event_timeline.package import journal
from event_timeline.workbench.session import Session
from tests import builder
from tests.workbench.served import Served, served

VELD = ["article", 461, 471, "Jonas Veld"]
NOTE = {"do": "set", "row": "actors/denmark", "cells": {"note": "Inspects cranes."}}


def rows(state: Any, table: str) -> list[dict[str, str]]:
    described = state["tables"][table]
    return [dict(zip(described["columns"], row, strict=True)) for row in described["rows"]]


def test_gives_the_text_the_tables_with_their_terms_and_what_is_wrong(bench: Served) -> None:
    state = bench.state()
    assert state["texts"][0]["content"] == builder.ARTICLE.read_text(encoding="utf-8")
    assert len(rows(state, "events")) == 13
    kind = next(f for f in state["tables"]["events"]["fields"] if f["name"] == "kind")
    assert ["strike", "Strike", "People stop working in order to get something."] in kind["terms"]
    assert state["problems"] == state["todo"] == []
    assert "measures" not in state["order"]  # the package follows profile 1.0.0


def test_offers_the_optional_tables_and_columns_of_the_profile_that_the_package_follows(tmp_path: Path) -> None:
    package = builder.copy_of_harbour(tmp_path)
    et.lift(package)
    state = Session(package).state()
    assert {"event_places", "measures", "exceptions", "event_sources"} <= set(state["order"])
    assert "confidence" in [f["name"] for f in state["tables"]["events"]["fields"] if f["optional"]]


def test_several_operations_are_one_change_and_refer_to_each_other(bench: Served, harbour: Path) -> None:
    answer = bench.change(
        {"do": "add", "table": "actors", "cells": {"name": "Crew of the freighter", "kind": "group"}, "spans": {"mention": [["article", 223, 236, "freighter Ọ̀ṣ"]]}},
        {"do": "add", "table": "event_actors", "cells": {"event_id": "container-fall", "actor_id": "$0", "role": "participant"}},
    )  # fmt: skip
    assert answer.status == 400  # the words are not those at the offsets
    content = builder.ARTICLE.read_text(encoding="utf-8")
    at = content.index("the freighter")
    answer = bench.change(
        {"do": "add", "table": "actors", "cells": {"name": "Crew of the freighter", "kind": "group"}, "spans": {"mention": [["article", at, at + 13, "the freighter"]]}},
        {"do": "add", "table": "event_actors", "cells": {"event_id": "container-fall", "actor_id": "$0", "role": "participant"}},
    )  # fmt: skip
    assert answer.status == 200
    assert answer.json["keys"][0] == "crew-of-the-freighter"
    assert set(answer.json["tables"]) == {"actors", "event_actors", "evidence"}
    assert "container-fall,crew-of-the-freighter,participant" in (harbour / "data/event_actors.csv").read_text()
    assert et.validate(harbour, {"article": harbour / "article.txt"}).errors == 0


def test_words_behind_an_emoji_and_combining_marks_have_their_code_points(bench: Served, harbour: Path) -> None:
    text = (harbour / "article.txt").read_text(encoding="utf-8")
    at = text.index("A long strike")
    assert len(text[:at].encode("utf-16-le")) // 2 > at
    span = ["article", at, at + 13, "A long strike"]
    answer = bench.change({"do": "span", "record": "event:empty-harbour", "part": "mention", "spans": [span]})
    assert answer.status == 200, answer.body
    assert any(r["exact"] == "A long strike" and r["char_start"] == str(at) for r in rows(answer.json, "evidence"))


def test_a_moved_boundary_keeps_the_identifier(bench: Served) -> None:
    answer = bench.change({"do": "move", "row": "evidence/jonas-veld-mention-461", "span": VELD})
    moved = next(r for r in rows(answer.json, "evidence") if r["evidence_id"] == "jonas-veld-mention-461")
    assert (moved["char_end"], moved["exact"]) == ("471", "Jonas Veld")
    assert answer.json["problems"] == []


def test_a_moved_beginning_is_that_of_the_identifier(bench: Served) -> None:
    text = builder.ARTICLE.read_text(encoding="utf-8")
    start, end = 462, VELD[2]
    span = ["article", start, end, text[start:end]]
    answer = bench.change({"do": "move", "row": "evidence/jonas-veld-mention-461", "span": span})
    assert answer.status == 200, answer.json
    assert answer.json["keys"] == ["jonas-veld-mention-462"]
    assert "EVD034" not in {p["code"] for p in answer.json["problems"]}
    again = bench.change(
        {"do": "span", "record": "actor:jonas-veld", "part": "mention", "spans": [["article", 461, end, text[461:end]]]}
    )
    moved = bench.change(
        {
            "do": "move",
            "row": f"evidence/{again.json['keys'][0]}",
            "span": ["article", 462, end - 1, text[462 : end - 1]],
        }
    )
    assert moved.json["keys"] == ["jonas-veld-mention-462-2"]


@pytest.mark.parametrize("part", ["date", "place"])
def test_words_of_a_date_or_a_place_may_come_before_an_earlier_event(bench: Served, part: str) -> None:
    """The order of the events is that of their reports, whatever is added, given other words or removed."""

    def in_order() -> list[str]:
        return [r["event_id"] for r in sorted(rows(bench.state(), "events"), key=lambda r: int(r["position"]))]

    order = in_order()
    text, last = builder.ARTICLE.read_text(encoding="utf-8"), order[-1]

    def span(words: str) -> list[Any]:
        return ["article", at := text.index(words), at + len(words), words]

    def changed(operation: dict[str, Any]) -> Any:
        answer = bench.change(operation)
        assert answer.status == 200, answer.json
        assert in_order() == order
        return answer.json

    (row,) = changed({"do": "span", "record": f"event:{last}", "part": part, "spans": [span("Tuesday")]})["keys"]
    (row,) = changed({"do": "move", "row": f"evidence/{row}", "span": span("Osterhavn")})["keys"]
    changed({"do": "remove", "row": f"evidence/{row}"})


def test_what_would_be_invalid_is_refused_and_nothing_is_written(bench: Served, harbour: Path) -> None:
    before = builder.contents(harbour)
    for cells in ({"country": "Danmark"}, {"kind": "persn"}, {"affiliation": "nobody"}):
        answer = bench.change({"do": "set", "row": "actors/denmark", "cells": cells})
        assert answer.status == 400
        assert answer.json["error"]
    assert builder.contents(harbour) == before


@pytest.mark.parametrize(
    "operation",
    [
        {}, {"do": "burn"}, {"do": "set", "row": "actors/denmark"}, {"do": "set", "row": 3, "cells": {}}, {"do": "remove", "row": "actors"},
        {"do": "set", "row": "actors/denmark", "cells": {"name": 3}}, {"do": "move", "row": "actors/denmark", "span": VELD},
        {"do": "span", "record": "event:strike", "part": "mention", "spans": "all"}, {"do": "span", "record": "event:strike", "part": "mention"},
        {"do": "span", "record": "event:strike", "part": "mention", "spans": [["article", -1, 4, "x"]]},
        {"do": "span", "record": "event:strike", "part": "mention", "spans": [["other", 0, 4, "Dock"]]},
        {"do": "add", "table": "places", "cells": {"name": "Pier 9", "kind": "site"}, "spans": {"mention": [VELD]}},
        {"do": "add", "table": "../../etc", "cells": {}}, {"do": "move", "row": "evidence/none", "span": VELD},
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_with_a_reason(bench: Served, harbour: Path, operation: dict[str, Any]) -> None:
    before = builder.contents(harbour)
    answer = bench.change(operation)
    assert answer.status == 400, answer.body
    assert answer.json["error"]
    assert builder.contents(harbour) == before


def test_a_step_that_a_later_one_completes_is_saved_and_reported(bench: Served) -> None:
    cells = {
        "label": "Ships leave",
        "summary": "Ships are to go elsewhere.",
        "kind": "project",
        "status": "planned",
        "polarity": "affirmed",
        "topic": "labour",
    }
    answer = bench.change({"do": "add", "table": "events", "cells": cells})
    assert answer.status == 200
    found = [p for p in answer.json["problems"] if p["key"] == ["ships-leave"]]
    assert {p["slug"] for p in found} >= {"no-evidence", "no-participant"}
    assert all(p["pending"] for p in found if p["slug"] in ("no-evidence", "no-participant"))


def test_an_edit_by_another_program_is_a_conflict_and_neither_is_lost(bench: Served, harbour: Path) -> None:
    seen = bench.state()["version"]
    with et.edit(harbour) as editor:
        editor.set("actors/denmark", note="By the command line.")
    answer = bench.change(NOTE, version=seen)
    assert answer.status == 409
    assert "another tab or program" in answer.json["error"]
    assert "By the command line." in (harbour / "data/actors.csv").read_text(encoding="utf-8")
    assert bench.change(NOTE).status == 200
    assert "Inspects cranes." in (harbour / "data/actors.csv").read_text(encoding="utf-8")


CALLS: dict[str, tuple[str, dict[str, Any]]] = {
    "change": ("/api/change", {"operations": [NOTE]}),
    "fix": ("/api/fix", {"dry_run": False}),
    "undo": ("/api/undo", {}),
}


@pytest.mark.parametrize("name", CALLS)
def test_an_edit_by_another_program_while_a_call_writes_is_a_conflict(
    name: str, bench: Served, harbour: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, given = CALLS[name]
    file = harbour / "data/actors.csv"
    bench.change({"do": "set", "row": "actors/mira-holm", "cells": {"note": "Chairs the union."}})
    if name == "fix":
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    version = bench.state()["version"]
    commit = journal.commit

    def later(*args: Any, **named: Any) -> None:
        file.write_text(file.read_text(encoding="utf-8") + "by-hand,By hand,person,,,,,,,\n", encoding="utf-8")
        commit(*args, **named)

    monkeypatch.setattr(journal, "commit", later)
    answer = bench.send(path, {"version": version} | given)
    assert answer.status == 409, answer.body
    assert "another tab or program" in answer.json["error"]
    assert "By hand" in file.read_text(encoding="utf-8")


def test_undo_and_redo_give_the_same_bytes(bench: Served, harbour: Path) -> None:
    et.lift(harbour)
    versions = [builder.contents(harbour)]
    place = {
        "do": "add",
        "table": "event_places",
        "cells": {"event_id": "strike", "place_id": "pier-4", "role": "location"},
    }
    for operation in (NOTE, place, {"do": "remove", "row": "statements/holm-answer"}):  # `place` makes a table
        assert bench.change(operation).status == 200
        versions.append(builder.contents(harbour))
    for expected in reversed(versions[:-1]):
        answer = bench.send("/api/undo", {"version": bench.state()["version"]})
        assert answer.status == 200, answer.body
        assert builder.contents(harbour) == expected
    for expected in versions[1:]:
        assert bench.send("/api/redo", {"version": bench.state()["version"]}).status == 200
        assert builder.contents(harbour) == expected


def test_where_there_is_nothing_to_undo_it_is_said(bench: Served) -> None:
    version = bench.state()["version"]
    assert bench.send("/api/undo", {"version": version}).json["error"] == "there is no change to undo"
    assert bench.send("/api/redo", {"version": version}).status == 400
    assert bench.send("/api/undo", {"version": "another"}).status == 409


def test_undo_refuses_what_another_program_has_changed_since(bench: Served, harbour: Path) -> None:
    bench.change(NOTE)
    file = harbour / "data/actors.csv"
    edited = file.read_text(encoding="utf-8").replace("Traders of Osterhavn", "Freight traders of Osterhavn")
    file.write_text(edited, encoding="utf-8")
    answer = bench.send("/api/undo", {"version": bench.state()["version"]})
    assert answer.status == 400
    assert "changed by another program" in answer.json["error"]
    assert file.read_text(encoding="utf-8") == edited


def test_what_was_undone_before_the_workbench_ended_can_be_redone_after_it(bench: Served, harbour: Path) -> None:
    state = bench.send(
        "/api/change", {"version": bench.state()["version"], "label": "a note", "operations": [NOTE]}
    ).json
    assert state["steps"] == {"undo": ["timeline edit: a note"], "redo": []}
    bench.send("/api/undo", {"version": state["version"]})
    again = Session(harbour)
    assert again.redo(again.state()["version"])["steps"]["undo"] == ["timeline edit: a note"]
    assert [change.what for change in et.history(harbour)] == ["timeline edit: a note"]


def test_the_text_that_was_not_coded_is_the_list_of_what_to_do(bench: Served) -> None:
    answer = bench.change(
        {"do": "remove", "row": "events/crane-inspections"}, {"do": "remove", "row": "statements/not-this-year"}
    )
    text = builder.ARTICLE.read_text(encoding="utf-8")
    left = {(t["what"], text[t["start"] : t["end"]]) for t in answer.json["todo"]}
    assert ("sentence", "Denmark inspects every crane once a year.") in left
    assert ("quotation", "not this year") in left


def test_starts_a_package_from_a_pasted_text(tmp_path: Path) -> None:
    with served(tmp_path / "fresh") as bench:
        assert bench.state() == {"new": True, "folder": "fresh"}
        given = {
            "text": "Gates shut\r\n\r\nThe gates shut on Monday, 🙂 Ada Ek said.\n",
            "title": "Gates",
            "contributor": "Ek, Ada",
            "published_edtf": "2024-05-14",
        }
        for lacking in ("text", "title", "contributor"):
            answer = bench.send("/api/new", given | {lacking: ""})
            assert answer.status == 400, lacking
            assert not (tmp_path / "fresh").exists()
        state = bench.send("/api/new", given).json
        assert state["texts"][0]["content"] == "Gates shut\n\nThe gates shut on Monday, 🙂 Ada Ek said.\n"
        assert [t["what"] for t in state["todo"]] == ["sentence", "sentence"]
        assert bench.send("/api/new", given).status == 409
        assert et.validate(tmp_path / "fresh").errors == 0
    assert "*.txt" in (tmp_path / "fresh/.gitignore").read_text(encoding="utf-8")


def test_a_zip_cannot_be_edited(tmp_path: Path, harbour: Path) -> None:
    et.export(harbour, "zip", tmp_path / "harbour.zip")
    with pytest.raises(et.Error, match="cannot be changed in place"):
        Session(tmp_path / "harbour.zip").state()


def test_a_descriptor_is_its_folder(harbour: Path) -> None:
    state = Session(harbour / "datapackage.json").state()
    assert json.dumps(state).count("Mira Holm")


def test_the_days_of_the_events_are_the_package_s_temporal_coverage(tmp_path: Path) -> None:
    session = Session(tmp_path / "fresh")
    text = "A strike began on Monday. It ended on Friday.\n"
    given = {
        "text": text,
        "title": "Strike",
        "contributor": "Ek, Ada",
        "keywords": "strike, harbour",
        "published_edtf": "2024-05-18",
    }
    state = session.create(given)
    assert json.loads((tmp_path / "fresh/datapackage.json").read_text(encoding="utf-8"))["keywords"] == [
        "strike",
        "harbour",
    ]
    for label, day, start in (("Beginning", "2024-05-13", 9), ("End", "2024-05-17", 29)):
        cells = {
            "label": label,
            "kind": "protest",
            "topic": "labour",
            "status": "occurred",
            "polarity": "affirmed",
            "date_edtf": day,
            "date_basis": "inferred",
        }
        spans = {"mention": [["article", start, start + 5, text[start : start + 5]]]}
        state = session.change(state["version"], [{"do": "add", "table": "events", "cells": cells, "spans": spans}])
        assert "PKG015" not in {p["code"] for p in state["problems"]}
    assert json.loads((tmp_path / "fresh/datapackage.json").read_text(encoding="utf-8"))["temporal"] == {
        "start": "2024-05-13",
        "end": "2024-05-17",
    }
    session.undo(state["version"])
    assert json.loads((tmp_path / "fresh/datapackage.json").read_text(encoding="utf-8"))["temporal"] == {
        "start": "2024-05-13",
        "end": "2024-05-13",
    }


def test_a_pipe_in_place_of_a_table_is_not_waited_for(harbour: Path) -> None:
    (harbour / "data" / "actors.csv").unlink()
    os.mkfifo(harbour / "data" / "actors.csv")
    with pytest.raises(et.Error, match="not a regular file"):
        Session(harbour).state()


def test_a_package_that_is_gone_is_not_a_new_one(harbour: Path) -> None:
    session = Session(harbour)
    session.state()
    harbour.rename(harbour.with_name("elsewhere"))
    with pytest.raises(et.Error, match="no longer there"):
        session.state()


def test_offsets_that_are_no_numbers_are_findings_and_stop_nothing(harbour: Path) -> None:
    table = builder.table(harbour / "data" / "evidence.csv")
    number = next(n for n, row in enumerate(table) if "dockers-union" in row)
    builder.put_cells(harbour, [("evidence", number - 1, table[0].index("char_start"), "1.5")])
    session = Session(harbour, [str(builder.ARTICLE)])
    assert "TAB020" in {p["code"] for p in session.state()["problems"]}
    assert session.suggest({"what": "mentions", "actor": "dockers-union"})["spans"] is not None


@pytest.mark.parametrize("name", ["table", "evidence", "self"])
def test_a_cell_with_the_name_of_a_parameter_is_an_unknown_column(bench: Served, name: str) -> None:
    cells = {name: "x", "name": "n", "kind": "group"}
    operation = {"do": "add", "table": "actors", "cells": cells}
    answer = bench.send("/api/change", {"version": bench.state()["version"], "operations": [operation]})
    assert answer.status == 400
    assert name in answer.json["error"]


def with_own_column(package: Path, table: str, column: str) -> None:
    """Give a table an empty column of the package's own."""
    schema = builder.schema(package, table)
    schema["fields"].append({"name": column, "type": "string", "title": column, "description": "Its own."})
    builder.write(package / "schemas" / f"{table}.json", json.dumps(schema, ensure_ascii=False, indent=2))
    file = package / "data" / f"{table}.csv"
    header, *others = builder.read(file).splitlines()
    builder.write(file, "\n".join([f"{header},{column}", *(f"{line}," for line in others), ""]))
    builder.stamp(package)


def test_a_column_that_is_named_evidence_is_edited_and_filled_in_as_any_other(tmp_path: Path) -> None:
    package = builder.copy_of_harbour(tmp_path)
    with_own_column(package, "actors", "evidence")
    with served(package) as bench:
        changed = bench.change({"do": "set", "row": "actors/denmark", "cells": {"evidence": "Letter of March"}})
        assert changed.status == 200, changed.body
        added = bench.change({"do": "add", "table": "actors", "cells": {"name": "Crew", "kind": "group", "evidence": "Log"}, "spans": {"mention": [VELD]}})  # fmt: skip
        assert added.status == 200, added.body
        found = {r["actor_id"]: r["evidence"] for r in rows(added.json, "actors")}
        assert (found["denmark"], found["crew"]) == ("Letter of March", "Log")
        assert any(r["actor_id"] == "crew" for r in rows(added.json, "evidence"))


def test_a_column_that_a_table_does_not_have_is_refused_by_its_name(bench: Served) -> None:
    for operation in (
        {"do": "set", "row": "actors/denmark", "cells": {"evidence": "x"}},
        {"do": "add", "table": "actors", "cells": {"name": "X", "kind": "group", "evidence": "x"}},
    ):
        answer = bench.change(operation)
        assert (answer.status, "evidence" in answer.json["error"]) == (400, True)


@pytest.mark.parametrize("words", ["$0", "$1", "$&", "$$", "$`", "\\1", "\\g<0>"])
def test_text_with_a_dollar_or_a_backslash_is_written_as_it_is(bench: Served, words: str) -> None:
    """`$0` names an earlier row only in a column that refers to rows."""
    answer = bench.change(
        {"do": "add", "table": "actors", "cells": {"name": words, "actor_id": "dollar", "kind": "group"}, "spans": {"mention": [VELD]}},
        {"do": "add", "table": "actors", "cells": {"name": "Ada Crew", "actor_id": "crew", "kind": "person", "note": words, "affiliation": "$0"}, "spans": {"mention": [VELD]}},
        {"do": "set", "row": "actors/$1", "cells": {"office": words}},
    )  # fmt: skip
    assert answer.status == 200, answer.body
    crew = next(r for r in rows(answer.json, "actors") if r["actor_id"] == "crew")
    assert (crew["note"], crew["office"], crew["affiliation"]) == (words, words, "dollar")
    assert next(r for r in rows(answer.json, "actors") if r["actor_id"] == "dollar")["name"] == words


@pytest.mark.parametrize("span", [["article", True, 471, "Jonas Veld"], ["article", 461, True, "Jonas Veld"], ["article", False, True, "D"], ["article", 461.0, 471, "Jonas Veld"], ["article", "461", 471, "Jonas Veld"]])  # fmt: skip
def test_an_offset_that_is_no_whole_number_is_refused_as_such(bench: Served, span: list[Any]) -> None:
    for operation in (
        {"do": "span", "record": "actor:jonas-veld", "part": "mention", "spans": [span]},
        {"do": "move", "row": "evidence/jonas-veld-mention-461", "span": span},
    ):
        answer = bench.change(operation)
        assert answer.status == 400
        assert answer.json["error"] in ("an offset is not a whole number", "a span is [source_id, start, end, words]")


def test_a_new_package_is_refused_in_words_of_the_page(tmp_path: Path) -> None:
    given = {"text": "A port.\n", "title": "Port", "contributor": "Ek, Ada", "published_edtf": "2024-05-14"}
    wrong = [{"contributor": " "}, {"title": ""}, {"text": " "}, {"published_edtf": "14/5"}, {"language": "?"}, {"url": "no address"}]  # fmt: skip
    with served(tmp_path / "new") as bench:
        for other in wrong:
            answer = bench.send("/api/new", given | other)
            assert answer.status == 400, other
            assert "--" not in answer.json["hint"], answer.json
            assert "terminal" not in answer.json["hint"], answer.json


def test_the_keywords_of_the_package_are_one_change_that_can_be_undone(bench: Served, harbour: Path) -> None:
    def keywords() -> Any:
        return json.loads(builder.read(harbour / "datapackage.json")).get("keywords")

    before = keywords()
    assert bench.state()["keywords"] == before
    answer = bench.change({"do": "keywords", "words": [" strike", "port", "strike", ""]})
    assert (answer.json["keywords"], keywords()) == (["strike", "port"], ["strike", "port"])
    assert answer.json["tables"] == {}
    gone = bench.change({"do": "keywords", "words": []})
    (problem,) = gone.json["problems"]
    assert (problem["code"], problem["repairs"]) == ("PKG015", [{"label": "Add keywords…", "dialog": "package"}])
    assert keywords() is None
    for _ in range(2):
        assert bench.send("/api/undo", {"version": bench.state()["version"]}).status == 200
    assert keywords() == before


@pytest.mark.parametrize("word", ["a\0b", "a\nb", "a\tb", "\x9b"])
def test_a_keyword_with_a_control_character_is_refused(bench: Served, harbour: Path, word: str) -> None:
    before = builder.read(harbour / "datapackage.json")
    answer = bench.change({"do": "keywords", "words": ["harbour", word]})
    assert answer.status == 400
    assert answer.json["error"] == f"the keyword {word!r} has a line break or control character"
    assert builder.read(harbour / "datapackage.json") == before


def test_a_pasted_text_has_no_byte_order_mark_and_one_kind_of_line_end(tmp_path: Path) -> None:
    with served(tmp_path / "fresh") as bench:
        given = {"text": "\ufeffThe army fled.\rIt left.\r\nAll did.", "title": "Flight", "contributor": "Ek, Ada"}
        state = bench.send("/api/new", given).json
        assert state["texts"][0]["content"] == "The army fled.\nIt left.\nAll did."
        span = ["article", 0, 8, "The army"]
        actor = {
            "do": "add",
            "table": "actors",
            "cells": {"name": "Army", "kind": "group"},
            "spans": {"mention": [span]},
        }
        assert bench.change(actor).status == 200
