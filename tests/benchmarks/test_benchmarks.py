"""What the measurements stand on, at a tiny size: valid packages, damage that is found exactly, tables and pictures of runs."""

from __future__ import annotations

import csv
import json
import re
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from event_timeline import validate
from tests import builder
from tests.benchmarks import compare, edits, history, other_tools, processes, shares
from tests.benchmarks.damage import KINDS
from tests.benchmarks.generate import generate

TELLING = {code for kinds in KINDS.values() for code, _, _ in kinds}
"""The rules whose findings damage.json counts."""


@pytest.mark.parametrize("options", [{}, {"parts": 3}, {"form": "parquet"}, {"form": "parquet", "parts": 3}], ids=str)
def test_a_generated_package_is_valid_with_its_texts(options: dict[str, Any], tmp_path: Path) -> None:
    made = generate(tmp_path / "package", 700, a_source=100, texts="parquet", **options)
    report = validate(str(made.folder), source_dir=made.folder / "texts.parquet")
    assert report.counts == {}
    assert report.skipped == []
    assert {t.name: t.rows for t in report.tables} == made.rows
    assert (
        report.checked[1]
        == f"spans: {made.rows['evidence']:,} of {made.rows['evidence']:,} against the text of 7 sources"
    )


def test_the_same_arguments_give_the_same_bytes(tmp_path: Path) -> None:
    folders = [generate(tmp_path / name, 120, damage=0.1, a_source=50).folder for name in ("one", "two")]
    one, two = ({p.relative_to(f): p.read_bytes() for p in f.rglob("*") if p.is_file()} for f in folders)
    assert one == two


def test_damage_is_counted_completely_and_shown_at_its_line_and_column(tmp_path: Path) -> None:
    made = generate(tmp_path / "package", 3000, damage=0.02, texts="none", a_source=100)
    report = validate(str(made.folder), limit=10)
    assert {code: n for code, n in report.counts.items() if code in TELLING} == made.damage
    assert set(report.counts) <= TELLING
    shown = [p for p in report.problems if p.code in TELLING]
    for code, n in made.damage.items():
        assert len([p for p in shown if p.code == code]) == min(n, 10)
    cells: dict[str | None, Any] = {}
    for problem in shown:
        lines = cells.setdefault(
            problem.path,
            (made.folder / str(problem.path)).read_text(encoding="utf-8").split("\n"),
        )
        header, record = next(csv.reader([lines[0]])), next(csv.reader([lines[(problem.line or 0) - 1]]))
        assert record[header.index(problem.column or "")] == (problem.value or "")


def test_parts_that_would_cut_a_source_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="300 events at least"):
        generate(tmp_path / "package", 200, parts=3, a_source=100)


def test_duckdb_and_pandera_agree_that_it_is_valid_or_damaged(tmp_path: Path) -> None:
    sound = generate(tmp_path / "sound", 300, texts="none", a_source=100).folder
    assert other_tools.duckdb(sound) == other_tools.pandera(sound) == 0
    made = generate(tmp_path / "damaged", 300, damage=0.05, texts="none", a_source=100)
    path = made.folder / "data" / "evidence.csv"
    path.write_bytes((sound / "data" / "evidence.csv").read_bytes())  # its `two` is refused by both while they load
    # TAB031 and TAB033 are rules of this profile, no constraints of the schema
    wanted = sum(validate(str(made.folder), select=["TAB021,TAB022,TAB025,KEY003"]).counts.values())
    assert other_tools.duckdb(made.folder) == other_tools.pandera(made.folder) == wanted


def test_a_run_is_measured(tmp_path: Path) -> None:
    package = generate(tmp_path / "package", 100, texts="none", a_source=50).folder
    run = compare.measured("duckdb", compare.commands(package)["duckdb"], 100, 1000)
    assert (run.tool, run.clean) == ("duckdb", True)
    assert 0 < run.processor < 60
    assert 10 < run.megabytes < 2000
    assert compare.measured("none", ("/bin/false",), 100, 1000).clean is False


