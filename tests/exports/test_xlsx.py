"""The workbook, read back by openpyxl and pandas."""

from __future__ import annotations

import sys
import textwrap
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from event_timeline.exports import xlsx
from event_timeline.exports.dataset import Dataset
from event_timeline.model import UserError
from event_timeline.rules.explanations import Cell
from tests import builder
from tests.exports.datasets import PACKAGES, opened
from tests.exports.reading import awkward, load, written


@pytest.fixture
def book(package: Path, tmp_path: Path) -> Iterator[Workbook]:
    xlsx.write(load(package), tmp_path / "out.xlsx")
    opened = openpyxl.load_workbook(tmp_path / "out.xlsx")
    yield opened
    opened.close()


def value(cell: Any) -> object:
    """A cell as the tables have it: Excel knows days only as midnights, and no day before 1900."""
    return cell.value.date() if isinstance(cell.value, datetime) else cell.value


def in_excel(expected: object) -> object:
    return expected.isoformat() if isinstance(expected, date) and expected.year < 1900 else expected


def test_openpyxl_finds_the_values(package: Path, book: Workbook) -> None:
    for table, rows in written(package).items():
        sheet = book[table]
        names = [c.value for c in sheet[1]]
        found = [
            dict(zip(names, map(value, row), strict=True)) for row in sheet.iter_rows(min_row=2, max_row=len(rows) + 1)
        ]
        assert found == [{k: in_excel(v) for k, v in row.items()} for row in rows], table


def test_no_cell_is_a_formula_or_link_and_codes_are_text(book: Workbook) -> None:
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.hyperlink is None
    events = book["events"]
    heads = {c.value: c.column for c in events[1]}
    row = next(r for r in range(2, 20) if events.cell(r, heads["event_id"]).value == "monday-talks")
    code, day = events.cell(row, heads["cameo"]), events.cell(row, heads["latest"])
    assert (code.value, code.data_type, code.number_format) == ("040", "s", "@")
    assert (day.data_type, day.number_format) == ("d", "yyyy-mm-dd")


def test_headers_are_frozen_and_filtered_and_vocabularies_drop_down(package: Path, book: Workbook) -> None:
    sheet = book["events"]
    assert sheet.freeze_panes == "B2"
    rows = len(written(package)["events"])
    assert sheet.auto_filter.ref.endswith(str(rows + 1))
    heads = {c.value: c.column_letter for c in sheet[1]}
    ranges = {str(v.sqref): v.formula1 for v in sheet.data_validations.dataValidation}
    formula = ranges[f"{heads['status']}2:{heads['status']}{rows + 1}"]
    _, area = formula.lstrip("=").split("!")
    terms = [c.value for (c,) in book["vocabularies"][area.replace("$", "")]]
    status = next(f for f in load(package).fields("events") if f["name"] == "status")
    assert terms == status["constraints"]["enum"]


def test_the_readme_and_the_columns_explain(package: Path, book: Workbook) -> None:
    data = load(package)
    assert book.sheetnames[0] == "readme"
    said = dict(book["readme"].iter_rows(min_row=2, values_only=True))
    assert said["title"] == data.descriptor["title"]
    columns = {(r[0], r[1]): r[3] for r in book["columns"].iter_rows(min_row=2, values_only=True)}
    assert columns == {(t, f["name"]): f["description"] for t in data.schemas for f in data.fields(t)}


def test_pandas_reads_a_sheet(package: Path, tmp_path: Path) -> None:
    xlsx.write(load(package), tmp_path / "out.xlsx")
    frame = pandas.read_excel(
        tmp_path / "out.xlsx", sheet_name="events", keep_default_na=False, na_values=[""], dtype={"cameo": str}
    )
    expected = written(package)["events"]
    assert list(frame["summary"]) == [r["summary"] for r in expected]
    assert [c if isinstance(c, str) else None for c in frame["cameo"]] == [r["cameo"] for r in expected]


def test_a_cell_that_is_too_long_is_refused_aloud(tmp_path: Path) -> None:
    package = builder.edited(tmp_path, [Cell("events", "strike", "summary", "🙂" * 16_384)])
    with pytest.raises(UserError, match="events, row 1, summary: 32,768 characters"):
        xlsx.write(load(package), tmp_path / "out.xlsx")


