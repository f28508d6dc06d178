"""Our own DuckDB export: opened to read only, without extensions or other files."""

from __future__ import annotations

from pathlib import Path

from event_timeline.exports.optional_libraries import library
from event_timeline.importing.databases import read_export
from event_timeline.importing.own_exports import OwnExport
from event_timeline.io.temporary import plainly_named
from event_timeline.model import UserError

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
        with (
            plainly_named(file) as path,
            duckdb.connect(str(path), read_only=True, config=dict(SAFE)) as connection,
        ):
            plain = {
                row[0]
                for row in connection.execute(
                    "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main' AND NOT internal"
                ).fetchall()
            }
            return read_export(name, "duckdb", connection, plain)
    except duckdb.Error as error:
        said = (str(error).splitlines() or [""])[0]
        raise UserError(f"{name}: DuckDB cannot read it: {said}", "export the package again") from None
