"""The workbook as an editor: what was edited comes back, and what cannot be taken is refused with sheet and cell."""

from __future__ import annotations

import datetime
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests import builder
from tests.conftest import Timeline
from tests.exports import full_profile, reading
from tests.exports.datasets import ROOT
from tests.importing.workbooks import cell, edited, exported, saved_by_libreoffice

import event_timeline as et
from event_timeline.model import RowsError

Edit = Callable[[Any], object]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return builder.copy_of_harbour(tmp_path)


def imported(package: Path, folder: Path, edit: Edit, **options: Any) -> et.ImportedPackage:
    return et.import_("xlsx", edited(exported(package, folder), edit), package, **options)


def lines(changes: Any) -> list[str]:
    return changes.render().splitlines()


def put(sheet: str, key: str, column: str, value: object) -> Edit:
    def edit(book: Any) -> None:
        cell(book, sheet, key, column).value = value

    return edit


def refused(package: Path, folder: Path, edit: Edit) -> list[str]:
    """What is said of an edit that is refused; nothing is written."""
    before = builder.contents(package)
    with pytest.raises(RowsError) as raised:
        imported(package, folder, edit)
    assert builder.contents(package) == before
    assert all(p.hint for p in raised.value.problems)
    return [str(p) for p in raised.value.problems]


PACKAGES: dict[str, Callable[[Path], Path]] = {
    "harbour": builder.copy_of_harbour,
    "awkward": reading.awkward,
    "every optional column": full_profile.package,
    "lighthouse": lambda folder: builder.LIGHTHOUSE,
    "floodgate": lambda folder: builder.FLOODGATE,
    "marshes": lambda folder: builder.MARSHES,
    "repository": lambda folder: ROOT,
}
PROGRAMS: dict[str, Callable[[Path, Path], Path]] = {
    "nobody": lambda book, folder: book,
    "openpyxl": lambda book, folder: edited(book, lambda book: None),
    "libreoffice": saved_by_libreoffice,
}


SAVED = [
    *((name, "nobody") for name in PACKAGES),
    *((name, program) for name in ("awkward", "every optional column") for program in ("openpyxl", "libreoffice")),
]
"""Every package as it was exported; those with all kinds of cells and of columns as each program saves them."""


@pytest.mark.programs
@pytest.mark.parametrize(("name", "program"), SAVED)
def test_a_workbook_that_is_only_saved_changes_nothing(name: str, program: str, tmp_path: Path) -> None:
    package = PACKAGES[name](tmp_path)
    book = PROGRAMS[program](exported(package, tmp_path, validate=False), tmp_path)
    made = et.import_("xlsx", book, tmp_path / "back")
    assert made.notes == []
    found = builder.contents(tmp_path / "back")
    assert {"datapackage.json", "data/events.csv", "schemas/events.json"} <= set(found)
    assert found == {path: (package / path).read_bytes() for path in found}
    again = et.import_("xlsx", book, tmp_path / "back")
    assert lines(again.changes) == ["no difference"]
    assert builder.contents(tmp_path / "back") == found


def test_a_changed_cell_comes_back_as_one_change(package: Path, tmp_path: Path) -> None:
    before = builder.contents(package)
    made = imported(package, tmp_path, put("events", "strike", "label", "The dockers walk out"))
    (line,) = lines(made.changes)
    assert line.startswith("~ events strike: label ")
    assert line.endswith("-> The dockers walk out")
    assert made.report.valid
    after = builder.contents(package)
    assert {p for p in after if after[p] != before[p]} == {"data/events.csv", "datapackage.json"}
    assert len(set(after["data/events.csv"].splitlines()) - set(before["data/events.csv"].splitlines())) == 1


def test_a_dry_run_shows_the_difference_and_writes_nothing(package: Path, tmp_path: Path, timeline: Timeline) -> None:
    before = builder.contents(package)
    book = edited(exported(package, tmp_path), put("actors", "mira-holm", "office", "harbour master"))
    shown = timeline("import", "xlsx", book, "-o", package, "--dry-run")
    assert shown.code == 0
    assert "~ actors mira-holm: office" in shown.out
    assert "nothing written" in shown.err
    assert builder.contents(package) == before
    done = timeline("import", "xlsx", book, "-o", package)
    assert done.out == shown.out
    assert builder.contents(package) != before
    assert "no difference" in timeline("import", "xlsx", book, "-o", package).out


