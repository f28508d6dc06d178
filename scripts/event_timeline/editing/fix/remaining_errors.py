"""Which tables would still have errors after a repair, so that a stale hash goes on showing that they were damaged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from event_timeline.editing.csv_tables import columns_of
from event_timeline.editing.draft import Draft
from event_timeline.model import Problem
from event_timeline.package.opening import Package


def remaining_errors(package: Package, after: Mapping[str, bytes], tables: Collection[str]) -> dict[str, list[str]]:
    """Name of a table -> sorted codes of the errors that it has, or has a part in, with the files as they would be.

    after: path -> bytes that differ from those on disk. Rules of the descriptor (PKG) do not count: a stale
    size is what the question is about. A reference to nothing counts for the table that should hold the row.
    """
    from event_timeline.rules import BY_CODE

    found: dict[str, set[str]] = defaultdict(set)
    draft = Draft(package, package.descriptor, changed=dict(after))
    for problem in draft.check().problems:
        if problem.severity == "error" and BY_CODE[problem.code].layer != "descriptor":
            for name in _concerned(package, problem) & set(tables):
                found[name].add(problem.code)
    return {name: sorted(codes) for name, codes in found.items()}


def _concerned(package: Package, problem: Problem) -> set[str]:
    from event_timeline.rules import BY_CODE

    concerned = {problem.resource or "", *BY_CODE[problem.code].needs}
    if BY_CODE[problem.code].scope in ("keys", "references") and problem.resource in package.resources:
        keys = package.resources[problem.resource].schema.get("foreignKeys", ())
        concerned |= {
            key["reference"].get("resource", "")
            for key in keys
            if problem.column is None or problem.column in columns_of(key.get("fields"))
        }
    return concerned
