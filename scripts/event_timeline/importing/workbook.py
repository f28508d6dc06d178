"""Workbooks from elsewhere: checked before they are opened, and read row by row.

openpyxl says which sheets, styles and texts there are. Before that every part of the archive is looked through: a document type declaration, which
Office Open XML forbids (ECMA-376-2, 8.3.4) and by which entities expand, is refused, and so is what unpacks to too much.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from event_timeline.exports.optional_libraries import library
from event_timeline.exports.xlsx import MAX_ROWS
from event_timeline.importing.sheet_rows import Cells, Styles, rows, shared_texts
from event_timeline.model import UserError
from event_timeline.package.archive import check_sizes

CHUNK_BYTES = 2**20
OVERLAP_BYTES = 256
"""Bytes of the chunk before that are looked at again, so that nothing is missed between two."""
MAX_UNPACKED_BYTES = 2**30
FORBIDDEN = re.compile(rb"<\0?!\0?(?:D\0?O\0?C\0?T\0?Y|E\0?N\0?T\0?I)")
"""The beginning of a document type declaration, in UTF-8 and UTF-16."""
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?\bref="([A-Z0-9:]+)"')


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, and its rows, number from 1 -> cells."""

    name: str
    rows: dict[int, Cells]
    merged: list[str]
    """Ranges of merged cells."""


def read_workbook(file: Path) -> list[Sheet]:
    """The sheets of a workbook in their order. Raises UserError where it cannot be read or is not safe to read."""
    library("openpyxl", "xlsx", purpose="import")
    merged = _looked_through(file)
    try:
        return list(_sheets(file, merged))
    except UserError:
        raise
    except (OSError, MemoryError, RecursionError) as error:
        raise UserError(f"{file.name}: {error}", "save the workbook again, and check that you may read it") from None
    except Exception as error:
        said = (str(error).splitlines() or [""])[0][:200]
        raise UserError(
            f"{file.name}: not a readable workbook ({type(error).__name__}: {said})", "save it again as .xlsx"
        ) from None


def _sheets(file: Path, merged: dict[str, list[str]]) -> Iterator[Sheet]:
    from openpyxl.reader.excel import ExcelReader
    from openpyxl.styles.stylesheet import Stylesheet
    from openpyxl.xml.constants import ARC_STYLE, SHARED_STRINGS
    from openpyxl.xml.functions import fromstring

    reader = ExcelReader(file, read_only=True, keep_links=False)
    with reader.archive as archive:
        reader.read_manifest()
        reader.read_workbook()
        texts, dates, durations = list[str](), set[int](), set[int]()
        if (shared := reader.package.find(SHARED_STRINGS)) is not None:
            with archive.open(shared.PartName[1:]) as part:
                texts = shared_texts(part)
        if ARC_STYLE in reader.valid_files:
            styles = Stylesheet.from_tree(fromstring(archive.read(ARC_STYLE)))
            dates, durations = styles.date_formats, styles.timedelta_formats
        shared_by_cells = Styles(texts, dates, durations, reader.wb.epoch)
        for sheet, relation in reader.parser.find_sheets():
            if relation.target not in reader.valid_files:
                raise UserError(
                    f"{file.name}: damaged: the part {relation.target} of the sheet {sheet.name} is missing",
                    "take an undamaged copy, or export the workbook again",
                )
            if "chartsheet" not in relation.Type:
                with archive.open(relation.target) as part:
                    rows = _rows(file.name, sheet.name, part, shared_by_cells)
                yield Sheet(sheet.name, rows, merged.get(relation.target, []))


def _rows(file: str, sheet: str, part: IO[bytes], styles: Styles) -> dict[int, Cells]:
    found: dict[int, Cells] = {}
    for number, cells in rows(part, styles):
        if number > MAX_ROWS:
            raise UserError(f"{file}: the sheet {sheet} has more than {MAX_ROWS:,} rows", "import parquet instead")
        if cells:
            found[number] = found.get(number, {}) | cells
    return dict(sorted(found.items()))


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
