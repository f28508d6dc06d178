"""Rules over a slice of a package: some records of some tables, the others empty.

The result of a slice is plain data, so that slices can be checked anywhere and merged afterwards.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from event_timeline.engine import chunks, run_rules
from event_timeline.engine.chunks import Chunk
from event_timeline.package.opening import Package
from event_timeline.profile.constraints import masks
from event_timeline.rules.rule import Context, Finding, Matches, Rule, fields
from event_timeline.rules.tables.constraints import violated
from event_timeline.tables.loading import ROW, Table, Tables, typed

Explained = dict[tuple[str, str | None, int], list[int]]
"""(table, column, `cause` of a rule) -> records whose cell there it explains; without a column, all their cells."""


@dataclass(frozen=True)
class Job:
    """What all slices of a run have in common.

    tables: those that could be parsed; beside: small tables that slices may have whole; limit: matches of a rule to
    collect with their cells.
    """

    package: Package
    tables: tuple[str, ...]
    beside: Mapping[str, tuple[Chunk, ...]]
    limit: int
    explained: Explained = field(default_factory=dict)

    def columns(self, name: str) -> list[str]:
        """The columns of a table, by its schema."""
        return [f["name"] for f in self.package.resources[name].schema["fields"]]


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
        return Matches(
            self.table, self.rows.lazy(), self.message, self.column, self.value, self.hint, self.n,
            explained=_records(self.explained) if self.explained else None, without_causes=True,
        )  # fmt: skip


def _records(numbers: list[int]) -> pl.LazyFrame:
    return pl.LazyFrame({ROW: numbers}, schema={ROW: pl.get_index_type()})


def context(job: Job, frames: Mapping[str, pl.DataFrame], beside: Collection[str] = ()) -> Context:
    """A package of slices: `frames` as `chunks.read` returns them, the tables `beside` whole, the others empty."""
    tables = Tables(job.package)
    for name in job.tables:
        frame = frames.get(name)
        if frame is None and name in beside and job.beside[name]:
            frame = chunks.read_all(job.beside[name])
        if frame is None:
            frame = pl.DataFrame(schema={ROW: pl.get_index_type(), **dict.fromkeys(job.columns(name), pl.String)})
        tables.tables[name] = table(job, name, frame)
    return Context(tables, cache={violated: {name: {} for name in job.tables if name not in frames}})


def table(job: Job, name: str, frame: pl.DataFrame) -> Table:
    """A slice of one table, `frame` as `chunks.read` returns it."""
    return typed(job.package.resources[name], [], frame.select(ROW, *job.columns(name)).lazy(), frame.height, kept=True)


def malformed(
    job: Job, name: str, frame: pl.DataFrame, counts: Collection[tuple[str, str]], rules: Sequence[Rule]
) -> list[SliceMatches]:
    """Cells that break a constraint and thereby explain what other rules report there, with nothing to be listed.

    counts: (column, kind) of the constraints that some cell breaks; rules: those on constraints that are run.
    """
    part = table(job, name, frame)
    causes = {rule.constraint: rule for rule in rules if rule.cause}
    matches = []
    for one in part.resource.schema["fields"]:
        for kind, mask in masks(one):
            if kind in causes and (one["name"], kind) in counts:
                rule = causes[kind]
                rows = part.checked.filter(mask).select(ROW).collect()
                matches.append(
                    SliceMatches(
                        rule.code,
                        name,
                        one["name"],
                        None,
                        "",
                        None,
                        0,
                        0,
                        rows.clear(),
                        rule.cause,
                        rows[ROW].to_list(),
                    )
                )
    return matches


def check(
    job: Job, part: Context, rules: Sequence[Rule], tables: Mapping[str, Collection[str]]
) -> list[SliceMatches]:  # fmt: skip
    """Check rules in a slice and return their matches, where there are any; tables: code -> those with its problems."""
    findings: list[tuple[Rule, Finding]] = []
    places: list[int] = []
    for rule in rules:
        for place, finding in enumerate(rule.check(part)):
            if isinstance(finding, Matches) and finding.table in tables[rule.code]:
                findings.append((rule, finding))
                places.append(place)
    known: run_rules.Causes = defaultdict(list)
    for (table, column, cause), numbers in job.explained.items():
        known[table, column].append((cause, _records(numbers)))
    matches = [f for _, f in findings if isinstance(f, Matches)]
    counts = dict(zip(map(id, matches), run_rules.count(part, matches), strict=True))
    return [
        _collected(rule, finding, place, counts[id(finding)], job.limit)
        for (rule, finding), place in zip(run_rules.without_explained(findings, counts, known), places, strict=True)
        if isinstance(finding, Matches) and counts[id(finding)]
    ]


def _collected(rule: Rule, m: Matches, place: int, n: int, limit: int) -> SliceMatches:
    rows = run_rules.first_matches(m, limit)
    columns = {ROW, m.column, m.value, *fields(f"{m.message}{m.hint or ''}")}
    explained = (m.rows if m.explained is None else m.explained).select(ROW).collect() if rule.cause else None
    return SliceMatches(
        rule.code, m.table, m.column, m.value, m.message, m.hint, place, n,
        rows.select(c for c in rows.columns if c in columns),
        rule.cause, [] if explained is None else explained[ROW].to_list(),
    )  # fmt: skip


def merged(parts: Iterable[SliceMatches], order: Mapping[str, int], limit: int) -> dict[str, list[SliceMatches]]:
    """Merge the matches of all slices: code -> each once, in the order in which the rule yields them of a whole package.

    order: the tables' places in the package.
    """
    same: dict[tuple[str, str, str | None, str | None, str, str | None], list[SliceMatches]] = {}
    for one in parts:
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
    return by_code
