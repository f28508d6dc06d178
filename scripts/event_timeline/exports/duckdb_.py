"""DuckDB: every table with its keys, vocabularies as ENUM types, comments, and ready-made views.

Foreign keys are proved when the file is written and listed in `_foreign_keys`, not declared: DuckDB checks a
declared one row by row, which took most of the time of loading a million events, and refuses a row that comes
before the one it refers to, even within one INSERT.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from event_timeline.exports import sql
from event_timeline.exports.dataset import Dataset
from event_timeline.exports.optional_libraries import library
from event_timeline.exports.ownership import ZEROS, ownership_mark
from event_timeline.exports.package_files import package_files
from event_timeline.exports.sql import literal, names, quoted
from event_timeline.io.temporary import plainly_named
from event_timeline.model import UserError

TYPES = {
    "string": "VARCHAR",
    "date": "DATE",
    "integer": "BIGINT",
    "year": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
}
"""Table Schema type -> column type."""
HEADER_BYTES = 3 * 4096
"""What a database file has before its blocks."""
ADDED_BY_OTHERS = {
    "duckdb_schemas": "NOT internal",
    "duckdb_functions": "NOT internal",
    "duckdb_indexes": "true",
    "duckdb_sequences": "true",
    "duckdb_triggers": "true",
    "duckdb_types": "NOT internal AND type_name NOT IN "
    "(SELECT concat(table_name, '.', column_name) FROM duckdb_columns())",
}
"""Function of DuckDB that lists what a database holds -> which of it no export has."""
DESCRIBED = {
    "duckdb_tables": "table_name, comment",
    "duckdb_views": "view_name, comment",
    "duckdb_columns": "table_name, column_name, comment",
    "duckdb_types": "type_name, labels, comment",
}
"""Function that lists what an export holds too -> what the definitions of tables and views do not say of it."""


def write(data: Dataset, target: Path) -> None:
    """Write one database file.

    The rows go by way of a Parquet file beside the target, so memory stays bounded. Raises UserError where
    duckdb is not installed, or the rows break a key or vocabulary of their own schema.
    """
    with plainly_named(target) as path:
        _write(data, path)


def _write(data: Dataset, path: Path) -> None:
    duckdb = library("duckdb", "duckdb")
    connection = duckdb.connect(
        str(path), config={"autoinstall_known_extensions": "false", "preserve_insertion_order": "true"}
    )
    try:
        _load(connection, data, path.parent)
        _hold_files(connection, data)
        *_, digest = _digests(connection)
        sealed_mark = ownership_mark("duckdb").replace(ZEROS, digest)  # its blocks have checksums: not patched later
        connection.execute("UPDATE _package SET value = ? WHERE property = 'export'", [sealed_mark])
        connection.execute("CHECKPOINT")
    except duckdb.IOException as error:
        raise OSError(str(error)) from error
    except duckdb.Error as error:
        first = str(error).splitlines()[0]
        raise UserError(f"duckdb cannot hold the package: {first}", sql.REPAIR) from error
    finally:
        connection.close()


def _hold_files(connection: Any, data: Dataset) -> None:
    """Table `_files`, as in the SQLite export."""
    connection.execute(
        "CREATE TABLE _files (path VARCHAR PRIMARY KEY, sha256 VARCHAR NOT NULL, table_name VARCHAR, rows BIGINT, "
        "content VARCHAR)"
    )
    _insert(connection, "_files", [f.row() for f in package_files(data)])


def _insert(connection: Any, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert all rows by one statement: one a row, as executemany has it, costs a hundred times as much."""
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        connection.execute(f"INSERT INTO {table} SELECT {', '.join(['unnest(?)'] * len(columns))}", columns)


