"""Rows that are to be added, read from CSV or JSON lines: each with its values and where it is in the file."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from event_timeline.editing.cell_values import is_missing, plain, refusal_of_text
from event_timeline.io.utf8 import decode
from event_timeline.model import Problem, UserError
from event_timeline.remedies import words
from event_timeline.tables.byte_scan import StrictReader

DELIMITERS = ",;\t"
"""What may separate the cells of a CSV file; the header's most frequent one does."""
TABLE = "table"
"""The column or property that names a row's table."""
NEXT_VALUE = re.compile(r"\n(?=[{[tfn\d-])")
"""Where JSON is read on behind a value that is not JSON: a line that begins with a value, but not with a string, which may be a key."""
MAX_BYTES = 2**28
"""Bytes of a file; larger tables are imported, not added row by row."""


class Frame(Protocol):
    """A frame of polars or pandas, whose types differ in all else."""

    @property
    def columns(self) -> Any:
        """The names of the columns."""


ProgramRows = Iterable[Mapping[Any, Any]] | Frame
"""Rows of a program: a mapping of columns to values each, or a frame. Keys are strings; pandas declares other ones."""


@dataclass(frozen=True)
class GivenRow:
    """A row as it was given.

    file, line: where it is; `row N` and 0 in a program's list; table: its table's name, empty where none is given; values: column
    or property -> value, without the empty ones. A column that a CSV file has several times holds a list of cells.
    """

    file: str
    line: int
    table: str
    values: Mapping[str, Any]


def parse(content: bytes, name: str, table: str = "") -> list[GivenRow | Problem]:
    """Read rows of a file, and what is wrong with those that cannot be read; JSON begins with a brace or bracket, all else is CSV.

    name: of the file, for messages; table: of rows that name none. Raises UserError where it is neither or is too large.
    """
    if len(content) > MAX_BYTES:
        raise UserError(f"{name}: {len(content):,} bytes are more than {MAX_BYTES:,}", "split the file into several")
    text = decode(content, name, "save the file as UTF-8").removeprefix("\ufeff")
    start = text.lstrip()[:1]
    if not start:
        raise UserError(f"{name}: the file is empty", "give a CSV file with a header, or JSON lines")
    found = _json_rows(text, name) if start in "{[" else _csv_rows(text, name)
    rows = list[GivenRow | Problem]()
    for item in found:
        if isinstance(item, Problem):
            rows.append(item)
        else:
            rows += list(_refused(name, *item)) or [given(name, *item, table)]
    return rows


def fault(file: str, line: int, column: str, message: str, hint: str) -> Problem:
    """What is wrong with a row; line 0 and an empty column are not known or concern the whole row."""
    return Problem(
        path=file or None, line=line or None, column=column or None, message=words(message), hint=words(hint)
    )


def given(file: str, line: int, values: Mapping[str, Any], table: str = "") -> GivenRow:
    """A row of some values; its own `table` goes before the table that is named for all."""
    if odd := next((key for key in values if not isinstance(key, str)), None):
        raise UserError(f"{file}: the column {odd!r} is not a string", "name columns by strings")
    present = {key: value for key, value in values.items() if not is_missing(value)}
    own = present.pop(TABLE, None)
    return GivenRow(file, line, str(own or table), present)


def from_program(rows: ProgramRows, table: str = "") -> list[GivenRow | Problem]:
    """Take rows of a program, or a frame of polars or pandas, and what is wrong with texts that no file can hold.

    Raises UserError where one is not a mapping.
    """
    if isinstance(rows, Mapping):
        raise UserError("a row is given where rows are expected", "put it into a list")
    if hasattr(rows, "to_dicts"):
        rows = rows.to_dicts()
    elif hasattr(rows, "to_dict") and hasattr(rows, "columns"):
        rows = _with_named_index(rows).to_dict("records")
    if not isinstance(rows, Iterable):
        raise UserError(f"rows cannot be of the type {type(rows).__name__}", "pass a list of mappings, or a frame")
    found = list[GivenRow | Problem]()
    for number, row in enumerate(rows, 1):
        if not isinstance(row, Mapping):
            raise UserError(f"row {number} is of the type {type(row).__name__}", "pass a mapping of columns to values")
        row = {key: plain(value) for key, value in row.items()}
        found += list(_refused(f"row {number}", 0, row)) or [given(f"row {number}", 0, row, table)]
    return found


