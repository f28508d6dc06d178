"""Hard-wrapped texts: a quotation goes over a line end, and every command and rule takes it for one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from event_timeline.texts.text import Text
from tests.conftest import Timeline

TEXT = """\
Ferry stops in Langsund

The owners of the ferry said that “the boat will not sail
again before the summer is over, and nobody can
say more” today. Captain Rask
told reporters “no”.
"""
QUOTE = "the boat will not sail again before the summer is over, and nobody can say more"


@pytest.fixture
def wrapped(tmp_path: Path, timeline: Timeline) -> Path:
    """A package of the text, with an actor and no statement yet."""
    text, package = tmp_path / "ferry.txt", tmp_path / "ferry"
    text.write_text(TEXT, encoding="utf-8")
    options = (
        "--title",
        "Ferry",
        "--contributor",
        "The tests",
        "--publisher",
        "The tests",
        "--published",
        "2024-05-01",
    )
    assert timeline("new", package, "--source", text, *options).code == 0
    owners = ("--name", "Owners", "--kind", "group", "--mention", "The owners of the ferry")
    assert timeline("add", "actor", package, "--source", text, *owners).code == 0
    return package


def said(wrapped: Path, timeline: Timeline, quote: str) -> None:
    """Add the statement of the owners."""
    options = ("--id", "no-sailing", "--speaker", "owners", "--summary", "There will be no trips for months.")
    words = ("--quote", quote, "--cue", "said", "--speaker-words", "The owners of the ferry")
    source = wrapped.parent / "ferry.txt"
    result = timeline("add", "statement", wrapped, "--source", source, *options, *words)
    assert result.code == 0, result.err


def listed(wrapped: Path, timeline: Timeline) -> list[tuple[str, str]]:
    """Words and statement of each quotation."""
    result = timeline("quotes", wrapped, "--source", wrapped.parent / "ferry.txt", "--format", "json")
    return [(q["words"], q["statement"]) for q in json.loads(result.out)["quotations"]]


def test_quotes_lists_it_once_with_its_lines_joined_by_blanks(wrapped: Path, timeline: Timeline) -> None:
    assert listed(wrapped, timeline) == [(QUOTE, ""), ("no", "")]


@pytest.mark.parametrize("quote", ["1", QUOTE, TEXT[TEXT.index("the boat") : TEXT.index("” today")]])
def test_it_is_added_as_one_quote_with_a_span_for_each_line(
    quote: str, wrapped: Path, timeline: Timeline, rows_of: Callable[[Path, str], list[dict[str, str]]]
) -> None:
    said(wrapped, timeline, quote)
    (statement,) = rows_of(wrapped, "statements")
    assert (statement["quote"], statement["kind"]) == (QUOTE, "direct")
    pieces = [r["exact"] for r in rows_of(wrapped, "evidence") if r["part"] == "quote"]
    assert pieces == ["the boat will not sail", "again before the summer is over, and nobody can", "say more"]
    assert listed(wrapped, timeline) == [(QUOTE, "no-sailing"), ("no", "")]


def test_every_rule_accepts_it(wrapped: Path, timeline: Timeline) -> None:
    said(wrapped, timeline, "1")
    result = timeline("validate", wrapped, "--source", wrapped.parent / "ferry.txt", "--format", "json")
    problems = json.loads(result.out)["problems"]
    about_text = [p for p in problems if p["code"].startswith(("TAB", "EVD", "STM"))]
    assert [(p["code"], p["value"]) for p in about_text] == [("EVD023", "no")]


def test_a_forgotten_line_of_it_is_reported_once(wrapped: Path, timeline: Timeline) -> None:
    said(wrapped, timeline, "1")
    evidence = wrapped / "data" / "evidence.csv"
    lines = evidence.read_text(encoding="utf-8").splitlines(keepends=True)
    evidence.write_text("".join(line for line in lines if "say more" not in line), encoding="utf-8")
    result = timeline("validate", wrapped, "--source", wrapped.parent / "ferry.txt", "--format", "json")
    codes = [p["code"] for p in json.loads(result.out)["problems"] if p["value"] != "no"]
    assert (codes.count("EVD023"), codes.count("EVD009")) == (1, 1)


@pytest.mark.parametrize(("content", "found"), [
    ("He said ‘we will not\ngo there’ and left the\ndockers’ hall at once.", ["we will not\ngo there"]),
    ('He said "we will not\n    go there" and left the\nhall.', ["we will not\n    go there"]),
    ("Er sagte „wir gehen\r\nnicht“ und ging\r\nnach Haus.", ["wir gehen\r\nnicht"]),
    ("He said “we go.\n“And we come,” he said.\n", ["we go.", "And we come,"]),
    ("He said “we go.\n\nAnd we come,” he said.\n", ["we go."]),
    ("A headline without a stop\nThe one said “we go.\nThe other said “no”.\nThat was it.", ["we go.", "no"]),
    ("港の人は「船は出ない\nと言った」と話した\nという", ["船は出ない\nと言った"]),
])  # fmt: skip
def test_only_a_wrapped_line_is_gone_over(content: str, found: list[str]) -> None:
    assert [content[q.start : q.end] for q in Text("a", content).quotations] == found
