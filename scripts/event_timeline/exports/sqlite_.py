"""SQLite: every table with its keys, checks and indexes, the field descriptions, and ready-made views."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import polars as pl

from event_timeline.exports import sql
from event_timeline.exports.dataset import Dataset
from event_timeline.exports.package_files import package_files
from event_timeline.exports.sql import literal, names, quoted
from event_timeline.io.temporary import plainly_named
from event_timeline.model import UserError

TYPES = {
    "string": "TEXT",
    "date": "TEXT",
    "integer": "INTEGER",
    "year": "INTEGER",
    "number": "REAL",
    "boolean": "INTEGER",
}
"""Table Schema type -> column type of a STRICT table; dates are ISO text, as SQLite's date functions expect."""
ISO_DAY = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"
LONGEST_CHAIN = 500
"""Terms joined by OR; SQLite allows expressions a thousand deep."""
ROWS_AT_ONCE = 10_000
"""Rows that are held as Python's values."""
CACHE_KIB = 256 * 1024
"""Pages kept in memory: the indexes of text keys fill at random places, which a small cache would write again and again."""


def write(data: Dataset, target: Path) -> None:
    """Write one database file; dates are ISO text, missing values NULL.

    Raises UserError where the rows break a key or check of their own schema.
    """
    with plainly_named(target) as path:
        _write(data, path)


def _write(data: Dataset, path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.executescript(
            f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF; PRAGMA cache_size=-{CACHE_KIB};"
        )
        connection.execute("BEGIN")
        for table in data.schemas:
            connection.execute(table_definition(table, data.schemas))
            _fill(connection, table, data)
        _describe(connection, data)
        for statement in _indexes(data.schemas):
            connection.execute(statement)
        for name, select in sql.views(data).items():
            connection.execute(f"CREATE VIEW {quoted(name)} AS {select}")
        _full_text(connection, data)
        connection.execute("COMMIT")
        broken = connection.execute("PRAGMA foreign_key_check").fetchone()
        if broken:
            raise UserError(
                f"sqlite: row {broken[1]} of {broken[0]} refers to a missing row of {broken[2]}", sql.REPAIR
            )
    except sqlite3.Error as error:
        if _is_trouble_of_the_place(error):
            raise OSError(str(error)) from error
        raise UserError(f"sqlite cannot hold the package: {error}", sql.REPAIR) from error
    finally:
        connection.close()


def _is_trouble_of_the_place(error: sqlite3.Error) -> bool:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)


def table_definition(table: str, schemas: dict[str, dict[str, Any]]) -> str:
    """CREATE TABLE with NOT NULL, CHECK, UNIQUE, PRIMARY KEY and FOREIGN KEY from a Table Schema."""
    schema = schemas[table]
    lines = [_column(f) for f in schema["fields"]]
    if schema.get("primaryKey"):
        lines.append(f"PRIMARY KEY ({names(schema['primaryKey'])})")
    lines += [f"UNIQUE ({names(key)})" for key in schema.get("uniqueKeys", [])]
    lines += [
        f"FOREIGN KEY ({names(fields)}) REFERENCES {quoted(other)} ({names(there)})"
        for fields, other, there in sql.foreign_keys(table, schemas)
        if _is_key(there, schemas[other])
    ]
    return f"CREATE TABLE {quoted(table)} (\n  " + ",\n  ".join(lines) + "\n) STRICT"


def _is_key(columns: list[str], schema: dict[str, Any]) -> bool:
    """Whether columns are declared to tell records apart: SQLite lets a foreign key refer to no others."""
    keys = [schema.get("primaryKey") or [], *schema.get("uniqueKeys", [])]
    return any(sorted(sql.as_list(key)) == sorted(columns) for key in keys)