def test_long_and_colliding_names_of_sheets_are_told_apart(harbour: Path) -> None:
    data = load(harbour)
    data.schemas.update({"readme": {"fields": []}, "a" * 40: {"fields": []}, "a" * 41: {"fields": []}})
    names = xlsx.sheet_names(data)
    assert len({n.lower() for n in names.values()} | {"readme", "columns", "vocabularies"}) == len(names) + 3
    assert all(len(n) <= 31 for n in names.values())


def test_the_bytes_are_the_same_each_time(harbour: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        xlsx.write(load(harbour), tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    with zipfile.ZipFile(tmp_path / "a") as archive:
        assert archive.testzip() is None


def test_without_xlsxwriter_it_says_what_to_install(
    harbour: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(UserError, match="needs xlsxwriter"):
        xlsx.write(load(harbour), tmp_path / "out.xlsx")


def sheets(folder: Path, data: Dataset) -> list[Worksheet]:
    """The sheets that a person sees."""
    xlsx.write(data, folder / "x.xlsx")
    return [s for s in openpyxl.load_workbook(folder / "x.xlsx").worksheets if s.sheet_state == "visible"]


def test_a_drop_down_says_what_its_terms_mean_where_they_do_not_say_it(book: Workbook) -> None:
    def message(sheet: str, column: str) -> tuple[str, str]:
        letter = next(c.column_letter for c in book[sheet][1] if c.value == column)
        (found,) = [v for v in book[sheet].data_validations.dataValidation if str(v.sqref).startswith(f"{letter}2")]
        return found.promptTitle, found.prompt

    title, said = message("statement_events", "factuality")
    assert (title, said[:35]) == ("Factuality", "CT+: Certainly so; CT-: Certainly n")
    assert message("events", "polarity")[1].startswith("Whether")
    for sheet in book.worksheets:
        assert all(len(v.prompt) <= 255 for v in sheet.data_validations.dataValidation)


@pytest.mark.parametrize("name", PACKAGES)
def test_every_sheet_prints_across_with_its_heads_on_each_page_and_a_wide_one_on_several(
    name: str, tmp_path: Path
) -> None:
    for sheet in sheets(tmp_path, opened(PACKAGES[name])):
        assert sheet.page_setup.orientation == "landscape", sheet.title
        pages = sheet.page_setup.fitToWidth or 1
        assert sheet.page_setup.fitToHeight == 0, sheet.title
        table = sheet.title not in ("readme", "columns", "vocabularies")
        widths = [d.width for d in sheet.column_dimensions.values() for _ in range(d.min, d.max + 1)]
        across = (sum(widths) - widths[0]) / pages + widths[0]
        assert not table or across < xlsx.CHARS_ACROSS * 1.05, sheet.title  # openpyxl counts the padding of a column
        assert sheet.print_title_cols == ("$A:$A" if pages > 1 else None), sheet.title
        assert sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.title
        assert sheet.print_title_rows == "$1:$1", sheet.title
        assert str(sheet.freeze_panes).endswith("2"), sheet.title


@pytest.mark.parametrize("name", [*PACKAGES, "awkward"])
def test_every_row_is_as_high_as_its_texts_need(name: str, tmp_path: Path) -> None:
    for sheet in sheets(tmp_path, load(awkward(tmp_path)) if name == "awkward" else opened(PACKAGES[name])):
        if sheet.title == "vocabularies":
            continue
        groups = sheet.column_dimensions.values()
        widths = {x: g.width for g in groups for x in range(g.min, g.max + 1)}
        for row in sheet.iter_rows(min_row=2):
            lines = max(
                sum(
                    max(len(textwrap.wrap(p, int(widths[c.column]))), 1)
                    for p in (c.value if isinstance(c.value, str) else "").split("\n")
                )
                for c in row
            )
            height = sheet.row_dimensions[row[0].row].height or 15  # what a file leaves out is one line
            assert height >= min(lines * 13, 408), f"{sheet.title}, row {row[0].row}: {lines} lines"


def test_a_column_is_no_wider_than_a_line_that_can_be_read(tmp_path: Path) -> None:
    for sheet in sheets(tmp_path, opened(PACKAGES["repository"])):
        if sheet.title not in ("readme", "columns", "vocabularies"):
            assert max(d.width for d in sheet.column_dimensions.values()) < 60, sheet.title