def _with_named_index(frame: Any) -> Any:
    """A frame of pandas whose index, where it has a name, is a column. Raises UserError for a column that is there twice."""
    if not frame.columns.is_unique:
        twice = next(name for name, is_twice in zip(frame.columns, frame.columns.duplicated(), strict=True) if is_twice)
        raise UserError(f"the frame has the column {twice!r} twice", "remove or rename one of the two")
    levels = [name for name in frame.index.names if name is not None and name not in frame.columns]
    return frame.reset_index(level=levels) if levels else frame


def _refused(file: str, line: int, row: Mapping[str, Any]) -> Iterator[Problem]:
    """The values that hold a text which no cell can hold."""
    for column, value in row.items():
        if refusal := next(filter(None, map(refusal_of_text, _texts(value))), None):
            yield fault(file, line, column, refusal.message, refusal.hint)


def _texts(value: Any) -> Iterator[str]:
    """The texts in a value, nested or not."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list | tuple):
        for item in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(item)


def _csv_rows(text: str, name: str) -> Iterator[tuple[int, dict[str, Any]] | Problem]:
    header_line = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=header_line.count)
    reader = StrictReader(io.StringIO(text, newline=""), delimiter)
    try:
        header = [cell.strip() for cell in next(reader)]
        if "" in header:
            yield fault(name, 1, "", f"column {header.index('') + 1} has no name", "name every column in the header")
            return
        line = reader.line_num + 1
        for cells in reader:
            if any(cells):
                if len(cells) != len(header):
                    expected = f"{len(cells)} cells where the header has {len(header)}"
                    yield fault(name, line, "", expected, "put cells with a separator in double quotes")
                else:
                    yield line, _joined(header, cells)
            line = reader.line_num + 1
    except csv.Error as error:
        yield fault(name, reader.line_num, "", f"not well-formed CSV ({error})", "put double quotes around the cell")


def _joined(header: list[str], cells: list[str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for column, cell in zip(header, cells, strict=True):
        if cell.strip():
            former = values.get(column)
            values[column] = cell if former is None else [*(former if isinstance(former, list) else [former]), cell]
    return values


def _json_rows(text: str, name: str) -> Iterator[tuple[int, dict[str, Any]] | Problem]:
    """JSON objects one after another, or in one array; each may run over several lines."""
    decoder = json.JSONDecoder(object_pairs_hook=_without_duplicates)
    array = text.lstrip().startswith("[")
    at, end, line, counted = text.index("[") + 1 if array else 0, len(text), 1, 0
    while True:
        while at < end and (text[at].isspace() or text[at] == ","):
            at += 1
        if at == end and array:
            yield fault(name, text.count("\n") + 1, "", "the array is not closed", "is the file whole? It ends with ]")
        if array and text[at : at + 1] == "]" and text[at + 1 :].strip():
            yield fault(name, text.count("\n", 0, at) + 1, "", "the file goes on after its array", "write one array")
        if at == end or (array and text[at] == "]"):
            return
        line, counted = line + text.count("\n", counted, at), at
        try:
            value, at = decoder.raw_decode(text, at)
        except RecursionError:
            yield fault(name, line, "", "lists and objects are nested too deep to be read", "write one object a line")
            return
        except ValueError as error:
            position = getattr(error, "pos", at)
            said = getattr(error, "msg", str(error))
            column = position - text.rfind("\n", 0, position)
            yield fault(
                name, text.count("\n", 0, position) + 1, "", f"not JSON at character {column}: {said}",
                "write one object a line, with double quotes around names and strings",
            )  # fmt: skip
            again = NEXT_VALUE.search(text, at + 1)
            if array or again is None:
                return
            at = again.end()
            continue
        if isinstance(value, dict):
            yield line, value
        else:
            yield fault(
                name,
                line,
                "",
                f"{'null' if value is None else repr(str(value)[:40])} is not a row",
                "write an object in braces",
            )


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the property {twice!r} is duplicated")
    return values