def connect(data: Dataset) -> Any:
    """A connection to a database in memory with every table, its keys and vocabularies, and the ready-made views.

    Raises UserError where duckdb is not installed, or the rows break a key or vocabulary of their own schema.
    """
    duckdb = library("duckdb", "duckdb")
    connection = duckdb.connect(config={"autoinstall_known_extensions": "false"})
    try:
        with tempfile.TemporaryDirectory(prefix="timeline-") as folder:
            _load(connection, data, Path(folder))
    except duckdb.Error as error:
        connection.close()
        raise UserError(f"duckdb cannot hold the package: {str(error).splitlines()[0]}", sql.REPAIR) from error
    return connection


def _load(connection: Any, data: Dataset, workplace: Path) -> None:
    for table in data.schemas:
        for statement in table_definition(table, data.schemas):
            connection.execute(statement)
        _fill(connection, table, data, workplace)
        if key := data.schemas[table].get("primaryKey"):  # afterwards: an index made at once costs a quarter
            connection.execute(f"ALTER TABLE {quoted(table)} ADD PRIMARY KEY ({names(key)})")
    _prove_foreign_keys(connection, data)
    _describe(connection, data)
    for name, select in sql.views(data).items():
        connection.execute(f"CREATE VIEW {quoted(name)} AS {select}")


def read_seal(file: Path) -> tuple[str, Sequence[str]]:
    """The mark of a database and the hashes that it may have as the database is now; both empty where it cannot be read as ours.

    There are no hashes where it holds what no export has.
    """
    duckdb = library("duckdb", "duckdb")
    try:
        with (
            plainly_named(file) as path,
            duckdb.connect(str(path), read_only=True, config={"enable_external_access": "false"}) as connection,
        ):
            row = connection.execute("SELECT value FROM _package WHERE property = 'export'").fetchone()
            if not row:
                return "", ()
            has_more = path.stat().st_size != _size(connection) or _has_additions(connection)
            return str(row[0]), () if has_more else _digests(connection)
    except duckdb.Error:
        return "", ()


def _size(connection: Any) -> int:
    """The bytes of the file as DuckDB wrote it."""
    blocks = connection.execute("SELECT total_blocks * block_size FROM pragma_database_size()").fetchone()
    return HEADER_BYTES + int(blocks[0])


def _has_additions(connection: Any) -> bool:
    known = {name for (name,) in connection.execute("SELECT function_name FROM duckdb_functions()").fetchall()}
    return any(
        connection.execute(
            f"SELECT 1 FROM {function}() WHERE database_name = current_database() AND {condition} LIMIT 1"  # noqa: S608 (constants)
        ).fetchone()
        for function, condition in ADDED_BY_OTHERS.items()
        if function in known  # DuckDB 1 has no triggers
    )


def _digests(connection: Any) -> tuple[str, str]:
    """Two SHA-256 of the definitions of all tables and views and of their rows, whose order does not count, but for the mark.

    The first is the one that exports had before the second, which adds types and comments.
    """
    hashed = hashlib.sha256()
    made = connection.execute(
        "SELECT table_name, sql, true FROM duckdb_tables() UNION ALL "
        "SELECT view_name, sql, false FROM duckdb_views() WHERE NOT internal ORDER BY ALL"
    ).fetchall()
    for name, definition, is_table in made:
        hashed.update(f"{name}\0{definition}\0".encode())
        if is_table:
            others = "WHERE property <> 'export'" if name == "_package" else ""
            rows = connection.execute(
                f"SELECT count(*), bit_xor(hash(t)), sum(hash(t)::HUGEINT) FROM {quoted(name)} AS t {others}"  # noqa: S608 (quoted)
            ).fetchone()
            hashed.update(repr(rows).encode())
    former = hashed.hexdigest()
    for function, columns in DESCRIBED.items():
        found = connection.execute(f"SELECT {columns} FROM {function}() WHERE NOT internal ORDER BY ALL").fetchall()  # noqa: S608 (constants)
        hashed.update(repr(found).encode())
    return former, hashed.hexdigest()


