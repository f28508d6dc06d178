"""The rules, shared out over a pool of workers; what they cannot tell from parts is looked at here, with polars.

Three rounds: chunks are counted and cut; each record is judged by itself; records of one key are brought together
and judged. Then `rules.engine` makes the report, as it always does, from rules whose findings are known already
and from those that look at whole tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Protocol, TypeVar

import polars as pl

from event_timeline.engine import chunks, exchange, running, slices
from event_timeline.engine.chunks import AT_ONCE, Chunk, OddChunkError
from event_timeline.engine.exchange import Answer, Dealt, Packet, Question, Reference, Sharing, Unique
from event_timeline.engine.plan import Plan, asked, planned
from event_timeline.engine.slices import Job, Told
from event_timeline.model import Report
from event_timeline.profile.constraints import count_violations
from event_timeline.rules import BY_CODE
from event_timeline.rules.rule import Context, Finding, Offenders, Rule
from event_timeline.rules.tables.constraints import violated
from event_timeline.tables.loading import ROW

A = TypeVar("A")
B = TypeVar("B")
Tell = Callable[[float, str], None]


class Pool(Protocol):
    """Workers that see the same files under the same paths."""

    def map(self, function: Callable[[A], B], items: Sequence[A]) -> list[B]:
        """The function's value for each item, in their order."""

    def exchange(
        self,
        deal: Callable[[Chunk], Iterator[tuple[int, Packet]]],
        items: Sequence[Chunk],
        judge: Callable[[int, Iterator[Packet]], Answer],
    ) -> list[Answer]:
        """Deal all items, bring together what has the same number, and judge each number once."""


@dataclass
class Seen:
    """What one chunk tells by itself.

    odd: why it could not be read; counts: (column, kind) -> cells that break the constraint; ends: the first and
    last record.
    """

    chunk: Chunk
    odd: str = ""
    told: list[Told] = field(default_factory=list)
    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    ends: pl.DataFrame | None = None


def run(
    context: Context, rules: Sequence[Rule], pool: Pool, most: int, clock: running.Clock | None = None,
    tell: Tell | None = None, at_once: int = AT_ONCE,
) -> Report:  # fmt: skip
    """Check the rules as `engine.run` does, with the same report.

    at_once: bytes of a file that one worker reads at a time, and of a table that it may have whole.
    """
    tell = tell or (lambda _done, _next: None)
    tell(0, "cutting the tables")
    pieces = _cut(context, pool, at_once)
    ready = [r for r in rules if not running.unready(r, context)]
    small = {
        n: tuple(c) for n, c in pieces.items() if sum(p.facts.size for p in context.tables.tables[n].parts) <= at_once
    }
    plan = planned(ready, small)
    job = Job(context.tables.package, tuple(context.tables.tables), small, most)
    tell(0.1, "records")
    seen = pool.map(partial(look, job, plan), [c for of_table in pieces.values() for c in of_table])
    odd = {s.chunk.table for s in seen if s.odd} | (set(context.tables.tables) - set(pieces))
    seen = [s for s in seen if s.chunk.table not in odd]
    told = [one for s in seen for one in s.told] + _followed(job, plan, seen)
    job = replace(job, explained=_explained(told))
    tell(0.4, "keys")
    questions = asked(context, plan, odd)
    spread = [c for name, of_table in pieces.items() if name not in odd for c in of_table]
    dealt = Dealt(job, tuple(questions), max(1, len(spread)))
    answers = pool.exchange(partial(exchange.deal, dealt), spread, partial(exchange.judge, dealt)) if questions else []
    told += [one for a in answers for one in a.told]
    broken = [questions[i] for i in sorted({i for a in answers for i in a.broken})]
    order = {name: i for i, name in enumerate(context.tables.tables)}
    known = slices.together(told, order, most)
    if plan.counted:
        _remember(context, seen, odd, [q for q in broken if isinstance(q, Unique)])
    tell(0.6, "whole tables")
    answered = {c for s in (q for q in questions if isinstance(q, Sharing)) for c in s.rules}
    shared = [_shared(rule, plan, known, answered, odd, broken) for rule in rules]
    return running.run(context, shared, most, clock, lambda done, what: tell(0.6 + done * 0.4, what))


def _cut(context: Context, pool: Pool, at_once: int) -> dict[str, list[Chunk]]:
    """Table -> its chunks, for those that can be cut."""
    tables = context.tables.tables
    wanted = [s for table in tables.values() for s in chunks.stretches(table, at_once)]
    surveyed = dict(zip(wanted, pool.map(chunks.survey, wanted), strict=True))
    found = {
        name: chunks.cut(name, table, [(s, surveyed[s]) for s in chunks.stretches(table, at_once)], at_once)
        for name, table in tables.items()
    }
    return {name: of_table for name, of_table in found.items() if of_table is not None}


def look(job: Job, plan: Plan, chunk: Chunk) -> Seen:
    """Judge each record of a chunk by itself."""
    try:
        return _looked(job, plan, chunk, chunks.read(chunk))
    except (OddChunkError, OSError) as error:
        return Seen(chunk, str(error) or "unreadable")


