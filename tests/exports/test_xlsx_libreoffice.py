"""The workbook in LibreOffice: every sheet saved as CSV, cell for cell the tables."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from event_timeline.exports import xlsx
from tests.exports.datasets import ROOT
from tests.exports.programs import saved_by_libreoffice
from tests.exports.reading import load, written

pytestmark = pytest.mark.programs

EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
"""Comma, quotation mark, UTF-8, from line 1, cells as shown, formulas not as such, a file for each sheet."""


def converted(package: Path, folder: Path, to: str) -> Path:
    """The folder in which LibreOffice saves the package's workbook in another format."""
    xlsx.write(load(package), folder / "out.xlsx")
    return saved_by_libreoffice([folder / "out.xlsx"], to, folder / "saved")


def in_libreoffice(package: Path, folder: Path) -> dict[str, list[list[str]]]:
    """Sheet -> rows of cells, of the package's workbook as LibreOffice opens and saves it."""
    sheets = {}
    for file in sorted(converted(package, folder, EVERY_SHEET).glob("out-*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            sheets[file.stem.removeprefix("out-")] = list(csv.reader(lines))
    return sheets


def as_read(cell: str, kind: type) -> object:
    """What a shown cell says: nothing, a number, or its text."""
    return None if cell == "" else kind(cell) if kind in (int, float) else cell


def compared(package: Path, folder: Path) -> None:
    sheets = in_libreoffice(package, folder)
    for table, rows in written(package).items():
        head, *found = sheets[table]
        assert head == list(rows[0]), table
        kinds = [next((type(r[c]) for r in rows if r[c] is not None), str) for c in head]
        assert [[as_read(c, k) for c, k in zip(line, kinds, strict=True)] for line in found] == [
            [str(v) if v is not None and not isinstance(v, int | float) else v for v in row.values()] for row in rows
        ], table
    assert {"readme", "columns", "vocabularies"} <= set(sheets)


def test_libreoffice_shows_every_cell_of_every_table(package: Path, tmp_path: Path) -> None:
    compared(package, tmp_path)


def test_libreoffice_shows_every_cell_of_the_repository_s_package(tmp_path: Path) -> None:
    compared(ROOT, tmp_path)


def test_libreoffice_prints_every_sheet_across(tmp_path: Path) -> None:
    pdf = (converted(ROOT, tmp_path, "pdf") / "out.pdf").read_bytes()
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", pdf)
    assert {(round(float(w)), round(float(h))) for w, h in boxes} == {(842, 595)}
    pages = len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))
    assert 13 <= pages <= 60  # wide tables on two or three side by side