def test_the_table_and_the_picture_hold_every_run(tmp_path: Path) -> None:
    runs = [
        compare.Run("frictionless", 10, 100, 4.0, 8.0, 100.0, True),
        compare.Run("timeline, all rules", 10, 100, 0.5, 1.0, 50.0, True),
        compare.Run("duckdb", 10, 100, 1.0, 1.0, 60.0, False),
        compare.Run("duckdb", 100, 1000, 10.0, 12.0, 90.0, True),
    ]
    lines = compare.table(runs).splitlines()
    assert lines[3] == "| 10 | 100 | timeline, all rules | 0.50 | 1.00 | 50 | 8.0 | 8.0 |"
    assert "duckdb (found problems)" in lines[4]
    assert lines[5].endswith("| – | – |")
    compare.written(runs, tmp_path)
    assert "\n".join(lines) in (tmp_path / "table.md").read_text(encoding="utf-8")
    assert [compare.Run(**r) for r in json.loads((tmp_path / "figures.json").read_text())["runs"]] == runs
    drawn = ET.parse(tmp_path / "cost.svg").getroot()
    spaced = "{http://www.w3.org/2000/svg}"
    assert len(drawn.findall(f"{spaced}circle")) == len(runs)
    assert {"frictionless", "duckdb", "timeline, all rules"} <= {t.text for t in drawn.iter(f"{spaced}text")}


def test_what_became_slower_than_its_peer_since_the_last_time_on_a_machine_is_said(tmp_path: Path) -> None:
    ours, duckdb = "timeline, all rules", compare.Run("duckdb", 10, 100, 1.0, 2.0, 60.0, True)
    runs = [compare.Run(ours, 10, 100, 0.5, 1.0, 50.4, True), duckdb, compare.Run(ours, 99, 990, 5.0, 9.0, 50.0, True)]
    first = history.measures(runs, "abc", "one", date(2026, 1, 2))
    assert [(m.events, m.tool, m.peer, m.ratio, m.date) for m in first] == [(10, ours, "duckdb", 0.5, "2026-01-02")]
    frictionless = replace(duckdb, tool="frictionless", processor=4.0)
    assert [m.peer for m in history.measures([*runs, frictionless], "abc", "one", date(2026, 1, 2))] == ["frictionless"]
    path = tmp_path / "docs" / "history.csv"
    assert history.read(path) == []
    history.append(path, first)
    little, much = replace(first[0], ratio=0.54, commit="def"), replace(first[0], ratio=0.6)
    history.append(path, [little])
    assert history.read(path) == [*first, little]
    assert history.slower([little], first) == []
    assert history.slower([much], first) == [f"{ours}, 10 events: 0.60 times duckdb, 0.50 at abc: 20% slower"]
    assert history.slower([much], [*first, little]) == [
        f"{ours}, 10 events: 0.60 times duckdb, 0.54 at def: 11% slower"
    ]
    assert history.slower([replace(much, machine="two")], first) == []


def test_the_commit_and_the_machine_of_a_measure_are_named() -> None:
    assert re.fullmatch("[0-9a-f]{8}[+]?", history.commit_of(compare.REPOSITORY))
    assert re.fullmatch("[1-9][0-9]* × .+", history.machine())


def test_the_stages_of_sharing_out_add_up(tmp_path: Path) -> None:
    made = generate(tmp_path / "package", 300, a_source=50)
    seconds, moved = shares.measured(made.folder)
    *stages, shared, alone = seconds.values()
    assert set(shares.STAGES.values()) < set(seconds)
    assert sum(stages) == pytest.approx(shared)
    assert alone > 0
    assert moved > 0


def test_processes_are_measured_by_their_sort() -> None:
    children = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; held = [0] * 5_000_000; time.sleep(2)'])"
    clock, memory, seconds = processes.measured([sys.executable, "-c", children])
    assert set(memory) == set(seconds) == {"Python, driver", "other"}
    assert memory["other"] > memory["Python, driver"] > 1
    assert clock > 2


def test_edits_of_the_workbench_are_measured_until_their_findings_are_there() -> None:
    said: list[str] = []
    took = edits.measure(builder.HARBOUR, 1, said.append)
    assert set(took) == {"a cell of an event", "a mention", "a participant", "undo"}
    assert said[0].startswith("harbour: 13 events")
