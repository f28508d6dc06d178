"""Which rule is checked where, and which questions about keys that needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from event_timeline.engine.exchange import Question, Reference, UniqueKey, groupings
from event_timeline.package.json_files import as_list
from event_timeline.profile.table_schemas import foreign_keys
from event_timeline.rules import BY_CODE
from event_timeline.rules.rule import Context, Rule
from event_timeline.rules.scopes import Group, Scope

Plan = dict[str, Scope]
"""Code of a rule -> its scope; `whole` where it needs a table beside which is not small."""


def planned(rules: Sequence[Rule], small: Mapping[str, object]) -> Plan:
    """Distribute rules; small: the tables that each worker may have whole."""
    beside = {r.code: {*r.beside, *(table for group in r.groups for table in group.beside)} for r in rules}
    return {rule.code: rule.scope if beside[rule.code] <= set(small) else "whole" for rule in rules}


def of_scope(plan: Plan, *scopes: Scope) -> list[Rule]:
    """The rules of some scopes."""
    return [BY_CODE[code] for scope in scopes for code, its in plan.items() if its == scope]


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
    groups = {
        rule.code: rule.groups
        for rule in of_scope(plan, "groups")
        if all(_ready(context, g, uncut) for g in rule.groups)
    }
    found: list[Question] = [*groupings(groups, required)]
    for name in tables.tables:
        if name not in uncut:
            if of_scope(plan, "keys", "counts"):
                found += _unique_keys(context, name)
            if of_scope(plan, "references"):
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