def table_definition(table: str, schemas: dict[str, dict[str, Any]]) -> list[str]:
    """CREATE TYPE for each vocabulary, CREATE TABLE, and COMMENT ON what the schema describes."""
    schema = schemas[table]
    types = {f["name"]: f"{table}.{f['name']}" for f in schema["fields"] if _is_vocabulary(f)}
    enums = [
        f"CREATE TYPE {quoted(types[f['name']])} AS ENUM ({', '.join(map(literal, dict.fromkeys(f['constraints']['enum'])))})"
        for f in schema["fields"]
        if f["name"] in types
    ]
    lines = [_column(f, types.get(f["name"])) for f in schema["fields"]]
    lines += [f"UNIQUE ({names(key)})" for key in schema.get("uniqueKeys", [])]
    comments = [f"COMMENT ON TABLE {quoted(table)} IS {literal(schema.get('description', ''))}"]
    comments += [
        f"COMMENT ON COLUMN {quoted(table)}.{quoted(f['name'])} IS {literal(f.get('description', ''))}"
        for f in schema["fields"]
    ]
    return [*enums, f"CREATE TABLE {quoted(table)} (\n  " + ",\n  ".join(lines) + "\n)", *comments]


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


def _prove_foreign_keys(connection: Any, data: Dataset) -> None:
    """Raise UserError where a row refers to nothing; a key of which a part is missing refers to nothing and may."""
    for table in data.schemas:
        for fields, other, there in sql.foreign_keys(table, data.schemas):
            pairs = list(zip(fields, there, strict=True))
            same = " AND ".join(f"o.{quoted(b)}::VARCHAR = t.{quoted(a)}::VARCHAR" for a, b in pairs)
            whole = " AND ".join(f"t.{quoted(a)} IS NOT NULL" for a in fields)
            broken = connection.execute(
                f"SELECT {', '.join(f't.{quoted(a)}' for a in fields)} FROM {quoted(table)} t "  # noqa: S608 (quoted)
                f"WHERE {whole} AND NOT EXISTS (SELECT 1 FROM {quoted(other)} o WHERE {same}) LIMIT 1"
            ).fetchone()
            if broken:
                raise UserError(
                    f"duckdb: {table} refers to {', '.join(map(str, broken))}, which {other} lacks", sql.REPAIR
                )


def _fill(connection: Any, table: str, data: Dataset, workplace: Path) -> None:
    with tempfile.TemporaryDirectory(dir=workplace) as folder:
        rows = Path(folder) / "rows.parquet"
        data.sink(table, lambda frame: frame.sink_parquet(rows, compression="lz4", statistics=False, lazy=True))
        connection.execute(f"INSERT INTO {quoted(table)} SELECT * FROM read_parquet({literal(str(rows))})")  # noqa: S608 (both quoted)


def _describe(connection: Any, data: Dataset) -> None:
    """Tables `_package` and `_fields`, as in the SQLite export, and `_foreign_keys`, a column of a key a row."""
    connection.execute("CREATE TABLE _package (property VARCHAR PRIMARY KEY, value VARCHAR NOT NULL)")
    _insert(connection, "_package", sql.package_rows(data, "duckdb"))
    connection.execute(
        "CREATE TABLE _fields (table_name VARCHAR, position BIGINT, field VARCHAR, title VARCHAR, "
        "description VARCHAR, type VARCHAR, PRIMARY KEY (table_name, field))"
    )
    _insert(connection, "_fields", sql.field_rows(data))
    connection.execute(
        "CREATE TABLE _foreign_keys (table_name VARCHAR, field VARCHAR, other_table VARCHAR, other_field VARCHAR)"
    )
    rows = [
        (table, field, other, other_field)
        for table in data.schemas
        for fields, other, there in sql.foreign_keys(table, data.schemas)
        for field, other_field in zip(fields, there, strict=True)
    ]
    _insert(connection, "_foreign_keys", rows)
