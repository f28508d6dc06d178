"""A large table's references are not compared with the pattern that the key they lead to keeps; what is said is the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from event_timeline import validate
from event_timeline.profile.constraints import count_violations
from event_timeline.rules.tables import constraints
from event_timeline.tables import loading
from tests import builder

EDITS: dict[str, dict[str, tuple[str, str]]] = {
    "nothing": {},
    "a malformed key and its references": dict.fromkeys(("actors", "event_actors", "statements", "evidence"), ("jonas-veld", "Jonas Veld")),
    "a malformed key of a place": {"places": ("osterhavn", "Osterhavn 2")},
    "a malformed reference": {"event_actors": ("dockers-union", "Dockers")},
}  # fmt: skip


@pytest.mark.parametrize("edits", EDITS.values(), ids=list(EDITS))
def test_what_is_said_of_patterns_is_the_same(
    edits: dict[str, tuple[str, str]], harbour: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, (old, new) in edits.items():
        path = harbour / "data" / f"{name}.csv"
        builder.write(path, builder.read(path).replace(old, new))
    small = validate(str(harbour), select=["TAB02", "KEY"])
    monkeypatch.setattr(loading, "SMALL_ROWS", 0)
    large = validate(str(harbour), select=["TAB02", "KEY"])
    assert large.problems == small.problems
    assert bool(large.problems) == bool(edits)


def test_a_reference_is_looked_at_only_where_its_key_breaks_the_pattern(
    harbour: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "SMALL_ROWS", 0)
    asked: list[tuple[set[str], set[str]]] = []

    def watched(frame: Any, fields: list[dict[str, Any]], ascending: Any = (), formed: Any = ()) -> Any:
        asked.append(({f["name"] for f in fields}, set(formed)))
        return count_violations(frame, fields, ascending, formed)

    monkeypatch.setattr(constraints, "count_violations", watched)
    tables = len(validate(str(harbour), select=["TAB022"]).tables)
    assert {"event_id", "actor_id", "source_id", "statement_id"} <= set.union(*(formed for _, formed in asked))
    assert [fields for fields, _ in asked[tables:]] == [set()] * tables
    asked.clear()
    for name, (old, new) in EDITS["a malformed key and its references"].items():
        path = harbour / "data" / f"{name}.csv"
        builder.write(path, builder.read(path).replace(old, new))
    validate(str(harbour), select=["TAB022"])
    assert set.union(*(fields for fields, _ in asked[tables:])) == {"actor_id", "speaker_id", "affiliation"}


@pytest.mark.parametrize("small_rows", [loading.SMALL_ROWS, 0])
def test_a_key_with_a_form_of_its_own_says_nothing_of_its_references(
    small_rows: int, harbour: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "SMALL_ROWS", small_rows)
    constraints = {"pattern": "[a-z]+@[a-z]+"}
    key = {"name": "k", "type": "string", "format": "email", "constraints": constraints}
    reference = {"name": "r", "type": "string", "constraints": constraints}
    to_key = {"fields": "r", "reference": {"resource": "keys", "fields": "k"}}
    path = harbour / "datapackage.json"
    descriptor = json.loads(builder.read(path))
    for name, schema in {"keys": {"fields": [key]}, "refs": {"fields": [reference], "foreignKeys": [to_key]}}.items():
        builder.write(harbour / f"{name}.csv", f"{schema['fields'][0]['name']}\nXX\n")
        descriptor["resources"].append({"name": name, "path": f"{name}.csv", "schema": schema})
    builder.write(path, json.dumps(descriptor))
    assert validate(str(harbour), select=["TAB020", "TAB023"]).counts == {"TAB020": 1, "TAB023": 1}
