"""One JSON document: the descriptor's facts, and events with all that hangs on them nested inside."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

from event_timeline.exports.dataset import Dataset
from event_timeline.exports.json_schema import SCHEMA_VERSION

Row = dict[str, Any]


def write(data: Dataset, target: Path) -> None:
    """Write UTF-8 JSON, keys in the schemas' order, missing values left out."""
    target.write_text(json.dumps(document(data), indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


def document(data: Dataset) -> Row:
    """The whole package as one nested object; `json_schema.schema` describes it."""
    rows = {table: [_plain(r) for r in data.rows(table)] for table in data.schemas}
    evidence = {key: _grouped(rows["evidence"], key) for key in ("actor_id", "event_id", "statement_id")}
    participants = _grouped(rows["event_actors"], "event_id")
    relations = _grouped(rows["event_relations"], "event_id")
    about = _grouped(rows["statement_events"], "statement_id")
    known = {"sources", "places", "actors", "events", "event_actors", "event_relations", "statements",
             "statement_events", "evidence", "codebook"}
    facts = ("name", "title", "description", "version", "created", "conformsTo", "licenses", "rights", "contributors")
    return {
        "schema_version": SCHEMA_VERSION,
        "package": {k: data.descriptor[k] for k in facts if k in data.descriptor},
        "sources": rows["sources"],
        "places": rows["places"],
        "actors": [r | {"evidence": evidence["actor_id"][r["actor_id"]]} for r in rows["actors"]],
        "events": [
            r | {
                "participants": participants[r["event_id"]],
                "relations": relations[r["event_id"]],
                "evidence": evidence["event_id"][r["event_id"]],
            }
            for r in rows["events"]
        ],
        "statements": [
            r | {"events": about[r["statement_id"]], "evidence": evidence["statement_id"][r["statement_id"]]}
            for r in rows["statements"]
        ],
        "codebook": rows["codebook"],
        "other_tables": {t: rows[t] for t in data.schemas if t not in known},
    }


def _plain(row: Row) -> Row:
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in row.items() if v is not None}


def _grouped(rows: list[Row], key: str) -> dict[str, list[Row]]:
    """Rows by one of their columns, which is left out: the nesting says it."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if key in row:
            groups[row[key]].append({k: v for k, v in row.items() if k != key})
    return groups
