"""Run the rules over a package and collect a report.

A clean package pays one query a rule, all collected together, that counts offenders. Offenders are looked
at, and their lines looked up, only where there are any.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from string import Formatter
from typing import Any

import polars as pl

from event_timeline import profile
from event_timeline.model import MAX_PROBLEMS, Problem, Report, Skipped, TableCount
from event_timeline.rules.evidence import text_walk
from event_timeline.rules.rule import Context, Finding, Found, Offenders, Rule
from event_timeline.tables.loading import ROW

LONGEST = 300
"""Characters of a value inside a message."""
INTEGRITY = frozenset({"PKG005", "PKG006"})
"""Sizes and hashes follow from whatever else is wrong with a file, so that they come last among its problems."""
TOGETHER = 2
"""Questions about large tables that are asked at once, so that one goes on where the other waits."""
Clock = Callable[[str, float], None]
Tell = Callable[[float, str], None]
Causes = dict[tuple[str, str | None], list[tuple[int, pl.LazyFrame]]]
"""(table, column or None for whole records) -> what explains cells there: a rule's `cause`, and the records."""


def run(
    context: Context,
    rules: Sequence[Rule],
    most: int = MAX_PROBLEMS,
    clock: Clock | None = None,
    tell: Tell | None = None,
) -> Report:
    """Check the rules, listing at most `most` problems of each.

    clock, if given, is told (code, seconds); tell the share of the work that is done and what comes next.
    """
    tell = tell or (lambda _done, _next: None)
    tables = context.tables
    report = Report(tables=[TableCount(n, t.rows) for n, t in tables.tables.items()])
    found: list[tuple[Rule, Finding]] = []
    reasons = [unready(rule, context) for rule in rules]
    text_walk.ask(context, [rule for rule, reason in zip(rules, reasons, strict=True) if not reason])
    for number, (rule, reason) in enumerate(zip(rules, reasons, strict=True)):
        tell(number / len(rules) / 2, rule.code)
        if reason:
            report.skipped.append(Skipped(rule.code, reason))
            continue
        report.ran.append(rule.code)
        start = time.perf_counter()
        findings = [(rule, f) for f in rule.check(context)]
        if clock:
            count(context, [f for _, f in findings if isinstance(f, Offenders)])
            clock(rule.code, time.perf_counter() - start)
        found += findings
    offenders = [f for _, f in found if isinstance(f, Offenders)]
    counts = dict(zip(map(id, offenders), count(context, offenders, tell), strict=True))
    found = without_followers(found, counts)
    listed: dict[str, list[Problem]] = defaultdict(list)
    for rule, finding in found:
        n = counts[id(finding)] if isinstance(finding, Offenders) else 1
        if not n:
            continue
        report.counts[rule.code] = report.counts.get(rule.code, 0) + n
        report.severities[rule.code] = rule.severity
        left = most - len(listed[rule.code])
        if left > 0:
            listed[rule.code] += _problems(rule, finding, left)
    report.problems = with_places(context, [p for problems in listed.values() for p in problems])
    return report


def without_followers(found: list[tuple[Rule, Finding]], counts: dict[int, int]) -> list[tuple[Rule, Finding]]:
    """Findings without the cells that a rule which is a cause explains; `counts` is brought up to date."""
    causes: Causes = defaultdict(list)
    for rule, f in found:
        if rule.cause and isinstance(f, Offenders) and counts[id(f)]:
            causes[f.table, f.column].append((rule.cause, _explained(f).select(ROW)))
    kept: list[tuple[Rule, Finding]] = []
    for rule, f in found:
        if isinstance(f, Offenders) and counts[id(f)] and (reasons := _reasons(causes, rule, f)):
            explained = pl.concat(reasons).unique().collect().lazy()
            rows = f.rows.join(explained, on=ROW, how="anti")
            every = (rows if f.every is None else f.every.join(explained, on=ROW, how="anti")).select(pl.len())
            left = every.collect(engine="streaming").item()
            f = replace(f, rows=rows, total=None if f.total is None else left)
            counts[id(f)] = left
        kept.append((rule, f))
    return kept


def _explained(f: Offenders) -> pl.LazyFrame:
    return next(frame for frame in (f.explains, f.every, f.rows) if frame is not None)


def _reasons(causes: Causes, rule: Rule, f: Offenders) -> list[pl.LazyFrame]:
    """What explains a finding's cells: causes of the same column, or of whole records (never counted in totals)."""
    if f.settled:
        return []
    whole = causes.get((f.table, None), []) if f.column is not None and f.total is None else []
    there = [*causes.get((f.table, f.column), []), *whole]
    return [rows for level, rows in there if not rule.cause or level < rule.cause]


