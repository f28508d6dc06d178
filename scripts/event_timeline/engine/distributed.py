"""Rules distributed over a pool of workers: this machine reads no table, it hands out tasks and puts the report together.

Workers read, check and cut the files, a table each. Then each record is checked by itself, a chunk a task; records of one
key are brought together and checked; and what needs whole tables is checked by tasks that read these tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, ClassVar, Concatenate, ParamSpec, Protocol, TypeVar, cast

import polars as pl

from event_timeline.engine import chunks, exchange, run_rules, slices
from event_timeline.engine.chunks import CHUNK_BYTES, Chunk, ChunkMismatchError
from event_timeline.engine.exchange import Exchange, Grouping, KeyMatches, Packet, Question, Reference, UniqueKey
from event_timeline.engine.plan import Plan, batches, of_scope, planned, questions
from event_timeline.engine.slices import Found, Job, Slice, SliceMatches
from event_timeline.io.progress import Progress
from event_timeline.model import MAX_PROBLEMS, Report
from event_timeline.package.opening import Package
from event_timeline.profile.constraints import Counts
from event_timeline.rules import BY_CODE
from event_timeline.rules.evidence import text_checks
from event_timeline.rules.rule import Context, Finding, Rule
from event_timeline.rules.tables.constraints import violated
from event_timeline.tables.loading import Tables, load_tables, sizes_of

A = TypeVar("A")
B = TypeVar("B")
P = ParamSpec("P")


class Pool(Protocol):
    """Workers that see the same files under the same paths."""

    @property
    def cores(self) -> int:
        """How many tasks run at a time."""

    def map(self, function: Callable[[A], B], items: Sequence[A]) -> list[B]:
        """The function's value for each item, in their order. Raises the UserError that it raises."""

    def exchange(
        self,
        partition: Callable[[Chunk], Iterator[tuple[int, Packet]]],
        items: Sequence[Chunk],
        check: Callable[[int, Iterator[Packet]], KeyMatches],
    ) -> list[KeyMatches]:
        """Partition all items, bring together what has the same number, and check each partition once."""


@dataclass(kw_only=True)
class DistributedTables(Tables):
    """Tables that workers read. cut: table -> its chunks of about chunk_bytes, where it can be cut."""

    pool: Pool
    chunk_bytes: int
    cut: dict[str, list[Chunk]] = field(default_factory=dict)
    distributed: ClassVar[bool] = True

    def ask(self, function: Callable[Concatenate[Tables, P], B], *args: P.args, **named: P.kwargs) -> B:
        """The function's value, which a worker computes."""
        return self.pool.map(partial(_value, function, args, named), [self])[0]


def _value(function: Callable[..., B], args: Sequence[Any], named: Mapping[str, Any], tables: Tables) -> B:
    return function(tables, *args, **named)


def load(
    package: Package, pool: Pool, only: str | None = None, progress: Progress | None = None, *,
    hashed: bool = True, chunk_bytes: int = CHUNK_BYTES,
) -> DistributedTables:  # fmt: skip
    """Let workers read every resource, or the one named `only`, as `load_tables` does.

    chunk_bytes: of a file that a worker checks at a time, and of a table that it may have whole beside it.
    """
    sizes = sizes_of(package, only)
    largest_first = sorted(sizes, key=sizes.__getitem__, reverse=True)
    if progress:
        progress(0, "reading the tables")
    reading = partial(read, replace(package, temporary=None), hashed, chunk_bytes)
    loaded = dict(zip(largest_first, pool.map(reading, largest_first), strict=True))
    tables = DistributedTables(package, pool=pool, chunk_bytes=chunk_bytes)
    for name in sizes:
        of_one, cut = loaded[name]
        tables.tables |= of_one.tables
        tables.problems += of_one.problems
        tables.failed |= of_one.failed
        tables.facts |= of_one.facts
        if cut is not None:
            tables.cut[name] = cut
    return tables


def read(package: Package, hashed: bool, chunk_bytes: int, name: str) -> tuple[Tables, list[Chunk] | None]:
    """Read and cut a resource. Raises OSError where this machine does not see the package."""
    (package.root / package.descriptor_name).stat()
    tables = load_tables(package, name, hashed=hashed)
    return tables, chunks.cut(tables.tables[name], chunk_bytes) if name in tables else None


@dataclass
class ChunkResult:
    """What is known of one chunk by itself.

    counts: (column, kind) -> cells that break the constraint; ends: the first and last record, None where it is unreadable.
    """

    chunk: Chunk
    found: Found = field(default_factory=Found)
    counts: Counts = field(default_factory=dict)
    ends: pl.DataFrame | None = None


