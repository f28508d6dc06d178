"""The report as text, for people: by file, each problem with its line and a caret, what to do, and a summary."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby

from event_timeline.io.counting import counted
from event_timeline.io.terminal import printable, shown_width
from event_timeline.io.terminal import style as paint
from event_timeline.model import NO_TEXT, Excerpt, Problem, Report, Severity
from event_timeline.reports import (
    Style,
    accepted,
    counts_as,
    line_pattern,
    listed_problems,
    rules_not_run,
    totals,
    unlisted_counts,
)
from event_timeline.reports.fixable import count_fixable

COLOURS = {"error": "red", "warning": "yellow"}
LONGEST = 1_000
"""Characters of a message or place."""
WIDTH = 100
"""Columns of the terminal that an excerpt takes at most."""
BEFORE = 40
"""Columns of it that are kept before the offending cell."""


SETTINGS = r"settings .*: [\d,]+ rules? not run \(.*\)"
"""The line that says what settings left out."""
ACCEPTED = r"(?:baseline |accepted | {9}).*: [\d,]+ known findings? (?:do(?:es)? not count|no longer found)(?: \(.*\))?"
"""The lines that say what is accepted."""
STALE = frozenset({"PKG005", "PKG006", "PKG007"})
"""Rules on sizes, hashes and numbers that the descriptor repeats from the files."""
RECORDED = (
    "a file was changed after its size and hash were recorded: if the change is right, run `timeline stamp` to record the new "
    "ones; if not, restore the file from a copy"
)
"""What to do about them."""
SETS = "`timeline set TABLE/KEY COLUMN=VALUE` changes a cell, and the recorded size and hash with it"
"""What to do about a cell."""
BASELINE = "`timeline validate --write-baseline FILE` takes what is found now as known, `--baseline FILE` then counts only what is new"
"""What to do about many warnings that are right, or that are left as they are."""
MANY = 20
"""Problems above which counts by rule are the better view."""
UNREAD = re.compile("table (.+) could not be read")
"""Why a rule was not run over a table."""
NAMED = 8
"""Rules that one cause keeps from being run; of more only the number is shown."""


def render(report: Report, style: Style) -> str:
    """Problems by file, then tables with their row counts, what was checked, and the verdict.

    quiet leaves only the problems that make the package invalid; statistics puts counts by rule in their place.
    """
    if style.statistics:
        lines = _statistics(report, style)
    else:
        lines = _problems(report, style)
        lines += [
            f"… and {n:,} more of {code}; --limit shows more" for code, n in unlisted_counts(report, style).items()
        ]
    omitted = rules_not_run(report)
    known, before = [], ""
    for label, line in accepted(report):
        known.append(f"{'' if label == before else label:<9}{printable(line)}")
        before = label
    if style.quiet:
        lines += [f"{'settings':<9}{printable(omitted)}"] if omitted else []
        lines += known
        return "".join(f"{line}\n" for line in lines)
    if lines and lines[-1]:
        lines.append("")
    lines += _tables(report)
    lines += [f"{'checked' if i == 0 else '':<9}{printable(line)}" for i, line in enumerate(report.checked)]
    lines += [f"{'skipped' if i == 0 else '':<9}{line}" for i, line in enumerate(skipped(report))]
    lines += [f"{'settings':<9}{printable(omitted)}"] if omitted else []
    lines += known
    if style.folder is not None and not style.fixed and (n := count_fixable(report)):
        lines.append(f"{'fix':<9}`timeline validate --fix` fixes {n:,} of these; `--diff` shows what it would change")
    lines += [f"{'next' if i == 0 else '':<9}{step}" for i, step in enumerate(_next_steps(report, style))]
    return "\n".join([*lines, _verdict(report, style)]) + "\n"


def _next_steps(report: Report, style: Style) -> list[str]:
    """At most five steps that help from here."""
    if not report.counts:
        return [
            "`timeline view` shows the package, `timeline stats` counts it, `timeline export --list` names the formats"
        ]
    steps = []
    if unread := ", ".join(dict.fromkeys(m[1] for s in report.skipped if (m := UNREAD.fullmatch(s.reason)))):
        steps.append(f"repair first what keeps {printable(unread)} from being read: the cells there were not checked")
    if not style.statistics and len(report.counts) > 1 and sum(report.counts.values()) > MANY:
        steps.append("`--statistics` counts the problems by rule")
    if STALE.intersection(report.counts) and not style.fixed:
        steps.append(RECORDED)
    other = [code for code in report.counts if code not in STALE] or [code for code in report.counts if style.fixed]
    if not other:
        return steps
    commonest = min(other, key=lambda code: (report.severities[code] != "error", -report.counts[code], code))
    steps.append(f"`timeline explain {commonest}` says what the rule checks, why, and how to repair it")
    if style.folder is not None and any(p.row and p.column for p in report.problems):
        steps.append(SETS)
    if style.strict and report.valid and report.counts[commonest] > MANY:
        steps += _bulk_steps(report, commonest, style)
    return steps


def _bulk_steps(report: Report, code: str, style: Style) -> list[str]:
    """How many warnings of a rule are accepted together."""
    from event_timeline.rules import can_be_accepted

    steps = [BASELINE]
    tables = sorted({p.resource for p in report.problems if p.code == code and p.resource and p.row})
    if style.folder is not None and tables and can_be_accepted(code):
        row = f"--code {code} --resource {tables[0]} --key '*' --reason \"…\""
        steps.append(
            f"`timeline add exception {row}` accepts all {code} of {tables[0]}, for every reader of the package"
        )
    return steps


def is_report(text: str) -> bool:
    """Whether every line of a text is one that `render` writes; without a verdict all must be of problems, as under quiet."""
    found = (r".*  CODE(?: \(warning\))?  .*", r"… and [\d,]+ more of CODE; --limit shows more")
    counted = r" *[\d,]+  CODE  [a-z0-9-]+ \((?:error|warning)\): .*"
    around = (
        r".*: (?:[\d,]+ errors?(?:, [\d,]+ warnings?)?|[\d,]+ warnings?)",  # a file
        r" *\d+ \| .*| +\| *\^+",  # an excerpt and its carets
        r"    repair: .*",
        r"(?:tables   |checked  |skipped  |fix      |mend     |next     | {9}).*",
        SETTINGS,
        ACCEPTED,
        "",
    )
    *lines, last = text.removesuffix("\n").split("\n")
    if line_pattern("(?:valid  |invalid)  .*: COUNTS").fullmatch(last):
        known = line_pattern(*found, counted, *around)
        checked = any(line.startswith("checked  ") for line in lines)
        return checked and all(known.fullmatch(line) for line in lines)
    return all(line_pattern(*found, counted, SETTINGS, ACCEPTED).fullmatch(line) for line in (*lines, last))


def place(problem: Problem) -> str:
    """`path:line:column`, as far as it is known; for a problem of the whole package its descriptor's path."""
    return printable(_short(":".join([problem.path or problem.resource or "package", *problem.where])))


