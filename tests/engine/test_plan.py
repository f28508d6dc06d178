"""Which questions about keys are asked of a package."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline.engine.exchange import Reference, UniqueKey
from event_timeline.engine.plan import batches, of_scope, planned, questions
from event_timeline.package.opening import open_package
from event_timeline.rules import BY_CODE, RULES
from event_timeline.rules.rule import Context
from event_timeline.tables.loading import load_tables
from tests import builder


def as_tuple(names: str | list[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)


def test_every_key_and_every_foreign_key_is_asked_about(harbour: Path) -> None:
    context = Context(load_tables(open_package(harbour)))
    asked = questions(context, planned(RULES, {}), set())
    schemas = {name: builder.schema(harbour, name) for name in context.tables.tables}
    foreign = [(name, key, key["reference"]) for name, s in schemas.items() for key in s.get("foreignKeys", ())]
    references = [
        Reference(name, as_tuple(key["fields"]), other.get("resource", name), as_tuple(other["fields"]))
        for name, key, other in foreign
    ]
    assert [q for q in asked if isinstance(q, Reference)] == references
    keys = {
        UniqueKey(name, as_tuple(key), is_primary=key == s["primaryKey"])
        for name, s in schemas.items()
        for key in (s["primaryKey"], *s.get("uniqueKeys", ()))
    }
    assert {q for q in asked if isinstance(q, UniqueKey)} == keys


def test_a_table_that_cannot_be_cut_is_asked_nothing(harbour: Path) -> None:
    context = Context(load_tables(open_package(harbour)))
    asked = questions(context, planned(RULES, {}), {"events"})
    assert not [q for q in asked if isinstance(q, Reference) and "events" in (q.table, q.other)]
    assert not [q for q in asked if isinstance(q, UniqueKey) and q.table == "events"]
    assert [q for q in asked if isinstance(q, Reference) and q.table == "evidence"]


def test_rules_that_need_the_same_tables_are_in_one_task_and_each_rule_is_in_one() -> None:
    sizes = {"events": 100, "evidence": 500, "statements": 50, "sources": 1}
    for count in (1, 2, 5):
        tasks = batches(RULES, sizes, count)
        assert len(tasks) <= count
        assert sorted(code for task in tasks for code in task) == sorted(r.code for r in RULES)
        needs = [{frozenset(BY_CODE[code].needs) & set(sizes) for code in task} for task in tasks]
        assert sum(map(len, needs)) == len(set().union(*needs))
    assert len(batches(RULES, sizes, 5)) > 1
    assert batches([], sizes, 2) == []


def test_a_rule_whose_table_beside_is_not_small_is_run_over_whole_tables() -> None:
    beside = {r.code for r in RULES if r.beside or any(g.beside for g in r.groups)}
    plan = planned(RULES, {})
    assert {code for code in beside if plan[code] != "whole"} == set()
    assert {r.code for r in of_scope(plan, "groups", "rows")} == {
        r.code for r in RULES if r.scope in ("groups", "rows") and r.code not in beside
    }


@pytest.mark.parametrize(
    ("code", "columns"),
    [
        ("STM004", [("statements", "statement_id"), ("evidence", "statement_id")]),
        ("STM010", [("statements", "repeats"), ("statements", "statement_id")]),  # two columns of one table
        ("DAT012", [("events", "event_id"), ("evidence", "event_id")]),
        ("EVD021", [("evidence", "source_id"), ("sources", "source_id")]),
        ("STM014", []),  # keys of three sorts, one of them computed
        ("STM020", []),  # a key that comes from another table
        ("GEO019", []),  # a key that is computed
    ],
)
def test_groups_follow_from_the_keys_of_a_kind(code: str, columns: list[tuple[str, str]]) -> None:
    assert [pair for group in BY_CODE[code].groups for pair in group.columns] == columns
