"""Excel workbook: a readme, a sheet a table, the columns explained, and the vocabularies behind the drop-downs.

A hidden sheet holds the files of the package, so that an edited workbook can be imported.
"""

from __future__ import annotations

import base64
import io
import math
import re
import zlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import polars as pl

from event_timeline.citations.fragments import shorten
from event_timeline.exports.dataset import Dataset
from event_timeline.exports.optional_libraries import library
from event_timeline.exports.package_files import COLUMNS, TABLE, package_files
from event_timeline.io.temporary import TemporaryFolder
from event_timeline.model import UserError

MAX_CELL = 32_767
"""Characters (UTF-16 units) in a cell, and below, rows in a sheet: Microsoft's specifications and limits of Excel."""
MAX_ROWS = 1_048_576
FIRST_DAY = date(1900, 1, 1)
"""Excel knows no earlier one."""
FORBIDDEN = re.compile(r"[][:*?/\\]")
NOT_XML = re.compile("[\ufffe\uffff]")
COLUMN_HEADS = ("table", "column", "title", "description", "type", "required", "vocabulary")
FOR_READING = ("readme", "columns", "vocabularies")
"""The sheets that an import does not read."""
CONTENT_COLUMN = 4
"""The first column of the sheet of files that holds compressed text, in pieces of CHUNK_CHARS."""
CHUNK_CHARS = 30_000
NUMERIC = ("date", "integer", "number", "boolean")
NARROWEST, WIDEST = 8, 50
"""Characters that a column of a table is wide at least and at most; longer texts are wrapped."""
FONT = {"font_name": "Arial", "font_size": 10}
"""In every program the same width: where Arial is missing, Liberation Sans has its metrics."""
LINE_POINTS, MAX_POINTS = 13.5, 409
"""Height of a line in this font, and the greatest of a row (Microsoft's specifications and limits of Excel)."""
A4 = 9
CHARS_ACROSS = 210
"""Characters of this font on A4 across at two thirds of its size, 6.7 points; wider tables take more pages side by side."""
MAX_MESSAGE_CHARS = 255
"""Of the message beside a drop-down (Excel's limits)."""


def write(data: Dataset, target: Path) -> None:
    """Write one workbook, row by row.

    Every text is a text cell, never a formula, number or link. Dates are dates; those before 1900, which Excel
    cannot hold, stay ISO text. Raises UserError where xlsxwriter is not installed, or a cell or table is longer
    than a workbook can hold: nothing is cut in silence.
    """
    xlsxwriter = library("xlsxwriter", "xlsx")
    if data.package is not None:  # a sheet of a table that the package need not have, and lacks, could not be filled
        there = [table for table in data.schemas if table in data.package.resources]
        data = replace(data, schemas={t: data.schemas[t] for t in there}, frames={t: data.frames[t] for t in there})
    # the library leaves its files in the temporary folder when it is interrupted
    with TemporaryFolder() as temporary, _Target(target, "w") as file:
        _book(xlsxwriter, data, file, temporary.path)


class _Target(io.FileIO):
    """A file that takes whatever comes once it is closed, and drops it.

    Where the disk is full, the library leaves its archive open; its end is written again when it is collected as garbage.
    """

    place = 0

    def write(self, content: Any) -> int:
        left = memoryview(content).cast("B")
        self.place += len(left)
        while left and not self.closed:
            left = left[super().write(left) :]
        return len(content)

    def seek(self, place: int, whence: int = 0) -> int:
        self.place = place if self.closed else super().seek(place, whence)
        return self.place

    def tell(self) -> int:
        return self.place

    def flush(self) -> None:
        """Do nothing: nothing is held back."""


