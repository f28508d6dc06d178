"""The job summary shows what a package holds, and never obeys it."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

from event_timeline.model import Problem, Report
from event_timeline.reports import Style, markdown
from tests.conftest import Timeline
from tests.reports.conftest import Rendered


def cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip().strip("|").split(" | ")]


def test_every_problem_is_a_row_of_its_files_table(rendered: Rendered) -> None:
    problems = json.loads(rendered("json"))["problems"]
    text = rendered("markdown")
    rows = [cells(line) for line in text.splitlines() if re.match(r"\| \d* \| .*[A-Z]{3}\d{3}", line)]
    told = sorted((r[0], r[2].removesuffix(" (warning)")) for r in rows)
    assert told == sorted((str(p["line"] or ""), p["code"]) for p in problems)
    assert all(len(r) == 4 for r in rows)


def test_a_message_reads_as_the_json_report_has_it(rendered: Rendered) -> None:
    text = html.unescape(rendered("markdown"))
    for problem in json.loads(rendered("json"))["problems"]:
        if problem["message"].isprintable():
            assert problem["message"] in text


def test_markup_mentions_and_html_of_a_cell_stay_words(rendered: Rendered) -> None:
    text = rendered("markdown")
    outside = re.sub(r"<code>.*?</code>", "", text)
    assert "<script" not in text
    assert "@someone" not in text
    assert "alert(1)" not in outside
    for inside in re.findall(r"<code>(.*?)</code>", text):
        assert not set(inside) & set("<>\"'\\`*_[]~|@$!\x1b\n")
        assert "#" not in re.sub(r"&#\d+;", "", inside)


def test_a_valid_package_says_so_and_shows_its_tables(harbour: Path, timeline: Timeline) -> None:
    text = timeline("validate", harbour, "--format", "markdown").out
    assert text.startswith("### Valid: ")
    assert "| <code>evidence</code> | 76 |" in text


def test_a_summary_stays_below_what_github_takes() -> None:
    problems = [Problem("TAB022", "error", "x" * 2000, "mend it", "a", f"data/{i}.csv", 1) for i in range(1000)]
    report = Report(problems=problems, counts={"TAB022": 1000}, severities={"TAB022": "error"})
    text = markdown.render(report, Style())
    assert len(text.encode()) < 2**20
    assert "More problems were found" in text


def test_quiet_leaves_errors_only(rendered: Rendered) -> None:
    text = rendered("markdown", "-q")
    assert "(warning)" not in text
    assert "What was checked" not in text
