"""The command that records what a rule reports of its bad example."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from event_timeline.model import Problem
from event_timeline.rules import BY_CODE
from tests.rules import reported


def test_prints_what_it_records(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(reported.FILE, tmp_path)
    file = tmp_path / reported.FILE.name
    file.write_text(json.dumps({**json.loads(file.read_text(encoding="utf-8")), "EVT018": []}), encoding="utf-8")
    before = reported.recorded()["EVT018"]
    monkeypatch.setattr(reported, "FILE", file)
    monkeypatch.setattr(sys, "argv", ["reported", "EVT018"])
    reported.main()
    assert reported.recorded()["EVT018"] == before
    head, *lines = capsys.readouterr().out.splitlines()
    assert head == "EVT018 summary-repeats-label reports of its bad example"
    assert lines == [f"  {line}" for line in before]


def test_prints_what_other_rules_report_of_the_example() -> None:
    other = Problem(
        code="GEO010", message="too far", path="data/places.csv", line=3, column="latitude", hint="correct it"
    )
    assert reported.summary(BY_CODE["EVT018"], [], [other]) == [
        "EVT018 summary-repeats-label reports of its bad example nothing: change the example",
        "  also reported, by GEO010: data/places.csv:3:latitude error: too far | correct it",
    ]


def test_refuses_a_code_that_no_rule_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["reported", "EVT999"])
    with pytest.raises(SystemExit, match="no rule 'EVT999'"):
        reported.main()
