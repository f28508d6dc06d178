"""The one place where CSV tables are written: LF, quotes only where needed, sorted as the schema says."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, repeat
from typing import Any

from event_timeline.io.counting import counted
from event_timeline.io.utf8 import decode, encode
from event_timeline.model import UserError
from event_timeline.tables import quoting
from event_timeline.tables.byte_scan import StrictReader

Row = dict[str, str]
"""Column -> cell as written; an empty cell is the empty string."""
NUMBERS = frozenset({"integer", "number", "year"})


@dataclass
class CsvTable:
    """A table as text, to be changed. `columns` keep the order of the schema's fields."""

    name: str
    path: str
    schema: dict[str, Any]
    columns: list[str]
    rows: list[Row]
    index: dict[tuple[str, ...], Row] | None = None
    """Key -> row while rows are only appended, as in `Draft.rendering_later`; None otherwise."""
    indexed: int = 0
    """Rows that the index has."""

    @property
    def key(self) -> list[str]:
        """The columns of the primary key."""
        return columns_of(self.schema.get("primaryKey"))

    def key_of(self, row: Row) -> tuple[str, ...]:
        """A row's primary key; all its cells where the schema gives no key."""
        return tuple(row.get(c, "") for c in self.key or self.columns)

    @property
    def identifying(self) -> list[str]:
        """The columns that a row is named by: its primary key, else what the table is sorted by, else all columns."""
        return self.key or [c for c in columns_of(self.schema.get("sortedBy")) if c in self.columns] or self.columns

    def name_of(self, row: Row) -> tuple[str, ...]:
        """A row's cells in the columns that name it, without empty ones at the end."""
        cells = [row.get(c, "") for c in self.identifying]
        while len(cells) > 1 and not cells[-1]:
            cells.pop()
        return tuple(cells)

    def find(self, *key: str) -> Row | None:
        """The row of a primary key."""
        if self.index is not None:
            for row in self.rows[self.indexed :]:
                self.index.setdefault(self.key_of(row), row)
            self.indexed = len(self.rows)
            return self.index.get(key)
        return next((r for r, found in zip(self.rows, self.keys(), strict=True) if found == key), None)

    def keys(self) -> Iterator[tuple[str, ...]]:
        """`key_of` every row, column by column: many times as fast as row by row."""
        return cells_in(self.rows, self.key or self.columns)

    def field(self, column: str) -> dict[str, Any]:
        """A field of the schema. Raises KeyError."""
        for field in self.schema["fields"]:
            if field["name"] == column:
                found: dict[str, Any] = field
                return found
        raise KeyError(column)

    def blank(self) -> Row:
        """A row with every cell empty."""
        return dict.fromkeys(self.columns, "")


def columns_of(value: Any) -> list[str]:
    """A key as the schema writes it, a name or a list of names, as a list."""
    return [] if value is None else [value] if isinstance(value, str) else [str(v) for v in value]


def parse(content: bytes, name: str, path: str, schema: dict[str, Any]) -> CsvTable:
    """Read a table. Raises UserError where it is not a well-formed table with the columns of its schema."""
    columns = [f["name"] for f in schema.get("fields", ())]
    remedy = "run `timeline validate` and fix what it names"
    quoting.check(content, path)
    try:
        reader = StrictReader(io.StringIO(decode(content, str(path), remedy), newline=""))
        header = next(reader, [])
        if header != columns:
            raise UserError(f"{path}:1: the header is not that of the schema", remedy)
        rows = []
        for cells in reader:
            if len(cells) != len(columns):
                raise UserError(
                    f"{path}:{reader.line_num}: {counted(len(cells), 'cell')} where the header has {len(columns)}",
                    remedy,
                )
            rows.append(dict(zip(columns, cells, strict=True)))
    except csv.Error as error:
        raise UserError(f"{path}:{reader.line_num}: not well-formed CSV ({error})", remedy) from None
    return CsvTable(name, path, schema, columns, rows)


def line_numbers(content: bytes, path: str) -> dict[tuple[str, ...], list[int]]:
    """Record of a table that `parse` reads -> the lines on which it begins."""
    reader = StrictReader(io.StringIO(decode(content, path), newline=""))
    numbers: dict[tuple[str, ...], list[int]] = {}
    line = 1
    for cells in reader:
        numbers.setdefault(tuple(cells), []).append(line)
        line = reader.line_num + 1
    return numbers


def cells_in(rows: Sequence[Row], columns: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The cells of some columns, a tuple a row; of no columns an empty tuple."""
    if not columns:
        return repeat((), len(rows))
    return zip(*([row.get(c, "") for row in rows] for c in columns), strict=True)


def render(table: CsvTable) -> bytes:
    """The file's content: UTF-8, header, rows by `sortedBy` and then by primary key."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(cells_in(_in_order(table), table.columns))
    return encode(out.getvalue())


def _in_order(table: CsvTable) -> list[Row]:
    """The rows by `sort_key`, which are mostly in this order already: that is asked before they are sorted."""
    columns, numbers = _order(table.schema)
    by_column: list[Sequence[Any]] = []
    for column in columns:
        cells = [row.get(column, "") for row in table.rows]
        by_column.append([*map(_number, cells)] if column in numbers else cells)
    if all(a <= b for a, b in pairwise(zip(*by_column, strict=True))):
        return table.rows
    return sorted(table.rows, key=sort_key(table.schema))


def sort_key(schema: dict[str, Any]) -> Callable[[Row], list[tuple[float, str]]]:
    """The order of a table: numbers by value, text by code point, an empty cell first."""
    columns, numbers = _order(schema)

    def key(row: Row) -> list[tuple[float, str]]:
        return [_number(row.get(c, "")) if c in numbers else (0.0, row.get(c, "")) for c in columns]

    return key


def _order(schema: dict[str, Any]) -> tuple[list[str], set[str]]:
    """The columns that a table is ordered by, and all those of its columns that hold numbers."""
    sorted_by = columns_of(schema.get("sortedBy"))
    columns = [*sorted_by, *(c for c in columns_of(schema.get("primaryKey")) if c not in sorted_by)]
    return columns, {f["name"] for f in schema.get("fields", ()) if f.get("type") in NUMBERS}


def _number(cell: str) -> tuple[float, str]:
    try:
        return float(cell or "-inf"), cell
    except ValueError:
        return float("inf"), cell
