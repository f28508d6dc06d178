"""The report as JUnit XML, for continuous integration services that list tests: a rule is a test."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from event_timeline.io.terminal import printable
from event_timeline.model import Problem, Report, Skipped
from event_timeline.reports import Style, accepted, counts_as, listed_problems, shown_path, unlisted_counts

if TYPE_CHECKING:
    from event_timeline.engine import external
    from event_timeline.rules.rule import Rule

HEAD = re.compile(r"""<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites name=["']timeline validate """)


def render(report: Report, style: Style) -> str:
    """A suite for each family, a test case for each rule that was run or skipped.

    Errors are failures, warnings too under `strict`, else they are in the case's output.
    """
    from event_timeline.engine import external as others
    from event_timeline.rules import BY_CODE, FAMILIES

    problems: dict[str, list[Problem]] = defaultdict(list)
    for p in listed_problems(report, style):
        problems[p.code].append(p)
    skipped = {s.code: s for s in report.skipped}
    if report.left_out is not None:
        reason = f"left out by the settings: {report.left_out.settings}"
        skipped |= {code: Skipped(code, reason) for code in report.left_out.codes}
    suites, totals = [], (0, 0, 0)
    known: dict[str, Rule | external.External] = {**BY_CODE, **others.EXTERNAL}
    for family, about in {**FAMILIES, **others.FAMILIES}.items():
        codes = [c for c in known if known[c].family == family and (c in report.ran or c in skipped)]
        if not codes:
            continue
        cases = [_case(c, problems[c], skipped.get(c), report, style) for c in codes]
        failed = sum(_fails(problems[c], style) for c in codes)
        left_out = sum(c in skipped for c in codes)
        totals = (totals[0] + len(codes), totals[1] + failed, totals[2] + left_out)
        name = _attribute(f"{family}: {about}")
        suites += [
            f'  <testsuite name={name} {_numbers(len(codes), failed)} skipped="{left_out}">',
            *cases,
            "  </testsuite>",
        ]
    properties = [f'    <property name="{label}" value={_attribute(line)}/>' for label, line in accepted(report)]
    if properties and suites:
        suites[1:1] = ["    <properties>", *(f"  {line}" for line in properties), "    </properties>"]
    head = f"<testsuites name={_attribute(f'timeline validate {style.label}')} {_numbers(totals[0], totals[1])}>"
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *suites, "</testsuites>"]) + "\n"


def is_report(text: str) -> bool:
    """Whether a text is such a document: the name of its suites says what wrote it."""
    return HEAD.match(text) is not None and text.endswith("\n</testsuites>\n")


def _numbers(tests: int, failures: int) -> str:
    return f'tests="{tests}" failures="{failures}" errors="0"'


def _fails(problems: list[Problem], style: Style) -> bool:
    return bool(problems) and counts_as(problems[0].severity, style) == "error"


def _case(code: str, problems: list[Problem], skipped: Skipped | None, report: Report, style: Style) -> str:
    from event_timeline.engine.external import described

    rule = described(code)
    head = f"    <testcase classname={_attribute(rule.family)} name={_attribute(f'{code} {rule.slug}')}"
    if skipped:
        return f"{head}>\n      <skipped message={_attribute(skipped.reason)}/>\n    </testcase>"
    if not problems:
        return f"{head}/>"
    text = _listed(code, problems, report, style)
    if not _fails(problems, style):
        return f"{head}>\n      <system-out>{text}</system-out>\n    </testcase>"
    message = _attribute(f"{report.counts[code]:,}: {problems[0].message}")
    return f"{head}>\n      <failure type={_attribute(rule.slug)} message={message}>{text}</failure>\n    </testcase>"


def _listed(code: str, problems: list[Problem], report: Report, style: Style) -> str:
    lines = [f"{_place(p, style)}  {p.message}" for p in problems]
    more = unlisted_counts(report, style).get(code)
    lines += [f"and {more:,} more"] if more else []
    return escape("\n".join(printable(line) for line in [*lines, problems[0].hint]))


def _place(p: Problem, style: Style) -> str:
    return ":".join([shown_path(p, style), *p.where])


def _attribute(text: str) -> str:
    """Quoted; what XML 1.0 has no character for is written out, as is every line break."""
    return quoteattr(printable(text))
