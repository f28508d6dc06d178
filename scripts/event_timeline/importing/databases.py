"""What our own SQLite and DuckDB exports have in common once they are open: the same tables, asked for by name."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from event_timeline.exports.ownership import label
from event_timeline.exports.package_files import COLUMNS, TABLE, PackageFile
from event_timeline.exports.sql import names, quoted
from event_timeline.importing.own_exports import Cells, OwnExport, files_of, in_table
from event_timeline.model import Problem, RowsError, UserError

ROWS_AT_ONCE = 10_000
OWN = frozenset({"_package", "_fields", "_foreign_keys", TABLE})
"""Tables of the exports beside those of the package."""
OF_THE_PROGRAM = ("quotes_fts_", "sqlite_")
"""Beginnings of the names of tables that SQLite makes for itself."""


def read_export(name: str, format_name: str, connection: Any, plain: Collection[str]) -> OwnExport:
    """Read an export from a connection. name: of the file; plain: the tables that are neither views nor virtual.

    Raises UserError where it is another database, RowsError where rows are not of their types.
    """
    if {TABLE, "_package"} - set(plain):
        raise UserError(
            f"{name}: not a {format_name} export of this version", "export the package again with this version"
        )
    mark = connection.execute("SELECT value FROM _package WHERE property = 'export'").fetchone()
    if not mark or not str(mark[0]).startswith(label(format_name)):
        raise UserError(
            f"{name}: not a {format_name} export of this toolchain",
            f"import what `timeline export {format_name}` wrote",
        )
    rows = connection.execute(f"SELECT {names(list(COLUMNS))} FROM {TABLE}").fetchall()  # noqa: S608 (constants)
    fields = tuple(PackageFile.__dataclass_fields__)
    export = OwnExport(name, files_of(name, [dict(zip(fields, row, strict=True)) for row in rows]))
    errors: list[Problem] = []
    for table in sorted(set(plain) - OWN - export.schemas().keys()):
        if not table.startswith(OF_THE_PROGRAM) and _has_rows(connection, table):
            export.refuse_table(table, f"{name}, table {table}", "delete the table, or move it elsewhere")
    for table, schema in export.schemas().items():
        if table not in plain:
            raise UserError(f"{name}: the table {table} is missing", "export the package again")
        _check_columns(name, connection, table, schema)
        cells = Cells(name, table, schema, errors)
        for number, row in enumerate(_rows(connection, table, schema), 1):
            cells.add(row, f"table {table}, row {number}")
        export.frames[table] = cells.frame()
        export.places[table] = in_table(f"table {table}")
    if errors:
        raise RowsError(errors)
    return export


def _has_rows(connection: Any, table: str) -> bool:
    """Whether a table has rows; the exports write optional tables that the package lacks without any."""
    return connection.execute(f"SELECT 1 FROM {quoted(table)} LIMIT 1").fetchone() is not None  # noqa: S608 (quoted)


def _check_columns(name: str, connection: Any, table: str, schema: Mapping[str, Any]) -> None:
    """Raise UserError where a table has other columns than its schema, which would be lost or read as their names."""
    found = connection.execute(f"SELECT * FROM {quoted(table)} LIMIT 0").description  # noqa: S608 (quoted)
    there, columns = [c[0] for c in found], [f["name"] for f in schema["fields"]]
    for column in there:
        if column not in columns:
            raise UserError(f"{name}: the table {table} has no such column: {column!r}", "take the column out")
    for column in columns:
        if column not in there:
            raise UserError(f"{name}: the table {table} lacks its column {column!r}", "export the package again")


def _rows(connection: Any, table: str, schema: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The values of each row, in the order in which they were put in."""
    columns = [f["name"] for f in schema["fields"]]
    found = connection.execute(f"SELECT {names(columns)} FROM {quoted(table)} ORDER BY rowid")  # noqa: S608 (quoted)
    while rows := found.fetchmany(ROWS_AT_ONCE):
        yield from (dict(zip(columns, row, strict=True)) for row in rows)
