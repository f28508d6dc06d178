"""The report as GitHub-flavoured Markdown, for a job summary or a comment."""

from __future__ import annotations

from itertools import groupby

from event_timeline.io.terminal import printable
from event_timeline.model import Problem, Report
from event_timeline.reports import (
    Style,
    accepted,
    line_pattern,
    listed_problems,
    rules_not_run,
    shown_path,
    totals,
    unlisted_counts,
)

ACTIVE = {ord(c): f"&#{ord(c)};" for c in "&<>\"'\\`*_[]~|#@:$!"}
"""What HTML, Markdown, or GitHub's mentions, references, mathematics and emoji, would make something of."""
LARGEST = 900_000
"""Bytes; a job summary may have 1 MiB, and a longer one is dropped as a whole."""


def render(report: Report, style: Style) -> str:
    """Verdict, problems by file, tables and what was checked."""
    valid = report.passes(style.strict)
    blocks = [
        f"### {'Valid' if valid else 'Invalid'}: {code(style.label)}\n",
        f"{totals(report, style)}.\n",
    ]
    if omitted := rules_not_run(report):
        blocks.append(f"Settings: {code(omitted)}.\n")
    blocks += [f"{label.capitalize()}: {code(line)}.\n" for label, line in accepted(report)]
    problems, size = listed_problems(report, style), 0
    problems = sorted(problems, key=lambda p: shown_path(p, style))  # stable: keeps the order within a file
    for file, here in groupby(problems, key=lambda p: shown_path(p, style)):
        block = _table(file, list(here))
        size += len(block.encode("utf-8", "backslashreplace"))
        if size > LARGEST:
            blocks.append("More problems were found than fit in here; the log has them all.\n")
            break
        blocks.append(block)
    more = [f"{n:,} more of {c}" for c, n in unlisted_counts(report, style).items()]
    if more:
        blocks.append(f"Not listed: {', '.join(more)}.\n")
    if not style.quiet:
        blocks += [_repairs(problems), _counts(report)]
    return "\n".join(b for b in blocks if b)


def is_report(text: str) -> bool:
    """Whether a text begins with a verdict, and every line of it is one that `render` writes."""
    shown_code = "<code>[^<]*</code>"
    begins = line_pattern(rf"### (?:Valid|Invalid): {shown_code}\n\nCOUNTS\.\n")
    known = line_pattern(
        rf"### (?:Valid|Invalid): {shown_code}",
        r"COUNTS\.",
        rf"(?:Settings|Baseline|Accepted): {shown_code}\.",
        rf"#### {shown_code}",
        r"\| line \| column \| rule \| found \||\|---:\|---\|---\|---\||\| table \| rows \||\|---\|---:\|",
        rf"\| (?:row )?\d* \| (?:{shown_code})? \| CODE(?: \(warning\))? \| {shown_code} \|",
        rf"\| {shown_code} \| [\d,]+ \|",
        r"More problems were found than fit in here; the log has them all\.",
        r"Not listed: .*\.",
        r"<details><summary>What (?:to do|was checked)</summary>|</details>",
        rf"- (?:CODE: )?{shown_code}",
        "",
    )
    return begins.match(text) is not None and all(known.fullmatch(line) for line in text.split("\n"))


def code(text: str) -> str:
    """Text that shows as it is, whatever it holds: markup, mentions and HTML of a hostile package included."""
    return f"<code>{printable(text).translate(ACTIVE)}</code>"


def _table(file: str, problems: list[Problem]) -> str:
    lines = [f"#### {code(file)}\n", "| line | column | rule | found |", "|---:|---|---|---|"]
    for p in problems:
        mark = "" if p.severity == "error" else " (warning)"
        column = code(p.column) if p.column else ""
        lines.append(f"| {p.line or p.record} | {column} | {p.code}{mark} | {code(p.message)} |")
    return "\n".join(lines) + "\n"


def _repairs(problems: list[Problem]) -> str:
    hints = list(dict.fromkeys((p.code, p.hint) for p in problems))
    if not hints:
        return ""
    rows = [f"- {c}: {code(hint)}" for c, hint in hints]
    return "\n".join(["<details><summary>What to do</summary>\n", *rows, "\n</details>"]) + "\n"


def _counts(report: Report) -> str:
    rows = [f"| {code(t.name)} | {t.rows:,} |" for t in report.tables]
    checked = [f"- {code(line)}" for line in report.checked]
    table = ["| table | rows |", "|---|---:|", *rows, ""] if rows else []
    return "\n".join(["<details><summary>What was checked</summary>\n", *table, *checked, "\n</details>"]) + "\n"
