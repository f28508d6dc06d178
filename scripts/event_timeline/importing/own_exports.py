"""Our own exports as they were read: the package's files and its rows, and a package made of them again."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import Any, NoReturn

import polars as pl

from event_timeline.editing import csv_tables
from event_timeline.editing.csv_tables import columns_of
from event_timeline.editing.draft import open_draft
from event_timeline.editing.profile_additions import refusal_of_uncoded
from event_timeline.exports.csv_cells import as_written
from event_timeline.exports.package_files import PackageFile, write_csv
from event_timeline.exports.zip_ import PAPERS, PROFILE
from event_timeline.importing.merge_rows import as_before
from event_timeline.io.paths import UnsafePathError, check_relative
from event_timeline.io.temporary import TemporaryFolder
from event_timeline.io.utf8 import encode
from event_timeline.model import Problem, RowsError, UserError
from event_timeline.package.json_files import parse
from event_timeline.package.opening import schema_fault
from event_timeline.tables.data_files import is_parquet
from event_timeline.tables.types import POLARS_TYPES

DESCRIPTOR = "datapackage.json"
MAX_ERRORS = 50
"""Cells that are named where a file cannot be taken."""
NO_FILES = "it does not hold the package's descriptor and schemas, as exports of this version do"
CHANGED = "rows differ from those that were exported: sizes and hashes were updated"
FIX = "correct it there, or export the package again"
EXPORT_AGAIN = "export the package again with this version, or name the package to change: -o FOLDER"

Places = Callable[[int, str], str]
"""Row of a table, from 0, and column (empty for the row) -> where it is in the file."""


@dataclass(frozen=True)
class Given:
    """The rows of a table as an export has them now: in the usual form of each type, without the columns that it lacks."""

    columns: list[str]
    rows: list[csv_tables.Row]
    places: Places


@dataclass
class OwnExport:
    """What an export holds.

    files: the package's files, path -> file; frames: table -> typed columns, in the order of the file; places: table ->
    where its rows are.
    """

    name: str
    files: dict[str, PackageFile]
    frames: dict[str, pl.LazyFrame] = field(default_factory=dict)
    places: dict[str, Places] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    """What the user should know of it."""

    def write(self, folder: Path) -> list[str]:
        """Write its package into an empty folder; returns what the user should know. Raises UserError."""
        return write_package(self, folder)

    def tables(self, schemas: Mapping[str, Any]) -> list[str]:  # noqa: ARG002 (of a workbook)
        """The tables that it has."""
        return list(self.frames)

    def given(self, table: str, schema: Mapping[str, Any], before: Sequence[csv_tables.Row]) -> Given:  # noqa: ARG002
        """The rows of a table; schema, before: of the package, and its rows when it was exported, in their usual form."""
        own = self.schemas()[table]
        columns = [f["name"] for f in own["fields"]]
        texts = as_written(self.frames[table], own).collect().fill_null("").rows()
        return Given(columns, [dict(zip(columns, row, strict=True)) for row in texts], self.places[table])

    def is_unedited(self, table: str) -> bool:
        """Whether the rows of a table are still those that were exported: they make the same bytes."""
        held, own = self.held(table), self.schemas()[table]
        if len(held) != 1:
            return False
        with TemporaryFolder() as folder:
            write_csv(as_written(self.frames[table], own), folder.path / "again.csv")
            return hashlib.sha256((folder.path / "again.csv").read_bytes()).hexdigest() == held[0].sha256

    def held(self, table: str) -> list[PackageFile]:
        """The files of a table."""
        return [f for f in self.files.values() if f.table_name == table]

    @property
    def descriptor(self) -> dict[str, Any]:
        """The descriptor. Raises UserError where it is missing or not JSON."""
        held = self.files.get(DESCRIPTOR)
        if held is None or held.content is None:
            raise UserError(f"{self.name}: {NO_FILES}", EXPORT_AGAIN)
        return _object(held.content, f"{self.name}: {DESCRIPTOR}")

    def schemas(self) -> dict[str, dict[str, Any]]:
        """Table -> its Table Schema, of every table that the descriptor lists. Raises UserError where one is missing."""
        found = {}
        for resource in self.resources():
            table, declared = str(resource.get("name")), resource.get("schema")
            if isinstance(declared, str):
                held = self.files.get(declared)
                if held is None or held.content is None:
                    raise UserError(f"{self.name}: the schema {declared} is missing", EXPORT_AGAIN)
                declared = _object(held.content, f"{self.name}: {declared}")
            if fault := schema_fault(declared):
                raise UserError(f"{self.name}: the table {table} {fault}", EXPORT_AGAIN)
            found[table] = dict(declared) if isinstance(declared, dict) else {}
        return found

    def resources(self) -> list[dict[str, Any]]:
        """The descriptor's resources. Raises UserError where it has none, or one has no path."""
        resources = self.descriptor.get("resources")
        if not isinstance(resources, list) or not resources or not all(isinstance(r, dict) for r in resources):
            raise UserError(f"{self.name}: {DESCRIPTOR} lists no resources", EXPORT_AGAIN)
        for resource in resources:
            declared = resource.get("path")
            if not declared or len(paths_of(resource)) != (len(declared) if isinstance(declared, list) else 1):
                said = f"the path of the resource {resource.get('name')!r:.60} is not text or a list of texts"
                raise UserError(f"{self.name}: {DESCRIPTOR}: {said}", EXPORT_AGAIN)
        return resources

    def refuse_table(self, table: str, where: str, remedy: str) -> NoReturn:
        """Raise UserError for rows of a table that the package lacks, with the reason. where: the place in the export."""
        if self.files and (refusal := refusal_of_uncoded(self.descriptor, table, DESCRIPTOR)):
            raise UserError(f"{where}: {refusal.message}", refusal.hint)
        raise UserError(f"{where}: the package has no table {table!r}", remedy)

    def refuse_unknown(self) -> None:
        """Raise UserError where it holds a file that the descriptor does not name and that is not a paper beside it."""
        known = {DESCRIPTOR, *PAPERS}
        for resource in self.resources():
            schema = resource.get("schema")
            known |= set(paths_of(resource))
            if isinstance(schema, str):
                known |= {schema, PurePosixPath(schema).with_name(PROFILE).as_posix() if schema else ""}
        for path in self.files:
            if path not in known:
                raise UserError(f"{self.name}: holds {path!r}, which is not a file of the package", EXPORT_AGAIN)
            try:
                if path not in PAPERS:
                    check_relative(path)
            except UnsafePathError as error:
                raise UserError(f"{self.name}: the path {path!r} {error}", EXPORT_AGAIN) from None