def unready(rule: Rule, context: Context) -> str:
    """Why a rule cannot run here; empty if it can."""
    if rule.text and not context.texts:
        return "no source text given"
    for table in rule.needs:
        if table not in context.tables:
            return f"table {table} could not be read"
        types = {f["name"]: f.get("type", "string") for f in context.tables.fields(table)}
        for field in profile.table_schema(table)["fields"]:
            if types.get(field["name"]) != field["type"]:
                return f"the schema of {table} lacks {field['name']} as {field['type']}"
    return ""


def count(context: Context, offenders: list[Offenders], tell: Tell | None = None) -> list[int]:
    """How many offenders each has: one or two passes a table for all `where` and `only_if`, and a query each for the rest."""
    asked: dict[tuple[str, bool], dict[str, pl.Expr]] = defaultdict(dict)
    for i, o in enumerate(offenders):
        mask = o.only_if if o.where is None else o.where
        if o.total is None and mask is not None:
            asked[o.table, o.looks_back][str(i)] = mask.sum()
    known = {i: o.total for i, o in enumerate(offenders) if o.total is not None}
    for (table, _), sums in asked.items():
        counted = context.tables.tables[table].checked.select(**sums).collect(engine="streaming").row(0, named=True)
        known |= {int(i): n or 0 for i, n in counted.items() if not n or offenders[int(i)].where is not None}
    left = [i for i in range(len(offenders)) if i not in known]
    counts = [offenders[i].rows.select(pl.len()) for i in left]
    if context.tables.engine == "streaming":  # few at a time: together they would hold more than each needs
        for at in range(0, len(left), TOGETHER):
            if tell:
                tell(0.5 + at / len(left) / 2, offenders[left[at]].table)
            found = pl.collect_all(counts[at : at + TOGETHER], engine="streaming")
            known |= {i: frame.item() for i, frame in zip(left[at : at + TOGETHER], found, strict=True)}
    else:
        known |= {i: frame.item() for i, frame in zip(left, pl.collect_all(counts), strict=True)}
    return [known[i] for i in range(len(offenders))]


def _problems(rule: Rule, finding: Finding, most: int) -> list[Problem]:
    if isinstance(finding, Found):
        hint = finding.hint or rule.repair
        return [
            Problem(
                rule.code,
                rule.severity,
                finding.message,
                hint,
                finding.resource,
                finding.path,
                finding.line,
                finding.row,
                finding.column,
                finding.value,
                rule.slug,
            )
        ]
    problems = []
    for row in first(finding, most).to_dicts():
        value = row.get(finding.value or finding.column or "")
        shown = {k: "nothing" if v is None else _clipped(v) for k, v in row.items()}
        problems.append(
            Problem(
                rule.code,
                rule.severity,
                finding.message.format_map(shown),
                finding.hint.format_map(shown) if finding.hint else rule.repair,
                resource=finding.table,
                row=row[ROW],
                column=finding.column,
                value=None if value is None else str(value),
                slug=rule.slug,
            )
        )
    return problems


def _clipped(value: Any) -> Any:
    """A value as messages show it: the report has the whole cell as the problem's `value`."""
    return f"{value[: LONGEST - 1]}…" if isinstance(value, str) and len(value) > LONGEST else value


def first(offenders: Offenders, most: int) -> pl.DataFrame:
    """The first of the offenders, at most so many: by record, and those of one record by what the message says."""
    if offenders.where is not None:  # they come in order, so that the scan ends with the last one to be shown
        return offenders.rows.head(most).collect(engine="streaming").sort(ROW)
    named = dict.fromkeys(name for _, name, _, _ in Formatter().parse(offenders.message) if name)
    there = offenders.rows.collect_schema()
    order = [ROW, *(name for name in named if name in there and name != ROW)]
    return offenders.rows.sort(order).head(most).collect(engine="streaming").sort(order)


def with_places(context: Context, problems: list[Problem]) -> list[Problem]:
    """Give every problem of a table its path and physical line, and sort them as a reader meets them."""
    rows: dict[str, set[int]] = defaultdict(set)
    for p in problems:
        if p.resource in context.tables.tables and p.row is not None and p.line is None:
            rows[p.resource].add(p.row)
    found = {name: context.tables.tables[name].places(wanted) for name, wanted in rows.items()}
    order = {name: i for i, name in enumerate(context.tables.package.resources)}
    placed = []
    for p in problems:
        path, line = p.path, p.line
        if p.resource in context.tables.package.resources:
            shown, at = found.get(p.resource, {}).get(p.row or 0, (None, None))
            path = path or shown or context.tables.package.resources[p.resource].path
            line = line or at
        placed.append(replace(p, path=path, line=line))
    return sorted(
        placed,
        key=lambda p: (
            order.get(p.resource or "", -1),
            p.path or "",
            p.code in INTEGRITY,
            p.line or 0,
            p.column or "",
            p.code,
            p.message,
        ),
    )
