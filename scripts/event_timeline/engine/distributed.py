"""Rules distributed over a pool of workers; what cannot be known from parts is checked here, with polars.

Three rounds: chunks are counted and cut; each record is checked by itself; records of one key are brought together
and checked. Then `engine.running` makes the report, as it always does, from rules whose matches are known already
and from those that read whole tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Protocol, TypeVar

import polars as pl

from event_timeline.engine import chunks, exchange, run_rules, slices
from event_timeline.engine.chunks import CHUNK_BYTES, Chunk, ChunkMismatchError
from event_timeline.engine.exchange import Exchange, Grouping, KeyMatches, Packet, Question, Reference, UniqueKey
from event_timeline.engine.plan import Plan, planned, questions
from event_timeline.engine.slices import Job, SliceMatches
from event_timeline.io.progress import Progress, part_of
from event_timeline.model import Report
from event_timeline.profile.constraints import count_violations
from event_timeline.rules.rule import Context, Finding, Matches, Rule
from event_timeline.rules.tables.constraints import violated
from event_timeline.tables.loading import ROW

A = TypeVar("A")
B = TypeVar("B")


class Pool(Protocol):
    """Workers that see the same files under the same paths."""

    def map(self, function: Callable[[A], B], items: Sequence[A]) -> list[B]:
        """The function's value for each item, in their order."""

    def exchange(
        self,
        partition: Callable[[Chunk], Iterator[tuple[int, Packet]]],
        items: Sequence[Chunk],
        check: Callable[[int, Iterator[Packet]], KeyMatches],
    ) -> list[KeyMatches]:
        """Partition all items, bring together what has the same number, and check each partition once."""


@dataclass
class ChunkResult:
    """What is known of one chunk by itself.

    unreadable: why it could not be read; counts: (column, kind) -> cells that break the constraint; ends: the first and
    last record.
    """

    chunk: Chunk
    unreadable: str = ""
    matches: list[SliceMatches] = field(default_factory=list)
    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    ends: pl.DataFrame | None = None


def run(
    context: Context, rules: Sequence[Rule], pool: Pool, limit: int, clock: run_rules.Clock | None = None,
    progress: Progress | None = None, chunk_bytes: int = CHUNK_BYTES,
) -> Report:  # fmt: skip
    """Check the rules as `running.run` does, with the same report.

    chunk_bytes: of a file that one worker reads at a time, and of a table that it may have whole.
    """
    progress = progress or (lambda _done, _next: None)
    tables = context.tables.tables
    progress(0, "cutting the tables")
    pieces = _cut(context, pool, chunk_bytes)
    ready = [r for r in rules if not run_rules.why_not_run(r, context)]
    small = {n: tuple(c) for n, c in pieces.items() if sum(p.facts.size for p in tables[n].parts) <= chunk_bytes}
    plan = planned(ready, small)
    job = Job(context.tables.package, tuple(tables), small, limit)
    progress(0.1, "records")
    checked = pool.map(partial(check_chunk, job, plan), [c for of_table in pieces.values() for c in of_table])
    uncut = {c.chunk.table for c in checked if c.unreadable} | (set(tables) - set(pieces))
    checked = [c for c in checked if c.chunk.table not in uncut]
    matches = [m for c in checked for m in c.matches] + _across_ends(job, plan, checked)
    job = replace(job, explained=_explained(matches))
    progress(0.4, "keys")
    asked = tuple(questions(context, plan, uncut))
    keyed = {table for question in asked for table in exchange.tables_of(question)} - uncut
    items = [c for name, of_table in pieces.items() if name in keyed for c in of_table]
    exchanged = Exchange(job, asked, max(1, len(items)))
    answers = []
    if asked:
        answers = pool.exchange(partial(exchange.partition, exchanged), items, partial(exchange.check, exchanged))
    matches += [m for a in answers for m in a.matches]
    broken = [asked[i] for i in sorted({i for a in answers for i in a.broken})]
    known = slices.merged(matches, {name: i for i, name in enumerate(tables)}, limit)
    if plan["counts"]:
        _remember(context, checked, uncut, [q for q in broken if isinstance(q, UniqueKey)])
    progress(0.6, "whole tables")
    grouped = {code for q in asked if isinstance(q, Grouping) for code in q.rules}
    result = Result(plan, known, grouped, uncut, broken)
    prepared = [result.prepared(rule) for rule in rules]
    return run_rules.run(context, prepared, limit, clock, part_of(progress, 0.6, 1))


def _cut(context: Context, pool: Pool, chunk_bytes: int) -> dict[str, list[Chunk]]:
    """Table -> its chunks, for those that can be cut."""
    tables = context.tables.tables
    stretches = [s for table in tables.values() for s in chunks.byte_ranges(table, chunk_bytes)]
    surveyed = dict(zip(stretches, pool.map(chunks.survey, stretches), strict=True))
    cut = {
        name: chunks.cut(name, table, [(s, surveyed[s]) for s in chunks.byte_ranges(table, chunk_bytes)], chunk_bytes)
        for name, table in tables.items()
    }
    return {name: of_table for name, of_table in cut.items() if of_table is not None}


def check_chunk(job: Job, plan: Plan, chunk: Chunk) -> ChunkResult:
    """Check each record of a chunk by itself."""
    try:
        return _checked(job, plan, chunk, chunks.read(chunk))
    except (ChunkMismatchError, OSError) as error:
        return ChunkResult(chunk, str(error) or "unreadable")