def in_table(table: str) -> Places:
    """The places of a table whose rows are counted."""
    return lambda row, column: f"{table}, row {row + 1} {column}".rstrip()


def paths_of(resource: Mapping[str, Any]) -> list[str]:
    """The paths of a resource."""
    declared = resource.get("path")
    return [p for p in (declared if isinstance(declared, list) else [declared]) if isinstance(p, str)]


def files_of(name: str, rows: Any) -> dict[str, PackageFile]:
    """The files of an export as its format holds them, none where rows is not a list.

    Raises UserError where one is not described as a file is.
    """
    found = {}
    for row in rows if isinstance(rows, list) else ():
        held = row if isinstance(row, dict) else {}
        path, sha256, table, count, content = (held.get(k) for k in PackageFile.__dataclass_fields__)
        right = (
            isinstance(path, str) and isinstance(sha256, str) and isinstance(table, str | None)
            and isinstance(count, int | None) and (count or 0) >= 0 and isinstance(content, str | None)
        )  # fmt: skip
        if not right:
            raise UserError(f"{name}: the files of the package are described in another way", EXPORT_AGAIN)
        found[str(path)] = PackageFile(str(path), str(sha256), table, count, content)
    return found


class Cells:
    """Typed columns of one table, filled row by row; what has the wrong type is collected, up to MAX_ERRORS."""

    def __init__(self, name: str, table: str, schema: Mapping[str, Any], errors: list[Problem]) -> None:
        self.name, self.table, self.errors = name, table, errors
        self.kinds = {f["name"]: str(f.get("type", "string")) for f in schema["fields"]}
        self.columns: dict[str, list[Any]] = {c: [] for c in self.kinds}
        self.key = [c for c in columns_of(schema.get("primaryKey")) if c in self.kinds]

    def add(self, row: Any, place: str) -> bool:
        """Add a row, column -> value; missing ones are null. What is wrong is said with its place. Returns whether it has a key."""
        if not isinstance(row, dict):
            self._fault(place, "", "a row is an object of columns and values", None)
            return False
        lacking = next((c for c in self.key if row.get(c) in (None, "")), None)
        if lacking is not None:
            near = get_close_matches(lacking, sorted(map(str, row.keys() - self.kinds.keys())), 1)
            hint = f"rename {near[0]!r} to {lacking}" if near else "fill it in, or remove the row"
            self._fault(place, lacking, "the key of the row is missing", None, hint)
            return False
        for column in row.keys() - self.kinds.keys():
            self._fault(place, str(column), f"the table {self.table} has no such column", row[column])
        for column, kind in self.kinds.items():
            value = row.get(column)
            try:
                self.columns[column].append(None if value is None else typed(value, kind))
            except ValueError as error:
                self.columns[column].append(None)
                self._fault(place, column, str(error), value)
        return True

    def frame(self) -> pl.LazyFrame:
        """The rows, typed as the schema says."""
        kinds = {c: POLARS_TYPES.get(kind, pl.String()) for c, kind in self.kinds.items()}
        return pl.LazyFrame(self.columns, schema=kinds)

    def _fault(self, place: str, column: str, message: str, value: Any, hint: str = FIX) -> None:
        where = " ".join(part for part in (place, column) if part)
        shown = "" if value is None else f": {str(value)[:60]!r}"
        text = f"{where}: {message}{shown}"
        self.errors.append(Problem(message=text, hint=hint, path=self.name, resource=self.table))
        if len(self.errors) >= MAX_ERRORS:
            raise RowsError(self.errors)


