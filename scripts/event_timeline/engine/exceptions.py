"""The table `exceptions`: findings that were reviewed and accepted, published with the data."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

from event_timeline import profile
from event_timeline.engine.baseline import first, keys_of
from event_timeline.model import Accepted, Problem, Report
from event_timeline.rules import can_be_accepted
from event_timeline.rules.rule import Context
from event_timeline.tables.loading import Tables, load_tables
from event_timeline.tables.record_keys import EVERY_RECORD, TABLE, accepting, current


@dataclass(frozen=True, slots=True, order=True)
class ExceptionRow:
    """What a row of the table accepts: the findings of a rule in a table, of one record or of all."""

    code: str
    resource: str
    key: str

    def __str__(self) -> str:
        return f"{self.code} {self.resource} {self.key}"


def read(context: Context) -> list[ExceptionRow]:
    """The exceptions of a package; none where the table is not there, or is not as the profile has it."""
    resource = context.tables.package.resources.get(TABLE)
    if resource is None or not profile.has_coding(context.profile_version):
        return []
    rows = context.tables.ask(_rows)
    return sorted({ExceptionRow(code, resource, current(key, resource)) for code, resource, key in rows})


def _rows(tables: Tables) -> list[tuple[str, str, str]]:
    """Code, resource and key of each row. Where only another table was read, these hold nevertheless."""
    tables = tables if TABLE in tables else load_tables(tables.package, TABLE)
    columns = ("code", "resource", "key")
    if not tables.has(TABLE, *columns):
        return []
    return tables[TABLE].select(pl.col(columns).cast(pl.String)).drop_nulls().unique().collect().rows()


def accept(context: Context, report: Report, exceptions: Collection[ExceptionRow], limit: int) -> None:
    """Take the accepted findings out of a report that lists all problems; say which exceptions no longer apply.

    A problem that keeps its table from being read stays, since what it hides is unknown, and so do errors that no exception accepts. An exception no longer applies where
    its rule was run, its table was read and nothing was found. limit: accepted problems of a rule to keep.
    """
    tables = context.tables
    exceptions = [e for e in exceptions if can_be_accepted(e.code)]
    wanted = {(e.code, e.resource) for e in exceptions}
    perhaps = [p for p in report.problems if (p.code, p.resource) in wanted and p.resource not in tables.failed]
    keys = _keys(tables, perhaps)
    used: set[ExceptionRow] = set()
    accepted: list[Problem] = []
    known = set(exceptions)
    for p in perhaps:
        key = keys.get((p.resource or "", p.row or 0), EVERY_RECORD)
        found = known & {ExceptionRow(p.code, p.resource or "", k) for k in accepting(p.resource or "", key)}
        if found:
            used |= found
            accepted.append(p)
    asked, read_tables = set(report.ran), {t.name for t in report.tables}
    gone = [str(e) for e in sorted(known - used) if e.code in asked and e.resource in read_tables]
    counts = Counter(p.code for p in accepted)
    taken = Counter(accepted)
    report.problems = [p for p in report.problems if not _take(taken, p)]
    report.counts = {code: n - counts[code] for code, n in report.counts.items() if n > counts[code]}
    report.severities = {code: s for code, s in report.severities.items() if code in report.counts}
    path = tables.package.resources[TABLE].path
    if counts or gone:
        report.accepted.append(Accepted(path, dict(counts), first(accepted, limit), gone, "accepted"))


def _take(taken: Counter[Problem], problem: Problem) -> bool:
    if taken[problem] <= 0:
        return False
    taken[problem] -= 1
    return True


def _keys(tables: Tables, problems: Collection[Problem]) -> dict[tuple[str, int], str]:
    """(table, record number) -> the record's key as the exceptions write it."""
    rows: dict[str, set[int]] = defaultdict(set)
    for p in problems:
        if p.resource in tables.tables and p.row is not None:
            rows[p.resource].add(p.row)
    return {(name, row): key for name, n in rows.items() for row, key in tables.ask(keys_of, name, n).items()}
