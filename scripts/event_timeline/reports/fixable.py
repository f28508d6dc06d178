"""How many of a report's problems `timeline validate --fix` repairs."""

from __future__ import annotations

from collections import defaultdict

from event_timeline.model import Problem, Report


def count_fixable(report: Report) -> int:
    """Return a lower bound of the number of problems that are fixed.

    Of a rule whose problems are fixed in some columns only the listed problems count, and sizes and hashes only of files
    that are fixed as a whole: else they may be what shows a damage.
    """
    from event_timeline.engine.external import described

    total = 0
    by_file: dict[str, list[tuple[Problem, bool]]] = defaultdict(list)
    for p in report.problems:
        rule = described(p.code)
        fixed = rule.fixable and p.column not in rule.unfixed_columns
        by_file[p.path or p.resource or ""].append((p, fixed))
        total += fixed
    listed: dict[str, int] = defaultdict(int)
    for p in report.problems:
        listed[p.code] += 1
    total += sum(
        n - listed[c] for c, n in report.counts.items() if described(c).fixable and not described(c).unfixed_columns
    )
    for found in by_file.values():
        others = [fixed for p, fixed in found if not described(p.code).secondary]
        if others and all(others):
            total += len(found) - len(others)
    return total