@dataclass
class Parts:
    """What chunks and keys say. found: of rows and groups; uncut: tables that could not be read in chunks; counts: of the
    others, table -> cells that break constraints; asked: questions about keys; broken: those whose keys are duplicated or
    missing.
    """

    plan: Plan
    found: Found
    uncut: set[str]
    counts: dict[str, Counts]
    asked: Sequence[Question] = ()
    broken: Sequence[Question] = ()

    @property
    def grouped(self) -> set[str]:
        """The codes of the rules over groups that keys were asked for."""
        return {code for q in self.asked if isinstance(q, Grouping) for code in q.rules}

    def suffice(self, rule: Rule) -> bool:
        """Whether a rule has no more to find in whole tables."""
        scope = self.plan[rule.code]
        if scope == "rows":
            return not (self.uncut if not rule.needs else self.uncut & set(rule.needs))
        if scope == "groups":
            return rule.code in self.grouped
        if scope == "whole" or self.uncut:
            return False
        if scope == "gate":
            return all(one.code != rule.code for one in self.found.slices)
        if scope == "counts" and any(n for of_table in self.counts.values() for n in of_table.values()):
            return False
        kind = Reference if scope == "references" else UniqueKey
        return not any(isinstance(q, kind) for q in self.broken)


def run(
    context: Context, rules: Sequence[Rule], limit: int = MAX_PROBLEMS, clock: run_rules.Clock | None = None,
    progress: Progress | None = None,
) -> Report:  # fmt: skip
    """Check the rules over `DistributedTables` as `run_rules.run` does, with the same report. Raises UserError."""
    tables, progress = cast("DistributedTables", context.tables), progress or (lambda _done, _next: None)
    report, ready = run_rules.started(context, rules)
    small = {name: tuple(c) for name, c in tables.cut.items() if tables.facts[name].size <= tables.chunk_bytes}
    plan = planned(ready, small)
    job = Job(tables, small, limit, timed=clock is not None)
    progress(0, "records")
    parts = _in_chunks(job, plan, tables)
    job = replace(job, texts=context.texts, explained=_explained(parts.found.slices), counts=parts.counts)
    causes = [rule for rule in ready if rule.cause and not parts.suffice(rule)]
    whole = _in_whole_tables(job, parts, causes, tables)
    job = replace(job, explained=_explained([*parts.found.slices, *whole.slices]))
    progress(0.3, "keys")
    _by_keys(job, parts, context, tables)
    progress(0.6, "whole tables")
    doubled = {q.table for q in parts.broken if isinstance(q, UniqueKey)}
    job = replace(job, counts={name: counts for name, counts in parts.counts.items() if name not in doubled})
    whole += _in_whole_tables(job, parts, [r for r in ready if r not in causes and not parts.suffice(r)], tables)
    if any(rule.text_check for rule in ready):
        context.cache[text_checks.proved] = parts.found.proved | whole.proved
    if clock:
        for rule in ready:
            clock(rule.code, sum(found.seconds.get(rule.code, 0) for found in (parts.found, whole)))
    findings, counts = _put_together(ready, parts, whole, list(tables.tables), limit)
    return run_rules.completed(context, report, findings, counts, limit)


def _in_chunks(job: Job, plan: Plan, tables: DistributedTables) -> Parts:
    pieces = [chunk for of_table in tables.cut.values() for chunk in of_table]
    checked = tables.pool.map(partial(check_chunk, job, plan), pieces)
    uncut = {c.chunk.table for c in checked if c.ends is None} | (set(tables.tables) - set(tables.cut))
    checked = [c for c in checked if c.chunk.table not in uncut]
    parts = Parts(plan, Found(), uncut, {name: {} for name in tables.tables if name not in uncut})
    for c in checked:
        parts.found += c.found
        of_table = parts.counts[c.chunk.table]
        for key, n in c.counts.items():
            of_table[key] = of_table.get(key, 0) + n
    parts.found.slices += _across_ends(job, plan, checked)
    return parts


def _by_keys(job: Job, parts: Parts, context: Context, tables: DistributedTables) -> None:
    parts.asked = asked = tuple(questions(context, parts.plan, parts.uncut))
    keyed = {table for question in asked for table in exchange.tables_of(question)} - parts.uncut
    items = [c for name, of_table in tables.cut.items() if name in keyed for c in of_table]
    exchanged = Exchange(job, asked, max(1, len(items)))
    work = partial(exchange.partition, exchanged), items, partial(exchange.check, exchanged)
    answers = tables.pool.exchange(*work) if asked else []
    parts.broken = [asked[i] for i in sorted({i for answer in answers for i in answer.broken})]
    for answer in answers:
        parts.found += answer.found


