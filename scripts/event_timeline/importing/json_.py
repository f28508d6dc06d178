"""Our own JSON export: one document, its rows taken out of one another again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from event_timeline import profile
from event_timeline.exports.json_ import TOP_TABLES, Place, rows_of
from event_timeline.exports.json_schema import nested_names, other_tables
from event_timeline.exports.ownership import label
from event_timeline.exports.package_files import sorted_frame
from event_timeline.importing.own_exports import MAX_ERRORS, Cells, OwnExport, Places, files_of
from event_timeline.model import Problem, RowsError, UserError
from event_timeline.package.json_files import parse_strictly, read_text

ROW = "\x00row"
"""Column of the number of each row in the document, which no table has."""
PROPERTIES = ("schema_version", "export", "package", "other_tables", "files")
"""Properties of a document beside its tables."""
RESTORE = "restore it as it was exported, or export the package again; a table without rows is []"
MAX_BYTES = 2**30
"""Bytes of a document, which is read whole."""


def load(file: Path) -> OwnExport:
    """Read a document. Raises UserError where it is another one, RowsError where rows are not of their types."""
    name = file.name
    found = read_document(file)
    if not isinstance(found, dict) or not str(found.get("export", "")).startswith(label("json")):
        raise UserError(f"{name}: not a json export of this toolchain", "import what `timeline export json` wrote")
    export = OwnExport(name, files_of(name, found.get("files")))
    schemas, errors = export.schemas(), list[Problem]()
    if misplaced := [
        Problem(path=name, message=f"{_shown(place)}: {message}", hint=RESTORE)
        for place, message in _misplaced(found, schemas)
    ]:
        raise RowsError(misplaced[:MAX_ERRORS])
    cells = {table: Cells(name, table, schema, errors) for table, schema in schemas.items()}
    places: dict[str, list[str]] = {table: [] for table in cells}
    unnamed: Place = ("",)  # a row without a key, whose nested rows are not read either
    for table, place, row in rows_of(found):
        if table in cells:
            if place[: len(unnamed)] == unnamed:
                continue
            if cells[table].add(row, _shown(place)):
                places[table].append(f"{name} {_shown(place)}")
            else:
                unnamed = place
        elif row:
            export.refuse_table(table, f"{name}: {_shown(place)}", "take the rows out")
    if errors:
        raise RowsError(errors)
    for table, schema in schemas.items():
        rows = sorted_frame(cells[table].frame().with_row_index(ROW), schema).collect()
        export.frames[table] = rows.drop(ROW).lazy()
        export.places[table] = _places(places[table], rows[ROW].to_list())
    return export


def _misplaced(found: dict[str, Any], schemas: dict[str, Any]) -> Iterator[tuple[Place, str]]:
    """What a document has otherwise than an export: a list that is missing or another value does not mean that its rows were deleted."""
    tables = {table: profile.table_schema(table) for table in profile.TABLES} | schemas
    for key in found:
        if key not in (*PROPERTIES, *TOP_TABLES):
            yield (key,), "the export has no such property"
    for key in ("package", "other_tables"):
        if not isinstance(found.get(key), dict):
            yield (key,), "not an object" if key in found else "is missing"
    others = found.get("other_tables")
    listed: list[tuple[Place, dict[str, Any]]] = [((table,), found) for table in TOP_TABLES]
    if isinstance(others, dict):
        listed += [(("other_tables", table), others) for table in dict.fromkeys([*other_tables(tables), *others])]
    for place, holder in listed:
        if place[-1] not in holder:
            yield place, f"the table {place[-1]} is missing"
        elif not isinstance(holder[place[-1]], list):
            yield place, "not a list"
    for table, nested in nested_names(tables).items():
        rows = found.get(table)
        objects = {n: row for n, row in enumerate(rows if isinstance(rows, list) else ()) if isinstance(row, dict)}
        for key in nested:
            if objects and not any(key in row for row in objects.values()):
                yield (table,), f"the list {key!r} is missing in every row"
            for number, row in objects.items():
                if not isinstance(row.get(key, []), list):
                    yield (table, number, key), "not a list"


def _places(places: list[str], order: list[int]) -> Places:
    """The places in the document of rows that were sorted. order: the number of each row before."""
    return lambda row, column: f"{places[order[row]]} {column}".rstrip()


def read_document(file: Path) -> Any:
    """The value of a JSON file. Raises UserError where it cannot be read, with line and column."""
    return parse_strictly(read_text(file, file.name, MAX_BYTES, "import jsonl or parquet instead"), file.name)


def _shown(place: Place) -> str:
    """A place as JSON paths are written: $.events[3].evidence[0]."""
    parts = (f"[{p}]" if isinstance(p, int) else f".{p}" if re.fullmatch(r"\w+", p) else f"[{p!r}]" for p in place)
    return "$" + "".join(parts)
