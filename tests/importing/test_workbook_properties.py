"""Generated packages and generated edits: a workbook brings back exactly what was edited, or refuses it whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import builder
from tests.importing.workbooks import exported
from tests.properties.descriptor_nodes import bounded
from tests.properties.table_bytes import ODD_CELLS

import event_timeline as et
from event_timeline.model import RowsError

TABLES = ("places", "actors", "events", "statements", "codebook")
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\ufffe\uffff"), max_size=8)
CELLS = st.lists(
    st.tuples(st.sampled_from(TABLES), st.integers(0, 9), st.integers(0, 9), st.one_of(st.sampled_from(ODD_CELLS[:-4]), TEXT)),
    min_size=1, max_size=6,
)  # fmt: skip
VALUES: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**31), 2**31), st.floats(-1e6, 1e6), st.dates(), st.datetimes(),
    st.sampled_from([c for c in ODD_CELLS[:-4] if "\ufeff" not in c]), st.sampled_from(["=1+1", "#REF!", " ", "osterhavn"]),
)  # fmt: skip
EDITS = st.lists(
    st.tuples(st.sampled_from(TABLES), st.integers(0, 9), st.integers(0, 9), VALUES), min_size=1, max_size=3
)


def cells_of(package: Path) -> dict[tuple[str, int, int], str]:
    """(table, row, column) -> the cell as written."""
    return {
        (table, row, column): cell
        for table in TABLES
        for row, cells in enumerate(builder.table(package / "data" / f"{table}.csv"))
        for column, cell in enumerate(cells)
    }


@bounded(15)
@given(cells=CELLS)
def test_whatever_the_cells_hold_comes_back(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, int, int, str]]
) -> None:
    folder = tmp_path_factory.mktemp("generated")
    package = builder.copy_of_harbour(folder)
    builder.put_cells(package, cells)
    try:
        book = exported(package, folder, validate=False)
    except et.Error:
        return  # what cannot be exported cannot come back
    try:
        et.import_("xlsx", book, folder / "back")
    except RowsError as error:
        assert all("is also in row" in p.message or "is empty" in p.message for p in error.problems)  # noqa: PT017
        return
    found = builder.contents(folder / "back")
    assert found == {path: (package / path).read_bytes() for path in found}


@bounded(25)
@given(edits=EDITS)
def test_an_edit_is_one_change_or_is_refused(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[str, int, int, Any]]
) -> None:
    folder = tmp_path_factory.mktemp("edited")
    package = builder.copy_of_harbour(folder)
    book, before, contents = exported(package, folder), cells_of(package), builder.contents(package)
    opened, edited = openpyxl.load_workbook(book), set()
    for table, row, column, value in edits:
        sheet = opened[table]
        at = (1 + row % (sheet.max_row - 1), column % sheet.max_column)
        try:
            sheet.cell(at[0] + 1, at[1] + 1).value = value
        except ValueError:  # a character that no workbook can hold
            return
        edited.add((table, *at))
    opened.save(book)
    try:
        made = et.import_("xlsx", book, package)
    except et.Error as error:
        assert builder.contents(package) == contents
        assert error.hint  # noqa: PT017
        return
    after = cells_of(package)
    if len(after) == len(before):
        assert {place for place in before if before[place] != after[place]} <= edited
    assert made.report.valid or made.notes
    assert et.import_("xlsx", exported(package, folder, validate=False), package).changes.render() == "no difference"
