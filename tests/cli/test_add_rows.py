"""`timeline add --from` and the options for rows that refer to a new one, as a user meets them."""

from __future__ import annotations

import io
import shlex
import sys
from pathlib import Path

import pytest

from tests import builder
from tests.builder import contents
from tests.conftest import Timeline


def rows(package: Path, table: str, first: str) -> list[list[str]]:
    return [r for r in builder.table(package / "data" / f"{table}.csv")[1:] if r[0] == first]


def test_an_article_is_coded_by_two_commands(
    tmp_path: Path, timeline: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    """tests/packages/lighthouse.sh makes the same package by 73 commands."""
    commands = (builder.PACKAGES / "lighthouse.sh").read_text(encoding="utf-8").splitlines()
    assert sum(line.startswith("timeline ") for line in commands) == 73
    (new,) = [shlex.split(line) for line in commands if line.startswith("timeline new ")]
    (tmp_path / "article.txt").write_bytes((builder.LIGHTHOUSE / "article.txt").read_bytes())
    monkeypatch.chdir(tmp_path)
    assert timeline(*new[1:]).code == 0
    result = timeline("add", "--from", builder.PACKAGES / "lighthouse.jsonl", "lighthouse")
    assert (result.code, result.out) == (
        0,
        (
            "actors 10\ncodebook 2\nevent_actors 16\nevent_relations 6\nevents 12\nevidence 66\nplaces 4\n"
            "statement_events 11\nstatements 10\n"
        ),
    )
    made, expected = contents(tmp_path / "lighthouse"), contents(builder.LIGHTHOUSE)
    tables = [path for path in expected if path.startswith(("data/", "schemas/"))]
    assert {path: made[path] for path in tables} == {path: expected[path] for path in tables}


def test_the_rows_of_a_csv_file_go_into_the_table_that_is_named(harbour: Path, timeline: Timeline) -> None:
    file = harbour / "new.csv"
    file.write_text(
        "id,name,kind,mention\nosun,Freighter,group,the freighter Ọ̀ṣun\ncrew,Crew,group,\n", encoding="utf-8"
    )
    result = timeline("add", "actors", harbour, "--from", file)
    assert (result.code, result.out) == (0, "actors 2\nevidence 1\n")
    assert "still to do: no evidence for 'crew'" in result.err
    assert rows(harbour, "actors", "osun")[0][1] == "Freighter"


def test_rows_are_read_from_standard_input(harbour: Path, timeline: Timeline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(harbour)
    content = b'{"name": "Freighter", "kind": "group"}'
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert timeline("add", "actor", "--from", "-").out == "actors 1\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    result = timeline("add", "actor", "--from", "-")
    assert (result.code, result.out) == (2, "")
    assert result.err == (
        "<stdin>:1 `actors` has 'freighter' already. give another --id\n"
        "error: the rows have 1 error; nothing written\nhint: correct the rows and add them again\n"
    )


def test_all_errors_are_listed_with_line_and_column(harbour: Path, timeline: Timeline) -> None:
    before = contents(harbour)
    file = harbour.parent / "new.csv"
    file.write_text("name,kind,colour\nA,persn,red\nB,,\n", encoding="utf-8")
    result = timeline("add", "actors", harbour, f"--from={file}")
    assert result.code == 2
    lines = result.err.splitlines()
    assert [line.split(" ")[0] for line in lines[:-2]] == [f"{file}:2:colour", f"{file}:2:kind", f"{file}:3:kind"]
    assert lines[-2] == "error: the rows have 3 errors; nothing written"
    assert contents(harbour) == before


def test_a_dry_run_writes_nothing(harbour: Path, timeline: Timeline) -> None:
    before = contents(harbour)
    file = harbour.parent / "new.csv"
    file.write_text("name,kind\nA B,person\n", encoding="utf-8")
    result = timeline("add", "actors", harbour, "--from", file, "--dry-run")
    assert (result.code, result.out) == (0, "actors 1\n")
    assert result.err.endswith("nothing written\n")
    assert contents(harbour) == before


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("actors",), "No such file"),
        (("actrs",), "there is no table 'actrs'"),
        (("actors", ".", "too-much"), "'too-much' is one name too many"),
    ],
)
def test_wrong_use_is_refused(
    args: tuple[str, ...], said: str, harbour: Path, timeline: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(harbour)
    result = timeline("add", *args, "--from", "nowhere.csv")
    assert result.code == 2
    assert said in result.err


def test_one_command_adds_an_event_with_what_refers_to_it(harbour: Path, timeline: Timeline) -> None:
    result = timeline(
        "add", "event", harbour, "--id", "night-work", "--label", "Work at night", "--summary", "They work at night.",
        "--kind", "project", "--status", "habitual", "--topic", "labour", "--report", "bargaining over the night shift",
        "--agent", "dockers-union", "--participant", "mira-holm", "--participant", "jonas-veld:host",
        "--about", "union-strike:asserts:CT+", "--relation", "before:strike",
    )  # fmt: skip
    assert result.code == 0, result.err
    assert result.out == (
        "event night-work at position 14\nevidence night-work-report-900\n"
        "participant night-work mira-holm participant\nparticipant night-work jonas-veld host\n"
        "participant night-work dockers-union agent\nabout union-strike night-work\n"
        "relation night-work before strike\n"
    )


def test_one_command_adds_a_statement_with_what_it_is_about(harbour: Path, timeline: Timeline) -> None:
    result = timeline(
        "add", "statement", harbour, "--id", "veld-yearly", "--summary", "Each crane is looked at.", "--speaker", "jonas-veld",
        "--report", "Denmark inspects every crane once a year", "--about", "crane-inspections:asserts:CT+",
    )  # fmt: skip
    assert result.code == 0, result.err
    assert "about veld-yearly crane-inspections\n" in result.out


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--agent", "nobody", "there is no 'nobody' in `actors`"),
        ("--participant", "mira-holm:boss", "there is no term 'boss'"),
        ("--about", "union-strike:asserts:CT+:x", "has 4 parts"),
        ("--about", "union-strike", "stance, factuality missing"),
        ("--relation", "before:nothing", "there is no 'nothing' in `events`"),
    ],
)
def test_a_wrong_related_row_is_refused_and_nothing_written(
    option: str, value: str, said: str, harbour: Path, timeline: Timeline
) -> None:
    before = contents(harbour)
    result = timeline(
        "add", "event", harbour, "--label", "Work at night", "--summary", "They work at night.", "--kind", "project",
        "--status", "habitual", "--topic", "labour", option, value,
    )  # fmt: skip
    assert result.code == 2
    assert said in result.err
    assert contents(harbour) == before


def test_a_truth_value_in_a_column_of_text_is_refused(harbour: Path, timeline: Timeline, tmp_path: Path) -> None:
    file, before = tmp_path / "rows.jsonl", contents(harbour)
    file.write_text('{"table": "actors", "name": true, "kind": "person"}\n', encoding="utf-8")
    shown = timeline("add", harbour, "--from", file)
    assert shown.code == 2
    assert "rows.jsonl:1:name" in shown.err
    assert 'a truth value, true, in a column that holds none. pass the text "true" if it is meant' in shown.err
    assert contents(harbour) == before
    file.write_text('{"table": "actors", "name": "true", "kind": "person"}\n', encoding="utf-8")
    assert timeline("add", harbour, "--from", file).code == 0
    assert rows(harbour, "actors", "true")[0][1] == "true"


@pytest.mark.parametrize("content", ["[]", "table,event_id\n", "null\n"])
def test_a_file_without_rows_is_named_as_such(content: str, harbour: Path, timeline: Timeline, tmp_path: Path) -> None:
    builder.write(tmp_path / "rows", content)
    result = timeline("add", "--from", tmp_path / "rows", harbour)
    assert (result.code, result.err.strip()) == (0, "the file has no rows")
