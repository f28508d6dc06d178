"""Which rule is checked where, and which questions about keys that needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from event_timeline.engine.exchange import Question, Reference, UniqueKey, groupings
from event_timeline.package.json_files import as_list
from event_timeline.profile.table_schemas import foreign_keys
from event_timeline.rules import BY_CODE
from event_timeline.rules.rule import Context, Rule
from event_timeline.rules.scopes import Group, Scope


@dataclass
class Plan:
    """Codes of rules by their scope; a rule that needs a table beside which is not small is in `whole`."""

    codes: dict[Scope, list[str]] = field(default_factory=dict)

    def __getitem__(self, scope: Scope) -> list[Rule]:
        return [BY_CODE[code] for code in self.codes.get(scope, ())]

    def has(self, code: str, *scopes: Scope) -> bool:
        """Whether a rule is in one of these scopes."""
        return any(code in self.codes.get(scope, ()) for scope in scopes)


def planned(rules: Sequence[Rule], small: Mapping[str, object]) -> Plan:
    """Distribute rules; small: the tables that each worker may have whole."""
    plan = Plan()
    for rule in rules:
        beside = {*rule.beside, *(table for group in rule.groups for table in group.beside)}
        plan.codes.setdefault(rule.scope if beside <= set(small) else "whole", []).append(rule.code)
    return plan


def batches(rules: Sequence[Rule], sizes: Mapping[str, int], count: int) -> list[list[str]]:
    """Codes of rules over whole tables in at most `count` tasks that take about as long; sizes: bytes of each table.

    Rules that need the same tables are in one, which reads each of its tables once.
    """
    alike: dict[frozenset[str], list[str]] = {}
    for rule in rules:
        alike.setdefault(frozenset(rule.needs) & set(sizes), []).append(rule.code)
    queries, read = [0] * count, [frozenset[str]()] * count
    found: list[list[str]] = [[] for _ in range(count)]

    def load(task: int, needs: frozenset[str]) -> int:
        return queries[task] + READING * sum(sizes[name] for name in read[task] | needs)

    for needs, of_needs in sorted(alike.items(), key=lambda item: -sum(sizes[name] for name in item[0]) * len(item[1])):
        task = min(range(count), key=lambda task: load(task, needs))
        queries[task] += len(of_needs) * sum(sizes[name] for name in needs)
        read[task] |= needs
        found[task] += of_needs
    return [batch for batch in found if batch]


READING = 20
"""Times as long as a query of a table it takes to parse it."""


def questions(context: Context, plan: Plan, uncut: set[str]) -> list[Question]:
    """The questions about keys, without tables that cannot be cut."""
    tables = context.tables
    required = {
        name: {f["name"] for f in tables.fields(name) if f.get("constraints", {}).get("required")}
        for name in tables.tables
    } | {name: set() for name in context.left_out}
    groups = {rule.code: rule.groups for rule in plan["groups"] if all(_ready(context, g, uncut) for g in rule.groups)}
    found: list[Question] = [*groupings(groups, required)]
    for name in tables.tables:
        if name not in uncut:
            if plan["keys"] or plan["counts"]:
                found += _unique_keys(context, name)
            if plan["references"]:
                found += _references(context, name, uncut)
    return found


def _ready(context: Context, group: Group, uncut: set[str]) -> bool:
    names = {t for t, _ in group.columns} | set(group.beside)
    there = ((t, c) for t, c in group.columns if t not in context.left_out)
    return not names & uncut and all(context.tables.has(t, c) for t, c in there)


def _unique_keys(context: Context, name: str) -> Iterator[UniqueKey]:
    tables, schema = context.tables, context.tables.schema(name)
    unique = [[f["name"]] for f in tables.fields(name) if f.get("constraints", {}).get("unique")]
    keys = [*unique, as_list(schema.get("primaryKey")), *(schema.get("uniqueKeys") or ())]
    for key in dict.fromkeys(tuple(k) for k in keys):
        if key and tables.has(name, *key):
            yield UniqueKey(name, key, is_primary=list(key) == as_list(schema.get("primaryKey")))


def _references(context: Context, name: str, uncut: set[str]) -> Iterator[Reference]:
    tables = context.tables
    for here, other, there in foreign_keys(name, tables.schema(name)):
        if other not in uncut and tables.has(name, *here) and tables.has(other, *there):
            yield Reference(name, tuple(here), other, tuple(there))
