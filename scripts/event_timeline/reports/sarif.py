"""The report as SARIF 2.1.0 (OASIS Standard), which code scanning services and editors read."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from importlib.metadata import PackageNotFoundError, version
from typing import Any
from urllib.parse import quote

from event_timeline.io.terminal import json_text, printable
from event_timeline.model import Accepted, Excerpt, Problem, Report
from event_timeline.reports import Style, accepted, counts_as, listed_problems, rules_not_run, shown_path

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

NAME = "event-timeline"


def render(report: Report, style: Style) -> str:
    """One run: the rules that found something, and a result for each problem that is listed.

    A result's level is "error" for all that makes the package invalid, warnings under `strict` too; the rule
    keeps its own level as the default.
    """
    problems = listed_problems(report, style)
    known = [(p, a) for a in report.accepted for p in a.problems]
    codes = list(dict.fromkeys(p.code for p in [*problems, *(p for p, _ in known)]))
    seen: Counter[str] = Counter()
    run = {
        "tool": {"driver": _driver(codes)},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The repository, or the folder it was run in."}}},
        "invocations": [_invocation(report)],
        "results": [
            *(_result(p, report.excerpts.get(p), codes, style, seen) for p in problems),
            *(_result(p, report.excerpts.get(p), codes, style, seen) | _suppressed(a) for p, a in known),
        ],
        "properties": {
            "valid": report.passes(style.strict),
            "counts": report.counts,
            "tables": {t.name: t.rows for t in report.tables},
        },
    }
    return json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}) + "\n"


def is_report(text: str) -> bool:
    """Whether a text is a log of one run of this program, and of nothing else."""
    try:
        document = json.loads(text)
        (run,) = document["runs"]
        return bool(list(document) == ["$schema", "version", "runs"] and run["tool"]["driver"]["name"] == NAME)
    except (ValueError, TypeError, KeyError, RecursionError):
        return False


def _driver(codes: list[str]) -> dict[str, Any]:
    driver: dict[str, Any] = {"name": NAME}
    try:
        driver["version"] = version("event-timeline")
    except PackageNotFoundError:
        driver["fullName"] = "event-timeline (run from a checkout, not installed)"
    return {**driver, "rules": [_rule(code) for code in codes]}


def _rule(code: str) -> dict[str, Any]:
    from event_timeline.engine.external import described

    rule = described(code)
    return {
        "id": code,
        "name": _name(rule.slug),
        **({"deprecatedNames": [_name(alias) for alias in rule.aliases]} if rule.aliases else {}),
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": f"{rule.summary} {_sentence(rule.why)}"},
        "help": {"text": f"Why: {rule.why}\nRepair: {rule.repair}\nMore: timeline explain {code}"},
        "defaultConfiguration": {"level": rule.severity},
        "properties": {"tags": [rule.family]},
    }


def _name(slug: str) -> str:
    return "".join(word.capitalize() for word in slug.split("-"))


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _invocation(report: Report) -> dict[str, Any]:
    notes = [
        {"level": "note", "message": {"text": f"{s.code} was not run: {printable(s.reason)}"}} for s in report.skipped
    ]
    if omitted := rules_not_run(report):
        notes.insert(0, {"level": "warning", "message": {"text": printable(omitted)}})
    notes[:0] = [{"level": "note", "message": {"text": printable(line)}} for _, line in accepted(report)]
    return {"executionSuccessful": True, **({"toolExecutionNotifications": notes} if notes else {})}


def _result(p: Problem, excerpt: Excerpt | None, codes: list[str], style: Style, seen: Counter[str]) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": p.line or 1}
    if excerpt is not None and excerpt.end > excerpt.start and "\n" not in excerpt.text[: excerpt.end]:
        region |= {"startColumn": excerpt.start + 1, "endColumn": excerpt.end + 1}
    file = shown_path(p, style)
    artifact = (
        {"uri": f"file://{quote(file)}"} if file.startswith("/") else {"uri": quote(file), "uriBaseId": "SRCROOT"}
    )
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": artifact, "region": region}}
    logical = ".".join(part for part in (p.resource, p.column) if part)
    if logical:
        location["logicalLocations"] = [{"fullyQualifiedName": printable(logical), "kind": "member"}]
    return {
        "ruleId": p.code,
        "ruleIndex": codes.index(p.code),
        "level": counts_as(p.severity, style),
        "message": {"text": f"{f'{p.record}: ' if p.record else ''}{printable(p.message)}\n{printable(p.hint)}"},
        "locations": [location],
        "partialFingerprints": {"problem/v1": _fingerprint(p, file, seen)},
    }


def _suppressed(by: Accepted) -> dict[str, Any]:
    """What says that a result is accepted: viewers list it, and it does not count (SARIF 2.1.0, 3.27.23)."""
    reason = f"{printable(by.by)} has it"
    return {"suppressions": [{"kind": "external", "status": "accepted", "justification": reason}]}


def _fingerprint(p: Problem, file: str, seen: Counter[str]) -> str:
    """The same for the same problem when rows are inserted above it; alike problems are numbered."""
    same = "\0".join(part or "" for part in (p.code, file, p.column, p.value, p.message))
    digest = hashlib.sha256(same.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    seen[digest] += 1
    return f"{digest}:{seen[digest]}"
