"""The cells of a sheet: what openpyxl reads of the same file, and each number as the toolchain writes it."""

from __future__ import annotations

import datetime
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from event_timeline.exports.csv_cells import as_written
from event_timeline.importing.sheet_cells import cell_text
from event_timeline.importing.sheet_rows import Fault, Value
from event_timeline.importing.workbook import read_workbook
from event_timeline.tables.types import POLARS_TYPES

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHARED = """<si><t>plain</t></si><si><r><rPr><b/></rPr><t>ri</t></r><r><t>ch</t></r><rPh sb="0" eb="1"><t>spoken</t></rPh></si>
<si><t xml:space="preserve"> blanks </t></si><si><t/></si>"""
CELLS = """
<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c><c t="s"><v>2</v></c><c r="E1" t="s"><v>3</v></c></row>
<row><c><v>7</v></c><c><v>2.50</v></c><c><v>1E3</v></c><c t="b"><v>1</v></c><c t="str"><v>words</v></c><c/></row>
<row r="5"><c r="B5" s="1"><v>45425</v></c><c r="C5" s="1"><v>45425.5</v></c><c r="D5" s="1"><v>0.25</v></c>
<c r="E5" s="2"><v>1.5</v></c><c r="F5" s="1"><v>99999999</v></c><c r="G5" t="d"><v>2024-05-13</v></c></row>
<row r="6"><c r="A6"><f>1+1</f><v>2</v></c><c r="B6" t="e"><v>#N/A</v></c><c r="C6" t="inlineStr"><is><t>in</t></is></c>
<c r="AB6" t="inlineStr"><is><r><t>a</t></r><r><t>_x0041_</t></r></is></c><c r="AC6" t="str"><f>A1</f></c></row>"""
EXPECTED: dict[int, dict[int, Value]] = {
    1: {0: "plain", 2: "rich", 3: " blanks "},
    2: {0: 7, 1: 2.5, 2: 1000.0, 3: True, 4: "words"},
    5: {
        1: datetime.date(2024, 5, 13),
        2: Fault("a date with a time of day, 2024-05-13 12:00:00"),
        3: Fault("a time, 06:00:00"),
        4: Fault("a time, 1 day, 12:00:00"),
        5: Fault("the error #VALUE!"),
        6: datetime.date(2024, 5, 13),
    },
    6: {0: Fault("a formula"), 1: Fault("the error #N/A"), 2: "in", 27: "a_x0041_", 28: Fault("a formula")},
}
FIELDS = {kind: {"name": "x", "type": kind} for kind in ("number", "integer", "year")}


def workbook(folder: Path, cells: str, prefix: str = "", *, epoch_1904: bool = False) -> Path:
    """A workbook with dates in style 1, durations in style 2, and these rows."""
    with xlsxwriter.Workbook(folder / "made.xlsx", {"date_1904": epoch_1904}) as book:
        sheet = book.add_worksheet()
        for at, style in enumerate(("yyyy-mm-dd", "[h]:mm:ss")):
            sheet.write_number(0, at, 1, book.add_format({"num_format": style}))
        sheet.write_string(0, 2, "a text")
    content = f"<worksheet xmlns='{MAIN}'><sheetData>{cells}</sheetData></worksheet>"
    if prefix:
        content = content.replace("</", "<:/").replace("<", f"<{prefix}:").replace(f"<{prefix}::/", f"</{prefix}:")
        content = content.replace("xmlns=", f"xmlns:{prefix}=")
    with zipfile.ZipFile(folder / "made.xlsx") as made, zipfile.ZipFile(folder / "book.xlsx", "w") as target:
        for member in made.namelist():
            part = {"xl/worksheets/sheet1.xml": content, "xl/sharedStrings.xml": f"<sst xmlns='{MAIN}'>{SHARED}</sst>"}
            target.writestr(member, part.get(member, made.read(member).decode()))
    return folder / "book.xlsx"


@pytest.mark.parametrize("prefix", ["", "x"])
def test_every_kind_of_cell_is_read(prefix: str, tmp_path: Path) -> None:
    (sheet,) = read_workbook(workbook(tmp_path, CELLS, prefix))
    assert sheet.rows == EXPECTED


@pytest.mark.filterwarnings("ignore:Cell F5 is marked as a date")
def test_openpyxl_reads_the_same_values(tmp_path: Path) -> None:
    file = workbook(tmp_path, CELLS)
    (sheet,), theirs = read_workbook(file), openpyxl.load_workbook(file).active
    for number, cells in EXPECTED.items():
        for at, expected in cells.items():
            value: Any = theirs.cell(number, at + 1).value
            if not isinstance(expected, Fault):
                assert sheet.rows[number][at] == (value.date() if isinstance(value, datetime.datetime) else value)


def test_days_since_1904_are_read(tmp_path: Path) -> None:
    (sheet,) = read_workbook(workbook(tmp_path, '<row><c s="1"><v>43963</v></c></row>', epoch_1904=True))
    assert sheet.rows == {1: {0: datetime.date(2024, 5, 13)}}


def test_a_row_in_two_parts_loses_no_cell(tmp_path: Path) -> None:
    rows = (
        '<row r="3"><c r="A3"><v>1</v></c></row><row r="2"><c><v>2</v></c></row><row r="3"><c r="B3"><v>3</v></c></row>'
    )
    (sheet,) = read_workbook(workbook(tmp_path, rows))
    assert sheet.rows == {2: {0: 2}, 3: {0: 1, 1: 3}}


@given(
    value=st.one_of(
        st.floats(allow_nan=False, allow_infinity=False), st.floats(-400, 400), st.integers(-(10**6), 10**6).map(float)
    )
)
def test_a_number_is_written_as_polars_writes_it(value: float) -> None:
    frame = pl.LazyFrame({"x": [value]})
    assert (
        cell_text(value, FIELDS["number"], None) == as_written(frame, {"fields": [FIELDS["number"]]}).collect().item()
    )


@pytest.mark.parametrize("kind", ["integer", "year"])
@given(value=st.one_of(st.integers(-(10**15) + 1, 10**15 - 1), st.integers(-9999, 9999)))
def test_a_whole_number_is_written_as_polars_writes_it(kind: str, value: int) -> None:
    frame = pl.LazyFrame({"x": [value]}, schema={"x": POLARS_TYPES[kind]})
    assert cell_text(value, FIELDS[kind], None) == as_written(frame, {"fields": [FIELDS[kind]]}).collect().item()


@pytest.mark.parametrize(
    "words", [{}, {"trueValues": ["yes", "y"], "falseValues": ["no"]}, {"trueValues": ["1", "true"]}]
)
@pytest.mark.parametrize("value", [True, False])
def test_a_truth_value_is_written_in_the_words_of_its_column(value: bool, words: dict[str, Any]) -> None:
    field = {"name": "x", "type": "boolean", **words}
    frame = pl.LazyFrame({"x": [value]})
    assert cell_text(value, field, None) == as_written(frame, {"fields": [field]}).collect().item()
