"""Workbooks for the tests of their import: exported, edited with openpyxl, saved by LibreOffice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from tests.exports import once, programs


def exported(package: Path, folder: Path, *, validate: bool = True) -> Path:
    return once.export(package, "xlsx", folder / "book.xlsx", validate=validate)


def edited(book: Path, edit: Callable[[Any], object]) -> Path:
    """The workbook with an edit, saved by openpyxl."""
    opened = openpyxl.load_workbook(book)
    edit(opened)
    opened.save(book)
    return book


def saved_by_libreoffice(book: Path, folder: Path) -> Path:
    """The workbook as LibreOffice saves it."""
    return programs.saved_by_libreoffice([book], "xlsx:Calc MS Excel 2007 XML", folder / "saved") / book.name


def cell(book: Any, sheet: str, key: str, column: str) -> Any:
    """The cell of a row, by the first column's value, and of a column."""
    rows = book[sheet]
    heads = [c.value for c in rows[1]]
    (row,) = (r for r in rows.iter_rows(min_row=2) if r[0].value == key)
    return row[heads.index(column)]