def _looked(job: Job, plan: Plan, chunk: Chunk, frame: pl.DataFrame) -> Seen:
    seen = Seen(chunk, ends=pl.concat([frame.head(1), frame.tail(1)]))
    if plan.counted:
        counts = violated(slices.context(replace(job, tables=(chunk.table,)), {chunk.table: frame}))[chunk.table]
        seen.counts = {key: n for key, n in counts.items() if key[1] != "unique"}
        seen.told = slices.malformed(job, chunk.table, frame, seen.counts, plan.counted)
        job = replace(job, explained=_explained(seen.told))
    alike: dict[tuple[bool, tuple[str, ...]], list[Rule]] = {}
    gates = [code for code in plan.gates if not code.startswith("KEY")]
    for code, beside in (*plan.rows.items(), *((code, ()) for code in gates)):
        rule = BY_CODE[code]
        if chunk.table in rule.needs or not set(rule.needs) - set(beside):
            alike.setdefault((bool(rule.needs) and not rule.cause, beside), []).append(rule)
    # the causes, and what needs no table by name, come first: causes explain what the others find
    for (named, beside), rules in sorted(alike.items(), key=lambda item: item[0]):
        of_this = job if named else replace(job, tables=tuple(dict.fromkeys((chunk.table, *beside))))
        part = slices.context(of_this, {chunk.table: frame}, beside)
        told = slices.find(job, part, rules, {r.code: (chunk.table,) for r in rules})
        job = replace(job, explained={**job.explained, **_explained(told)})
        seen.told += told
    return seen


def _explained(told: Sequence[Told]) -> slices.Explained:
    found: slices.Explained = {}
    for one in told:
        if one.explains:
            found.setdefault((one.table, one.column), []).extend(one.explains)
    return {key: sorted(set(rows)) for key, rows in found.items()}


def _followed(job: Job, plan: Plan, seen: Sequence[Seen]) -> list[Told]:
    """What rules that look back find where one chunk ends and the next begins."""
    rules = [rule for rule in map(BY_CODE.__getitem__, plan.gates) if rule.looks_back]
    ends: dict[str, list[pl.DataFrame]] = {}
    for s in sorted(seen, key=lambda s: s.chunk.before):
        if s.ends is not None:
            ends.setdefault(s.chunk.table, []).append(s.ends)
    found = []
    for name, several in ends.items():
        firsts = [frame.item(0, ROW) for frame in several[1:]]
        for one in slices.find(
            job, slices.context(job, {name: pl.concat(several)}), rules, {r.code: (name,) for r in rules}
        ):
            rows = one.rows.filter(pl.col(ROW).is_in(firsts))
            if rows.height:
                found.append(replace(one, rows=rows, n=rows.height))
    return found


def _remember(context: Context, seen: Sequence[Seen], odd: set[str], repeated: Sequence[Unique]) -> None:
    """Give the rules on constraints the counts that the chunks brought, so that they need not count again."""
    tables = context.tables.tables
    counts: dict[str, dict[tuple[str, str], int]] = {name: {} for name in tables if name not in odd}
    for s in seen:
        of_table = counts[s.chunk.table]
        for key, n in s.counts.items():
            of_table[key] = of_table.get(key, 0) + n
    for unique in repeated:
        fields = [f for f in context.tables.fields(unique.table) if (f["name"],) == unique.columns]
        if fields and fields[0].get("constraints", {}).get("unique"):
            found = count_violations(tables[unique.table].checked, fields)
            counts[unique.table] |= {k: n for k, n in found.items() if k[1] == "unique"}
    context.made[violated] = counts
    whole = violated(context)
    context.made[violated] = {name: whole[name] for name in tables}


def _shared(
    rule: Rule, plan: Plan, known: Mapping[str, list[Told]], answered: set[str], odd: set[str], broken: Sequence[Question]
) -> Rule:  # fmt: skip
    """The rule, or one in its place that yields what the workers found."""
    if rule.code in plan.gates:
        quiet = _quiet(rule.code, known, odd, broken)
        return replace(rule, check=_nothing) if quiet else rule
    if rule.code in plan.rows or rule.code in answered:
        return replace(rule, check=partial(_found, rule, known.get(rule.code, []), odd))
    return rule


def _quiet(code: str, known: Mapping[str, list[Told]], odd: set[str], broken: Sequence[Question]) -> bool:
    """Whether no worker saw a reason to ask a rule of the whole package."""
    if code.startswith("KEY"):
        kind = Reference if code == "KEY003" else Unique
        return not odd and not any(isinstance(q, kind) for q in broken)
    return not odd and code not in known


def _nothing(_: Context) -> Iterator[Finding]:
    yield from ()


def _found(rule: Rule, told: Sequence[Told], odd: set[str], context: Context) -> Iterator[Finding]:
    """What the workers found, and what the rule finds here in tables that they could not read."""
    for one in told:
        yield one.finding()
    if odd and (rule.needs == () or odd & set(rule.needs)):
        for finding in rule.check(context):
            if not isinstance(finding, Offenders) or finding.table in odd:
                yield finding
