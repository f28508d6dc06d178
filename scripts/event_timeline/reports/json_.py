"""The report as JSON, for programs. The keys are a contract; `schema_version` changes with them."""

from __future__ import annotations

import json
from dataclasses import asdict

from event_timeline.io.terminal import json_text
from event_timeline.model import Report
from event_timeline.reports import Style, listed_problems

SCHEMA_VERSION = "1.3"
KEYS = ["schema_version", "valid", "errors", "warnings", "tables", "problems"]
OPTIONAL = ("skipped", "settings", "accepted")


def render(report: Report, style: Style) -> str:
    """One JSON object: verdict, totals, tables, and the problems that are listed; totals count all of them.

    A problem's severity is its rule's, under `strict` as well: `valid` says what counts.
    """
    document: dict[str, object] = {
        "schema_version": SCHEMA_VERSION,
        "valid": report.passes(style.strict),
        "errors": report.errors,
        "warnings": report.warnings,
        "tables": [{"name": t.name, "rows": t.rows} for t in report.tables],
        "problems": [{k: v for k, v in asdict(p).items() if k != "slug"} for p in listed_problems(report, style)],
    }
    if report.skipped:
        document["skipped"] = [asdict(s) for s in report.skipped]
    if report.left_out is not None:
        document["settings"] = {"said": report.left_out.settings, "not_run": list(report.left_out.codes)}
    if report.accepted:
        document["accepted"] = [{"by": a.by, "counts": a.counts, "gone": a.gone} for a in report.accepted]
    return json_text(document) + "\n"


def is_report(text: str) -> bool:
    """Whether a text is such an object: these keys in this order, perhaps `skipped`, `settings` and `accepted`, and no others."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(document, dict) and [k for k in document if k not in OPTIONAL] == KEYS