def _column(field: dict[str, Any]) -> str:
    name, constraints = quoted(field["name"]), field.get("constraints", {})
    parts = [name, TYPES.get(field.get("type", "string"), "TEXT")]
    if constraints.get("required"):
        parts.append("NOT NULL")
    checks = []
    if "enum" in constraints:
        checks.append(_one_of(name, [literal(t) for t in constraints["enum"]]))
    if "minimum" in constraints:
        checks.append(f"{name} >= {literal(constraints['minimum'])}")
    if "maximum" in constraints:
        checks.append(f"{name} <= {literal(constraints['maximum'])}")
    if field.get("type") == "date":
        checks.append(f"{name} GLOB '{ISO_DAY}'")
    if field.get("type") == "boolean":
        checks.append(f"{name} IN (0, 1)")
    parts += [f"CHECK ({c})" for c in checks]
    return " ".join(parts)


def _one_of(name: str, terms: list[str]) -> str:
    """A chain of ORs, which costs a tenth of IN here: SQLite builds the list of an IN again for every row."""
    if len(terms) > LONGEST_CHAIN:
        return f"{name} IN ({', '.join(terms)})"
    return " OR ".join(f"{name} = {term}" for term in terms)


def _fill(connection: sqlite3.Connection, table: str, data: Dataset) -> None:
    marks = ", ".join("?" for _ in data.fields(table))
    insert = f"INSERT INTO {quoted(table)} VALUES ({marks})"  # noqa: S608 (quoted)
    for batch in data.summed_batches(table):
        dates = [pl.col(n).dt.to_string("iso") for n, t in batch.schema.items() if t == pl.Date]
        for rows in batch.with_columns(dates).iter_slices(ROWS_AT_ONCE):
            connection.executemany(insert, rows.rows())


def _indexes(schemas: dict[str, dict[str, Any]]) -> list[str]:
    """An index on each foreign key that the primary key does not already begin with."""
    statements: dict[str, str] = {}
    for table, schema in schemas.items():
        first = sql.as_list(schema.get("primaryKey", []))[:1]
        for fields, _, _ in sql.foreign_keys(table, schemas):
            if fields[:1] != first:
                name = f"{table}_{'_'.join(fields)}"
                statements[name] = f"CREATE INDEX {quoted(name)} ON {quoted(table)} ({names(fields)})"
    return list(statements.values())


def _describe(connection: sqlite3.Connection, data: Dataset) -> None:
    """Tables `_package` and `_fields`: what the descriptor and the schemas say, to read and to join; `_files`: the files."""
    connection.execute("CREATE TABLE _package (property TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT")
    connection.executemany("INSERT INTO _package VALUES (?, ?)", sql.package_rows(data, "sqlite"))
    connection.execute(
        "CREATE TABLE _fields (table_name TEXT, position INTEGER, field TEXT, title TEXT, description TEXT, "
        "type TEXT, PRIMARY KEY (table_name, field)) STRICT"
    )
    connection.executemany("INSERT INTO _fields VALUES (?, ?, ?, ?, ?, ?)", sql.field_rows(data))
    connection.execute(
        "CREATE TABLE _files (path TEXT PRIMARY KEY, sha256 TEXT NOT NULL, table_name TEXT, rows INTEGER, content TEXT) STRICT"
    )
    connection.executemany("INSERT INTO _files VALUES (?, ?, ?, ?, ?)", [f.row() for f in package_files(data)])


def _full_text(connection: sqlite3.Connection, data: Dataset) -> None:
    """`quotes_fts`: search the words of statements, e.g. WHERE quotes_fts MATCH 'roadmap'.

    It is left out where the package gave its name, or one of FTS5's `quotes_fts_*`, to a table of its own.
    """
    if any(f"{table}_".lower().startswith("quotes_fts_") for table in data.schemas):
        return
    connection.execute(
        "CREATE VIRTUAL TABLE quotes_fts USING fts5(statement_id UNINDEXED, quote, summary, tokenize='unicode61')"
    )
    connection.execute(
        "INSERT INTO quotes_fts SELECT statement_id, quote, summary FROM statements ORDER BY statement_id"
    )
