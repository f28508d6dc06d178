"""The report formats: one file per format, listed in `__init__.py`.

Each module has `render(report, style) -> str`, of a finished Report, and `is_report(text) -> bool`, which knows such a
text again: by its form, so that one to which a person has added something is not recognised, as far as the form shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import cast

from event_timeline.io.counting import counted
from event_timeline.io.terminal import printable
from event_timeline.model import Problem, Report, Severity

FORMATS: dict[str, str] = {
    "text": "event_timeline.reports.text",
    "json": "event_timeline.reports.json_",
    "github": "event_timeline.reports.github",
    "sarif": "event_timeline.reports.sarif",
    "junit": "event_timeline.reports.junit",
    "markdown": "event_timeline.reports.markdown",
}
"""Format, as `--format` names it -> its module."""
LARGEST = 2**28
"""Bytes of a file that is read to see whether it is a report."""
COUNTING = ", which count under --strict"
"""Behind the warnings that make a package invalid."""


@dataclass(frozen=True)
class Style:
    """How to render.

    strict lets warnings count, quiet keeps only what makes the package invalid, statistics counts by rule in
    place of the list (text only); label is the package as the user named it. folder is where the package lies,
    as a POSIX path relative to the repository or the current folder ("" there itself), an absolute one elsewhere,
    None in an archive: annotations need it. fixed: --fix has just run, so that what is left is not for it.
    """

    strict: bool = False
    quiet: bool = False
    label: str = "."
    folder: str | None = ""
    statistics: bool = False
    fixed: bool = False


def renderer(name: str) -> Callable[[Report, Style], str]:
    """The `render` of a format, imported now."""
    return cast("Callable[[Report, Style], str]", import_module(FORMATS[name]).render)


def is_own(file: Path, name: str) -> bool:
    """Whether a file is a report of this format, which a later one may replace unasked."""
    try:
        if not file.is_file() or file.stat().st_size > LARGEST:
            return False
        text = file.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    return cast("Callable[[str], bool]", import_module(FORMATS[name]).is_report)(text)


def line_pattern(*patterns: str) -> re.Pattern[str]:
    """What each line of a report may look like. In the patterns, CODE stands for a rule's code, COUNTS for its totals."""
    from event_timeline.engine.external import EXTERNAL
    from event_timeline.rules import BY_CODE

    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    counts = rf"[\d,]+ errors?, [\d,]+ warnings?(?:{COUNTING})?(?:; [\d,]+ known)?"
    return re.compile(joined.replace("CODE", f"(?:{'|'.join([*BY_CODE, *EXTERNAL])})").replace("COUNTS", counts))


def counts_as(severity: Severity, style: Style) -> Severity:
    """What a finding counts as for the verdict: under `strict` a warning is as good as an error."""
    return "error" if style.strict else severity


def listed_problems(report: Report, style: Style) -> list[Problem]:
    """The problems to list; under `quiet` those that make the package invalid."""
    return [p for p in report.problems if not style.quiet or counts_as(p.severity, style) == "error"]


def shown_path(problem: Problem, style: Style) -> str:
    """The file that a problem is to be shown at, from the repository's top; an archive stands for its files."""
    if style.folder is None:
        return style.label
    path = problem.path or "datapackage.json"
    return f"{style.folder}/{path}" if style.folder else path


def unlisted_counts(report: Report, style: Style) -> dict[str, int]:
    """code -> number of its problems that were counted and are not among the listed ones; of those to list, see `listed_problems`."""
    listed: dict[str, int] = {}
    for p in report.problems:
        listed[p.code] = listed.get(p.code, 0) + 1
    return {
        code: n - listed.get(code, 0)
        for code, n in report.counts.items()
        if n > listed.get(code, 0) and (not style.quiet or counts_as(report.severities[code], style) == "error")
    }


def rules_not_run(report: Report) -> str:
    """`pyproject.toml: ignore TAB024: 1 rule was not run (TAB024)`; empty where settings left nothing out."""
    if report.left_out is None:
        return ""
    codes = report.left_out.codes
    shown = ", ".join(codes[:NAMED]) + (", …" if len(codes) > NAMED else "")
    return f"{report.left_out.settings}: {counted(len(codes), 'rule')} not run ({shown})"


def accepted(report: Report) -> list[tuple[str, str]]:
    """(label, line): `baseline.json: 3 known findings do not count (EVT006 2, DAT004 1)`, and what is gone, a line each."""
    lines = []
    for by in report.accepted:
        counts = sorted(by.counts.items(), key=lambda item: (-item[1], item[0]))
        named = ", ".join(f"{code} {n:,}" for code, n in counts[:NAMED]) + (", …" if len(counts) > NAMED else "")
        number = sum(by.counts.values())
        verb = "does" if number == 1 else "do"
        said = f"{counted(number, 'known finding')} {verb} not count{f' ({named})' if named else ''}"
        lines.append((by.label, f"{by.by}: {said}"))
        if by.gone:
            gone = "; ".join(by.gone[:NAMED]) + ("; …" if len(by.gone) > NAMED else "")
            lines.append((by.label, f"{by.by}: {counted(len(by.gone), 'known finding')} no longer found ({gone})"))
    return lines


NAMED = 8
"""Codes of rules, or findings, that are named one by one."""


def verdict(report: Report, style: Style) -> str:
    """`invalid  PACKAGE: 2 errors, 1 warning`, without colours."""
    word = "valid  " if report.passes(style.strict) else "invalid"
    return f"{word}  {printable(style.label)}: {totals(report, style)}"


def totals(report: Report, style: Style) -> str:
    """`2 errors, 1 warning`; where warnings make the package invalid, that they do; how many more do not count."""
    counting = COUNTING if style.strict and report.warnings else ""
    known = sum(n for by in report.accepted for n in by.counts.values())
    more = f"; {known:,} known" if known else ""
    return f"{counted(report.errors, 'error')}, {counted(report.warnings, 'warning')}{counting}{more}"


def after_fix(problems: list[Problem]) -> list[Problem]:
    """The problems that are left after --fix has run; a hint that names it says that it left the problem."""
    return [
        replace(p, hint=f"{p.hint.rstrip('.')}; here --fix has left it alone") if "--fix" in p.hint else p
        for p in problems
    ]
