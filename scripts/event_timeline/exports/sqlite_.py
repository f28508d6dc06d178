"""SQLite: every table with its keys, checks and indexes, the field descriptions, and ready-made views."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import polars as pl

from event_timeline.exports.dataset import Dataset
from event_timeline.exports.views import VIEWS

TYPES = {"string": "TEXT", "date": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}


def write(data: Dataset, target: Path) -> None:
    """Write one database file; dates are ISO text, missing values NULL."""
    connection = sqlite3.connect(target, isolation_level=None)
    try:
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF;")
        connection.execute("BEGIN")
        for table in data.schemas:
            connection.execute(table_definition(table, data.schemas[table], data.schemas))
            _fill(connection, table, data)
        _describe(connection, data)
        for statement in _indexes(data.schemas):
            connection.execute(statement)
        for name, select in VIEWS.items():
            connection.execute(f"CREATE VIEW {quoted(name)} AS {select}")
        connection.execute("COMMIT")
        _full_text(connection)
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise ValueError(f"foreign keys do not hold: {broken[:3]}")
    finally:
        connection.close()


def quoted(name: str) -> str:
    """An SQL identifier, safe whatever the package calls its columns."""
    return '"' + name.replace('"', '""') + '"'


def _literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def table_definition(table: str, schema: dict[str, Any], schemas: dict[str, dict[str, Any]]) -> str:
    """CREATE TABLE with NOT NULL, CHECK, UNIQUE, PRIMARY KEY and FOREIGN KEY from a Table Schema."""
    lines = [_column(f) for f in schema["fields"]]
    lines.append(f"PRIMARY KEY ({_names(schema.get('primaryKey', []))})")
    lines += [f"UNIQUE ({_names(key)})" for key in schema.get("uniqueKeys", [])]
    for key in schema.get("foreignKeys", []):
        reference = key["reference"]
        other = reference.get("resource") or table
        if other in schemas:
            lines.append(
                f"FOREIGN KEY ({_names(key['fields'])}) REFERENCES {quoted(other)} ({_names(reference['fields'])})"
            )
    return f"CREATE TABLE {quoted(table)} (\n  " + ",\n  ".join(lines) + "\n) STRICT"


def _names(fields: str | list[str]) -> str:
    return ", ".join(quoted(f) for f in ([fields] if isinstance(fields, str) else fields))


def _column(field: dict[str, Any]) -> str:
    name, constraints = quoted(field["name"]), field.get("constraints", {})
    parts = [name, TYPES.get(field["type"], "TEXT")]
    if constraints.get("required"):
        parts.append("NOT NULL")
    checks = []
    if "enum" in constraints:
        checks.append(f"{name} IN ({', '.join(_literal(str(t)) for t in constraints['enum'])})")
    if "minimum" in constraints:
        checks.append(f"{name} >= {constraints['minimum']}")
    if "maximum" in constraints:
        checks.append(f"{name} <= {constraints['maximum']}")
    if field["type"] == "date":
        checks.append(f"{name} GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'")
    parts += [f"CHECK ({c})" for c in checks]
    return " ".join(parts)


def _fill(connection: sqlite3.Connection, table: str, data: Dataset) -> None:
    marks = ", ".join("?" for _ in data.fields(table))
    insert = f"INSERT INTO {quoted(table)} VALUES ({marks})"
    for batch in data.batches(table):
        dates = [pl.col(n).dt.to_string("iso") for n, t in batch.schema.items() if t == pl.Date]
        connection.executemany(insert, batch.with_columns(dates).iter_rows())


def _indexes(schemas: dict[str, dict[str, Any]]) -> list[str]:
    """An index on each foreign key that the primary key does not already begin with."""
    statements = []
    for table, schema in schemas.items():
        first = schema.get("primaryKey", [None])[0]
        for key in schema.get("foreignKeys", []):
            fields = [key["fields"]] if isinstance(key["fields"], str) else key["fields"]
            if fields[0] != first:
                name = quoted(f"{table}_{'_'.join(fields)}")
                statements.append(f"CREATE INDEX {name} ON {quoted(table)} ({_names(fields)})")
    return statements


def _describe(connection: sqlite3.Connection, data: Dataset) -> None:
    """Tables `_package` and `_fields`: what the descriptor and the schemas say, to read and to join."""
    connection.execute("CREATE TABLE _package (property TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT")
    plain = [(k, v) for k, v in sorted(data.descriptor.items()) if isinstance(v, str)]
    connection.executemany("INSERT INTO _package VALUES (?, ?)", plain)
    connection.execute(
        "CREATE TABLE _fields (table_name TEXT, position INTEGER, field TEXT, title TEXT, description TEXT, "
        "type TEXT, PRIMARY KEY (table_name, field)) STRICT"
    )
    rows = [
        (table, i, f["name"], f.get("title"), f.get("description"), f["type"])
        for table in data.schemas
        for i, f in enumerate(data.fields(table), 1)
    ]
    connection.executemany("INSERT INTO _fields VALUES (?, ?, ?, ?, ?, ?)", rows)


def _full_text(connection: sqlite3.Connection) -> None:
    """`quotes_fts`: search the words of statements, e.g. WHERE quotes_fts MATCH 'roadmap'."""
    connection.execute(
        "CREATE VIRTUAL TABLE quotes_fts USING fts5(statement_id UNINDEXED, quote, summary, tokenize='unicode61')"
    )
    connection.execute("INSERT INTO quotes_fts SELECT statement_id, quote, summary FROM statements ORDER BY statement_id")
