"""The report as workflow commands of GitHub Actions, which show as annotations on the lines of a pull request.

A step shows some ten annotations of each severity; the rest is in the log. `--format markdown` makes a job
summary of all of them. Escapes: docs.github.com, "Workflow commands for GitHub Actions", and the runner's
ActionCommand.
"""

from __future__ import annotations

from event_timeline.io.terminal import printable
from event_timeline.model import Excerpt, Problem, Report
from event_timeline.reports import (
    Style,
    accepted,
    counts_as,
    line_pattern,
    listed_problems,
    rules_not_run,
    shown_path,
    unlisted_counts,
    verdict,
)

IN_MESSAGE = {"%": "%25", "\r": "%0D", "\n": "%0A"}
IN_PROPERTY = {**IN_MESSAGE, ":": "%3A", ",": "%2C"}


def render(report: Report, style: Style) -> str:
    """One `::error` or `::warning` command a problem, then the verdict as a line of the log.

    Under `strict` every problem fails the step, so every one is an `::error`.
    """
    lines = [_command(p, report.excerpts.get(p), style) for p in listed_problems(report, style)]
    lines += [
        f"{n:,} more of {code} were found; --limit lists more" for code, n in unlisted_counts(report, style).items()
    ]
    if omitted := rules_not_run(report):
        lines.append(f"::notice title=settings::{_escaped(omitted, IN_MESSAGE)}")
    lines += [f"::notice title={label}::{_escaped(line, IN_MESSAGE)}" for label, line in accepted(report)]
    if not style.quiet:
        lines.append(verdict(report, style))
    return "".join(f"{line}\n" for line in lines)


def is_report(text: str) -> bool:
    """Whether every line of a text is one that `render` writes."""
    known = line_pattern(
        r"::(?:error|warning) file=[^,:]*,line=\d+(?:,col=\d+,endColumn=\d+)?,title=CODE(?: [^,:]*)?::.*",
        r"::notice title=(?:settings|baseline|accepted)::.*",
        r"[\d,]+ more of CODE were found; --limit lists more",
        r"(?:valid  |invalid)  .*: COUNTS",
    )
    return all(known.fullmatch(line) for line in text.removesuffix("\n").split("\n"))


def _command(p: Problem, excerpt: Excerpt | None, style: Style) -> str:
    place = {"file": shown_path(p, style), "line": str(p.line or 1)}
    if excerpt is not None and excerpt.end > excerpt.start and "\n" not in excerpt.text[: excerpt.end]:
        place |= {"col": str(excerpt.start + 1), "endColumn": str(excerpt.end + 1)}
    cell = [f"{p.resource}.{p.column}"] if p.resource and p.column else []
    place["title"] = " ".join([p.code, *cell, *([p.record] if p.record else [])])
    properties = ",".join(f"{key}={_escaped(value, IN_PROPERTY)}" for key, value in place.items())
    message = _escaped(f"{p.message}\n{p.hint}", IN_MESSAGE)
    return f"::{counts_as(p.severity, style)} {properties}::{message}"


def _escaped(text: str, escapes: dict[str, str]) -> str:
    """Escaped for a command; other control characters are written out."""
    return "".join(escapes.get(c) or printable(c) for c in text)