def _short(text: str) -> str:
    """What a person reads of a message; the other formats have all of it."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _problems(report: Report, style: Style) -> list[str]:
    lines: list[str] = []
    said: set[tuple[str, str]] = set()
    for path, group in groupby(listed_problems(report, style), key=lambda p: p.path or p.resource or "package"):
        here = list(group)
        if not style.quiet:
            severities = Counter(p.severity for p in here)
            counts = ", ".join(counted(severities[s], s) for s in ("error", "warning") if severities[s])
            lines.append(f"{paint(printable(path), bold=True, underline=True)}: {counts}")
        for p in here:
            lines.append(_line(p))
            if style.quiet:
                continue
            if p in report.excerpts:
                lines += _excerpt(report.excerpts[p], p.line or 1, p.severity)
            if (p.code, p.hint) not in said:
                said.add((p.code, p.hint))
                lines.append(paint(f"    repair: {printable(p.hint)}", dim=True))
        if not style.quiet:
            lines.append("")
    return lines


def _line(p: Problem) -> str:
    code = paint(p.code, fg=COLOURS[p.severity], bold=True)
    mark = "" if p.severity == "error" else " (warning)"
    return f"{paint(place(p), bold=True)}  {code}{mark}  {printable(_short(p.message))}"


def _excerpt(excerpt: Excerpt, number: int, severity: Severity) -> list[str]:
    """The record, cut to WIDTH around the offending cell, and carets under the cell."""
    before, cell, after = (
        printable(part)
        for part in (
            excerpt.text[: excerpt.start],
            excerpt.text[excerpt.start : excerpt.end],
            excerpt.text[excerpt.end :],
        )
    )
    before = _last(before, BEFORE)
    cell = _first(cell, WIDTH - shown_width(before))
    left = WIDTH - shown_width(before) - shown_width(cell)
    after = _first(after, left) if left > 0 else ""
    gutter = f"{number:>7} | "
    lines = [paint(gutter, dim=True) + before + cell + after]
    if excerpt.end > excerpt.start or excerpt.start:
        carets = "^" * max(shown_width(cell), 1)
        blank = " " * (len(gutter) - 2) + "| " + " " * shown_width(before)
        lines.append(paint(blank, dim=True) + paint(carets, fg=COLOURS[severity]))
    return lines


def _first(text: str, columns: int) -> str:
    if shown_width(text) <= columns:
        return text
    kept, used = "", 0
    for char in text:
        used += shown_width(char)
        if used > max(columns - 1, 0):
            break
        kept += char
    return kept + "…"


def _last(text: str, columns: int) -> str:
    if shown_width(text) <= columns:
        return text
    kept: list[str] = []
    used = 1
    for char in reversed(text):
        used += shown_width(char)
        if used > columns:
            break
        kept.append(char)
    return "…" + "".join(reversed(kept))


def _statistics(report: Report, style: Style) -> list[str]:
    """One line a rule, the most frequent first."""
    from event_timeline.engine.external import described

    rows = [
        (n, code)
        for code, n in report.counts.items()
        if not style.quiet or counts_as(report.severities[code], style) == "error"
    ]
    digits = max((len(f"{n:,}") for n, _ in rows), default=0)
    lines = []
    for n, code in sorted(rows, key=lambda row: (-row[0], row[1])):
        severity = report.severities[code]
        shown_code = paint(code, fg=COLOURS[severity], bold=True)
        lines.append(f"{n:>{digits},}  {shown_code}  {described(code).slug} ({severity}): {described(code).summary}")
    return lines


def _tables(report: Report) -> list[str]:
    widest = max((len(t.name) for t in report.tables), default=0)
    rows = max((len(f"{t.rows:,}") for t in report.tables), default=0)
    return [
        f"{'tables' if i == 0 else '':<9}{printable(t.name):<{widest}}  {t.rows:>{rows},}"
        for i, t in enumerate(report.tables)
    ]


def skipped(report: Report) -> list[str]:
    """One line a cause, which may keep many rules from being run."""
    codes: dict[str, list[str]] = {}
    for s in report.skipped:
        if s.reason != NO_TEXT:
            codes.setdefault(s.reason, []).append(s.code)
    return [
        f"{f'{len(found)} rules' if len(found) > NAMED else ', '.join(found)}: {printable(reason)}"
        for reason, found in codes.items()
    ]


def _verdict(report: Report, style: Style) -> str:
    word = "valid" if report.passes(style.strict) else "invalid"
    styled = paint(word, fg="green" if word == "valid" else "red", bold=True)
    return f"{styled}{' ' * (9 - len(word))}{printable(style.label)}: {totals(report, style)}"
