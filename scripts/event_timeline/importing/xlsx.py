"""Our own workbook, edited or not: each sheet's rows, matched with those that were exported by their keys."""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from event_timeline import profile
from event_timeline.editing.csv_tables import Row, columns_of
from event_timeline.editing.draft import open_draft
from event_timeline.exports.package_files import TABLE, PackageFile
from event_timeline.exports.xlsx import CONTENT_COLUMN, FOR_READING, sheet_names_of
from event_timeline.importing.own_exports import CHANGED, MAX_ERRORS, Given, OwnExport, files_of, write_held
from event_timeline.importing.sheet_cells import CellError, cell_text, decoded
from event_timeline.importing.sheet_rows import Cells, Value
from event_timeline.importing.workbook import Sheet, read_workbook
from event_timeline.model import Problem, RowsError, UserError

MAX_TEXT_BYTES = 2**30
"""Bytes of a file that is held compressed in a workbook."""
FROM_ELSEWHERE = "save a table from elsewhere as CSV (UTF-8), and import that: `timeline import csv FILE`, or as a preset such as `acled`"
SAVE_AGAIN = "export the workbook again with this version"


@dataclass
class Workbook(OwnExport):
    """A workbook: sheets has those that are not only for reading."""

    sheets: dict[str, Sheet] = field(default_factory=dict)

    def write(self, folder: Path) -> list[str]:
        """Write the package as it was exported into an empty folder, and apply what was edited to it."""
        from event_timeline.importing.update_package import merge_into

        self.refuse_unknown()
        write_held(self, folder)
        draft = open_draft(folder)
        merge_into(draft, self)
        if not draft.changed:
            return []
        draft.stamp()
        for path, content in draft.changed.items():
            (folder / path).write_bytes(content)
        return [CHANGED]

    def tables(self, schemas: Mapping[str, Any]) -> list[str]:
        """The tables that have a sheet. Raises UserError for a sheet with cells that is of no table."""
        names = {sheet: table for table, sheet in sheet_names_of(schemas).items()}
        for name, sheet in self.sheets.items():
            if name not in names and sheet.rows.keys() - {1}:
                self.refuse_table(
                    name,
                    f"{self.name}, sheet {name}",
                    "name it as it was exported, or delete it; a table without a sheet stays as it is",
                )
        found = [names[name] for name in self.sheets if name in names]
        if not found:
            raise UserError(
                f"{self.name}: no sheet is of a table of the package", "import what `timeline export xlsx` wrote"
            )
        return found

    def given(self, table: str, schema: Mapping[str, Any], before: Sequence[Row]) -> Given:
        """The rows of a table's sheet. Raises RowsError with sheet and cell of all that cannot be taken."""
        sheet = self.sheets[sheet_names_of([*self.order, table])[table]]
        reader = _SheetReader(self.name, sheet, schema, before)
        rows = reader.read()
        if reader.errors:
            raise RowsError(reader.errors)
        return rows

    order: list[str] = field(default_factory=list)
    """The tables in the order of their sheets, which distinguishes long names."""


def load(file: Path) -> Workbook:
    """Read a workbook. Raises UserError where it cannot be read."""
    if not file.is_file():
        raise UserError(f"{file.name}: not a file", "name the workbook")
    sheets = {sheet.name: sheet for sheet in read_workbook(file)}
    held = sheets.pop(TABLE, None)
    book = Workbook(file.name, files_of(file.name, _held(file.name, held)) if held else {})
    if not book.files and not sheets.keys() & set(profile.ALL_TABLES):
        raise UserError(f"{file.name}: not a workbook that `timeline export xlsx` wrote", FROM_ELSEWHERE)
    book.sheets = {name: sheet for name, sheet in sheets.items() if name not in FOR_READING}
    if book.files:
        book.order = [str(r.get("name")) for r in book.resources()]
    return book


def _held(name: str, sheet: Sheet) -> list[dict[str, Any]]:
    """The files in the hidden sheet. Raises UserError where it was edited."""
    found = []
    damaged = UserError(f"{name}: the hidden sheet {TABLE} was changed", SAVE_AGAIN)
    keys = tuple(PackageFile.__dataclass_fields__)
    for number, row in sheet.rows.items():
        if number == 1:
            continue
        cells = [decoded(c) if isinstance(c := row.get(i), str) else c for i in range(max(row) + 1)]
        count = cells[3] if len(cells) > 3 else None
        packed = "".join(str(c) for c in cells[CONTENT_COLUMN:] if c is not None)
        try:
            text = _unpacked(packed) if packed else None
        except (binascii.Error, zlib.error, UnicodeDecodeError, ValueError):
            raise damaged from None
        whole = int(count) if isinstance(count, int | float) else None
        values = (cells[0], cells[1] if len(cells) > 1 else None, cells[2] if len(cells) > 2 else None, whole, text)
        found.append(dict(zip(keys, values, strict=True)))
    return found


def _unpacked(packed: str) -> str:
    reader = zlib.decompressobj()
    content = reader.decompress(base64.b64decode(packed, validate=True), MAX_TEXT_BYTES)
    if reader.unconsumed_tail or not reader.eof:
        raise ValueError("too large")
    return content.decode("utf-8")