def typed(value: Any, kind: str) -> Any:
    """A value as its column's type has it. Raises ValueError where it is of another type."""
    if kind == "boolean":
        if isinstance(value, bool) or (isinstance(value, int) and value in (0, 1)):
            return bool(value)
        raise ValueError("not true or false")
    if kind in ("integer", "year"):
        if isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**63:
            return value
        raise ValueError("not a whole number of 64 bits")
    if kind == "number":
        if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
            return float(value)
        raise ValueError("not a number")
    if kind == "date" and isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str):
        raise ValueError("not text")
    if "\0" in value:
        raise ValueError("holds a NUL (U+0000), which no table can hold")
    if kind != "date":
        return value
    if len(value) != len("2024-05-13"):
        raise ValueError("not a date as 2024-05-13")
    return date.fromisoformat(value)


def typed_frame(name: str, table: str, frame: pl.LazyFrame, schema: Mapping[str, Any]) -> pl.LazyFrame:
    """The columns of a table that has types of its own. Raises UserError where a column is missing, unknown or of another type."""
    there = frame.collect_schema()
    for column in there:
        if column not in {f["name"] for f in schema["fields"]}:
            raise UserError(f"{name}: the table {table} has no column {column!r}", "take the column out")
    columns = []
    for f in schema["fields"]:
        column, kind = f["name"], POLARS_TYPES.get(f.get("type", "string"), pl.String())
        if column not in there:
            raise UserError(f"{name}: the table {table} lacks its column {column!r}", EXPORT_AGAIN)
        near = there[column].is_integer() and kind in (pl.Int64, pl.Float64)
        if there[column] != kind and not near and there[column] != pl.Null:
            raise UserError(f"{name}: the column {column!r} of {table} is {there[column]}, not {kind}", EXPORT_AGAIN)
        columns.append(pl.col(column).cast(kind))
    return frame.select(columns)


