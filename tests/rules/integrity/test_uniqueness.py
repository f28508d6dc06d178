"""Primary and unique keys."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from event_timeline import validate
from event_timeline.model import Report
from event_timeline.rules import RULES
from event_timeline.rules.explanations import Cell
from tests import builder
from tests.engine.comparison import alone, shared
from tests.engine.sequential_pool import InTurn


@pytest.mark.parametrize(("unique", "counts"), [(True, {"TAB026": 2}), (False, {"KEY002": 1})])
def test_a_key_of_a_column_that_is_unique_anyway_is_checked_once(
    unique: bool, counts: dict[str, int], tmp_path: Path
) -> None:
    package = builder.edited(tmp_path, [Cell("events", "strike", "position", "2")])
    path = package / "schemas" / "events.json"
    schema = json.loads(builder.read(path))
    next(f for f in schema["fields"] if f["name"] == "position")["constraints"]["unique"] = unique
    builder.write(path, json.dumps(schema))
    assert validate(str(package), select=["KEY", "TAB02"]).counts == counts


KEYS = [rule for rule in RULES if rule.code.startswith("KEY")]


@pytest.mark.parametrize(
    "engine", [lambda package: alone(package, KEYS), lambda package: shared(package, InTurn(), 900, KEYS)]
)
def test_a_primary_key_without_a_part_is_reported(engine: Callable[[Path], Report], harbour: Path) -> None:
    schema = builder.schema(harbour, "actors")
    builder.write(harbour / "schemas" / "actors.json", json.dumps(schema | {"primaryKey": ["actor_id", "country"]}))
    lacking = [row for row, cells in enumerate(builder.table(harbour / "data" / "actors.csv")) if not cells[5]]
    problems = [p for p in engine(harbour).problems if p.code == "KEY001"]
    assert [(p.row, p.column) for p in problems] == [(row, "country") for row in lacking]
    assert lacking
