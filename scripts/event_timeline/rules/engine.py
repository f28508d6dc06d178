"""Run rules over a package: count first, and look at rows only where something was counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import polars as pl

from event_timeline import profile
from event_timeline.problem import Problem, Report, Skipped, TableCount
from event_timeline.rules.rule import Context, Found, Offenders, Rule
from event_timeline.tables import ROW, Tables
from event_timeline.text import Text

MANY_ROWS = 1_000_000
"""Above this the streaming engine, which keeps memory low, is worth its start-up."""


@dataclass(frozen=True)
class _Asked:
    rule: Rule
    offenders: Offenders


def run(tables: Tables, texts: Mapping[str, Text], rules: Iterable[Rule], limit: int) -> Report:
    """Run rules and report at most `limit` problems of each; `counts` holds the true totals.

    A rule is skipped, and named as skipped, where a table it needs could not be parsed or is not declared
    with the profile's columns: the cause has a finding of its own.
    """
    context = Context(tables, texts, limit)
    report = Report(tables=[TableCount(name, t.rows) for name, t in tables.tables.items()])
    why_not = {name: reason for name in profile.table_names() if (reason := _unusable(tables, name))}
    asked: list[_Asked] = []
    ran = 0
    for rule in rules:
        if rule.text and not texts:
            continue
        reason = next((why_not[t] for t in rule.needs if t in why_not), "")
        if reason:
            report.skipped.append(Skipped(rule.code, reason))
            continue
        ran += 1
        report.severities[rule.code] = rule.severity
        for finding in rule.check(context):
            if isinstance(finding, Found):
                _add(report, rule, finding, limit)
            else:
                asked.append(_Asked(rule, finding))
    _count_and_show(report, tables, asked, limit)
    report.problems = _with_lines(report.problems, tables)
    report.problems.sort(key=lambda p: (p.path or "", p.line or 0, p.code, p.column or ""))
    report.checked.append(f"{ran} rules")
    return report


def _unusable(tables: Tables, name: str) -> str:
    """Why rules that need a table cannot run; empty where they can."""
    if name in tables.failed:
        return f"{name}: {tables.failed[name]}"
    if name not in tables:
        return f"{name}: not read"
    types = {f["name"]: f.get("type", "string") for f in tables.fields(name)}
    for field in profile.table_schema(name)["fields"]:
        if types.get(field["name"]) != field["type"]:
            return f"{name}: its schema lacks {field['name']} as {field['type']}"
    return ""


def _count_and_show(report: Report, tables: Tables, asked: list[_Asked], limit: int) -> None:
    open_ = [a.offenders.rows.select(pl.len()) for a in asked if a.offenders.total is None]
    counted = iter(pl.collect_all(open_, engine=_engine(tables)))
    totals = [next(counted).item() if a.offenders.total is None else a.offenders.total for a in asked]
    broken = [(a, n) for a, n in zip(asked, totals, strict=True) if n]
    left = {a.rule.code: limit - report.counts.get(a.rule.code, 0) for a, _ in broken}
    wanted: list[tuple[_Asked, pl.LazyFrame]] = []
    for a, n in broken:
        report.counts[a.rule.code] = report.counts.get(a.rule.code, 0) + n
        if left[a.rule.code] > 0:
            wanted.append((a, a.offenders.rows.bottom_k(left[a.rule.code], by=ROW).sort(ROW)))
            left[a.rule.code] -= n
    for (a, _), frame in zip(wanted, pl.collect_all([frame for _, frame in wanted]), strict=True):
        report.problems += [_problem(a, row, tables) for row in frame.iter_rows(named=True)]


def _engine(tables: Tables) -> Literal["streaming", "in-memory"]:
    return "streaming" if sum(t.rows for t in tables.tables.values()) > MANY_ROWS else "in-memory"


def _with_lines(problems: list[Problem], tables: Tables) -> list[Problem]:
    """The problems with the physical lines of their rows, one walk a file at most."""
    rows: dict[str, set[int]] = {}
    for p in problems:
        if p.row and not p.line and p.resource:
            rows.setdefault(p.resource, set()).add(p.row)
    lines = {name: tables.tables[name].lines(numbers) for name, numbers in rows.items()}
    return [
        replace(p, line=lines[p.resource].get(p.row)) if p.row and not p.line and p.resource else p for p in problems
    ]


def _problem(asked: _Asked, row: dict[str, object], tables: Tables) -> Problem:
    o = asked.offenders
    value = row.get(o.value or o.column or "")
    hint = o.suggest(str(value)) if o.suggest and value is not None else ""
    return Problem(
        asked.rule.code,
        asked.rule.severity,
        o.message.format(**{k: "nothing" if v is None else v for k, v in row.items()}),
        hint or o.hint or asked.rule.repair,
        resource=o.table,
        path=tables.package.resources[o.table].path,
        row=int(str(row[ROW])),
        column=o.column,
        value=None if value is None else str(value),
    )


def _add(report: Report, rule: Rule, f: Found, limit: int) -> None:
    report.counts[rule.code] = n = report.counts.get(rule.code, 0) + f.count
    if n - f.count >= limit:
        return
    report.problems.append(
        Problem(
            rule.code, rule.severity, f.message, f.hint or rule.repair, f.resource, f.path, f.line, f.row, f.column, f.value
        )
    )
