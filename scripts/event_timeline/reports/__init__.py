"""The report formats: one file a format, listed here by hand.

Each module has one function, `render(report, style) -> str`, of a finished Report.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from event_timeline.problem import Problem, Report

FORMATS: dict[str, str] = {
    "text": "event_timeline.reports.text",
    "json": "event_timeline.reports.json_",
    "github": "event_timeline.reports.github",
    "sarif": "event_timeline.reports.sarif",
    "junit": "event_timeline.reports.junit",
    "markdown": "event_timeline.reports.markdown",
}
"""Format, as `--format` names it -> its module."""


@dataclass(frozen=True)
class Style:
    """How to render.

    strict lets warnings count, quiet keeps errors only, statistics counts by rule in place of the list (text
    only); label is the package as the user named it. folder is where the package lies, as a POSIX path
    relative to the repository or the current folder ("" there itself), an absolute one elsewhere, None in
    an archive: annotations need it.
    """

    strict: bool = False
    quiet: bool = False
    label: str = "."
    folder: str | None = ""
    statistics: bool = False


def renderer(name: str) -> Callable[[Report, Style], str]:
    """The `render` of a format, imported now."""
    return cast("Callable[[Report, Style], str]", import_module(FORMATS[name]).render)


def printable(text: str) -> str:
    """One line that a terminal or log only shows: controls and line breaks of a hostile file are written out."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def shown(report: Report, style: Style) -> list[Problem]:
    """The problems to list."""
    return [p for p in report.problems if not style.quiet or p.severity == "error"]


def file_of(problem: Problem, style: Style) -> str:
    """The file that a problem is to be shown at, from the repository's top; an archive stands for its files."""
    if style.folder is None:
        return style.label
    path = problem.path or "datapackage.json"
    return f"{style.folder}/{path}" if style.folder else path


def unlisted(report: Report) -> dict[str, int]:
    """code -> number of its problems that were counted and are not among the listed ones."""
    listed: dict[str, int] = {}
    for p in report.problems:
        listed[p.code] = listed.get(p.code, 0) + 1
    return {code: n - listed.get(code, 0) for code, n in report.counts.items() if n > listed.get(code, 0)}


def several(n: int, word: str) -> str:
    """`1 error`, `2 errors`."""
    return f"{n:,} {word}" if n == 1 else f"{n:,} {word}s"


def verdict(report: Report, style: Style) -> str:
    """`invalid  PACKAGE: 2 errors, 1 warning`, without colours."""
    word = "valid  " if report.valid(style.strict) else "invalid"
    counts = f"{several(report.errors, 'error')}, {several(report.warnings, 'warning')}"
    return f"{word}  {printable(style.label)}: {counts}"