def test_a_change_from_a_workbook_can_be_undone(package: Path, tmp_path: Path) -> None:
    before = builder.contents(package)
    imported(package, tmp_path, put("actors", "mira-holm", "office", "harbour master"))
    et.undo(package)
    assert builder.contents(package) == before


def _add_place(book: Any) -> None:
    heads = [c.value for c in book["places"][1]]
    values: dict[str, object] = {
        "place_id": "quay",
        "name": "Quay",
        "kind": "site",
        "within": "osterhavn",
        "country": "DNK",
    }
    values |= {"latitude": 55.0, "longitude": 10.25}
    book["places"].append([values.get(h) for h in heads])
    cell(book, "events", "strike", "place_id").value = "quay"


def test_added_and_removed_rows_come_back(package: Path, tmp_path: Path) -> None:
    made = imported(package, tmp_path, _add_place)
    assert "+ places quay" in lines(made.changes)
    assert b"quay,Quay,site,osterhavn,DNK,55,10.25,,,\n" in (package / "data" / "places.csv").read_bytes()

    def remove(book: Any) -> None:
        cell(book, "events", "strike", "place_id").value = None
        book["places"].delete_rows(cell(book, "places", "quay", "name").row)

    assert "- places quay" in lines(imported(package, tmp_path, remove).changes)


def _sort_backwards(book: Any) -> None:
    for name in ("events", "evidence"):
        sheet = book[name]
        rows = [[c.value for c in r] for r in sheet.iter_rows(min_row=2)][::-1]
        for at, row in enumerate(rows, 2):
            for column, value in enumerate(row, 1):
                sheet.cell(at, column).value = value


def _move_columns(book: Any) -> None:
    for row in book["events"].iter_rows():
        values = [c.value for c in row]
        for at, value in zip(row, values[::-1], strict=True):
            at.value = value


def _remove_sheets(book: Any) -> None:
    for name in ("events", "evidence", "readme", "columns"):
        del book[name]


def _add_blank_rows(book: Any) -> None:
    book["events"].insert_rows(3, 2)
    book["events"].cell(3, 2).value = "   "
    book["events"].row_dimensions[5].hidden = True


def _remove_column(book: Any) -> None:
    book["events"].delete_cols([c.value for c in book["events"][1]].index("summary") + 1)


def _damage_codes(book: Any) -> None:
    for row in book["events"].iter_rows(min_row=2):
        for at in row:
            if isinstance(at.value, str) and at.value.isdigit():
                at.value = int(at.value)


