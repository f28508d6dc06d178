"""The JSON Schema of the `json` export, made from the package's Table Schemas."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from event_timeline import profile
from event_timeline.exports.dataset import Dataset
from event_timeline.exports.ownership import ZEROS, label, ownership_mark

SCHEMA_VERSION = "1.1"
MARK = ownership_mark("json")
TYPES = {
    "string": "string",
    "date": "string",
    "integer": "integer",
    "year": "integer",
    "number": "number",
    "boolean": "boolean",
}
NESTED = {
    "actors": ("evidence",),
    "events": ("participants", "relations", "evidence"),
    "statements": ("events", "evidence"),
}
"""Table -> what each of its rows holds nested in every package, beside its columns."""
OF_EVENTS = ("event_sources", "event_places", "measures")
"""Optional tables, whose rows are nested in their events."""
OF_TEXT = ("minLength", "maxLength")
OF_NUMBERS = ("minimum", "maximum")
Schema = dict[str, Any]
FILE: Schema = {
    "type": "object",
    "description": "A file of the package: its hash, the table that its records are of, and its text unless the rows make it.",
    "properties": {
        "path": {"type": "string"},
        "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "table_name": {"type": "string"},
        "rows": {"type": "integer", "minimum": 0},
        "content": {"type": "string"},
    },
    "required": ["path", "sha256"],
    "additionalProperties": False,
}


def write(data: Dataset, target: Path) -> None:
    """Write the JSON Schema as UTF-8 JSON."""
    text = json.dumps(schema(data.schemas), indent=1, ensure_ascii=False) + "\n"
    target.write_text(text, encoding="utf-8", newline="\n")


def tables_of_events(tables: Mapping[str, Schema]) -> list[str]:
    """The optional tables that are nested in events, those that the package has."""
    return [t for t in OF_EVENTS if profile.has_optional(tables, t)]


def nested_names(tables: Mapping[str, Schema]) -> dict[str, tuple[str, ...]]:
    """Table -> what each of its rows holds nested, beside its columns.

    Places hold the evidence that is about them alone, if evidence has a column for it.
    """
    found: dict[str, tuple[str, ...]] = NESTED | {"events": (*NESTED["events"], *tables_of_events(tables))}
    has_places = any(f["name"] == "place_id" for f in tables["evidence"]["fields"])
    return found | ({"places": ("evidence",)} if has_places else {})


def other_tables(tables: Mapping[str, Schema]) -> list[str]:
    """The tables that are neither required by the profile nor nested in events."""
    return [t for t in tables if t not in (*profile.TABLES, *tables_of_events(tables))]


def schema(tables: dict[str, Schema]) -> Schema:
    """JSON Schema (draft 2020-12) for `json_.document` over tables with these Table Schemas."""

    def rows(table: str, leave_out: tuple[str, ...] = (), **nested: Schema) -> Schema:
        return {"type": "array", "items": _row(tables[table], leave_out, nested)}

    def evidence(key: str) -> Schema:
        return rows("evidence", (key,))

    others = other_tables(tables)
    of_places = {"evidence": evidence("place_id")} if "places" in nested_names(tables) else {}
    properties = {
        "schema_version": {"const": SCHEMA_VERSION},
        "export": {"pattern": f"^{MARK.removesuffix(ZEROS)}[0-9a-f]{{64}}$", "type": "string"},
        "package": {"type": "object", "required": ["name", "version"]},
        "sources": rows("sources"),
        "places": rows("places", (), **of_places),
        "actors": rows("actors", evidence=evidence("actor_id")),
        "events": rows(
            "events",
            (),
            participants=rows("event_actors", ("event_id",)),
            relations=rows("event_relations", ("event_id",)),
            evidence=evidence("event_id"),
            **{t: rows(t, ("event_id",)) for t in tables_of_events(tables)},
        ),
        "statements": rows(
            "statements", events=rows("statement_events", ("statement_id",)), evidence=evidence("statement_id")
        ),
        "codebook": rows("codebook"),
        "other_tables": {
            "type": "object",
            "properties": {t: rows(t) for t in others},
            "required": others,
            "additionalProperties": False,
        },
        "files": {"type": "array", "items": FILE},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": label("json-schema"),
        "$comment": ownership_mark("json-schema"),
        "title": "Event timeline as one document",
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _row(table: Schema, leave_out: tuple[str, ...], nested: dict[str, Schema]) -> Schema:
    fields = [f for f in table["fields"] if f["name"] not in leave_out]
    return {
        "type": "object",
        "description": table.get("description", ""),
        "properties": {f["name"]: _value(f) for f in fields} | nested,
        "required": [f["name"] for f in fields if f.get("constraints", {}).get("required")] + list(nested),
        "additionalProperties": False,
    }


def _value(field: Schema) -> Schema:
    """One cell; a Table Schema pattern is for the whole cell, a JSON Schema one for any part of it."""
    kind, constraints = field.get("type", "string"), field.get("constraints", {})
    value: Schema = {"type": TYPES.get(kind, "string"), "description": field.get("description", "")}
    if kind == "date":
        value["format"] = "date"
    if "enum" in constraints:
        value["enum"] = constraints["enum"]
    if value["type"] == "string" and "pattern" in constraints:
        value["pattern"] = f"^(?:{constraints['pattern']})$"
    bounds = OF_TEXT if kind == "string" else OF_NUMBERS if value["type"] in ("integer", "number") else ()
    return value | {k: constraints[k] for k in bounds if k in constraints}
