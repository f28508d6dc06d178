"""Our own SQLite export: opened to read only, and only the tables that the package has are asked for.

A database from elsewhere may have views and virtual tables whose definitions call functions, and triggers: none is run,
since each table is asked for by its name and has to be a plain one.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from event_timeline.importing.databases import read_export
from event_timeline.importing.own_exports import OwnExport
from event_timeline.io.temporary import plainly_named
from event_timeline.model import UserError

MAX_CELL_BYTES = 2**28
"""Bytes of one value that is read."""
BESIDE = {"-wal": b"", "-journal": bytes.fromhex("d9d505f920a163d7")}
"""Files of changes that are not in the database -> how they begin (https://sqlite.org/fileformat2.html, sections 3 and 4)."""


def load(file: Path) -> OwnExport:
    """Read a database. Raises UserError where it is another one, RowsError where rows are not of their types."""
    name = file.name
    if not file.is_file():
        raise UserError(f"{name}: not a file", "name the database")
    _refuse_unwritten(file)
    try:
        with plainly_named(file) as path, closing(_opened(path)) as connection:
            return read_export(name, "sqlite", connection, _plain_tables(connection))
    except sqlite3.Error as error:
        if "no such column: rowid" in str(error):
            said = "a table is declared WITHOUT ROWID, so that the order of its rows is not known"
            raise UserError(f"{name}: {said}", "make the table as `timeline export sqlite` does") from None
        raise UserError(f"{name}: SQLite cannot read it: {error}", "export the package again") from None


def _refuse_unwritten(file: Path) -> None:
    """Raise UserError where changes are in a file beside the database, which is not read."""
    for suffix, mark in BESIDE.items():
        beside = file.with_name(file.name + suffix)
        if beside.is_file():
            with beside.open("rb") as opened:
                begins = opened.read(8)
            if begins and begins.startswith(mark):
                raise UserError(
                    f"{beside.name}: holds changes that are not in {file.name} yet", "close the program that edits it"
                )


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
