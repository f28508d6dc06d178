"""The report as text, for people: one line a problem, `path:line:column  CODE  message`, and what to do."""

from __future__ import annotations

from collections import Counter

import click

from event_timeline.problem import Problem, Report
from event_timeline.reports import Style, printable

COLOURS = {"error": "red", "warning": "yellow"}


def render(report: Report, style: Style) -> str:
    """Problems with remedies, then tables with their row counts, what was checked, and the verdict."""
    problems = [p for p in report.problems if not style.quiet or p.severity == "error"]
    lines: list[str] = []
    said: set[tuple[str, str]] = set()
    for p in problems:
        lines.append(_line(p))
        if not style.quiet and (p.code, p.hint) not in said:
            said.add((p.code, p.hint))
            lines.append(click.style(f"    {printable(p.hint)}", dim=True))
    lines += _unlisted(report)
    if style.quiet:
        return "".join(f"{line}\n" for line in lines)
    if lines:
        lines.append("")
    lines += _tables(report)
    lines += [f"{'checked' if i == 0 else '':<9}{line}" for i, line in enumerate(report.checked)]
    skipped = [s for s in report.skipped if s.reason != "no source text given"]
    lines += [f"{'skipped' if i == 0 else '':<9}{s.code}: {printable(s.reason)}" for i, s in enumerate(skipped)]
    return "\n".join([*lines, _verdict(report, style)]) + "\n"


def place(problem: Problem) -> str:
    """`path:line:column`, as far as it is known; for a problem of the whole package its descriptor's path."""
    parts = [problem.path or problem.resource or "package", problem.line, problem.column]
    return printable(":".join(str(p) for p in parts if p is not None))


def _line(p: Problem) -> str:
    code = click.style(p.code, fg=COLOURS[p.severity], bold=True)
    mark = "" if p.severity == "error" else " (warning)"
    return f"{click.style(place(p), bold=True)}  {code}{mark}  {printable(p.message)}"


def _unlisted(report: Report) -> list[str]:
    listed = Counter(p.code for p in report.problems)
    return [
        f"… and {n - listed[code]:,} more of {code}; --limit shows more"
        for code, n in report.counts.items()
        if n > listed[code]
    ]


def _tables(report: Report) -> list[str]:
    width = max((len(t.name) for t in report.tables), default=0)
    rows = max((len(f"{t.rows:,}") for t in report.tables), default=0)
    return [f"{'tables' if i == 0 else '':<9}{t.name:<{width}}  {t.rows:>{rows},}" for i, t in enumerate(report.tables)]


def _verdict(report: Report, style: Style) -> str:
    def several(n: int, word: str) -> str:
        return f"{n:,} {word}" if n == 1 else f"{n:,} {word}s"

    counts = f"{several(report.errors, 'error')}, {several(report.warnings, 'warning')}"
    if report.valid(style.strict):
        return f"{click.style('valid', fg='green', bold=True)}    {printable(style.label)}: {counts}"
    return f"{click.style('invalid', fg='red', bold=True)}  {printable(style.label)}: {counts}"
