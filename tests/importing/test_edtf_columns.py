"""Dates in EDTF: a form of dates that a mapping can name, in drafts and imports."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.conftest import Timeline

import event_timeline as et

MAPPING = """[event]
id = "id"
label = "id"
kind = { value = "other" }
topic = { value = "Events" }
[event.date]
"""


def imported(folder: Path, cells: str, date: str) -> et.ImportedPackage:
    """A table with a row for each cell, or cells, of dates. date: the section of the mapping."""
    header = "id;date" + (";end" if ";" in cells else "")
    rows = (f"{n};{line}" for n, line in enumerate(cells.split(), 1))
    (folder / "t.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    (folder / "t.toml").write_text('[file]\ndelimiter = ";"\n' + MAPPING + date, encoding="utf-8")
    return et.import_("csv", folder / "t.csv", folder / "out", mapping=folder / "t.toml", contributors=["P"])


def dates(package: et.ImportedPackage) -> list[tuple[str | None, ...]]:
    events = package.package["events"].cast({"earliest": pl.String, "latest": pl.String})
    return events.select("date_edtf", "earliest", "latest").rows()


EDTF = 'start = "date"\nformats = ["edtf"]\n'
BOTH = 'start = "date"\nend = "end"\nformats = ["edtf"]\n'


def test_edtf_of_every_level_is_kept_with_its_bounds(tmp_path: Path) -> None:
    cells = "2024-07-01 2024-07 2024 2024-07-01/2024-07-03 2024-07-05? [2024-07-15..2024-07-21] 2024-02-XX ../2024-05 2024-07-01/.."
    package = imported(tmp_path, cells, EDTF)
    assert package.report.problems == []
    assert dates(package) == [
        ("2024-07-01", "2024-07-01", "2024-07-01"), ("2024-07", "2024-07-01", "2024-07-31"), ("2024", "2024-01-01", "2024-12-31"),
        ("2024-07-01/2024-07-03", "2024-07-01", "2024-07-03"), ("2024-07-05?", "2024-07-05", "2024-07-05"),
        ("[2024-07-15..2024-07-21]", "2024-07-15", "2024-07-21"), ("2024-02-XX", "2024-02-01", "2024-02-29"),
        ("../2024-05", None, "2024-05-31"), ("2024-07-01/..", "2024-07-01", None),
    ]  # fmt: skip
    assert package.package.descriptor["temporal"] == {"start": "2024-01-01", "end": "2024-12-31"}


def test_a_date_before_year_1_is_within_the_coverage(tmp_path: Path) -> None:
    package = imported(tmp_path, "-0043-03-15 2024-07", EDTF)
    assert package.report.problems == []
    assert dates(package)[0] == ("-0043-03-15", None, None)
    assert package.package.descriptor["temporal"]["start"] == "-0043-03-15"


def test_two_columns_in_edtf_are_an_interval(tmp_path: Path) -> None:
    cells = "2024-07; 2024-07;2024-08 2024-07-15;2024-07 ;2024-09 2024-07-05?;2024-07-09 2024-08;2024-06 2024;2024"
    package = imported(tmp_path, cells, BOTH)
    assert package.report.problems == []
    assert dates(package) == [
        ("2024-07", "2024-07-01", "2024-07-31"), ("2024-07/2024-08", "2024-07-01", "2024-08-31"),
        ("2024-07-15/2024-07", "2024-07-15", "2024-07-31"), ("/2024-09", None, "2024-09-30"),
        ("2024-07-05?/2024-07-09", "2024-07-05", "2024-07-09"), ("2024-08", "2024-08-01", "2024-08-31"),
        ("2024", "2024-01-01", "2024-12-31"),
    ]  # fmt: skip
    assert (
        "the end is before the beginning, which is the date; the end is kept in the own column of end: 1 row: line 7 (2024-08, 2024-06)"
        in package.notes
    )


def test_a_month_of_another_form_is_as_wide_beside_an_end(tmp_path: Path) -> None:
    package = imported(tmp_path, "07/2024; 07/2024;08/2024", BOTH.replace("edtf", "%m/%Y"))
    assert dates(package) == [("2024-07", "2024-07-01", "2024-07-31"), ("2024-07/2024-08", "2024-07-01", "2024-08-31")]


def test_cells_that_are_not_edtf_are_listed_with_their_lines(tmp_path: Path) -> None:
    cells = "2024-07; 5/7/2024; 2024-13; 2024-07-03/2024-07-01; 2024-07-02/2024-07-04;2024-08"
    with pytest.raises(et.Error) as caught:
        imported(tmp_path, cells, BOTH)
    problems = caught.value.problems  # type: ignore[attr-defined]
    assert [p.line for p in problems] == [3, 4, 5, 6]
    assert "'5/7/2024' is not a date in EDTF" in problems[0].message
    assert 'add its form to `formats`, such as "%d/%m/%Y"' in problems[0].hint
    assert "'2024-07-02/2024-07-04 and 2024-08' is not one date" in problems[3].message


def test_a_file_may_have_edtf_beside_other_forms(tmp_path: Path) -> None:
    package = imported(tmp_path, "2024-07 25.06.2024", 'start = "date"\nformats = ["edtf", "%d.%m.%Y"]\n')
    assert [date for date, _, _ in dates(package)] == ["2024-07", "2024-06-25"]
    with pytest.raises(et.Error, match="2024-05-06 by edtf, 2024-06-05 by %Y-%d-%m"):
        imported(tmp_path / "..", "2024-05-06", 'start = "date"\nformats = ["edtf", "%Y-%d-%m"]\n')


def test_the_year_and_the_precision_beside_edtf_are_used(tmp_path: Path) -> None:
    cells = "2024-07-01/2024-07-03;2023 2024-07-01;2024 [2024-07-02,2024-07-04];2024"
    said = 'start = "date"\nyear = "end"\nprecision = { value = "week" }\nformats = ["edtf"]\n'
    package = imported(tmp_path, cells, said)
    assert [date for date, _, _ in dates(package)][1] == "2024-07-01/2024-07-07"
    assert package.package["events"]["date_precision"].to_list() == ["week"] * 3
    assert [n for n in package.notes if "the year is not" in n] == [
        "the year is not that of the date, which is kept: 1 row: line 2 (2023, 2024-07-01/2024-07-03)"
    ]


def drafted(folder: Path, column: str, cells: str) -> str:
    rows = (f"x{n};{cell}" for n, cell in enumerate(cells.split(), 1))
    (folder / "t.csv").write_text("\n".join([f"id;{column}", *rows]) + "\n", encoding="utf-8")
    return et.suggest_mapping(folder / "t.csv")


@pytest.mark.parametrize(
    ("cells", "formats"),
    [
        ("2024-07-01 2024-07-02", '["%Y-%m-%d"]'),
        ("2024-07-01 2024-07", '["edtf"]'),
        ("2024-07-01 2024-07-01/2024-07-03", '["edtf"]'),
        ("2024-07-01 2024-07-05?", '["edtf"]'),
        ("2024-07-01 2024-07 5/7/2024", '["edtf", "%d/%m/%Y"]'),
        ("5/7/2024 2024", '["edtf", "%d/%m/%Y"]'),
        ("2024-07-01 2024-07 soon", '["edtf"]'),
        ("2024 2025", '["edtf"]'),
    ],
)
def test_a_draft_names_edtf_where_not_all_dates_are_days(tmp_path: Path, cells: str, formats: str) -> None:
    draft = drafted(tmp_path, "date", cells)
    assert f'start = "date"\nformats = {formats}\n' in draft
    assert ('# without one of these forms: "soon"' in draft) == ("soon" in cells)


def test_a_draft_takes_no_figures_or_numbers_for_dates(tmp_path: Path) -> None:
    for column, cells in (("share", "1200 1300"), ("code", "2024-01 2024-02"), ("date", "5200 5300")):
        assert "# WARNING: no column of dates was recognized" in drafted(tmp_path, column, cells)
    (tmp_path / "t.csv").write_text("id,n\n2024-01,1\n2024-02,1\n", encoding="utf-8")
    assert 'id = "id"' in et.suggest_mapping(tmp_path / "t.csv")


def test_events_without_dates_are_warned_of_in_the_draft_and_at_the_import(tmp_path: Path, timeline: Timeline) -> None:
    draft = drafted(tmp_path, "date", "soon later")
    assert (
        '# date = { start = "date", formats = ["edtf", "%d/%m/%Y"] }\n# what is in "date": "later", "soon"\n' in draft
    )
    (tmp_path / "t.toml").write_text(draft, encoding="utf-8")
    command = ("import", "csv", tmp_path / "t.csv", "--mapping", tmp_path / "t.toml", "--contributor", "P", "-o")
    made = timeline(*command, tmp_path / "out")
    assert "\nwarning: no event has a date, of 2 events: the mapping has no [event.date]: add it, as" in f"\n{made.err}"
    (tmp_path / "t.csv").write_text("id;date\nx1;\nx2;\n", encoding="utf-8")
    (tmp_path / "t.toml").write_text('[file]\ndelimiter = ";"\n' + MAPPING + EDTF, encoding="utf-8")
    assert "no event has a date, of 2 events: the cells of" in timeline(*command, tmp_path / "empty").err
