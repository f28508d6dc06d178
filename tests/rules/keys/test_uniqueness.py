"""Primary and unique keys."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from event_timeline import validate
from event_timeline.rules.explanations import Cell
from tests import builder


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
