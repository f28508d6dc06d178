"""Our own JSON Lines export, read line by line."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from event_timeline.exports.ownership import label
from event_timeline.importing.own_exports import Cells, OwnExport, Places, files_of
from event_timeline.io.utf8 import decode
from event_timeline.model import Problem, RowsError, UserError
from event_timeline.package.json_files import parse_strictly

MAX_LINE_BYTES = 2**30


def load(file: Path) -> OwnExport:
    """Read the lines. Raises UserError where they are others, RowsError where rows are not of their types."""
    name = file.name
    lines = _lines(file)
    number, first = next(lines, (1, None))
    if not isinstance(first, dict) or not str(first.get("export", "")).startswith(label("jsonl")):
        raise UserError(
            f"{name}:{number}: not a jsonl export of this toolchain", "import what `timeline export jsonl` wrote"
        )
    export, errors = OwnExport(name, files_of(name, first.get("files"))), list[Problem]()
    cells = {t: Cells(name, t, schema, errors) for t, schema in export.schemas().items()}
    numbers: dict[str, list[int]] = {t: [] for t in cells}
    for number, line in lines:
        table, row = (line.get("table"), line.get("row")) if isinstance(line, dict) else (None, None)
        if not isinstance(table, str) or not isinstance(row, dict) or len(line) > len(("table", "row")):
            raise UserError(f"{name}:{number}: a line is an object with `table` and `row` only", "correct it there")
        if table in cells:
            cells[table].add(row, f"line {number}")
            numbers[table].append(number)
        elif any(value is not None for value in row.values()):
            export.refuse_table(table, f"{name}:{number}", "take the line out")
    if errors:
        raise RowsError(errors)
    for table, found in cells.items():
        export.frames[table] = found.frame()
        export.places[table] = _places(numbers[table])
    return export


def _places(numbers: list[int]) -> Places:
    return lambda row, column: f"line {numbers[row]}{' ' if column else ''}{column}"


def _lines(file: Path) -> Iterator[tuple[int, Any]]:
    """Number and value of each line that is not blank."""
    try:
        with file.open("rb") as opened:
            number = 0
            while line := opened.readline(MAX_LINE_BYTES):
                number += 1
                if line.strip():
                    text = decode(line.removeprefix(BOM_UTF8) if number == 1 else line, file.name, first_line=number)
                    yield number, parse_strictly(text, file.name, number)
    except OSError as error:
        raise UserError(f"{file.name}: {error.strerror or error}", "check that you may read it") from None