class _SheetReader:
    """One sheet against the rows that were exported."""

    def __init__(self, book: str, sheet: Sheet, schema: Mapping[str, Any], before: Sequence[Row]) -> None:
        self.book, self.sheet = book, sheet
        self.fields = {f["name"]: f for f in schema["fields"]}
        self.key = columns_of(schema.get("primaryKey"))
        self.known = {self._key(row): row for row in before}
        self.errors: list[Problem] = []

    def read(self) -> Given:
        """The rows that are not empty, and where each is; what is wrong is in `errors`."""
        columns = self._header()
        places = {c: at for at, c in columns.items()}
        rows, numbers, seen = list[Row](), list[int](), dict[tuple[str, ...], int]()
        for number, cells in self.sheet.rows.items():
            if number == 1 or not any(_has_value(value) for value in cells.values()):
                continue
            for at in cells.keys() - columns.keys():
                if _has_value(cells[at]):
                    self._fault(
                        _reference(at, number), "there is no column name above it", "name the column, or empty the cell"
                    )
            row = self._row(columns, places, cells, number)
            key = self._key(row)
            if self.key and not all(key):
                lacking = next(c for c, part in zip(self.key, key, strict=True) if not part)
                if lacking in columns.values():
                    self._fault(
                        _reference(places[lacking], number), f"{lacking} is empty", "fill it in, or empty the row"
                    )
            elif self.key and key in seen:
                said = f"{'/'.join(key)} is also in row {seen[key]}"
                self._fault(
                    _reference(places[self.key[0]], number),
                    said,
                    "delete one of the two rows, or name it otherwise",
                )
            seen.setdefault(key, number)
            rows.append(row)
            numbers.append(number)
        return Given(
            list(columns.values()),
            rows,
            lambda row, column: self._place(
                _reference(places[column], numbers[row]) if column in places else f"row {numbers[row]}"
            ),
        )

    def _header(self) -> dict[int, str]:
        """Column number -> column of the table."""
        columns: dict[int, str] = {}
        for at, value in sorted(self.sheet.rows.get(1, {}).items()):
            shown = decoded(value) if isinstance(value, str) else value
            name = shown.strip() if isinstance(shown, str) else ""
            if name not in self.fields:
                self._fault(
                    _reference(at, 1),
                    f"the table has no column {str(shown)[:60]!r}",
                    _remedy_of_column(name, self.fields),
                )
            elif name in columns.values():
                self._fault(_reference(at, 1), f"the column {name!r} is there twice", "delete one of the two")
            else:
                columns[at] = name
        for lacking in [c for c in self.key if c not in columns.values()]:
            self._fault("row 1", f"the column {lacking} is missing, by which rows are matched", "put it back")
        for merged in self.sheet.merged:
            self._fault(merged, "merged cells", "unmerge them, and fill each in")
        if not columns and not self.errors:
            self._fault("row 1", "has no names of columns", f"put them back: {', '.join(self.fields)}")
        if self.errors:
            raise RowsError(self.errors)
        return columns

    def _row(self, columns: Mapping[int, str], places: Mapping[str, int], cells: Cells, number: int) -> Row:
        key = {c: self._text(cells.get(places[c]), None, c, places[c], number) for c in self.key}
        before = self.known.get(tuple(key.values())) if self.key else None
        row = {}
        for at, column in columns.items():
            value, known = cells.get(at), None if before is None else before[column]
            if column in key:
                row[column] = key[column]
            elif value is None:
                row[column] = ""
            elif isinstance(value, str) and value == known:
                row[column] = value
            else:
                row[column] = self._text(value, known, column, at, number)
        return row

    def _text(self, value: Value | None, before: str | None, column: str, at: int, number: int) -> str:
        try:
            return cell_text(value, self.fields[column], before)
        except CellError as error:
            self._fault(_reference(at, number), f"{column} {error.args[0]}", error.args[1])
            return before or ""

    def _key(self, row: Row) -> tuple[str, ...]:
        return tuple(row.get(c, "") for c in self.key or self.fields)

    def _place(self, reference: str) -> str:
        return f"{self.book}, sheet {self.sheet.name}, {'' if reference.startswith('row') else 'cell '}{reference}"

    def _fault(self, reference: str, message: str, hint: str) -> None:
        self.errors.append(Problem(path=self._place(reference), message=message, hint=hint))
        if len(self.errors) >= MAX_ERRORS:
            raise RowsError(self.errors)


def _remedy_of_column(name: str, fields: Collection[str]) -> str:
    near = get_close_matches(name, fields, 1)
    rename = f"rename it to {near[0]}, or " if near else ""
    return f"{rename}delete the column, or keep it in another workbook; the sheet `columns` lists those of the table"


def _has_value(value: Value) -> bool:
    return not isinstance(value, str) or bool(decoded(value).strip())


def _reference(column: int, row: int) -> str:
    return f"{_letters(column)}{row}"


def _letters(column: int) -> str:
    """The letters of a column from 0, as A, Z, AA."""
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
