"""DuckDB: every table with its keys, vocabularies as ENUM types, comments, and ready-made views."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from event_timeline.exports import sql
from event_timeline.exports.dataset import Dataset
from event_timeline.exports.extra import library
from event_timeline.exports.sql import literal, names, quoted
from event_timeline.problem import UserError

TYPES = {
    "string": "VARCHAR",
    "date": "DATE",
    "integer": "BIGINT",
    "year": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
}
"""Table Schema type -> column type."""


def write(data: Dataset, target: Path) -> None:
    """Write one database file.

    The rows go by way of a Parquet file beside the target, so memory stays bounded. Raises UserError where
    duckdb is not installed, or the rows break a key or vocabulary of their own schema.
    """
    duckdb = library("duckdb", "duckdb")
    connection = duckdb.connect(
        str(target), config={"autoinstall_known_extensions": "false", "preserve_insertion_order": "true"}
    )
    try:
        for table in _referred_first(data.schemas):
            for statement in table_definition(table, data.schemas):
                connection.execute(statement)
            _fill(connection, table, data, target.parent)
        _describe(connection, data)
        for name, select in sql.views(data).items():
            connection.execute(f"CREATE VIEW {quoted(name)} AS {select}")
        connection.execute("CHECKPOINT")
    except duckdb.IOException as error:
        raise OSError(str(error)) from error
    except duckdb.Error as error:
        first = str(error).splitlines()[0]
        raise UserError(
            f"duckdb cannot hold the package: {first}", "run `timeline validate` and mend what it names"
        ) from error
    finally:
        connection.close()


def table_definition(table: str, schemas: dict[str, dict[str, Any]]) -> list[str]:
    """CREATE TYPE for each vocabulary, CREATE TABLE, and COMMENT ON what the schema describes."""
    schema = schemas[table]
    keys = _in_foreign_keys(table, schemas)
    types = {f["name"]: f"{table}.{f['name']}" for f in schema["fields"] if _is_vocabulary(f) and f["name"] not in keys}
    enums = [
        f"CREATE TYPE {quoted(types[f['name']])} AS ENUM ({', '.join(map(literal, dict.fromkeys(f['constraints']['enum'])))})"
        for f in schema["fields"]
        if f["name"] in types
    ]
    lines = [_column(f, types.get(f["name"])) for f in schema["fields"]]
    if schema.get("primaryKey"):
        lines.append(f"PRIMARY KEY ({names(schema['primaryKey'])})")
    lines += [f"UNIQUE ({names(key)})" for key in schema.get("uniqueKeys", [])]
    lines += [
        f"FOREIGN KEY ({names(fields)}) REFERENCES {quoted(other)} ({names(there)})"
        for fields, other, there in sql.foreign_keys(table, schemas)
        if other != table  # DuckDB wants the other row to be there already, even within one INSERT
    ]
    comments = [f"COMMENT ON TABLE {quoted(table)} IS {literal(schema.get('description', ''))}"]
    comments += [
        f"COMMENT ON COLUMN {quoted(table)}.{quoted(f['name'])} IS {literal(f.get('description', ''))}"
        for f in schema["fields"]
    ]
    return [*enums, f"CREATE TABLE {quoted(table)} (\n  " + ",\n  ".join(lines) + "\n)", *comments]


def _in_foreign_keys(table: str, schemas: dict[str, dict[str, Any]]) -> set[str]:
    """Columns at either end of a foreign key: DuckDB wants both ends of one type, so they are no ENUMs."""
    own = {f for fields, _, _ in sql.foreign_keys(table, schemas) for f in fields}
    return own | {
        f for t in schemas for _, other, there in sql.foreign_keys(t, schemas) if other == table for f in there
    }


def _is_vocabulary(field: dict[str, Any]) -> bool:
    return field.get("type", "string") == "string" and bool(field.get("constraints", {}).get("enum"))


def _column(field: dict[str, Any], vocabulary: str | None) -> str:
    name, constraints = quoted(field["name"]), field.get("constraints", {})
    parts = [name, quoted(vocabulary) if vocabulary else TYPES.get(field.get("type", "string"), "VARCHAR")]
    if constraints.get("required"):
        parts.append("NOT NULL")
    if "enum" in constraints and not vocabulary:
        parts.append(f"CHECK ({name} IN ({', '.join(map(literal, constraints['enum']))}))")
    for bound, sign in (("minimum", ">="), ("maximum", "<=")):
        if bound in constraints:
            parts.append(f"CHECK ({name} {sign} {literal(constraints[bound])})")
    return " ".join(parts)


def _referred_first(schemas: dict[str, dict[str, Any]]) -> list[str]:
    """Tables in an order in which each comes after those it refers to, as far as there is one."""
    order: list[str] = []
    waiting = list(schemas)
    while waiting:
        ready = [
            t for t in waiting if all(o == t or o in order for _, o, _ in sql.foreign_keys(t, schemas))
        ] or waiting[:1]
        order += ready
        waiting = [t for t in waiting if t not in order]
    return order


def _fill(connection: Any, table: str, data: Dataset, workplace: Path) -> None:
    with tempfile.TemporaryDirectory(dir=workplace) as folder:
        rows = Path(folder) / "rows.parquet"
        data.frames[table].sink_parquet(rows, compression="lz4")
        connection.execute(f"INSERT INTO {quoted(table)} SELECT * FROM read_parquet({literal(str(rows))})")  # noqa: S608 (both quoted)


def _describe(connection: Any, data: Dataset) -> None:
    """Tables `_package` and `_fields`, as in the SQLite export."""
    connection.execute("CREATE TABLE _package (property VARCHAR PRIMARY KEY, value VARCHAR NOT NULL)")
    connection.executemany("INSERT INTO _package VALUES (?, ?)", sql.package_rows(data, "duckdb"))
    connection.execute(
        "CREATE TABLE _fields (table_name VARCHAR, position BIGINT, field VARCHAR, title VARCHAR, "
        "description VARCHAR, type VARCHAR, PRIMARY KEY (table_name, field))"
    )
    connection.executemany("INSERT INTO _fields VALUES (?, ?, ?, ?, ?, ?)", sql.field_rows(data))
