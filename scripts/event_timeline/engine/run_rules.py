"""Run the rules over a package and collect a report.

A clean package costs queries that count matches, of a small one all collected together, else a few at a time. Matches are collected, and their lines looked
up, only where there are any.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

import polars as pl

from event_timeline import profile
from event_timeline.engine import text_walk
from event_timeline.engine.external import described
from event_timeline.io.counting import by_number
from event_timeline.io.progress import Progress, part_of
from event_timeline.model import MAX_PROBLEMS, NO_TEXT, Problem, Report, Skipped, TableCount
from event_timeline.rules.rule import Context, Finding, Matches, Rule, fields
from event_timeline.tables.loading import ROW, Tables

MAX_VALUE_CHARS = 300
"""Characters of a value inside a message."""
CONCURRENT_QUERIES = 2
"""Queries over large tables, or rules that ask them, that run at a time: while one waits for the disk or for Python, the other works."""
A = TypeVar("A")
B = TypeVar("B")
Clock = Callable[[str, float], None]
Causes = dict[tuple[str, str | None], list[tuple[int, pl.LazyFrame]]]
"""(table, column or None for whole records) -> what explains cells there: a rule's `cause`, and the records."""


def run(
    context: Context,
    rules: Sequence[Rule],
    limit: int = MAX_PROBLEMS,
    clock: Clock | None = None,
    progress: Progress | None = None,
) -> Report:
    """Check the rules, listing at most `limit` problems of each.

    clock is called with (code, seconds), progress with the share of the work that is done and what comes next.
    """
    progress = progress or (lambda _done, _next: None)
    report, ready = started(context, rules)
    of_rule: dict[str, list[Finding]] = {}
    counts: dict[int, int] = {}
    with text_walk.begun(context, ready):
        for is_of_texts in (False, True):  # the walk through the texts goes on beside the others
            some = [rule for rule in ready if rule.text == is_of_texts]
            tell = part_of(progress, *((0.9, 1) if is_of_texts else (0, 0.9)))
            at_once = 1 if clock or context.tables.sequential else CONCURRENT_QUERIES
            start = time.perf_counter()
            found = _few_at_a_time(partial(found_by, context=context), some, at_once)
            for number, (rule, findings_of_it) in enumerate(zip(some, found, strict=True)):
                of_rule[rule.code] = findings_of_it
                tell(number / len(some) / 2, rule.code)
                if clock:
                    count(context, _matches(of_rule[rule.code]))
                    clock(rule.code, time.perf_counter() - start)
                start = time.perf_counter()
            matches = _matches(f for rule in some for f in of_rule[rule.code])
            counts |= dict(zip(map(id, matches), count(context, matches, tell), strict=True))
    findings = [(rule, f) for rule in ready for f in of_rule[rule.code]]
    return completed(context, report, without_explained(findings, counts), counts, limit)


def found_by(rule: Rule, context: Context) -> list[Finding]:
    """The findings of a rule, in an order that does not depend on the part of a package that it is run over."""
    found = list(rule.check(context))
    return sorted(found, key=by_record) if rule.text else found


def by_record(finding: Finding) -> tuple[int, list[tuple[int, str]]]:
    """A key that sorts problems by record, then by message."""
    return (finding.row or 0, by_number(finding.message)) if isinstance(finding, Problem) else (0, [])


def started(context: Context, rules: Sequence[Rule]) -> tuple[Report, list[Rule]]:
    """A report that says which tables are read and which rules are run, and these rules."""
    report = Report(tables=[TableCount(n, t.rows) for n, t in context.tables.tables.items()])
    reasons = {rule.code: why_not_run(rule, context) for rule in rules}
    report.skipped = [Skipped(code, reason) for code, reason in reasons.items() if reason]
    ready = [rule for rule in rules if not reasons[rule.code]]
    report.ran = [rule.code for rule in ready]
    return report, ready


def completed(
    context: Context, report: Report, findings: list[tuple[Rule, Finding]], counts: Mapping[int, int], limit: int
) -> Report:
    """Put findings into a report that was started; counts: id of a finding -> its number, 1 where there is none."""
    listed: dict[str, list[Problem]] = defaultdict(list)
    for rule, finding in _without_blind(findings, counts, report):
        n = counts.get(id(finding), 1)
        report.counts[rule.code] = report.counts.get(rule.code, 0) + n
        report.severities[rule.code] = rule.severity
        left = limit - len(listed[rule.code])
        if left > 0:
            listed[rule.code] += _problems(rule, finding, left)
    report.problems = with_places(context, [p for problems in listed.values() for p in problems])
    return report