def _in_whole_tables(job: Job, parts: Parts, rules: Sequence[Rule], tables: DistributedTables) -> Found:
    only = {rule.code: dict.fromkeys(parts.uncut) for rule in rules if parts.plan[rule.code] == "rows"}
    sizes = {name: tables.facts[name].size for name in tables.tables}
    found = Found()
    for one in tables.pool.map(partial(check_whole, job, only), batches(rules, sizes, tables.pool.cores)):
        found += one
    return found


def check_whole(job: Job, only: Mapping[str, Mapping[str, None]], codes: Sequence[str]) -> Found:
    """Check rules over whole tables; only: code -> the tables of which problems are wanted, where those are not all."""
    rules = [BY_CODE[code] for code in codes]
    tables = job.tables.parsed({name for rule in rules for name in rule.needs})
    return slices.check(job, Context(tables, job.texts, {violated: dict(job.counts)}, listed=job.limit), rules, only)


def _put_together(
    rules: Sequence[Rule], parts: Parts, whole: Found, tables: Sequence[str], limit: int
) -> tuple[list[tuple[Rule, Finding]], dict[int, int]]:
    """The findings of all rules, in their order, and id of a finding -> how many it is there for, if not for itself alone."""
    in_parts = parts.grouped | {rule.code for rule in of_scope(parts.plan, "rows")}
    pieces = [one for one in (*parts.found.slices, *whole.slices) if one.code in in_parts]
    known = slices.merged(pieces, {name: i for i, name in enumerate(tables)}, limit)
    for one in whole.slices:
        if one.code not in in_parts:
            known[one.code].append(one)
    findings: list[tuple[Rule, Finding]] = []
    counts: dict[int, int] = {}
    for rule in rules:
        for one in known.get(rule.code, ()):
            listed = [one.matches()] if isinstance(one, SliceMatches) else one.problems
            findings += [(rule, finding) for finding in listed]
            counts[id(listed[-1])] = one.n + 1 - len(listed)
    return findings, counts


def check_chunk(job: Job, plan: Plan, chunk: Chunk) -> ChunkResult:
    """Check each record of a chunk by itself."""
    try:
        return _checked(job, plan, chunk, chunks.read(chunk))
    except (ChunkMismatchError, OSError):
        return ChunkResult(chunk)


def _checked(job: Job, plan: Plan, chunk: Chunk, frame: pl.DataFrame) -> ChunkResult:
    checked = ChunkResult(chunk, ends=pl.concat([frame.head(1), frame.tail(1)]))
    wanted = {rule.code: {chunk.table: None} for rule in BY_CODE.values()}
    if counted := of_scope(plan, "counts"):
        part = slices.context(job, {chunk.table: frame}, (), (chunk.table,))
        checked.counts = {key: n for key, n in violated(part)[chunk.table].items() if key[1] != "unique"}
        checked.found += slices.check(job, part, [rule for rule in counted if rule.cause], wanted)
        job = replace(job, explained=_explained(checked.found.slices))
    alike: dict[tuple[bool, tuple[str, ...]], list[Rule]] = {}
    for rule in of_scope(plan, "rows", "gate"):
        if chunk.table in rule.needs or not set(rule.needs) - set(rule.beside):
            alike.setdefault((bool(rule.needs) and not rule.cause, rule.beside), []).append(rule)
    # the causes, and the rules that need no table by name, come first: causes explain what the others report
    for (named, beside), rules in sorted(alike.items(), key=lambda item: item[0]):
        names = None if named else tuple(dict.fromkeys((chunk.table, *beside)))
        part = slices.context(job, {chunk.table: frame}, beside, names)
        found = slices.check(job, part, rules, wanted)
        job = replace(job, explained={**job.explained, **_explained(found.slices)})
        checked.found += found
    return checked


def _explained(matches: Iterable[Slice]) -> slices.Explained:
    explained: slices.Explained = {}
    for one in matches:
        if isinstance(one, SliceMatches) and one.explained:
            explained.setdefault((one.table, one.column, one.cause), []).extend(one.explained)
    return {key: sorted(set(rows)) for key, rows in explained.items()}


def _across_ends(job: Job, plan: Plan, checked: Sequence[ChunkResult]) -> Iterator[Slice]:
    """What rules that read the previous record find where one chunk ends and the next begins."""
    rules = [rule for rule in of_scope(plan, "gate") if rule.reads_previous]
    ends: dict[str, list[pl.DataFrame]] = {}
    for c in sorted(checked, key=lambda c: c.chunk.before):
        if c.ends is not None and rules:
            ends.setdefault(c.chunk.table, []).append(c.ends)
    for name, several in ends.items():
        part = slices.context(job, {name: pl.concat(several)})
        yield from slices.check(job, part, rules, {rule.code: {name: None} for rule in rules}).slices
