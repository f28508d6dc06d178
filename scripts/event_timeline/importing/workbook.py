"""Workbooks from elsewhere: checked before they are opened, and read row by row.

openpyxl reads the cells. Before that every part of the archive is looked through: a document type declaration, which
Office Open XML forbids (ECMA-376-2, 8.3.4) and by which entities expand, is refused, and so is what unpacks to too much.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from event_timeline.exports.optional_libraries import library
from event_timeline.exports.xlsx import MAX_ROWS
from event_timeline.model import UserError
from event_timeline.package.archive import check_sizes

CHUNK_BYTES = 2**20
OVERLAP_BYTES = 256
"""Bytes of the chunk before that are looked at again, so that nothing is missed between two."""
MAX_UNPACKED_BYTES = 2**30
FORBIDDEN = re.compile(rb"<\0?!\0?(?:D\0?O\0?C\0?T\0?Y|E\0?N\0?T\0?I)")
"""The beginning of a document type declaration, in UTF-8 and UTF-16."""
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?\bref="([A-Z0-9:]+)"')
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
"""How a character is written that XML cannot hold (ECMA-376-1, 22.9.2.19, ST_Xstring)."""

Value = str | bool | int | float | date | None


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell. reference: as `C7`; fault: what it holds instead of a value, empty where it has one.

    written: a text as it is in the file, before ESCAPED is decoded: some programs write `_x0041_` for these seven letters.
    """

    reference: str
    value: Value
    fault: str = ""
    written: str | None = None


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, and row by row the cells that are not empty, column number from 0 -> cell."""

    name: str
    rows: list[dict[int, SheetCell]]
    merged: list[str]
    """Ranges of merged cells."""


def read_workbook(file: Path) -> list[Sheet]:
    """The sheets of a workbook in their order. Raises UserError where it cannot be read or is not safe to read."""
    openpyxl, name = library("openpyxl", "xlsx", purpose="import"), file.name
    merged = _looked_through(file)
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=False, keep_links=False)
        try:
            return [
                Sheet(s.title, list(_rows(name, s)), merged.get(str(getattr(s, "_worksheet_path", "")).lstrip("/"), []))
                for s in book.worksheets
            ]
        finally:
            book.close()
    except UserError:
        raise
    except (OSError, MemoryError, RecursionError) as error:
        raise UserError(f"{name}: {error}", "save the workbook again, and check that you may read it") from None
    except Exception as error:
        said = (str(error).splitlines() or [""])[0][:200]
        raise UserError(
            f"{name}: not a readable workbook ({type(error).__name__}: {said})", "save it again as .xlsx"
        ) from None


def _looked_through(file: Path) -> dict[str, list[str]]:
    """Part of the archive -> ranges of merged cells. Raises UserError for what is not safe to unpack."""
    merged: dict[str, list[str]] = {}
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            check_sizes(file.name, members, file.stat().st_size)
            if sum(m.file_size for m in members) > MAX_UNPACKED_BYTES:
                raise UserError(
                    f"{file.name}: unpacks to more than {MAX_UNPACKED_BYTES:,} bytes", "import parquet instead"
                )
            for member in members:
                with archive.open(member) as opened:
                    before = b""
                    while chunk := opened.read(CHUNK_BYTES):
                        window = before + chunk
                        if FORBIDDEN.search(window) and member.filename.lower().endswith((".xml", ".rels", ".vml")):
                            raise UserError(
                                f"{file.name}: {member.filename} has a document type declaration, which no workbook has",
                                "do not open it; ask its sender for another",
                            )
                        merged.setdefault(member.filename, []).extend(m[1].decode() for m in MERGED.finditer(window))
                        before = window[-OVERLAP_BYTES:]
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise UserError(f"{file.name}: not a workbook ({error})", "save it as .xlsx, not as .xls or .ods") from None
    return {part: list(dict.fromkeys(ranges)) for part, ranges in merged.items()}


def _rows(name: str, sheet: Any) -> Iterator[dict[int, SheetCell]]:
    sheet.reset_dimensions()  # what the sheet says of its size is not believed
    for number, row in enumerate(sheet.iter_rows(), 1):
        if number > MAX_ROWS:
            raise UserError(
                f"{name}: the sheet {sheet.title} has more than {MAX_ROWS:,} rows", "import parquet instead"
            )
        yield {at: _cell(cell) for at, cell in enumerate(row) if cell.value is not None and cell.value != ""}


def _cell(cell: Any) -> SheetCell:
    value, reference = cell.value, str(cell.coordinate)
    if cell.data_type == "f":
        return SheetCell(reference, None, "a formula")
    if cell.data_type == "e":
        return SheetCell(reference, None, f"the error {str(value)[:20]}")
    if isinstance(value, datetime):
        if (value.hour, value.minute, value.second, value.microsecond) != (0, 0, 0, 0):
            return SheetCell(reference, None, f"a date with a time of day, {value}")
        return SheetCell(reference, value.date())
    if isinstance(value, str):
        return SheetCell(reference, ESCAPED.sub(lambda m: chr(int(m[1], 16)), value), written=value)
    if isinstance(value, bool | int | float | date):
        return SheetCell(reference, value)
    return SheetCell(reference, None, f"a time, {value}")
