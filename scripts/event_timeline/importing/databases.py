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
    for table, schema in export.schemas().items():
        if table not in plain:
            raise UserError(f"{name}: the table {table} is missing", "export the package again")
        cells = Cells(name, table, schema, errors)
        for number, row in enumerate(_rows(connection, table, schema), 1):
            cells.add(row, f"table {table}, row {number}")
        export.frames[table] = cells.frame()
        export.places[table] = in_table(f"table {table}")
    if errors:
        raise RowsError(errors)
    return export


def _rows(connection: Any, table: str, schema: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The values of each row, in the order in which they were put in."""
    columns = [f["name"] for f in schema["fields"]]
    found = connection.execute(f"SELECT {names(columns)} FROM {quoted(table)} ORDER BY rowid")  # noqa: S608 (quoted)
    while rows := found.fetchmany(ROWS_AT_ONCE):
        yield from (dict(zip(columns, row, strict=True)) for row in rows)