def _book(xlsxwriter: Any, data: Dataset, target: _Target, temporary: Path) -> None:
    options = {
        "tmpdir": str(temporary),
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": dict(FONT),  # the library changes what it is given
    }
    book = xlsxwriter.Workbook(target, options)
    try:
        book.set_properties(_properties(data))
        styles = {
            "head": book.add_format({"bold": True, "bottom": 1, "valign": "top"}),
            "text": book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"}),
            "number": book.add_format({"valign": "top", "align": "right", "indent": 1}),
            "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        sheets = sheet_names(data)
        _sheet(book, "readme", ("about", ""), _readme(data, sheets), styles, (24, 100))
        for table, name in sheets.items():
            _table(book.add_worksheet(name), table, data, styles)
        _sheet(book, "columns", COLUMN_HEADS, _columns(data), styles, (18, 20, 20, 80, 10, 10, 40))
        _vocabularies(book.add_worksheet("vocabularies"), data, styles)
        _files(book.add_worksheet(TABLE), data, styles)
        for sheet in book.worksheets():
            if sheet.name not in sheets.values():
                _page(sheet)
    except BaseException:
        for sheet in book.worksheets():  # the library leaves them open, and writes them only when all is well
            sheet.row_data_fh.close()
        raise
    book.close()


def _files(sheet: Any, data: Dataset, styles: dict[str, Any]) -> None:
    """A hidden sheet with every file of the package, compressed: what an import compares the other sheets with."""
    sheet.hide()
    for y, row in enumerate(
        [(*COLUMNS[:CONTENT_COLUMN], "content"), *(f.row() for f in package_files(data, always=True))]
    ):
        for x, value in enumerate(row[:CONTENT_COLUMN]):
            if isinstance(value, int):
                sheet.write_number(y, x, value, styles["number"])
            elif value is not None:
                sheet.write_string(y, x, value, styles["text"])
        content = str(row[CONTENT_COLUMN] or "")
        packed = base64.b64encode(zlib.compress(content.encode(), 9)).decode() if y and content else content
        for number, start in enumerate(range(0, len(packed), CHUNK_CHARS)):
            sheet.write_string(y, CONTENT_COLUMN + number, packed[start : start + CHUNK_CHARS])


def _page(sheet: Any) -> None:
    """Print a sheet on A4 across, as wide as the paper, its heads on every page."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&L&A&RPage &P of &N")


def _wide(sheet: Any, widths: list[int]) -> None:
    """Print a wide table on several pages side by side, each with the first column, so that it can be read."""
    pages = math.ceil((sum(widths) - widths[0]) / (CHARS_ACROSS - widths[0]))
    if pages > 1:
        sheet.fit_to_pages(pages, 0)
        sheet.repeat_columns(0)


def _height(texts: Iterable[tuple[str, int]]) -> float:
    """Points that a row needs for some (text, width of its column in characters), each wrapped."""
    lines = max((_lines(text, width) for text, width in texts), default=1)
    return min(lines * LINE_POINTS + 1.5, MAX_POINTS)


def _lines(text: str, width: int) -> int:
    """Lines of a text wrapped at blanks. A letter of East Asian width counts twice (UAX 11)."""
    if len(text) <= width // 2 and "\n" not in text:
        return 1
    lines = 0
    for paragraph in text.split("\n"):
        lines, room = lines + 1, width
        for word in paragraph.split(" "):
            long = len(word) if word.isascii() else sum(2 if east_asian_width(c) in "WF" else 1 for c in word)
            if long > room < width:
                lines, room = lines + 1, width
            lines += max(long - 1, 0) // width + (
                long > width and "-" in word
            )  # which is broken behind its hyphen first
            room = (room if long <= room else width) - (long if long <= width else long % width) - 1
    return lines


def sheet_names(data: Dataset) -> dict[str, str]:
    """Table -> name of its sheet."""
    return sheet_names_of(data.schemas)


def sheet_names_of(tables: Iterable[str]) -> dict[str, str]:
    """Table -> name of its sheet: at most 31 characters, unique whatever the case (Excel's limits)."""
    taken = {*FOR_READING, TABLE, "history"}
    names: dict[str, str] = {}
    for table in dict.fromkeys(tables):
        name, n = FORBIDDEN.sub("-", table)[:31], 1
        while name.lower() in taken:
            n += 1
            name = f"{FORBIDDEN.sub('-', table)[:28]}-{n}"
        taken.add(name.lower())
        names[table] = name
    return names


def vocabularies(data: Dataset) -> dict[tuple[str, str], list[str]]:
    """(table, column) -> its terms."""
    return {
        (table, f["name"]): [str(t) for t in f["constraints"]["enum"]]
        for table in data.schemas
        for f in data.fields(table)
        if f.get("constraints", {}).get("enum")
    }


def _properties(data: Dataset) -> dict[str, Any]:
    created = str(data.descriptor.get("created", ""))[:10]
    day = datetime.fromisoformat(created) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", created) else datetime(1980, 1, 1)  # noqa: DTZ001
    return {
        "title": str(data.descriptor.get("title", ""))[:255],
        "subject": str(data.descriptor.get("id", ""))[:255],
        "comments": str(data.descriptor.get("description", ""))[:255],
        "created": day,
    }


def _readme(data: Dataset, sheets: dict[str, str]) -> Iterable[tuple[str, str]]:
    said = data.descriptor
    for key in ("title", "description", "name", "version", "created", "id", "rights"):
        if said.get(key):
            yield key, str(said[key])
    yield "licence", ", ".join(str(x.get("title") or x.get("name")) for x in said.get("licenses", []))
    yield "contributors", ", ".join(str(c.get("title", "")) for c in said.get("contributors", []))
    yield "how to read", "An empty cell is a missing value. Codes are text. Dates before 1900 are ISO text."
    for table, sheet in sheets.items():
        yield (
            f"sheet {sheet}",
            f"{data.schemas[table].get('title', table)}: {data.schemas[table].get('description', '')}",
        )
    yield "sheet columns", "What each column holds."
    yield "sheet vocabularies", "The terms that the drop-downs offer; the sheet codebook defines them."


def _columns(data: Dataset) -> Iterable[tuple[str, ...]]:
    for table in data.schemas:
        for f in data.fields(table):
            constraints = f.get("constraints", {})
            yield (
                table, f["name"], f.get("title", ""), f.get("description", ""), f.get("type", "string"),
                "yes" if constraints.get("required") else "no", ", ".join(map(str, constraints.get("enum", []))),
            )  # fmt: skip


def _sheet(
    book: Any,
    name: str,
    heads: tuple[str, ...],
    rows: Iterable[tuple[str, ...]],
    styles: dict[str, Any],
    widths: tuple[int, ...],
) -> None:
    """A sheet of texts for people."""
    sheet = book.add_worksheet(name)
    for i, width in enumerate(widths):
        sheet.set_column(i, i, width)
    sheet.freeze_panes(1, 0)
    for y, row in enumerate((heads, *rows)):
        sheet.set_row(y, _height(zip(row, widths, strict=True)))
        for x, value in enumerate(row):
            _text(sheet, y, x, value, styles["wrap"] if y else styles["head"], f"sheet {name}")


def _widths(table: str, data: Dataset) -> list[int]:
    """Characters that each column of a table needs for its longest cell and its name, WIDEST at most."""
    frame, names = data.frames[table], [f["name"] for f in data.fields(table)]
    longest = frame.select(pl.col(n).cast(pl.String).str.len_chars().max() for n in names).collect().row(0)
    heads = [len(n) + 3 for n in names]  # beside the name is the filter's button
    return [
        min(max(most + 2 if most else 0, head, NARROWEST), WIDEST) for most, head in zip(longest, heads, strict=True)
    ]


def _table(sheet: Any, table: str, data: Dataset, styles: dict[str, Any]) -> None:
    fields, widths = data.fields(table), _widths(table, data)
    for x, f in enumerate(fields):
        kind = f.get("type", "string")
        numeric = styles["date" if kind == "date" else "number"]
        sheet.set_column(x, x, widths[x], numeric if kind in NUMERIC else styles["text"])
        sheet.write_string(0, x, f["name"], styles["head"])
    sheet.freeze_panes(1, 1)
    _page(sheet)
    _wide(sheet, widths)
    y = 0
    for batch in data.batches(table):
        for row in batch.iter_rows():
            y += 1
            if y >= MAX_ROWS:
                raise UserError(
                    f"xlsx: {table} has more than {MAX_ROWS - 1:,} rows", "export parquet or sqlite instead"
                )
            sheet.set_row(y, _height((v, w) for v, w in zip(row, widths, strict=True) if isinstance(v, str)))
            for x, value in enumerate(row):
                if value is not None:
                    _cell(sheet, y, x, value, styles, f"{table}, row {y}, {fields[x]['name']}")
    sheet.autofilter(0, 0, max(y, 1), len(fields) - 1)
    places = {key: i for i, key in enumerate(vocabularies(data))}
    labels = {(r["vocabulary"], r["term"]): r["label"] for r in data.rows("codebook") if r["label"]}
    for x, f in enumerate(fields):
        if (table, f["name"]) in places:
            terms = [str(t) for t in f["constraints"]["enum"]]
            shown = [(t, labels.get((f"{table}.{f['name']}", t), t)) for t in terms]
            _drop_down(sheet, x, max(y, 1), places[table, f["name"]], f, shown)


def _cell(sheet: Any, y: int, x: int, value: Any, styles: dict[str, Any], where: str) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(y, x, value, styles["number"])
    elif isinstance(value, date):
        if value >= FIRST_DAY:
            sheet.write_datetime(y, x, datetime(value.year, value.month, value.day), styles["date"])  # noqa: DTZ001
        else:
            sheet.write_string(y, x, value.isoformat(), styles["text"])
    elif isinstance(value, int | float):
        if isinstance(value, float) and not math.isfinite(value):
            raise UserError(f"xlsx: {where}: Excel has no {value}", "leave the cell empty, or export another format")
        sheet.write_number(y, x, value, styles["number"])
    else:
        _text(sheet, y, x, value, styles["text"], where)


def _text(sheet: Any, y: int, x: int, value: str, cell_format: Any, where: str) -> None:
    length = len(value.encode("utf-16-le")) // 2 if len(value) * 2 > MAX_CELL else len(value)
    if length > MAX_CELL:
        raise UserError(
            f"xlsx: {where}: {length:,} characters, and a cell holds {MAX_CELL:,}",
            "export json, sqlite or parquet instead",
        )
    if NOT_XML.search(value):
        raise UserError(f"xlsx: {where}: a noncharacter (U+FFFE or U+FFFF), which no workbook can hold", "take it out")
    sheet.write_string(y, x, value, cell_format)


def _drop_down(sheet: Any, x: int, last: int, column: int, field: dict[str, Any], terms: list[tuple[str, str]]) -> None:
    """A list of terms for a column. The input message says what its codes mean, else what the column holds."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    first, end = xl_rowcol_to_cell(1, column, True, True), xl_rowcol_to_cell(len(terms), column, True, True)
    unlike = [
        f"{t}: {label}" for t, label in terms if label.casefold() != t.replace("_", " ").replace("-", " ").casefold()
    ]
    message = "; ".join(unlike) or str(field.get("description", ""))
    sheet.data_validation(
        1, x, last, x,
        {"validate": "list", "source": f"=vocabularies!{first}:{end}", "error_type": "warning",
         "input_title": shorten(str(field.get("title") or field["name"]), 32), "input_message": shorten(message, MAX_MESSAGE_CHARS),
         "error_title": "Not in the vocabulary", "error_message": "The sheet codebook lists and defines the terms."},
    )  # fmt: skip


def _vocabularies(sheet: Any, data: Dataset, styles: dict[str, Any]) -> None:
    """A column a vocabulary, headed `table.column`; written row by row, as constant memory asks."""
    columns = vocabularies(data)
    for x, (table, column) in enumerate(columns):
        head = f"{table}.{column}"
        sheet.set_column(x, x, max(map(len, (head, *columns[table, column]))) + 1)
        sheet.write_string(0, x, head, styles["head"])
    sheet.freeze_panes(1, 0)
    for y in range(max(map(len, columns.values()), default=0)):
        for x, terms in enumerate(columns.values()):
            if y < len(terms):
                sheet.write_string(y + 1, x, terms[y], styles["text"])
