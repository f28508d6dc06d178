"""Foreign keys."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from event_timeline import validate
from event_timeline.rules.explanations import Cell
from tests import builder


def test_an_empty_table_hides_no_other_broken_reference(tmp_path: Path) -> None:
    package = builder.edited(tmp_path, [Cell("events", "strike", "place_id", "nowhere")])
    sources = package / "data" / "sources.csv"
    builder.write(sources, builder.read(sources).splitlines()[0] + "\n")
    problems = [p for p in validate(str(package), select=["KEY003"]).problems if p.path == "data/events.csv"]
    assert [p.value for p in problems] == ["nowhere"]


@pytest.mark.parametrize("first", [
    {"fields": "kind", "reference": {"resource": "nowhere", "fields": "kind"}},
    {"fields": "place_id", "reference": {"resource": "places", "fields": "lost"}},
    {"fields": "position", "reference": {"resource": "sources", "fields": "source_id"}},
])  # fmt: skip
def test_a_reference_that_cannot_be_followed_hides_no_other(first: object, tmp_path: Path) -> None:
    package = builder.edited(tmp_path, [Cell("events", "strike", "place_id", "nowhere")])
    path = package / "schemas" / "events.json"
    schema = json.loads(builder.read(path))
    schema["foreignKeys"].insert(0, first)
    builder.write(path, json.dumps(schema))
    assert [p.value for p in validate(str(package), select=["KEY003"]).problems] == ["nowhere"]


def test_a_reference_of_several_columns_shows_the_first(tmp_path: Path) -> None:
    package = builder.edited(tmp_path, [])
    path = package / "schemas" / "statement_events.json"
    schema = json.loads(builder.read(path))
    reference = {"resource": "event_actors", "fields": ["event_id", "role"]}
    schema["foreignKeys"] = [{"fields": ["event_id", "stance"], "reference": reference}]
    builder.write(path, json.dumps(schema))
    report = validate(str(package), select=["KEY003"])
    events = [row[1] for row in builder.table(package / "data" / "statement_events.csv")[1:]]
    assert sorted(str(p.value) for p in report.problems) == sorted(events)
    assert all(p.message == f"{p.value!r} is not in `event_actors`" for p in report.problems)