def _checked(job: Job, plan: Plan, chunk: Chunk, frame: pl.DataFrame) -> ChunkResult:
    checked = ChunkResult(chunk, ends=pl.concat([frame.head(1), frame.tail(1)]))
    if plan["counts"]:
        counts = violated(slices.context(replace(job, tables=(chunk.table,)), {chunk.table: frame}))[chunk.table]
        checked.counts = {key: n for key, n in counts.items() if key[1] != "unique"}
        checked.matches = slices.malformed(job, chunk.table, frame, checked.counts, plan["counts"])
        job = replace(job, explained=_explained(checked.matches))
    alike: dict[tuple[bool, tuple[str, ...]], list[Rule]] = {}
    for rule in (*plan["rows"], *plan["gate"]):
        if chunk.table in rule.needs or not set(rule.needs) - set(rule.beside):
            alike.setdefault((bool(rule.needs) and not rule.cause, rule.beside), []).append(rule)
    # the causes, and the rules that need no table by name, come first: causes explain what the others report
    for (named, beside), rules in sorted(alike.items(), key=lambda item: item[0]):
        of_this = job if named else replace(job, tables=tuple(dict.fromkeys((chunk.table, *beside))))
        part = slices.context(of_this, {chunk.table: frame}, beside)
        matches = slices.check(job, part, rules, {r.code: (chunk.table,) for r in rules})
        job = replace(job, explained={**job.explained, **_explained(matches)})
        checked.matches += matches
    return checked


def _explained(matches: Sequence[SliceMatches]) -> slices.Explained:
    explained: slices.Explained = {}
    for one in matches:
        if one.explained:
            explained.setdefault((one.table, one.column, one.cause), []).extend(one.explained)
    return {key: sorted(set(rows)) for key, rows in explained.items()}


def _across_ends(job: Job, plan: Plan, checked: Sequence[ChunkResult]) -> list[SliceMatches]:
    """Matches of rules that read the previous record, where one chunk ends and the next begins."""
    rules = [rule for rule in plan["gate"] if rule.reads_previous]
    ends: dict[str, list[pl.DataFrame]] = {}
    if not rules:
        return []
    for c in sorted(checked, key=lambda c: c.chunk.before):
        if c.ends is not None:
            ends.setdefault(c.chunk.table, []).append(c.ends)
    matches = []
    for name, several in ends.items():
        firsts = [frame.item(0, ROW) for frame in several[1:]]
        part = slices.context(job, {name: pl.concat(several)})
        for one in slices.check(job, part, rules, {r.code: (name,) for r in rules}):
            rows = one.rows.filter(pl.col(ROW).is_in(firsts))
            if rows.height:
                matches.append(replace(one, rows=rows, n=rows.height))
    return matches


def _remember(
    context: Context, checked: Sequence[ChunkResult], uncut: set[str], duplicated: Sequence[UniqueKey]
) -> None:
    """Give the rules on constraints the counts of the chunks, so that they need not count again."""
    tables = context.tables.tables
    counts: dict[str, dict[tuple[str, str], int]] = {name: {} for name in tables if name not in uncut}
    for c in checked:
        of_table = counts[c.chunk.table]
        for key, n in c.counts.items():
            of_table[key] = of_table.get(key, 0) + n
    for unique in duplicated:
        fields = [f for f in context.tables.fields(unique.table) if (f["name"],) == unique.columns]
        if fields and fields[0].get("constraints", {}).get("unique"):
            violations = count_violations(tables[unique.table].checked, fields)
            counts[unique.table] |= {k: n for k, n in violations.items() if k[1] == "unique"}
    context.cache[violated] = counts
    whole = violated(context)
    context.cache[violated] = {name: whole[name] for name in tables}


@dataclass(frozen=True)
class Result:
    """What the workers know. known: code -> matches; grouped: codes of rules over groups that they checked; uncut: tables
    that they could not read; broken: questions whose keys are duplicated or missing.
    """

    plan: Plan
    known: Mapping[str, list[SliceMatches]]
    grouped: set[str]
    uncut: set[str]
    broken: Sequence[Question]

    def prepared(self, rule: Rule) -> Rule:
        """The rule, or one in its place that yields the matches of the workers."""
        if self.plan.has(rule.code, "gate", "keys", "references"):
            return rule if self._must_run(rule) else replace(rule, check=_nothing)
        if self.plan.has(rule.code, "rows") or rule.code in self.grouped:
            return replace(rule, check=partial(self._matches, rule))
        return rule

    def _must_run(self, rule: Rule) -> bool:
        """Whether a worker has seen a reason to check a rule over the whole package."""
        if self.plan.has(rule.code, "gate"):
            return bool(self.uncut) or rule.code in self.known
        kind = Reference if self.plan.has(rule.code, "references") else UniqueKey
        return bool(self.uncut) or any(isinstance(q, kind) for q in self.broken)

    def _matches(self, rule: Rule, context: Context) -> Iterator[Finding]:
        """The matches of the workers, and those of the tables that they could not read."""
        for one in self.known.get(rule.code, ()):
            yield one.matches()
        if self.uncut and (not rule.needs or self.uncut & set(rule.needs)):
            for finding in rule.check(context):
                if not isinstance(finding, Matches) or finding.table in self.uncut:
                    yield finding


def _nothing(_: Context) -> Iterator[Finding]:
    yield from ()
