"""One JSON document: the descriptor's facts, and events with all that depends on them nested inside."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

from event_timeline.exports.dataset import Dataset
from event_timeline.exports.json_schema import MARK, SCHEMA_VERSION, nested_names, other_tables, tables_of_events
from event_timeline.model import UserError

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
        json.dump(document(data), out, indent=1, ensure_ascii=False, allow_nan=False)
        out.write("\n")


def document(data: Dataset) -> Row:
    """The whole package as one nested object; `json_schema.schema` describes it."""
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
