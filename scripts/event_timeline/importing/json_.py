"""Our own JSON export: one document, its rows taken out of one another again."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from event_timeline.exports.json_ import Place, rows_of
from event_timeline.exports.ownership import label
from event_timeline.exports.package_files import sorted_frame
from event_timeline.importing.own_exports import Cells, OwnExport, Places, files_of
from event_timeline.model import Problem, RowsError, UserError
from event_timeline.package.json_files import parse_strictly, read_text

ROW = "\x00row"
"""Column of the number of each row in the document, which no table has."""
MAX_BYTES = 2**30
"""Bytes of a document, which is read whole."""


def load(file: Path) -> OwnExport:
    """Read a document. Raises UserError where it is another one, RowsError where rows are not of their types."""
    name = file.name
    found = read_document(file)
    if not isinstance(found, dict) or not str(found.get("export", "")).startswith(label("json")):
        raise UserError(f"{name}: not a json export of this toolchain", "import what `timeline export json` wrote")
    files = found.get("files")
    held = files if isinstance(files, list) else []
    export = OwnExport(name, files_of(name, [f for f in held if isinstance(f, dict)]))
    schemas, errors = export.schemas(), list[Problem]()
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
            raise UserError(f"{name}: {_shown(place)}: the package has no table {table}", "take the rows out")
    if errors:
        raise RowsError(errors)
    for table, schema in schemas.items():
        rows = sorted_frame(cells[table].frame().with_row_index(ROW), schema).collect()
        export.frames[table] = rows.drop(ROW).lazy()
        export.places[table] = _places(places[table], rows[ROW].to_list())
    return export


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
