"""A package with a table, columns and types beyond the profile's: no table format loses or breaks them."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import polars
import pytest

from event_timeline.exports import csvw, duckdb_, json_, jsonl, parquet, sqlite_, xlsx, zip_
from tests import builder
from tests.conftest import Timeline
from tests.exports.reading import load
from tests.properties import descriptor_nodes

FIELDS = [
    {"name": "key", "type": "string", "constraints": {"required": True, "enum": ["it's", "b"]}},
    {"name": "select", "type": "boolean", "description": "A word of SQL."},
    {"name": "since", "type": "year", "constraints": {"minimum": 1000}},
    {"name": "odd, 'name", "type": "number", "constraints": {"maximum": 9.5}},
    {"name": "day", "type": "date", "constraints": {"minimum": "2020-01-01"}},
]
ROWS = [("it's", True, 1999, 1.5, date(2024, 2, 29)), ("b", None, None, None, None)]


@pytest.fixture
def package(harbour: Path) -> Path:
    """The harbour with a table that has the name of a view, and one that refers to it."""
    path = harbour / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    descriptor["resources"] += [
        {"name": "timeline", "path": "data/timeline.csv", "schema": {"fields": FIELDS, "primaryKey": "key"}},
        {
            "name": "notes",
            "path": "data/notes.csv",
            "schema": {
                "fields": [{"name": "of", "type": "string"}],
                "foreignKeys": [{"fields": "of", "reference": {"resource": "timeline", "fields": "key"}}],
            },
        },
    ]
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    (harbour / "data" / "timeline.csv").write_text(
        "key,select,since,\"odd, 'name\",day\nit's,true,1999,1.5,2024-02-29\nb,,,,\n", encoding="utf-8"
    )
    (harbour / "data" / "notes.csv").write_text("of\nit's\nb\n", encoding="utf-8")
    return harbour


def test_sqlite_holds_them(package: Path, tmp_path: Path) -> None:
    sqlite_.write(load(package), tmp_path / "out")
    with closing(sqlite3.connect(tmp_path / "out")) as connection:
        assert connection.execute("SELECT * FROM timeline").fetchall() == [
            ("it's", 1, 1999, 1.5, "2024-02-29"),
            ("b", None, None, None, None),
        ]
        for bad in (
            "UPDATE timeline SET day = '2019-12-31'",
            'UPDATE timeline SET "odd, \'name" = 10',
            "UPDATE timeline SET since = 999",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(bad)


@pytest.mark.parametrize("name", ["quotes_fts", "quotes_fts_data"])
def test_sqlite_leaves_its_search_out_where_a_table_has_its_name(name: str, package: Path, tmp_path: Path) -> None:
    path = package / "datapackage.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"timeline"', f'"{name}"'), encoding="utf-8")
    sqlite_.write(load(package), tmp_path / "out")
    with closing(sqlite3.connect(tmp_path / "out")) as connection:
        assert len(connection.execute(f"SELECT * FROM {name}").fetchall()) == 2
        assert connection.execute("SELECT * FROM timeline").fetchall() != []


def test_duckdb_holds_them(package: Path, tmp_path: Path) -> None:
    duckdb_.write(load(package), tmp_path / "out")
    with duckdb.connect(str(tmp_path / "out")) as connection:
        assert connection.execute("SELECT * FROM timeline").fetchall() == ROWS
        with pytest.raises(duckdb.ConstraintException):
            connection.execute("UPDATE timeline SET day = '2019-12-31'")


def test_parquet_and_the_zip_hold_them(package: Path, tmp_path: Path) -> None:
    parquet.write(load(package), tmp_path / "out")
    assert polars.read_parquet(tmp_path / "out" / "timeline.parquet").rows() == ROWS
    zip_.write(load(package), tmp_path / "out.zip")
    assert load(tmp_path / "out.zip").frame("timeline").rows() == ROWS


def test_json_and_jsonl_hold_them(package: Path, tmp_path: Path) -> None:
    whole = {"key": "it's", "select": True, "since": 1999, "odd, 'name": 1.5, "day": "2024-02-29"}
    assert json_.document(load(package))["other_tables"] == {
        "timeline": [whole, {"key": "b"}],
        "notes": [{"of": "it's"}, {"of": "b"}],
    }
    jsonl.write(load(package), tmp_path / "out")
    lines = [json.loads(line) for line in (tmp_path / "out").read_text(encoding="utf-8").splitlines()]
    assert [line["row"] for line in lines if line["table"] == "timeline"] == [
        whole,
        dict.fromkeys(whole) | {"key": "b"},
    ]


def test_the_workbook_holds_them(package: Path, tmp_path: Path) -> None:
    xlsx.write(load(package), tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    found = [
        tuple(v.date() if hasattr(v, "date") else v for v in row)
        for row in book["timeline"].iter_rows(min_row=2, values_only=True)
    ]
    assert found == ROWS
    book.close()


def test_csvw_declares_them(package: Path, tmp_path: Path) -> None:
    csvw.write(load(package), tmp_path / "out")
    metadata = json.loads((tmp_path / "out" / "csv-metadata.json").read_text(encoding="utf-8"))
    table = next(t for t in metadata["tables"] if t["url"] == "timeline.csv")
    types = [c["datatype"]["base"] for c in table["tableSchema"]["columns"]]
    assert types == ["string", "boolean", "integer", "number", "date"]


NAMES = {
    "tables alike but for case": ("Events", ["note"], 1),
    "columns alike but for case": ("notes", ["Id", "id", "ID"], 2),
    "a name of SQLite's": ("sqlite_stat1", ["note"], 1),
    "a low line first": ("_fields", ["note"], 1),
    "a hyphen first": ("-x", ["note"], 1),
    "a blank": ("my notes", ["note"], 1),
    "too long a name": ("n" * 101, ["note"], 1),
}


def with_own(harbour: Path, resource: dict[str, Any], text: str) -> Path:
    path = harbour / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    own = {
        "path": "data/own.csv",
        "title": "Own",
        "description": "A table of one's own.",
        "bytes": 0,
        "hash": "sha256:0",
    }
    descriptor["resources"].append(own | resource)
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    (harbour / "data" / "own.csv").write_text(text, encoding="utf-8")
    builder.stamp(harbour)
    return harbour


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_no_export_can_hold_is_found_before(name: str, harbour: Path, timeline: Timeline) -> None:
    table, columns, found = NAMES[name]
    schema = {"fields": [{"name": c, "type": "string"} for c in columns]}
    with_own(harbour, {"name": table, "schema": schema}, ",".join(columns) + "\n")
    out = timeline("validate", harbour, "--format", "json").out
    assert [p["code"] for p in json.loads(out)["problems"]] == ["PKG017"] * found
    refused = timeline("export", "sqlite", harbour, "-o", harbour.parent / "out.sqlite")
    assert (refused.code, "PKG017" in refused.err) == (1, True)


def test_a_reference_to_a_column_that_is_no_key_is_exported(harbour: Path, timeline: Timeline) -> None:
    schema = {
        "fields": [{"name": "place", "type": "string"}],
        "foreignKeys": [{"fields": "place", "reference": {"resource": "places", "fields": "name"}}],
    }
    with_own(harbour, {"name": "own", "schema": schema}, "place\nTown Hall\n")
    for name in ("sqlite", "duckdb"):
        assert timeline("export", name, harbour, "-o", harbour.parent / f"out.{name}").code == 0


@pytest.fixture(scope="module")
def every_type(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return descriptor_nodes.package(tmp_path_factory.mktemp("types"))


TEXT_TYPES = (
    "clock",
    "moment",
    "month",
    "lasted",
    "at",
    "area",
    "facts",
    "parts",
    "labels",
    "counts",
    "page",
    "mail",
    "whatever",
)
"""Columns of types that stay text."""


def test_a_column_of_every_type_is_valid(every_type: Path, timeline: Timeline) -> None:
    result = timeline("validate", every_type, "--strict")
    assert (result.code, result.err.count("error")) == (0, 0)


def test_cells_of_every_type_are_carried_as_they_are_written(every_type: Path, tmp_path: Path) -> None:
    written = {name: descriptor_nodes.COLUMNS[name][1] for name in TEXT_TYPES}
    data = load(every_type)
    for module, name in (
        (json_, "x.json"),
        (sqlite_, "x.sqlite"),
        (parquet, "tables"),
        (xlsx, "x.xlsx"),
        (duckdb_, "x.duckdb"),
    ):
        module.write(data, tmp_path / name)
    (first, _) = json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))["other_tables"]["extras"]
    assert {name: first[name] for name in TEXT_TYPES} == written
    columns = ", ".join(f'"{name}"' for name in TEXT_TYPES)
    with closing(sqlite3.connect(tmp_path / "x.sqlite")) as db:
        assert dict(zip(TEXT_TYPES, db.execute(f"SELECT {columns} FROM extras").fetchone(), strict=True)) == written
    with closing(duckdb.connect(str(tmp_path / "x.duckdb"), read_only=True)) as db:
        assert dict(zip(TEXT_TYPES, db.execute(f"SELECT {columns} FROM extras").fetchone(), strict=True)) == written  # type: ignore[arg-type]
    frame = polars.read_parquet(tmp_path / "tables" / "extras.parquet")
    assert frame.select(TEXT_TYPES).row(0, named=True) == written
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx")["extras"]
    header, cells = ([cell.value for cell in row] for row in sheet.iter_rows(min_row=1, max_row=2))
    assert {name: value for name, value in zip(header, cells, strict=True) if name in TEXT_TYPES} == written


WRONG_CELLS = {
    "clock": "9:30", "moment": "2024-05-13", "month": "2024-13", "lasted": "P", "at": "181,0", "area": '{"type": "Point"}', "facts": "[]",
    "parts": "{}", "counts": "1;x", "page": "example.org", "mail": "desk", "checked": "tRuE", "since": "99", "day": "٢٠٢٤-05-13",
}  # fmt: skip


@pytest.mark.parametrize("column", WRONG_CELLS)
def test_a_cell_of_another_form_than_its_type_is_reported(column: str, tmp_path: Path, timeline: Timeline) -> None:
    package = descriptor_nodes.package(tmp_path)
    path = package / "data" / "extras.csv"
    rows = builder.table(path)
    rows[1][rows[0].index(column)] = WRONG_CELLS[column]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    builder.stamp(package)
    found = json.loads(timeline("validate", package, "--select", "TAB", "--format", "json").out)["problems"]
    assert [(p["code"], p["column"], p["line"], p["value"]) for p in found if p["code"] == "TAB020"] == [
        ("TAB020", column, 2, WRONG_CELLS[column])
    ]
