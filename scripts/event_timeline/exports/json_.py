"""One JSON document: the descriptor's facts, and events with all that depends on them nested inside; and back to rows."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from event_timeline.exports.dataset import Dataset
from event_timeline.exports.json_schema import (
    MARK,
    OF_EVENTS,
    SCHEMA_VERSION,
    nested_names,
    other_tables,
    tables_of_events,
)
from event_timeline.exports.package_files import package_files, sorted_frame
from event_timeline.model import UserError
from event_timeline.tables.types import POLARS_TYPES

Row = dict[str, Any]


def write(data: Dataset, target: Path) -> None:
    """Write UTF-8 JSON, keys in the schemas' order, missing values left out.

    The whole document is made in memory. Raises UserError where a column of the package's own has the name
    of what is nested in its row.
    """
    for table, nested in nested_names(data.schemas).items():
        for field in data.fields(table):
            if field["name"] in nested:
                raise UserError(
                    f"json: the column {field['name']!r} of {table} is nested there", "give it another name"
                )
    with target.open("w", encoding="utf-8", newline="\n") as out:
        found = document(data)
        files = package_files(data, _frames(found, data.schemas))
        json.dump(found | {"files": [f.document() for f in files]}, out, indent=1, ensure_ascii=False, allow_nan=False)
        out.write("\n")


def document(data: Dataset) -> Row:
    """The whole package as one nested object but for its files; `json_schema.schema` describes it."""
    rows = {table: [_plain(r) for r in data.rows(table)] for table in data.schemas}
    evidence = {key: _grouped(rows["evidence"], key) for key in ("actor_id", "event_id", "statement_id")}
    of_places = _grouped([r for r in rows["evidence"] if not any(key in r for key in evidence)], "place_id")
    of_events = {table: _grouped(rows[table], "event_id") for table in tables_of_events(data.schemas)}
    places_have_evidence = "evidence" in nested_names(data.schemas).get("places", ())
    participants = _grouped(rows["event_actors"], "event_id")
    relations = _grouped(rows["event_relations"], "event_id")
    about = _grouped(rows["statement_events"], "statement_id")
    return {
        "schema_version": SCHEMA_VERSION,
        "export": MARK,
        "package": {k: v for k, v in data.descriptor.items() if k not in ("$schema", "resources")},
        "sources": rows["sources"],
        "places": [
            r | ({"evidence": of_places.get(r["place_id"], [])} if places_have_evidence else {}) for r in rows["places"]
        ],
        "actors": [r | {"evidence": evidence["actor_id"].get(r["actor_id"], [])} for r in rows["actors"]],
        "events": [
            r
            | {
                "participants": participants.get(r["event_id"], []),
                "relations": relations.get(r["event_id"], []),
                "evidence": evidence["event_id"].get(r["event_id"], []),
                **{table: of.get(r["event_id"], []) for table, of in of_events.items()},
            }
            for r in rows["events"]
        ],
        "statements": [
            r
            | {
                "events": about.get(r["statement_id"], []),
                "evidence": evidence["statement_id"].get(r["statement_id"], []),
            }
            for r in rows["statements"]
        ],
        "codebook": rows["codebook"],
        "other_tables": {t: rows[t] for t in other_tables(data.schemas)},
    }


Place = tuple[str | int, ...]
"""The keys and indices that lead to a value in a document."""
RECORDS = {"actors": "actor_id", "events": "event_id", "statements": "statement_id", "places": "place_id"}
"""Table with rows of its own in a document -> its key, which what is nested in a row leaves out."""
TOP_TABLES = ("sources", "places", "actors", "events", "statements", "codebook")
"""Tables that a document always has at its top."""
INSIDE = {
    "events": {"participants": "event_actors", "relations": "event_relations", "evidence": "evidence"},
    "statements": {"events": "statement_events", "evidence": "evidence"},
    "actors": {"evidence": "evidence"},
    "places": {"evidence": "evidence"},
}
"""Table -> name of what is nested in its rows -> the table that it is of."""


def rows_of(found: Row) -> Iterator[tuple[str, Place, Any]]:
    """(table, place, row) of each row of a document, its key put back where nesting left it out.

    A row is any value at its place: a caller checks that it is an object.
    """
    others = found.get("other_tables")
    lists: dict[str, tuple[Place, Any]] = {table: ((table,), found.get(table)) for table in TOP_TABLES}
    if isinstance(others, dict):
        lists |= {str(table): (("other_tables", str(table)), rows) for table, rows in others.items()}
    for table, (path, rows) in lists.items():
        inside = INSIDE.get(table, {}) | (dict(zip(OF_EVENTS, OF_EVENTS, strict=True)) if table == "events" else {})
        for number, row in enumerate(rows if isinstance(rows, list) else ()):
            if not isinstance(row, dict):
                yield table, (*path, number), row
                continue
            nested = {name: row[name] for name in inside if isinstance(row.get(name), list)}
            yield table, (*path, number), {k: v for k, v in row.items() if k not in nested}
            for name, items in nested.items():
                key = RECORDS[table]
                for n, item in enumerate(items):
                    whole = {key: row[key], **item} if isinstance(item, dict) and key in row else item
                    yield inside[name], (*path, number, name, n), whole


def _frames(found: Row, schemas: dict[str, Any]) -> dict[str, pl.LazyFrame]:
    """The tables as an import makes them of a document: typed and sorted as their schemas say."""
    rows: dict[str, list[Row]] = {table: [] for table in schemas}
    for table, _, row in rows_of(found):
        rows[table].append(row)
    frames = {}
    for table, schema in schemas.items():
        kinds = {f["name"]: POLARS_TYPES.get(f.get("type", "string"), pl.String()) for f in schema["fields"]}
        columns = {c: [_typed(r.get(c), kind) for r in rows[table]] for c, kind in kinds.items()}
        frames[table] = sorted_frame(pl.LazyFrame(columns, schema=kinds), schema)
    return frames


def _typed(value: Any, kind: pl.DataType) -> Any:
    return date.fromisoformat(value) if kind == pl.Date and isinstance(value, str) else value


def _plain(row: Row) -> Row:
    """Without missing values; JSON has no NaN and no infinity either."""
    return {
        k: v.isoformat() if isinstance(v, date) else v
        for k, v in row.items()
        if v is not None and not (isinstance(v, float) and not math.isfinite(v))
    }


def _grouped(rows: list[Row], key: str) -> dict[str, list[Row]]:
    """Rows by one of their columns, which is left out: the nesting says it."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if key in row:
            groups[row[key]].append({k: v for k, v in row.items() if k != key})
    return groups
