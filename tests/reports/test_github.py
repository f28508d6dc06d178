"""Workflow commands: what a package holds can neither end a command nor begin another."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from event_timeline.model import Problem, Report
from event_timeline.reports import Style, github
from tests.conftest import Timeline
from tests.reports.conftest import Rendered

COMMAND = re.compile(r"::(error|warning) ((?:[A-Za-z]+=[^,:\n]*,?)*)::([^\n]*)")


def parsed(line: str) -> tuple[str, dict[str, str], str]:
    """A command as the runner takes it apart, escapes undone."""
    match = COMMAND.fullmatch(line)
    assert match, line
    properties = dict(item.split("=", 1) for item in match[2].split(","))
    return match[1], {k: undone(v) for k, v in properties.items()}, undone(match[3])


def undone(text: str) -> str:
    for escape, sign in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(escape, sign)
    return text


def test_each_problem_is_one_command_with_its_place(rendered: Rendered) -> None:
    *commands, verdict = rendered("github").splitlines()
    problems = json.loads(rendered("json"))["problems"]
    assert verdict.startswith("invalid  harbour: ")
    assert len(commands) == len(problems)
    for line, problem in zip(commands, problems, strict=True):
        severity, place, _ = parsed(line)
        assert severity == problem["severity"]
        assert place["file"] == f"harbour/{problem['path']}"
        assert place["line"] == str(problem["line"] or 1)
        assert place["title"].startswith(problem["code"])


def test_under_strict_what_fails_is_an_error(rendered: Rendered) -> None:
    lenient, strict = (
        [parsed(line)[0] for line in rendered("github", *options).splitlines()[:-1]] for options in ((), ("--strict",))
    )
    assert set(lenient) == {"error", "warning"}
    assert strict == ["error"] * len(lenient)


def test_message_and_remedy_come_back_as_they_were(rendered: Rendered) -> None:
    problems = json.loads(rendered("json"))["problems"]
    messages = [parsed(line)[2] for line in rendered("github").splitlines()[:-1]]
    for message, problem in zip(messages, problems, strict=True):
        if problem["message"].isprintable():
            assert message == f"{problem['message']}\n{problem['hint']}"


@pytest.mark.parametrize(
    "cell", ["a\n::error::x", "a\r\n::add-mask::x", "100%0A", "a,line=7", "::x::", "\x1b]0;x\x07", "\u2028::x"]
)
def test_no_cell_gets_out_of_its_command(cell: str) -> None:
    problem = Problem(
        "TAB022", "error", f"{cell!r} and {cell}", "mend it", "a,b", f"data/{cell}.csv", 3, 2, "c:d", cell
    )
    report = Report(problems=[problem], counts={"TAB022": 1}, severities={"TAB022": "error"})
    text = github.render(report, Style(quiet=True))
    assert len(text.splitlines()) == 1
    severity, place, message = parsed(text.rstrip("\n"))
    assert severity == "error"
    assert set(place) == {"file", "line", "title"}
    assert message.endswith("\nmend it")
    assert "\x1b" not in text


def test_columns_are_told_where_the_cell_is_on_the_line(rendered: Rendered) -> None:
    (line,) = [c for c in rendered("github").splitlines() if "TAB024" in c]
    _, place, _ = parsed(line)
    assert int(place["endColumn"]) - int(place["col"]) == len("155.25")


def test_paths_begin_at_the_workspace(damaged: Path, timeline: Timeline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", str(damaged.parent))
    monkeypatch.chdir(damaged)
    assert "file=harbour/data/places.csv," in timeline("validate", "--format", "github").out


def test_what_is_not_listed_is_counted(rendered: Rendered) -> None:
    assert "4 more of TAB022 were found" in rendered("github", "--limit", "1")
