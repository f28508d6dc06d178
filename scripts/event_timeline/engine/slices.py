"""Rules over a slice of a package: some records of some tables, the others empty.

What a slice tells is plain data, so that slices can be checked anywhere and put together afterwards.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from string import Formatter

import polars as pl

from event_timeline.engine import chunks, running
from event_timeline.engine.chunks import Chunk
from event_timeline.package.opening import Package
from event_timeline.profile.constraints import masks
from event_timeline.rules import BY_CODE
from event_timeline.rules.rule import Context, Finding, Offenders, Rule
from event_timeline.rules.tables.constraints import EXPLAINING, violated
from event_timeline.tables.loading import ROW, Table, Tables, typed

Explained = dict[tuple[str, str | None], list[int]]
"""(table, column) -> records whose cell there a rule that is a cause has found; without a column all their cells."""
CARRIER = "TAB015"
"""A rule that is a cause, under whose name a slice is told what others found."""


@dataclass(frozen=True)
class Job:
    """What every slice of a run has in common.

    tables: those that could be parsed; beside: small tables that slices may have whole; most: findings of a rule
    that are wanted with their cells.
    """

    package: Package
    tables: tuple[str, ...]
    beside: Mapping[str, tuple[Chunk, ...]]
    most: int
    explained: Explained = field(default_factory=dict)

    def columns(self, name: str) -> list[str]:
        """The columns of a table, by its schema."""
        return [f["name"] for f in self.package.resources[name].schema["fields"]]


@dataclass
class Told:
    """What a rule found in a column of a table, in one slice or in all.

    place: where it stood among the rule's findings there; n: how many there are; rows: the first of them, with
    the columns that the message names; explains: for a cause, all records that it explains.
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
    explains: list[int] = field(default_factory=list)

    def finding(self) -> Offenders:
        """As a rule would yield it, with nothing left to be computed."""
        explains = pl.LazyFrame({ROW: self.explains}, schema={ROW: pl.get_index_type()}) if self.explains else None
        return Offenders(
            self.table, self.rows.lazy(), self.message, self.column, self.value, self.hint, self.n,
            explains=explains, settled=True,
        )  # fmt: skip


def context(job: Job, frames: Mapping[str, pl.DataFrame], beside: Collection[str] = ()) -> Context:
    """A package of slices: `frames` as `chunks.read` gives them, the tables `beside` whole, the others empty."""
    tables = Tables(job.package)
    for name in job.tables:
        frame = frames.get(name)
        if frame is None and name in beside and job.beside[name]:
            frame = chunks.whole(job.beside[name])
        columns = job.columns(name)
        if frame is None:
            frame = pl.DataFrame(schema={ROW: pl.get_index_type(), **dict.fromkeys(columns, pl.String)})
        tables.tables[name] = _table(job, name, frame.select(ROW, *columns))
    return Context(tables, made={violated: {name: {} for name in job.tables if name not in frames}})


def _table(job: Job, name: str, frame: pl.DataFrame) -> Table:
    return typed(job.package.resources[name], [], frame.lazy(), frame.height, kept=True)


def malformed(
    job: Job, table: str, frame: pl.DataFrame, counts: Collection[tuple[str, str]], codes: Collection[str]
) -> list[Told]:
    """Cells that break a constraint and thereby explain what other rules find there, with nothing to be shown.

    counts: (column, kind) of the constraints that some cell breaks; codes: the rules on constraints that are run.
    """
    part = _table(job, table, frame)
    told = []
    for one in part.resource.schema["fields"]:
        for kind, mask in masks(one):
            code = EXPLAINING.get(kind)
            if code in codes and (one["name"], kind) in counts:
                rows = part.checked.filter(mask).select(ROW).collect()
                nothing = rows.clear()
                told.append(Told(code or "", table, one["name"], None, "", None, 0, 0, nothing, rows[ROW].to_list()))
    return told


def find(job: Job, part: Context, rules: Sequence[Rule], about: Mapping[str, Collection[str]]) -> list[Told]:
    """What rules find in a slice, where there is anything; about: code -> tables whose findings are meant."""
    found: list[tuple[Rule, Finding]] = []
    places: list[int] = []
    for rule in rules:
        for place, finding in enumerate(rule.check(part)):
            if isinstance(finding, Offenders) and finding.table in about[rule.code]:
                found.append((rule, finding))
                places.append(place)
    named = {table for tables in about.values() for table in tables}
    carried: list[tuple[Rule, Finding]] = [
        (BY_CODE[CARRIER], _carried(key, rows)) for key, rows in job.explained.items() if key[0] in named
    ]
    offenders = [f for _, f in [*carried, *found] if isinstance(f, Offenders)]
    counts = dict(zip(map(id, offenders), running.count(part, offenders), strict=True))
    kept = running.without_followers([*carried, *found], counts)[len(carried) :]
    told = []
    for (rule, finding), place in zip(kept, places, strict=True):
        if isinstance(finding, Offenders) and counts[id(finding)]:
            told.append(_told(rule, finding, place, counts[id(finding)], job.most))
    return told


def _carried(key: tuple[str, str | None], rows: list[int]) -> Offenders:
    frame = pl.LazyFrame({ROW: rows}, schema={ROW: pl.get_index_type()})
    return Offenders(key[0], frame, "", key[1], total=len(rows))


def _told(rule: Rule, f: Offenders, place: int, n: int, most: int) -> Told:
    rows = running.first(f, most)
    said = f"{f.message}{f.hint or ''}"
    wanted = {ROW, f.column, f.value, *(name for _, name, _, _ in Formatter().parse(said) if name)}
    explains = (f.rows if f.explains is None else f.explains).select(ROW).collect() if rule.cause else None
    return Told(
        rule.code, f.table, f.column, f.value, f.message, f.hint, place, n,
        rows.select(c for c in rows.columns if c in wanted), [] if explains is None else explains[ROW].to_list(),
    )  # fmt: skip


def together(told: Iterable[Told], order: Mapping[str, int], most: int) -> dict[str, list[Told]]:
    """code -> findings of all slices, each once, in the order in which the rule tells them of a whole package.

    order: the tables' places in the package.
    """
    same: dict[tuple[str, str, str | None, str | None, str, str | None], list[Told]] = {}
    for one in told:
        same.setdefault((one.code, one.table, one.column, one.value, one.message, one.hint), []).append(one)
    merged: dict[str, list[Told]] = {}
    for (code, table, column, value, message, hint), parts in same.items():
        rows = pl.concat([p.rows for p in parts], how="vertical_relaxed").sort(ROW, maintain_order=True).head(most)
        place, n = max(p.place for p in parts), sum(p.n for p in parts)
        explains = [row for p in parts for row in p.explains]
        merged.setdefault(code, []).append(
            Told(code, table, column, value, message, hint, place, n, rows, explains)
        )  # fmt: skip
    for found in merged.values():
        found.sort(key=lambda one: (order[one.table], one.place, one.message))
    return merged
