"""The FAIR checklist of a deposit, for a terminal and for programs."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict

from event_timeline.io.terminal import json_text, one_line
from event_timeline.publishing.deposit import Deposit

SHOWN = {"met": "met", "missing": "MISSING", "undecidable": "-"}


def as_text(deposit: Deposit) -> str:
    """A line per metric, with the remedy below where it is missing."""
    version = deposit.version or "no version"
    lines = [f"{deposit.title}, {version}: what FAIR assessors ask ({deposit.metrics})", ""]
    for c in deposit.checks:
        lines.append(f"{SHOWN[c.status]:<8} {c.identifier:<14} {c.name}: {c.found}")
        if c.remedy:
            lines.append(f"{'':<8} {'':<14} -> {c.remedy}")
    counts = Counter(c.status for c in deposit.checks)
    total = f"{counts['met']} met, {counts['missing']} missing, {counts['undecidable']} to be seen only online"
    return "\n".join(map(one_line, [*lines, "", total]))


def as_json(deposit: Deposit) -> str:
    """The checklist and the files as one JSON document."""
    return json_text(
        {
            "schema_version": 1,
            "package": deposit.name,
            "version": deposit.version,
            "metrics": deposit.metrics,
            "checks": [asdict(c) for c in deposit.checks],
            "files": deposit.files,
            "left_out": deposit.left_out,
        }
    )
