"""Our own DuckDB export: opened to read only, without extensions or other files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from event_timeline.exports.optional_libraries import library
from event_timeline.exports.ownership import label
from event_timeline.exports.package_files import COLUMNS, TABLE, PackageFile
from event_timeline.exports.sql import names, quoted
from event_timeline.importing.own_exports import Cells, OwnExport, files_of, in_table
from event_timeline.model import Problem, RowsError, UserError

ROWS_AT_ONCE = 10_000
SAFE = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
"""No file but the database is read, and no extension is loaded."""


def load(file: Path) -> OwnExport:
    """Read a database. Raises UserError where it is another one, RowsError where rows are not of their types."""
    duckdb, name = library("duckdb", "duckdb", purpose="import"), file.name
    if not file.is_file():
        raise UserError(f"{name}: not a file", "name the database")
    try:
        with duckdb.connect(str(file), read_only=True, config=dict(SAFE)) as connection:
            plain = {
                row[0]
                for row in connection.execute(
                    "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main' AND NOT internal"
                ).fetchall()
            }
            if {TABLE, "_package"} - plain:
                raise UserError(
                    f"{name}: not a duckdb export of this version", "export the package again with this version"
                )
            mark = connection.execute("SELECT value FROM _package WHERE property = 'export'").fetchone()
            if not mark or not str(mark[0]).startswith(label("duckdb")):
                raise UserError(
                    f"{name}: not a duckdb export of this toolchain", "import what `timeline export duckdb` wrote"
                )
            rows = connection.execute(f"SELECT {names(list(COLUMNS))} FROM {TABLE}").fetchall()  # noqa: S608 (constants)
            fields = tuple(PackageFile.__dataclass_fields__)
            export = OwnExport(name, files_of(name, [dict(zip(fields, row, strict=True)) for row in rows]))
            errors: list[Problem] = []
            for table, schema in export.schemas().items():
                if table not in plain:
                    raise UserError(f"{name}: the table {table} is missing", "export the package again")
                cells = Cells(name, table, schema, errors)
                for number, row in _rows(connection, table, schema):
                    cells.add(row, f"table {table}, row {number}")
                export.frames[table] = cells.frame()
                export.places[table] = in_table(f"table {table}")
    except duckdb.Error as error:
        said = (str(error).splitlines() or [""])[0]
        raise UserError(f"{name}: DuckDB cannot read it: {said}", "export the package again") from None
    if errors:
        raise RowsError(errors)
    return export


def _rows(connection: Any, table: str, schema: dict[str, Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Number and values of each row, in the order in which they were put in; a term of an ENUM is text."""
    columns = [f["name"] for f in schema["fields"]]
    found = connection.execute(f"SELECT {names(columns)} FROM {quoted(table)} ORDER BY rowid")  # noqa: S608 (quoted)
    number = 0
    while rows := found.fetchmany(ROWS_AT_ONCE):
        for row in rows:
            number += 1
            yield number, dict(zip(columns, row, strict=True))
