"""The nested document and its schema, checked by jsonschema and taken apart again."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from event_timeline.exports import json_, json_schema
from event_timeline.exports.dataset import Dataset
from event_timeline.model import UserError
from tests.exports.reading import load, written


def plain(row: dict[str, Any], *without: str) -> dict[str, Any]:
    return {
        k: v.isoformat() if isinstance(v, date) else v for k, v in row.items() if v is not None and k not in without
    }


@pytest.fixture
def document(package: Path, tmp_path: Path) -> Any:
    json_.write(load(package), tmp_path / "out.json")
    return json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))


def test_the_document_meets_its_schema(package: Path, tmp_path: Path, document: dict[str, Any]) -> None:
    json_schema.write(load(package), tmp_path / "schema.json")
    schema = json.loads((tmp_path / "schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(document)


@pytest.mark.parametrize(
    "damage",
    [
        lambda d: d["events"][0].pop("label"),
        lambda d: d["events"][0].update(status="imagined"),
        lambda d: d["events"][0].update(position="1"),
        lambda d: d["events"][0].update(event_id="Not a slug"),
        lambda d: d["events"][1].update(earliest="13 May"),
        lambda d: d["events"][0].update(surprise=1),
        lambda d: d["places"][1].update(latitude=91),
        lambda d: d["events"][0]["participants"].append({"actor_id": "x", "role": "king"}),
    ],
)
def test_the_schema_refuses_a_damaged_document(harbour: Path, damage: Callable[[dict[str, Any]], object]) -> None:
    data = load(harbour)
    document = json_.document(data)
    damage(document)
    checker = jsonschema.Draft202012Validator(
        json_schema.schema(data.schemas), format_checker=jsonschema.FormatChecker()
    )
    with pytest.raises(jsonschema.ValidationError):
        checker.validate(document)


def test_every_row_can_be_taken_out_again(package: Path, document: dict[str, Any]) -> None:
    tables = written(package)
    for table in ("sources", "codebook"):
        assert document[table] == [plain(r) for r in tables[table]]
    optional = ("event_sources", "event_places", "measures")
    nested = {
        "places": ("evidence",),
        "actors": ("evidence",),
        "events": ("participants", "relations", "evidence", *optional),
        "statements": ("events", "evidence"),
    }
    for table, names in nested.items():
        assert [{k: v for k, v in r.items() if k not in names} for r in document[table]] == [
            plain(r) for r in tables[table]
        ]
    unnested = {
        "event_actors": [{"event_id": e["event_id"], **p} for e in document["events"] for p in e["participants"]],
        "event_relations": [{"event_id": e["event_id"], **r} for e in document["events"] for r in e["relations"]],
        "statement_events": [
            {"statement_id": s["statement_id"], **e} for s in document["statements"] for e in s["events"]
        ],
        "evidence": [
            {f"{table[:-1]}_id": row[f"{table[:-1]}_id"], **e}
            for table in ("actors", "events", "statements", "places")
            for row in document[table]
            for e in row.get("evidence", ())
        ],
        **{
            t: [{"event_id": e["event_id"], **row} for e in document["events"] for row in e.get(t, ())]
            for t in optional
            if t in tables
        },
        **{t: rows for t, rows in document["other_tables"].items() if t in tables},
    }
    assert set(unnested) | set(nested) | {"sources", "codebook"} == set(tables)
    for table, rows in unnested.items():
        assert sorted(rows, key=lambda r: json.dumps(r, sort_keys=True)) == sorted(
            (plain(r) for r in tables[table]), key=lambda r: json.dumps(r, sort_keys=True)
        )


def test_the_descriptor_travels_along(package: Path, document: dict[str, Any]) -> None:
    said = load(package).descriptor
    assert document["package"] == {k: v for k, v in said.items() if k not in ("$schema", "resources")}


def test_a_column_with_the_name_of_what_is_nested_is_refused(harbour: Path, tmp_path: Path) -> None:
    data = load(harbour)
    actors = data.schemas["actors"]
    schemas = {
        **data.schemas,
        "actors": {**actors, "fields": [*actors["fields"], {"name": "evidence", "type": "string"}]},
    }
    with pytest.raises(UserError, match="evidence"):
        json_.write(Dataset(data.descriptor, schemas, data.frames), tmp_path / "out.json")


def test_the_bytes_are_the_same_each_time(harbour: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        json_.write(load(harbour), tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