def _matches(findings: Iterable[Finding]) -> list[Matches]:
    return [finding for finding in findings if isinstance(finding, Matches)]


def _without_blind(
    findings: list[tuple[Rule, Finding]], counts: Mapping[int, int], report: Report
) -> list[tuple[Rule, Finding]]:
    """Leave out the rules that miss something which an unreadable cell may be (`Rule.looks_in`): the report has them as skipped."""
    found = [(r, f) for r, f in findings if counts.get(id(f), 1)]
    matches = [(r, f) for r, f in found if isinstance(f, Matches)]
    unread = {f"{f.table}.{f.column}" for r, f in matches if r.cause or r.constraint == "required"}
    blind = {r.code: column for r, _ in found for column in r.looks_in if column in unread}
    report.ran = [code for code in report.ran if code not in blind]
    report.skipped += [Skipped(code, f"a cell of {column} could not be read") for code, column in blind.items()]
    return [(r, f) for r, f in found if r.code not in blind]


def causes_of(findings: Iterable[tuple[Rule, Finding]], counts: dict[int, int]) -> Causes:
    """What the rules that are causes explain; counts: id of matches -> their number."""
    causes: Causes = defaultdict(list)
    for rule, f in findings:
        if rule.cause and isinstance(f, Matches) and counts[id(f)]:
            rows = next(frame for frame in (f.explained, f.all_rows, f.rows) if frame is not None)
            causes[f.table, f.column].append((rule.cause, rows.select(ROW)))
    return causes


def without_explained(
    findings: list[tuple[Rule, Finding]], counts: dict[int, int], known: Causes | None = None
) -> list[tuple[Rule, Finding]]:
    """Leave out of findings the cells that a rule which is a cause explains, and update `counts`.

    known: causes beside those among the findings.
    """
    causes = causes_of(findings, counts)
    for place, explained in (known or {}).items():
        causes[place] = [*explained, *causes.get(place, [])]
    left: list[tuple[Rule, Finding]] = []
    for rule, f in findings:
        if isinstance(f, Matches) and counts[id(f)] and (explaining := _explaining(causes, rule, f)):
            explained_rows = pl.concat(explaining).unique().collect().lazy()
            rows = f.rows.join(explained_rows, on=ROW, how="anti")
            all_rows = rows if f.all_rows is None else f.all_rows.join(explained_rows, on=ROW, how="anti")
            n = all_rows.select(pl.len()).collect(engine="streaming").item()
            f = replace(f, query=rows, total=None if f.total is None else n)
            counts[id(f)] = n
        left.append((rule, f))
    return left


def _explaining(causes: Causes, rule: Rule, f: Matches) -> list[pl.LazyFrame]:
    """What explains the cells of matches: causes of the same column, or of whole records (never counted in totals)."""
    whole = causes.get((f.table, None), []) if f.column is not None and f.total is None else []
    there = [*causes.get((f.table, f.column), []), *whole]
    return [rows for cause, rows in there if not rule.cause or cause < rule.cause]


def why_not_run(rule: Rule, context: Context) -> str:
    """Why a rule cannot run here; empty if it can."""
    if rule.text and not context.texts:
        return NO_TEXT
    for aspect in rule.complete:
        if context.coding[aspect] != "complete":
            return f"`coding` declares {aspect} as {context.coding[aspect]}"
    for table in rule.needs:
        if table in context.left_out:
            continue
        if table not in context.tables:
            return f"table {table} could not be read"
        types = {f["name"]: f.get("type", "string") for f in context.tables.fields(table)}
        for field in profile.table_schema(table)["fields"]:
            if types.get(field["name"]) != field["type"]:
                return f"the schema of {table} lacks {field['name']} as {field['type']}"
    return ""


