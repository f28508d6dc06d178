"""Which rule is checked where, and what is asked of keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from event_timeline.engine.exchange import Question, Reference, Unique, sharings
from event_timeline.rules.rule import Context, Rule
from event_timeline.rules.scopes import Group


@dataclass
class Plan:
    """Which rules are checked where. rows: code -> tables beside; gates, whole, counted: as in `rules.scopes`."""

    rows: dict[str, tuple[str, ...]]
    groups: dict[str, tuple[Group, ...]]
    gates: list[str]
    whole: list[str]
    counted: list[str]


def planned(rules: Sequence[Rule], small: Mapping[str, object]) -> Plan:
    """Where each rule is checked; one that needs a table beside which is not small looks at all of it."""
    plan = Plan({}, {}, [], [], [])
    for rule in rules:
        if not {*rule.beside, *(table for group in rule.groups for table in group.beside)} <= set(small):
            plan.whole.append(rule.code)
        elif rule.scope == "rows":
            plan.rows[rule.code] = rule.beside
        elif rule.scope == "groups":
            plan.groups[rule.code] = rule.groups
        else:
            {"gate": plan.gates, "counts": plan.counted, "whole": plan.whole}[rule.scope].append(rule.code)
    return plan


def asked(context: Context, plan: Plan, odd: set[str]) -> list[Question]:
    """What is asked of keys, tables that cannot be cut left out."""
    tables = context.tables
    groups = {
        code: several for code, several in plan.groups.items()
        if not any(({t for t, _ in g.columns} | set(g.beside)) & odd or not all(tables.has(t, c) for t, c in g.columns) for g in several)
    }  # fmt: skip
    required = {
        name: {f["name"] for f in tables.fields(name) if f.get("constraints", {}).get("required")}
        for name in tables.tables
    }
    questions: list[Question] = [*sharings(groups, required)]
    for name in tables.tables:
        if name in odd:
            continue
        schema = tables.schema(name)
        unique = [[f["name"]] for f in tables.fields(name) if f.get("constraints", {}).get("unique")]
        keys = (
            [*unique, _names(schema.get("primaryKey")), *(schema.get("uniqueKeys") or ())]
            if plan.gates or plan.counted
            else []
        )
        for key in dict.fromkeys(tuple(k) for k in keys):
            if key and tables.has(name, *key):
                questions.append(Unique(name, key))
        for foreign in schema.get("foreignKeys") or () if "KEY003" in plan.gates else ():
            reference = foreign.get("reference", {})
            other, here = reference.get("resource") or name, tuple(_names(foreign.get("fields")))
            there = tuple(_names(reference.get("fields")))
            if here and other not in odd and tables.has(name, *here) and tables.has(other, *there):
                questions.append(Reference(name, here, other, there))
    return questions


def _names(value: object) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else [str(v) for v in value]  # type: ignore[attr-defined]
