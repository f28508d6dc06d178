"""Our own SQLite export: opened to read only, and only the tables that the package has are asked for.

A database from elsewhere may have views and virtual tables whose definitions call functions, and triggers: none is run,
since each table is asked for by its name and has to be a plain one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from event_timeline.exports.ownership import label
from event_timeline.exports.package_files import COLUMNS, TABLE, PackageFile
from event_timeline.exports.sql import quoted
from event_timeline.importing.own_exports import Cells, OwnExport, files_of, in_table
from event_timeline.model import Problem, RowsError, UserError

MAX_CELL_BYTES = 2**28
"""Bytes of one value that is read."""


def load(file: Path) -> OwnExport:
    """Read a database. Raises UserError where it is another one, RowsError where rows are not of their types."""
    name = file.name
    if not file.is_file():
        raise UserError(f"{name}: not a file", "name the database")
    try:
        with closing(_opened(file)) as connection:
            plain = _plain_tables(connection)
            if {TABLE, "_package"} - plain:
                raise UserError(
                    f"{name}: not a sqlite export of this version", "export the package again with this version"
                )
            mark = connection.execute("SELECT value FROM _package WHERE property = 'export'").fetchone()
            if not mark or not str(mark[0]).startswith(label("sqlite")):
                raise UserError(
                    f"{name}: not a sqlite export of this toolchain", "import what `timeline export sqlite` wrote"
                )
            rows = connection.execute(f"SELECT {', '.join(COLUMNS)} FROM {TABLE}")  # noqa: S608 (constants)
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
    except sqlite3.Error as error:
        raise UserError(f"{name}: SQLite cannot read it: {error}", "export the package again") from None
    if errors:
        raise RowsError(errors)
    return export


def _opened(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_CELL_BYTES)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.set_authorizer(_only_reading)
    return connection


def _only_reading(
    action: int, _first: str | None, _second: str | None, _database: str | None, source: str | None
) -> int:
    """Let SELECT and the reading of columns pass, of no view and no trigger (`source`), and nothing else."""
    allowed = action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ) and source is None
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


def _plain_tables(connection: sqlite3.Connection) -> set[str]:
    """Tables that are neither views nor virtual."""
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
    return {str(name) for name, sql in rows if not str(sql).lstrip().upper().startswith("CREATE VIRTUAL")}


def _rows(connection: sqlite3.Connection, table: str, schema: dict[str, Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Number and values of each row, in the order in which they were put in."""
    columns = [f["name"] for f in schema["fields"]]
    select = f"SELECT {', '.join(map(quoted, columns))} FROM {quoted(table)} ORDER BY rowid"  # noqa: S608 (quoted)
    for number, row in enumerate(connection.execute(select), 1):
        yield number, dict(zip(columns, row, strict=True))