def count(context: Context, matches: Sequence[Matches], progress: Progress | None = None) -> list[int]:
    """Count matches: in one or two passes a table for all `where` and `only_if`, and for the rest by `Tables.lengths`, of large
    packages by a query each."""
    tables = context.tables
    known = {i: m.total for i, m in enumerate(matches) if m.total is not None}
    known |= {i: 0 for i, m in enumerate(matches) if i not in known and context.is_empty(m.table)}
    sums: dict[tuple[str, bool], dict[str, pl.Expr]] = defaultdict(dict)
    for i, m in enumerate(matches):
        mask = m.only_if if m.where is None else m.where
        if i not in known and mask is not None:
            sums[m.table, m.reads_previous and not tables.small][str(i)] = mask.sum()
    passes = [tables.tables[table].checked.select(**of_table) for (table, _), of_table in sums.items()]
    for counted in tables.collect_all(passes) if tables.small else _few_at_a_time(tables.collect, passes):
        row = counted.row(0, named=True)
        known |= {int(i): n or 0 for i, n in row.items() if not n or matches[int(i)].where is not None}
    rest = [i for i in range(len(matches)) if i not in known]
    if tables.small:
        lengths = tables.lengths([(matches[i].table, matches[i].rows) for i in rest])
        known |= dict(zip(rest, lengths, strict=True))
    else:
        frames = _few_at_a_time(tables.collect, [matches[i].rows.select(pl.len()) for i in rest])
        for at, (i, frame) in enumerate(zip(rest, frames, strict=True)):
            known[i] = frame.item()
            if progress:
                progress(0.5 + at / len(rest) / 2, matches[i].table)
    return [known[i] for i in range(len(matches))]


def _few_at_a_time(function: Callable[[A], B], items: Iterable[A], at_once: int = CONCURRENT_QUERIES) -> Iterator[B]:
    """The function's values in the order of the items, a few at once: all queries together would hold more than each needs."""
    if at_once == 1:
        yield from map(function, items)
        return
    pool = ThreadPoolExecutor(at_once)
    try:
        yield from pool.map(function, items)
    finally:  # an interrupt ends the process, whatever a query still does
        pool.shutdown(wait=False, cancel_futures=True)


def _problems(rule: Rule, finding: Finding, limit: int) -> list[Problem]:
    if isinstance(finding, Problem):
        return [rule.problem(finding)]
    problems = []
    for read in first_matches(finding, limit).to_dicts():
        row = {name: _written(value) for name, value in read.items()}
        value = row.get(finding.value or finding.column or "")
        shown = {k: "nothing" if v is None else _shortened(v) for k, v in row.items()}
        hint = finding.hint or ""
        # with a part of a value, a command would name another one
        is_whole = all(_shortened(row[name]) is row[name] for name in fields(hint))
        problem = Problem(
            message=finding.message.format_map(shown),
            hint=hint.format_map(shown) if is_whole else "",
            resource=finding.table,
            row=row[ROW],
            column=finding.column,
            value=None if value is None else str(value),
        )
        problems.append(rule.problem(problem))
    return problems


def _written(value: Any) -> Any:
    """A value as a table has it: 300 and not 300.0."""
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 2**53 else value


def _shortened(value: Any) -> Any:
    """A value as messages show it: the report has the whole cell as the problem's `value`."""
    return f"{value[: MAX_VALUE_CHARS - 1]}…" if isinstance(value, str) and len(value) > MAX_VALUE_CHARS else value


def first_matches(matches: Matches, limit: int) -> pl.DataFrame:
    """The first of the matches, at most `limit`: by record, and those of one record by what the message says."""
    if matches.where is not None:  # they come in order, so that the scan ends with the last one to be listed
        return matches.rows.head(limit).collect(engine="streaming").sort(ROW)
    columns = matches.rows.collect_schema()
    order = [ROW, *(name for name in dict.fromkeys(fields(matches.message)) if name in columns and name != ROW)]
    return matches.rows.sort(order).head(limit).collect(engine="streaming").sort(order)


def with_places(context: Context, problems: list[Problem]) -> list[Problem]:
    """Give every problem of a table its path and physical line, and sort them as a reader meets them."""
    rows: dict[str, set[int]] = defaultdict(set)
    for p in problems:
        if p.resource in context.tables.tables and p.row is not None and p.line is None:
            rows[p.resource].add(p.row)
    places = {name: context.tables.ask(_places, name, numbers) for name, numbers in rows.items()}
    order = {name: i for i, name in enumerate(context.tables.package.resources)}
    placed = []
    for p in problems:
        path, line = p.path, p.line
        if p.resource in context.tables.package.resources:
            file, at = places.get(p.resource, {}).get(p.row or 0, (None, None))
            path = path or file or context.tables.package.resources[p.resource].path
            line = line or at
        placed.append(replace(p, path=path, line=line))
    return sorted(
        placed,
        key=lambda p: (
            order.get(p.resource or "", -1),
            p.path or "",
            described(p.code).secondary,
            p.line or 0,
            p.column or "",
            p.code,
            by_number(p.message),
        ),
    )


def _places(tables: Tables, name: str, rows: set[int]) -> dict[int, tuple[str, int | None]]:
    return tables.tables[name].places(rows)
