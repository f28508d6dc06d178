"""Rules over a slice of a package: some records of some tables, the others empty, or whole tables.

What is found is plain data, so that slices can be checked anywhere and put together afterwards.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import groupby
from typing import Any, Self

import polars as pl

from event_timeline.engine import chunks, run_rules, text_walk
from event_timeline.engine.chunks import Chunk
from event_timeline.model import Problem
from event_timeline.profile.constraints import Counts
from event_timeline.rules.evidence import text_checks
from event_timeline.rules.rule import Context, Finding, Matches, Rule, fields
from event_timeline.rules.tables.constraints import violated
from event_timeline.tables.loading import ROW, Table, Tables, typed
from event_timeline.texts.text import Text

Explained = dict[tuple[str, str | None, int], list[int]]
"""(table, column, `cause` of a rule) -> records whose cell there it explains; without a column, all their cells."""


@dataclass(frozen=True)
class Job:
    """What all slices of a run have in common.

    tables: those that could be parsed; beside: small tables that slices may have whole; limit: findings of a rule to
    hand over; texts: as in `Context`; counts: table -> cells that break constraints, where they are known; timed: whether
    the seconds of each rule are wanted.
    """

    tables: Tables
    beside: Mapping[str, tuple[Chunk, ...]]
    limit: int
    texts: Mapping[str, Text] = field(default_factory=dict)
    explained: Explained = field(default_factory=dict)
    counts: Mapping[str, Counts] = field(default_factory=dict)
    timed: bool = False


@dataclass
class SliceMatches:
    """Matches of a rule in a column of a table, in one slice or in all.

    place: their position among the matches that the rule yields; n: how many there are; rows: the first of them, with
    the columns that the message names; cause, explained: of a rule that is a cause, all records that it explains.
    """

    code: str
    table: str
    column: str | None
    value: str | None
    message: str
    hint: str | None
    place: int
    n: int
    rows: pl.DataFrame
    cause: int
    explained: list[int]

    def matches(self) -> Matches:
        """As a rule would yield them, with nothing left to be computed."""
        return Matches(self.table, self.rows.lazy(), self.message, self.column, self.value, self.hint, self.n)


@dataclass
class SliceProblems:
    """Problems that a rule yields itself, one after the other; n: how many there are; problems: the first of them."""

    code: str
    n: int
    problems: list[Problem]


Slice = SliceMatches | SliceProblems


@dataclass
class Found:
    """What rules find. proved: the sources whose text was walked through; seconds: code -> how long it took."""

    slices: list[Slice] = field(default_factory=list)
    proved: set[str] = field(default_factory=set)
    seconds: dict[str, float] = field(default_factory=dict)

    def __iadd__(self, other: Found) -> Self:
        self.slices += other.slices
        self.proved |= other.proved
        for code, more in other.seconds.items():
            self.seconds[code] = self.seconds.get(code, 0) + more
        return self


def _records(numbers: list[int]) -> pl.LazyFrame:
    return pl.LazyFrame({ROW: numbers}, schema={ROW: pl.get_index_type()})


def context(
    job: Job, frames: Mapping[str, pl.DataFrame], beside: Collection[str] = (), names: Collection[str] | None = None
) -> Context:
    """A package of slices: `frames` as `chunks.read` returns them, the tables `beside` whole, the others empty.

    names: the tables that the package has, by default all.
    """
    tables = Tables(job.tables.package)
    for name in job.tables.tables if names is None else names:
        frame = frames.get(name)
        if frame is None and name in beside and job.beside[name]:
            frame = chunks.read_all(job.beside[name])
        if frame is None:
            frame = _no_records(tuple(_columns(job, name)))
        tables.tables[name] = table(job, name, frame)
    known: dict[Any, Any] = {violated: {name: {} for name in tables.tables if name not in frames}}
    return Context(tables, job.texts, known, listed=job.limit)


@lru_cache
def _no_records(columns: tuple[str, ...]) -> pl.DataFrame:
    return pl.DataFrame(schema={ROW: pl.get_index_type(), **dict.fromkeys(columns, pl.String)})


def _columns(job: Job, name: str) -> list[str]:
    return [f["name"] for f in job.tables.fields(name)]


def table(job: Job, name: str, frame: pl.DataFrame) -> Table:
    """A slice of one table, `frame` as `chunks.read` returns it."""
    written = frame.lazy().select(ROW, *_columns(job, name))
    return typed(job.tables.package.resources[name], [], written, frame.height, kept=True)


def check(
    job: Job, part: Context, rules: Sequence[Rule], wanted: Mapping[str, Mapping[str, pl.DataFrame | None]]
) -> Found:  # fmt: skip
    """Check rules; wanted: code -> tables of which problems are wanted, and of which records, where those are not all."""
    findings: list[tuple[Rule, Finding]] = []
    places: dict[int, int] = {}
    found = Found()
    with text_walk.begun(part, rules):
        for rule in rules:
            here, start = wanted.get(rule.code), time.perf_counter()
            of_rule = run_rules.found_by(rule, part)
            if job.timed:
                run_rules.count(part, [f for f in of_rule if isinstance(f, Matches)])
                found.seconds[rule.code] = time.perf_counter() - start
            for place, finding in enumerate(of_rule):
                name = finding.table if isinstance(finding, Matches) else finding.resource
                if here is None or name in here:
                    of_these = here[name] if here and name else None
                    if isinstance(finding, Matches) and of_these is not None:
                        rows = finding.rows.join(of_these.lazy(), on=ROW, how="semi")
                        finding = replace(finding, query=rows, only_if=None)
                    findings.append((rule, finding))
                    places[id(finding)] = place
    known: run_rules.Causes = defaultdict(list)
    for (table, column, cause), numbers in job.explained.items():
        known[table, column].append((cause, _records(numbers)))
    matches = [f for _, f in findings if isinstance(f, Matches)]
    counts = dict(zip(map(id, matches), run_rules.count(part, matches), strict=True))
    left = zip(run_rules.without_explained(findings, counts, known), findings, strict=True)
    for (rule, is_one), alike in groupby(left, lambda pair: (pair[0][0], isinstance(pair[0][1], Problem))):
        several = list(alike)
        if is_one:
            problems = [f for (_, f), _ in several if isinstance(f, Problem)]
            found.slices.append(SliceProblems(rule.code, len(problems), problems[: job.limit]))
            continue
        found.slices += [
            _collected(rule, f, places[id(before)], counts[id(f)], job.limit)
            for (_, f), (_, before) in several
            if isinstance(f, Matches) and counts[id(f)]
        ]
    found.proved = text_checks.proved(part) or set()
    return found


def _collected(rule: Rule, m: Matches, place: int, n: int, limit: int) -> SliceMatches:
    rows = run_rules.first_matches(m, limit)
    columns = {ROW, m.column, m.value, *fields(f"{m.message}{m.hint or ''}")}
    explained = next(f for f in (m.explained, m.all_rows, m.rows) if f is not None).select(ROW) if rule.cause else None
    return SliceMatches(
        rule.code, m.table, m.column, m.value, m.message, m.hint, place, n,
        rows.select(c for c in rows.columns if c in columns),
        rule.cause, [] if explained is None else explained.collect()[ROW].to_list(),
    )  # fmt: skip


def merged(parts: Iterable[Slice], order: Mapping[str, int], limit: int) -> dict[str, list[Slice]]:
    """Merge what all slices found: code -> each once, in the order in which the rule yields them of a whole package.

    order: the tables' places in the package.
    """
    same: dict[tuple[str, str, str | None, str | None, str, str | None], list[SliceMatches]] = {}
    single: dict[str, list[SliceProblems]] = {}
    for one in parts:
        if isinstance(one, SliceProblems):
            single.setdefault(one.code, []).append(one)
        else:
            same.setdefault((one.code, one.table, one.column, one.value, one.message, one.hint), []).append(one)
    by_code: dict[str, list[SliceMatches]] = {}
    for (code, table, column, value, message, hint), alike in same.items():
        rows = pl.concat([p.rows for p in alike], how="vertical_relaxed").sort(ROW, maintain_order=True).head(limit)
        place, n = max(p.place for p in alike), sum(p.n for p in alike)
        explained = [row for p in alike for row in p.explained]
        by_code.setdefault(code, []).append(
            SliceMatches(code, table, column, value, message, hint, place, n, rows, alike[0].cause, explained)
        )
    for several in by_code.values():
        several.sort(key=lambda one: (order[one.table], one.place, one.message))
    found: dict[str, list[Slice]] = defaultdict(list)
    for code, problems in single.items():
        first = sorted((p for one in problems for p in one.problems), key=run_rules.by_record)
        found[code].append(SliceProblems(code, sum(one.n for one in problems), first[:limit]))
    for code, matches in by_code.items():
        found[code] += matches
    return found
