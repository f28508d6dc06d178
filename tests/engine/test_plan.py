"""Which questions about keys are asked of a package."""

from __future__ import annotations

from pathlib import Path

from event_timeline.engine.exchange import Reference, UniqueKey
from event_timeline.engine.plan import planned, questions
from event_timeline.package.opening import open_package
from event_timeline.rules import RULES
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