def write_held(export: OwnExport, folder: Path) -> None:
    """Write every file as it was. Raises UserError where one is not held as text."""
    for path, file in export.files.items():
        if file.content is None:
            raise UserError(f"{export.name}: {path} is a table in Parquet, which is not in the export", EXPORT_AGAIN)
        _write(folder, path, encode(file.content))


def write_package(export: OwnExport, folder: Path) -> list[str]:
    """Write the package of an export into an empty folder; its descriptor's sizes and hashes fit where rows differ.

    Where the rows are those that were exported, each file has the bytes that it had. Raises UserError.
    """
    export.refuse_unknown()
    schemas, tables = export.schemas(), {p for r in export.resources() for p in paths_of(r)}
    for path, file in export.files.items():
        if path not in tables:
            _write(folder, path, encode(file.content or ""))
    changed = False
    for resource in export.resources():
        table = str(resource.get("name"))
        frame = export.frames.get(table)
        if frame is None:
            raise UserError(f"{export.name}: the table {table} is missing", EXPORT_AGAIN)
        changed |= _write_table(export, folder, paths_of(resource), frame, schemas[table])
    if changed:
        draft = open_draft(folder)
        draft.stamp()
        for path, content in draft.changed.items():
            (folder / path).write_bytes(content)
    return [CHANGED] if changed else []


def _write_table(
    export: OwnExport, folder: Path, paths: list[str], frame: pl.LazyFrame, schema: Mapping[str, Any]
) -> bool:
    """Write the files of a table; whether one has other bytes than when it was exported."""
    held = [export.files.get(path, PackageFile(path, "")) for path in paths]
    if all(file.content is not None for file in held):
        frame = _as_held(held, frame, schema)
    elif not (paths and is_parquet(paths[0])):
        frame = as_written(frame, schema)
    changed, start = False, 0
    for number, file in enumerate(held):
        check_path(export.name, file.path)
        target = folder.joinpath(*PurePosixPath(file.path).parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        rows = None if number == len(held) - 1 else file.rows or 0
        part = frame.slice(start, rows)
        start += rows or 0
        if is_parquet(file.path):
            part.sink_parquet(target)
        else:
            write_csv(part, target)
        with target.open("rb") as written:
            same = hashlib.file_digest(written, "sha256").hexdigest() == file.sha256
        if not same and file.content is not None and _same_cells(file.content, part, schema):
            target.write_bytes(encode(file.content))
            same = True
        changed |= not same
    return changed


def _as_held(held: list[PackageFile], frame: pl.LazyFrame, schema: Mapping[str, Any]) -> pl.LazyFrame:
    """The rows as text, each cell written as it was where its value is the same."""
    rows = [row for file in held for row in parsed(file, schema)]
    return as_before(rows, frame, schema)


def parsed(file: PackageFile, schema: Mapping[str, Any]) -> list[csv_tables.Row]:
    """The rows of a table's file that is held as text. Raises UserError where it is not a well-formed table."""
    return csv_tables.parse(encode(file.content or ""), file.table_name or "", file.path, dict(schema)).rows


def _same_cells(content: str, part: pl.LazyFrame, schema: Mapping[str, Any]) -> bool:
    columns = [f["name"] for f in schema["fields"]]
    rows = parsed(PackageFile("", "", content=content), schema)
    return [tuple(row[c] for c in columns) for row in rows] == part.collect().fill_null("").rows()


def check_path(name: str, path: str) -> None:
    """Raise UserError where a path leads out of the package."""
    try:
        check_relative(path)
    except UnsafePathError as error:
        raise UserError(f"{name}: the path {path!r} {error}", EXPORT_AGAIN) from None


def _write(folder: Path, path: str, content: bytes) -> None:
    target = folder.joinpath(*PurePosixPath(path).parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def _object(text: str, shown: str) -> dict[str, Any]:
    value = parse(text, shown)
    if not isinstance(value, dict):
        raise UserError(f"{shown}: not a JSON object", EXPORT_AGAIN)
    return value