def _dates_in_date_cells(book: Any) -> None:
    for row in book["events"].iter_rows(min_row=2):
        for at in row:
            if isinstance(at.value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", at.value):
                at.value = datetime.datetime.fromisoformat(at.value)


def _numbers_as_text(book: Any) -> None:
    for row in book["places"].iter_rows(min_row=2):
        for at in row:
            if isinstance(at.value, float | int):
                at.value = str(at.value)


def _floats(book: Any) -> None:
    for row in book["events"].iter_rows(min_row=2):
        row[1].value = float(row[1].value)


WITHOUT_CHANGE: dict[str, Edit] = {
    "rows sorted": _sort_backwards,
    "columns moved": _move_columns,
    "sheets removed": _remove_sheets,
    "blank and hidden rows": _add_blank_rows,
    "a column removed": _remove_column,
    "codes that became numbers": _damage_codes,
    "dates that became date cells": _dates_in_date_cells,
    "numbers that became text": _numbers_as_text,
    "whole numbers with .0": _floats,
}


@pytest.mark.parametrize("kind", WITHOUT_CHANGE)
def test_what_is_no_change_of_the_data_changes_nothing(kind: str, package: Path, tmp_path: Path) -> None:
    before = builder.contents(package)
    made = imported(package, tmp_path, WITHOUT_CHANGE[kind])
    assert lines(made.changes) == ["no difference"]
    assert builder.contents(package) == before


def _merge(book: Any) -> None:
    book["actors"].merge_cells("B3:C4")


def _duplicate(book: Any) -> None:
    book["places"].append([c.value for c in book["places"][2]])


def _name_column(book: Any) -> None:
    book["actors"]["C1"] = "sort"


def _title_above(book: Any) -> None:
    book["actors"].insert_rows(1)
    book["actors"]["A1"] = "My actors"


def _rename_sheet(book: Any) -> None:
    book["actors"].title = "people"


REFUSED: dict[str, tuple[Edit, str]] = {
    "a formula": (put("actors", "mira-holm", "office", '="a"&"b"'), r"sheet actors, cell D\d+ office holds a formula"),
    "an error": (put("actors", "mira-holm", "office", "#N/A"), r"cell D\d+ office holds the error #N/A"),
    "a code without its zero": (put("events", "strike", "cameo", 40), r"sheet events, cell [A-Z]+\d+ cameo holds the number 40 in a column of text"),
    "a truth value": (put("actors", "mira-holm", "office", True), r"office holds the truth value TRUE in a column of text"),
    "a month that became a day": (put("events", "strike", "date_edtf", datetime.datetime.fromisoformat("2024-11-01")), r"date_edtf holds a date, 2024-11-01, in a column of text"),
    "a date as people write it": (put("events", "strike", "earliest", "14/5/2024"), r"earliest holds '14/5/2024' in a column of dates"),
    "a day without its format": (put("events", "strike", "earliest", 45426), r"earliest holds the number 45426 in a column of dates"),
    "a time of day": (put("events", "strike", "earliest", datetime.datetime.fromisoformat("2024-05-14T09:30")), r"earliest holds a date with a time of day"),
    "a number beyond a float": (put("places", "osterhavn", "latitude", "1e-400"), r"latitude holds '1e-400', beyond the numbers that programs read"),
    "words in a column of numbers": (put("places", "osterhavn", "latitude", "55,25"), r"latitude holds the text '55,25' in a column of numbers"),
    "a part of a whole number": (put("events", "strike", "position", 2.5), r"position holds 2.5 in a column of whole numbers"),
    "a term that is not in the vocabulary": (put("events", "strike", "status", "finished"), r"book.xlsx, sheet events, cell [A-Z]+\d+ \w+"),
    "a reference to nothing": (put("events", "strike", "place_id", "nowhere"), r"book.xlsx, sheet events, cell [A-Z]+\d+ \w+"),
    "merged cells": (_merge, r"sheet actors, cell B3:C4 merged cells"),
    "a key that is there twice": (_duplicate, r"sheet places, cell A\d+ \S+ is also in row 2"),
    "a key that is missing": (put("places", "pier-4", "place_id", None), r"sheet places, cell A\d+ place_id is empty"),
    "an unknown column": (_name_column, r"sheet actors, cell C1 the table has no column 'sort'"),
    "a title above the columns": (_title_above, r"sheet actors, cell A1 the table has no column 'My actors'"),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_taken_is_refused_with_sheet_and_cell(kind: str, package: Path, tmp_path: Path) -> None:
    edit, expected = REFUSED[kind]
    said = refused(package, tmp_path, edit)
    assert any(re.search(expected, line) for line in said), said


def test_all_that_is_wrong_is_listed_at_once(package: Path, tmp_path: Path, timeline: Timeline) -> None:
    book = edited(exported(package, tmp_path), REFUSED["a formula"][0])
    edited(book, REFUSED["a reference to nothing"][0])
    edited(book, REFUSED["words in a column of numbers"][0])
    shown = timeline("import", "xlsx", book, "-o", package)
    assert shown.code == 2
    assert "sheet actors" in shown.err
    assert "sheet places" in shown.err
    assert "2 errors; nothing written" in shown.err
    assert "the rules are checked once every cell can be taken" in shown.err


def test_errors_of_rules_alone_announce_no_second_round(package: Path, tmp_path: Path, timeline: Timeline) -> None:
    book = edited(exported(package, tmp_path), REFUSED["a reference to nothing"][0])
    shown = timeline("import", "xlsx", book, "-o", package)
    assert shown.code == 2
    assert "the rules are checked" not in shown.err


def test_a_sheet_of_no_table_is_refused(package: Path, tmp_path: Path) -> None:
    with pytest.raises(et.Error, match="sheet people: the package has no table 'people'"):
        imported(package, tmp_path, _rename_sheet)


def test_a_sheet_of_a_table_that_is_not_coded_is_refused_with_the_reason(tmp_path: Path) -> None:
    package = tmp_path / "marshes"
    shutil.copytree(builder.PACKAGES / "marshes", package)

    def edit(book: Any) -> None:
        assert not {"event_relations", "statements", "evidence"} & set(book.sheetnames)
        sheet = book.create_sheet("event_relations")
        sheet.append(["event_id", "relation", "related_event_id"])
        sheet.append(["a", "part_of", "b"])

    with pytest.raises(et.Error, match="sheet event_relations: the package declares that relations are not") as raised:
        imported(package, tmp_path, edit)
    assert "coding.relations" in raised.value.hint


def test_what_the_package_changed_since_the_export_stays(package: Path, tmp_path: Path) -> None:
    book = edited(exported(package, tmp_path), put("events", "strike", "label", "The dockers walk out"))
    with et.edit(package) as draft:
        draft.set("events/strike", summary="The dockers stopped their work at noon.")
        draft.set("events/container-fall", label="A crane drops its load")
    made = et.import_("xlsx", book, package)
    (line,) = lines(made.changes)
    assert line.startswith("~ events strike: label")
    rows = {r["event_id"]: r for r in made.package["events"].to_dicts()}
    assert rows["strike"]["label"] == "The dockers walk out"
    assert rows["strike"]["summary"] == "The dockers stopped their work at noon."
    assert rows["container-fall"]["label"] == "A crane drops its load"


def test_a_cell_that_both_changed_is_a_conflict(package: Path, tmp_path: Path) -> None:
    book = edited(exported(package, tmp_path), put("events", "strike", "label", "The dockers walk out"))
    with et.edit(package) as draft:
        draft.set("events/strike", label="A walkout")
    before = builder.contents(package)
    with pytest.raises(
        RowsError,
        match=r"sheet events, cell C\d+ the cell is 'The dockers walk out' here and 'A walkout' in the package",
    ):
        et.import_("xlsx", book, package)
    assert builder.contents(package) == before


NEW_EVENT = {
    "event_id": "walk-back", "label": "The dockers go back", "summary": "The dockers went back to work.", "kind": "strike",
    "topic": "labour", "status": "occurred", "polarity": "affirmed", "date_edtf": "2024-05-12/2024-05-13", "date_basis": "inferred",
}  # fmt: skip


def append(**cells: object) -> Edit:
    def edit(book: Any) -> None:
        heads = [c.value for c in book["events"][1]]
        book["events"].append([(NEW_EVENT | cells).get(head) for head in heads])

    return edit


def test_a_workbook_whose_computed_cells_are_empty_goes_on_being_edited(package: Path, tmp_path: Path) -> None:
    def edit(book: Any) -> None:
        append()(book)
        put("events", "worn-cable-warning", "date_edtf", "2024-04")(book)
        put("events", "worn-cable-warning", "earliest", None)(book)

    book = edited(exported(package, tmp_path), edit)
    assert len(lines(et.import_("xlsx", book, package).changes)) == 4
    before = builder.contents(package)
    assert lines(et.import_("xlsx", book, package).changes) == ["no difference"]
    assert builder.contents(package) == before
    edited(book, put("events", "strike", "label", "The dockers walk out"))
    assert lines(et.import_("xlsx", book, package).changes)[0].endswith("-> The dockers walk out")
    edited(book, append(event_id="walk-out", position=2))
    assert lines(et.import_("xlsx", book, package).changes)[0] == "+ events walk-out"
    assert lines(et.import_("xlsx", book, package).changes) == ["no difference"]


def test_a_new_row_that_the_package_has_in_another_way_names_its_cells(package: Path, tmp_path: Path) -> None:
    book = edited(exported(package, tmp_path), append(position=14))
    et.import_("xlsx", book, package)
    edited(book, put("events", "walk-back", "label", "Back to work"))
    edited(book, put("events", "walk-back", "position", 3))
    with pytest.raises(RowsError) as raised:
        et.import_("xlsx", book, package)
    found = {p.message.partition(" in the package")[0]: p.hint.partition(":")[0] for p in raised.value.problems}
    assert found == {
        "the new row has '3' here and '14'": "empty the cell",
        "the new row has 'Back to work' here and 'The dockers go back'": "export again and repeat the change there, or undo it here",
    }
    assert all("sheet events, cell " in str(p.path) for p in raised.value.problems)


def test_without_its_hidden_sheet_a_workbook_is_compared_with_the_package(package: Path, tmp_path: Path) -> None:
    def edit(book: Any) -> None:
        del book["_files"]
        cell(book, "events", "strike", "label").value = "The dockers walk out"

    made = imported(package, tmp_path, edit)
    assert len(lines(made.changes)) == 1
    with pytest.raises(et.Error, match="descriptor and schemas"):
        et.import_("xlsx", tmp_path / "book.xlsx", tmp_path / "new")


@pytest.mark.programs
def test_edits_survive_libreoffice(package: Path, tmp_path: Path) -> None:
    book = edited(exported(package, tmp_path), put("events", "strike", "label", "Ọ̀ṣun & <b> 🙂"))
    edited(book, _add_place)
    made = et.import_("xlsx", saved_by_libreoffice(book, tmp_path), package)
    assert lines(made.changes)[0] == "+ places quay"
    assert any(line.endswith("-> Ọ̀ṣun & <b> 🙂") for line in lines(made.changes))
    assert made.report.valid


@pytest.mark.programs
def test_numbers_with_more_digits_than_a_workbook_holds_stay(package: Path, tmp_path: Path) -> None:
    path = package / "data" / "places.csv"
    path.write_bytes(path.read_bytes().replace(b",10.5031,", b",28.869300000000003,"))
    builder.stamp(package)
    before = builder.contents(package)
    book = exported(package, tmp_path, validate=False)
    for saved in (book, saved_by_libreoffice(book, tmp_path)):
        assert lines(et.import_("xlsx", saved, package).changes) == ["no difference"]
    edited(book, put("places", "osterhavn", "latitude", 55.2))
    assert len(lines(et.import_("xlsx", book, package).changes)) == 1
    after = builder.contents(package)["data/places.csv"]
    assert b",28.869300000000003," in after
    assert sum(a != b for a, b in zip(after.splitlines(), before["data/places.csv"].splitlines(), strict=True)) == 1


@pytest.mark.programs
def test_words_that_look_like_an_escape_survive_libreoffice(package: Path, tmp_path: Path) -> None:
    with et.edit(package) as draft:
        draft.set("actors/mira-holm", note="a _x0041_ b _x005F_ c")
    book = exported(package, tmp_path)
    for saved in (book, saved_by_libreoffice(book, tmp_path), edited(book, lambda book: None)):
        assert lines(et.import_("xlsx", saved, package).changes) == ["no difference"]


@pytest.mark.programs
def test_a_formula_that_libreoffice_saved_is_refused(package: Path, tmp_path: Path) -> None:
    book = saved_by_libreoffice(edited(exported(package, tmp_path), REFUSED["a formula"][0]), tmp_path)
    with pytest.raises(RowsError, match="holds a formula"):
        et.import_("xlsx", book, package)


def rewritten(book: Path, target: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    with zipfile.ZipFile(book) as before, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after:
        for member in before.infolist():
            content = before.read(member)
            after.writestr(member.filename, change(content) if member.filename == part else content)
    return target


SHEET = "xl/worksheets/sheet2.xml"
DTD = b'<!DOCTYPE x [<!ENTITY a "b">]>'
HOSTILE: dict[str, tuple[str, Callable[[bytes], bytes], str]] = {
    "an entity": (SHEET, lambda c: c.replace(b"<worksheet", DTD + b"<worksheet", 1), "document type declaration"),
    "an entity in UTF-16": (SHEET, lambda c: c.decode().replace("<worksheet", DTD.decode() + "<worksheet", 1).encode("utf-16"), "document type declaration"),
    "a bomb": (SHEET, lambda c: c + b" " * (200 * 2**20), "not unpacked"),
    "a row beyond all sheets": (SHEET, lambda c: c.replace(b'<row r="3"', b'<row r="999999999999"', 1), "more than"),
    "a broken part": (SHEET, lambda c: c[: len(c) // 2], "not a readable workbook"),
    "no workbook part": ("xl/workbook.xml", lambda c: b"<x/>", "not a workbook that"),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_workbook_from_elsewhere_is_refused_without_harm(kind: str, package: Path, tmp_path: Path) -> None:
    part, change, said = HOSTILE[kind]
    book = rewritten(exported(package, tmp_path), tmp_path / "hostile.xlsx", part, change)
    before = builder.contents(package)
    with pytest.raises(et.Error, match=said):
        et.import_("xlsx", book, package)
    assert builder.contents(package) == before


def test_a_huge_dimension_and_a_huge_merged_range_cost_nothing(package: Path, tmp_path: Path) -> None:
    book = rewritten(
        exported(package, tmp_path), tmp_path / "huge.xlsx", SHEET,
        lambda c: re.sub(rb'<dimension ref="[^"]*"/>', b'<dimension ref="A1:XFD1048576"/>', c),
    )  # fmt: skip
    assert lines(et.import_("xlsx", book, package).changes) == ["no difference"]
    book = rewritten(
        exported(package, tmp_path), tmp_path / "merged.xlsx", SHEET,
        lambda c: c.replace(b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
    )  # fmt: skip
    with pytest.raises(RowsError, match="merged cells"):
        et.import_("xlsx", book, package)


def test_a_workbook_with_damaged_parts_is_refused(harbour: Path, tmp_path: Path) -> None:
    file = tmp_path / "harbour.xlsx"
    et.export(harbour, "xlsx", file)
    whole = file.read_bytes()
    for start in range(200, len(whole) - 400, len(whole) // 12):
        file.write_bytes(whole[:start] + bytes(200) + whole[start + 200 :])
        with pytest.raises(et.Error):
            et.import_("xlsx", file, tmp_path / "back")
        assert not (tmp_path / "back").exists()


def test_a_deleted_row_on_which_others_depend_leads_to_the_command_that_removes_them(
    package: Path, tmp_path: Path
) -> None:
    def delete(book: Any) -> None:
        book["events"].delete_rows(cell(book, "events", "strike", "label").row)

    with pytest.raises(RowsError) as raised:
        imported(package, tmp_path, delete)
    hints = {p.hint for p in raised.value.problems if p.code == "KEY003"}
    assert hints == {
        "restore the row in the export, or delete it with `timeline remove events/strike`, which removes what depends on it, too"
    }


def test_a_date_that_cannot_be_read_names_its_cell(package: Path, tmp_path: Path) -> None:
    (said,) = refused(package, tmp_path, put("events", "container-fall", "date_edtf", "in spring"))
    assert re.search(r"book.xlsx, sheet events, cell [A-Z]+\d+ DAT001", said)


@pytest.mark.parametrize(
    ("sheet", "key", "column", "value", "hint"),
    [
        ("events", "strike", "date_edtf", "23.04.2024", "write what is meant: 2024-04-23 (Tuesday 23 April 2024, day first; date_basis stated); as text"),
        ("events", "strike", "date_edtf", "Apr-24", "write 2023-11-29, 2023-11, "),
        ("places", "osterhavn", "geonames_id", "2.61E+06", "format the cell as text, and write all digits"),
        ("actors", "mira-holm", "name", "MÃ¼ller", "write the words that the message gives"),
        ("actors", "mira-holm", "note", "'=B7", "write the formula's value"),
    ],
)  # fmt: skip
def test_the_remedy_of_a_damaged_cell_is_one_of_the_workbook(
    sheet: str, key: str, column: str, value: str, hint: str, package: Path, tmp_path: Path
) -> None:
    def edit(book: Any) -> None:
        damaged = cell(book, sheet, key, column)
        damaged.value, damaged.data_type = value.removeprefix("'"), "s"

    with pytest.raises(RowsError) as raised:
        imported(package, tmp_path, edit)
    (problem,) = (p for p in raised.value.problems if p.code.startswith("TAB04"))
    assert str(problem.path).startswith(f"book.xlsx, sheet {sheet}, cell ")
    assert problem.hint.startswith(hint)
    assert "CSV" not in problem.hint


@pytest.mark.parametrize("part", ["xl/worksheets/sheet2.xml", "xl/worksheets/sheet14.xml"])
def test_a_workbook_that_lacks_the_part_of_a_sheet_is_refused(part: str, package: Path, tmp_path: Path) -> None:
    book = exported(package, tmp_path)
    with zipfile.ZipFile(book) as before, zipfile.ZipFile(tmp_path / "damaged.xlsx", "w") as after:
        for member in before.infolist():
            if member.filename != part:
                after.writestr(member.filename, before.read(member))
    with pytest.raises(et.Error, match=rf"damaged.xlsx: damaged: the part {part} of the sheet \w+ is missing"):
        et.import_("xlsx", tmp_path / "damaged.xlsx", package)


@pytest.mark.parametrize("sheet", ["measures", "events"])
def test_an_emptied_sheet_does_not_delete_the_rows_of_its_table(sheet: str, tmp_path: Path) -> None:
    package = tmp_path / "marshes"
    shutil.copytree(builder.PACKAGES / "marshes", package)
    (said,) = refused(package, tmp_path, lambda book: book[sheet].delete_rows(1, 200))
    assert f"sheet {sheet}, row 1" in said


@pytest.mark.parametrize(
    ("head", "hint"),
    [("my note", "delete the column, or keep it in another workbook"), ("labels", "rename it to label, or delete")],
)
def test_a_column_that_the_table_lacks_leads_to_what_to_do(head: str, hint: str, package: Path, tmp_path: Path) -> None:
    def edit(book: Any) -> None:
        book["events"].cell(1, book["events"].max_column + 1).value = head

    with pytest.raises(RowsError) as raised:
        imported(package, tmp_path, edit)
    assert raised.value.problems[0].hint.startswith(hint)


@pytest.mark.parametrize("new", [False, True])
def test_a_workbook_of_others_leads_to_the_import_of_tables(new: bool, package: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["event_id_cnty", "event_date"])
    book.save(tmp_path / "acled.xlsx")
    with pytest.raises(et.Error, match=r"acled.xlsx: not a workbook that .* wrote") as raised:
        et.import_("xlsx", tmp_path / "acled.xlsx", tmp_path / "new" if new else package)
    assert "as CSV" in raised.value.hint


def test_a_warning_names_sheet_and_cell(package: Path, tmp_path: Path, timeline: Timeline) -> None:
    book = edited(exported(package, tmp_path), put("events", "worn-cable-warning", "date_edtf", "2021-05"))
    shown = timeline("import", "xlsx", book, "-o", package)
    assert shown.code == 0
    assert "~ events worn-cable-warning: earliest 2024-03-01 -> 2021-05-01" in shown.out
    assert re.search(r"warning: book.xlsx, sheet events, cell [A-Z]+\d+: 2021-05 is before .* \(DAT025\)", shown.err)


def test_a_warning_of_no_row_keeps_its_text(package: Path, tmp_path: Path, timeline: Timeline) -> None:
    book = edited(exported(package, tmp_path), put("events", "worn-cable-warning", "date_edtf", "2021-05"))
    for line in timeline("import", "xlsx", book, "-o", package).err.splitlines():
        assert "sheet" in line or not line.startswith(("warning: data", "note: data", "warning: datapackage"))
