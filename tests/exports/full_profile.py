"""A package with every optional table and column of the profile filled: the harbour with cells made for the tests."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

from event_timeline import profile
from tests import builder

COLUMNS = {
    "events": {"date_precision": "week", "place_precision": "near", "confidence": "0.9", "weight": "7", "coder": "coder-1", "same_as": "strike"},
    "actors": {"sector": "labour", "same_as": "jonas-veld"},
    "event_actors": {"side": "a"},
    "statements": {"addressee": "mira-holm", "speaker_basis": "stated"},
    "sources": {"headline": "in_text"},
    "evidence": {"place_id": "", "coder": "coder-2"},
    "codebook": {"example": "They *walked* out.", "counter_example": "They will walk out. (planned)"},
}  # fmt: skip
"""Table -> optional column -> its cell in every row."""
ROWS = {
    "event_sources": ["container-fall,article,https://example.org/report,Page 3"],
    "event_places": ["container-fall,osterhavn,affected"],
    "measures": ["container-fall,injured,dockers-union,2,3,5,persons,mira-holm,article"],
    "exceptions": ["EVT006,events,strike,The text names no participant."],
}
"""Optional table -> its rows."""
PLACE_ROW = ("strike-place-98", "pier-4")
"""Evidence that is about a place alone, and the place."""


def every_new_column() -> list[tuple[str, str]]:
    """(table, column) of every optional table and column of the profile."""
    optional = [(table, c) for table in profile.TABLES for c in profile.optional_fields(table)]
    return optional + [
        (table, f["name"]) for table in profile.OPTIONAL_TABLES for f in profile.table_schema(table)["fields"]
    ]


def package(folder: Path) -> Path:
    """Write the package into a new folder; its sizes and hashes fit, its rows need not obey the rules."""
    target = builder.copy_of_harbour(folder)
    descriptor = json.loads((target / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["conformsTo"] = profile.URN + profile.VERSION
    for table, cells in COLUMNS.items():
        schema = builder.schema(target, table)
        present = {f["name"] for f in schema["fields"]}
        schema["fields"] += [f for c, f in profile.optional_fields(table).items() if c not in present]
        schema.setdefault("foreignKeys", []).extend(profile.optional_keys(table))
        _write_schema(target, table, schema)
        path = target / "data" / f"{table}.csv"
        header, *rows = builder.table(path)
        new = {c: v for c, v in cells.items() if c not in present}
        rows = [[*row, *new.values()] for row in rows]
        _write_rows(path, [[*header, *new], *rows])
    _point_at_place(target)
    _define_terms(target)
    for table, lines in ROWS.items():
        schema = profile.table_schema(table)
        _write_schema(target, table, schema)
        _write_rows(
            target / "data" / f"{table}.csv",
            [[f["name"] for f in schema["fields"]], *(line.split(",") for line in lines)],
        )
        resource = {"name": table, "type": "table", "path": f"data/{table}.csv", "schema": f"schemas/{table}.json"}
        facts = {"title": table, "description": table, "scheme": "file", "format": "csv", "mediatype": "text/csv"}
        size = {"encoding": "utf-8", "bytes": 0, "hash": "sha256:0"}
        descriptor["resources"].append({**resource, **facts, **size})
    (target / "datapackage.json").write_text(json.dumps(descriptor, indent=2), encoding="utf-8")
    builder.stamp(target)
    return target


def _point_at_place(target: Path) -> None:
    path = target / "data" / "evidence.csv"
    header, *rows = builder.table(path)
    for row in rows:
        if row[0] == PLACE_ROW[0]:
            for column in ("actor_id", "event_id", "statement_id"):
                row[header.index(column)] = ""
            row[header.index("place_id")] = PLACE_ROW[1]
    _write_rows(path, [header, *rows])


def _define_terms(target: Path) -> None:
    """Add the profile's terms of the new vocabularies to the codebook."""
    path = target / "data" / "codebook.csv"
    header, *rows = builder.table(path)
    new = {f"{table}.{column}" for table, column in every_new_column()}
    rows += [[r.get(c, "") for c in header] for r in profile.codebook() if r["vocabulary"] in new]
    _write_rows(path, [header, *sorted(rows)])


def _write_schema(target: Path, table: str, schema: dict[str, Any]) -> None:
    (target / "schemas" / f"{table}.json").write_text(json.dumps(schema, indent=2), encoding="utf-8")


def _write_rows(path: Path, rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
