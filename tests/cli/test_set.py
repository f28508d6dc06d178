"""`timeline set` as a user meets it."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from tests import builder
from tests.builder import contents
from tests.conftest import Timeline


def cell(package: Path, table: str, key: str, column: str) -> str:
    head, *rows = builder.table(package / "data" / f"{table}.csv")
    return next(r for r in rows if r[0] == key)[head.index(column)]


def test_cells_are_changed_and_the_package_is_stamped(
    harbour: Path, timeline: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(harbour)
    result = timeline("set", "actors/mira-holm", "office=Chair, for now", "note=")
    assert (result.code, result.err) == (0, "")
    assert "-> Chair, for now\n" in result.out
    assert cell(harbour, "actors", "mira-holm", "office") == "Chair, for now"
    assert timeline("validate", "--strict", "--source", builder.ARTICLE).code == 0


def test_a_value_may_hold_the_sign_and_a_label_stands_for_its_term(harbour: Path, timeline: Timeline) -> None:
    assert timeline("set", "events/strike", "label=a = b", "topic=Labour", harbour).code == 0
    assert cell(harbour, "events", "strike", "label") == "a = b"
    assert cell(harbour, "events", "strike", "topic") == "labour"


def test_a_renamed_event_is_renamed_everywhere(harbour: Path, timeline: Timeline) -> None:
    result = timeline("set", "events/strike", "event_id=dock-strike", harbour)
    assert result.code == 0
    assert result.out == (
        "~ events strike: event_id strike -> dock-strike\n"
        "renamed in event_actors 2, event_relations 3, evidence 4, evidence_id 4, statement_events 3\n"
    )
    for table in ("event_actors", "event_relations", "evidence", "statement_events"):
        assert "strike" not in [c for r in builder.table(harbour / "data" / f"{table}.csv") for c in r]
    assert timeline("validate", harbour, "--source", builder.ARTICLE).code == 0
    assert timeline("set", "events/dock-strike", "event_id=strike", harbour).code == 0
    assert contents(harbour) == contents(builder.HARBOUR)


@pytest.mark.parametrize(
    ("row", "given", "said"),
    [
        ("events/strike", ("label=",), "TAB021 events.label: the cell is empty"),
        ("events/strike", ("event_id=Strike",), "TAB023"),
        ("events/strike", ("status=occured",), "did you mean 'occurred'?"),  # codespell:ignore
        ("events/strike", ("polarity=negated", "status=occurred"), "nothing written"),
        ("events/strike", ("label=x", "label=y"), "label is given twice"),
        ("events/strike", ("kind", "label=x"), "'kind' sets no column"),
        ("events", ("strike", "label=x"), "write the row as one word, events/strike, then COLUMN=VALUE"),
        (
            "event_actors",
            ("strike", "dockers-union", "agent", "role=participant"),
            "event_actors/strike/dockers-union/agent",
        ),
        ("events/strike", (), "nothing to set"),
    ],
)
def test_what_would_be_invalid_is_refused_and_nothing_written(
    harbour: Path, timeline: Timeline, row: str, given: tuple[str, ...], said: str
) -> None:
    before = contents(harbour)
    result = timeline("set", row, *given, harbour)
    assert result.code == 2
    assert said in result.err
    assert contents(harbour) == before


def test_what_is_still_to_do_is_said_as_when_adding(harbour: Path, timeline: Timeline) -> None:
    result = timeline("set", "events/strike", "status=conditional", harbour)
    assert result.code == 0
    assert "still to do: no event is the condition_of strike (EVT005)" in result.err


def test_a_dry_run_and_no_change_write_nothing(harbour: Path, timeline: Timeline) -> None:
    before = contents(harbour)
    result = timeline("set", "events/strike", "label=Walk-out", harbour, "--dry-run")
    assert (result.code, result.err) == (0, "nothing written\n")
    assert contents(harbour) == before
    result = timeline("set", "events/strike", "label=Strike of the dockers", harbour)
    assert (result.code, result.err) == (0, "nothing to do\n")


def test_what_the_page_on_editing_shows_is_done(
    harbour: Path, timeline: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(harbour)
    page = builder.read(Path(__file__).parents[2] / "docs" / "editing.md")
    shown = [line for line in page.splitlines() if line.startswith(("timeline set", "timeline remove"))]
    assert len(shown) > 4
    for line in shown:
        result = timeline(*shlex.split(line, comments=True)[1:])
        assert result.code == 0, result.err
    assert timeline("validate", "--source", builder.ARTICLE).code == 0


def test_the_rows_that_the_page_on_editing_shows_can_be_added(
    harbour: Path, timeline: Timeline, tmp_path: Path
) -> None:
    page = builder.read(Path(__file__).parents[2] / "docs" / "editing.md")
    rows = [line for line in page.splitlines() if line.startswith('{"table"')]
    assert len(rows) == 2
    (tmp_path / "rows.jsonl").write_text("\n".join(rows), encoding="utf-8")
    result = timeline("add", "--from", tmp_path / "rows.jsonl", harbour)
    assert result.code == 0, result.err


def test_a_package_whose_name_has_the_sign_is_a_package(harbour: Path, timeline: Timeline, tmp_path: Path) -> None:
    odd = tmp_path / "a=b"
    harbour.rename(odd)
    assert timeline("set", "events/strike", "label=Walk-out", odd).code == 0
    assert cell(odd, "events", "strike", "label") == "Walk-out"


def test_a_term_that_gets_its_row_in_the_codebook_is_mentioned(harbour: Path, timeline: Timeline) -> None:
    book = harbour / "data" / "codebook.csv"
    before = builder.read(book)
    result = timeline("set", "events/strike", "cameo=141", harbour)
    assert result.code == 0, result.err
    added = [line for line in builder.read(book).splitlines() if line not in before.splitlines()]
    assert any(line.startswith("events.cameo,141,") for line in added)
    assert "added to codebook: events.cameo = 141 (" in result.err
    assert result.err.count("added to codebook") == len(added)
    assert "added to codebook" not in timeline("set", "events/strike", "note=x", harbour).err


def test_a_speaker_without_evidence_is_refused_with_the_command_that_writes_both(
    harbour: Path, timeline: Timeline
) -> None:
    result = timeline("set", "statements/headline-strike", "speaker_as_reported=the union", harbour)
    assert result.code == 2
    assert "`timeline locate WORDS --append statement:headline-strike --part speaker`" in result.err
