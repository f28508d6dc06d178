"""Workbooks for the tests of their import: exported, edited with openpyxl, saved by LibreOffice."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from tests.exports.programs import libreoffice

import event_timeline as et


def exported(package: Path, folder: Path, *, validate: bool = True) -> Path:
    target = folder / "book.xlsx"
    et.export(package, "xlsx", target, validate=validate, force=True)
    return target


def edited(book: Path, edit: Callable[[Any], object]) -> Path:
    """The workbook with an edit, saved by openpyxl."""
    opened = openpyxl.load_workbook(book)
    edit(opened)
    opened.save(book)
    return book


def saved_by_libreoffice(book: Path, folder: Path) -> Path:
    """The workbook as LibreOffice saves it."""
    subprocess.run(
        [
            libreoffice(), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
            "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", folder / "saved", book,
        ],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return folder / "saved" / book.name


def cell(book: Any, sheet: str, key: str, column: str) -> Any:
    """The cell of a row, by the first column's value, and of a column."""
    rows = book[sheet]
    heads = [c.value for c in rows[1]]
    (row,) = (r for r in rows.iter_rows(min_row=2) if r[0].value == key)
    return row[heads.index(column)]
