"""The JSON Schema of the `json` export, made from the package's Table Schemas."""

from __future__ import annotations

from typing import Any

SCHEMA_VERSION = "1.0"
TYPES = {"string": "string", "date": "string", "integer": "integer", "number": "number", "boolean": "boolean"}
Schema = dict[str, Any]


def schema(tables: dict[str, Schema]) -> Schema:
    """JSON Schema (draft 2020-12) for `json_.document` over tables with these Table Schemas."""

    def rows(table: str, leave_out: tuple[str, ...] = (), **nested: Schema) -> Schema:
        return {"type": "array", "items": _row(tables[table], leave_out, nested)}

    def evidence(key: str) -> Schema:
        return rows("evidence", (key,))

    properties = {
        "schema_version": {"const": SCHEMA_VERSION},
        "package": {"type": "object", "required": ["name", "version"]},
        "sources": rows("sources"),
        "places": rows("places"),
        "actors": rows("actors", evidence=evidence("actor_id")),
        "events": rows(
            "events",
            participants=rows("event_actors", ("event_id",)),
            relations=rows("event_relations", ("event_id",)),
            evidence=evidence("event_id"),
        ),
        "statements": rows(
            "statements", events=rows("statement_events", ("statement_id",)), evidence=evidence("statement_id")
        ),
        "codebook": rows("codebook"),
        "other_tables": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "object"}}},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
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
        "properties": {f["name"]: _value(f) for f in fields} | nested,
        "required": [f["name"] for f in fields if f.get("constraints", {}).get("required")] + list(nested),
        "additionalProperties": False,
    }


def _value(field: Schema) -> Schema:
    constraints = field.get("constraints", {})
    value: Schema = {"type": TYPES.get(field["type"], "string"), "description": field.get("description", "")}
    if field["type"] == "date":
        value["format"] = "date"
    value |= {k: constraints[k] for k in ("enum", "pattern", "minimum", "maximum", "minLength", "maxLength") if k in constraints}
    return value
