"""Cells of another type than their column's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from event_timeline import validate
from event_timeline.rules.explanations import Cell
from event_timeline.tables import loading
from tests import builder
from tests.properties import csv_bytes
from tests.rules.asking import found


@pytest.mark.parametrize(
    "value", ["99999999999999999999", "-99999999999999999999", "9223372036854775808", "9" * 5_000], ids=lambda v: v[:25]
)
def test_an_integer_beyond_64_bits_is_not_called_something_else(value: str, tmp_path: Path) -> None:
    (problem,) = found(tmp_path, "TAB020", Cell("events", "strike", "position", value))
    assert problem.message.endswith(" does not fit in 64 bits (-9223372036854775808 to 9223372036854775807)")


@pytest.mark.parametrize("value", ["five", "5.0", "1e20", "１２", "5 000"])
def test_what_is_not_an_integer_is_called_so(value: str, tmp_path: Path) -> None:
    (problem,) = found(tmp_path, "TAB020", Cell("events", "strike", "position", value))
    assert problem.message == f"{value!r} is not an integer"


def test_the_largest_integer_has_the_right_type(tmp_path: Path) -> None:
    assert found(tmp_path, "TAB020", Cell("events", "strike", "position", "9223372036854775807")) == []


def test_a_blank_record_is_not_counted_among_those_without_a_required_cell(tmp_path: Path) -> None:
    package = builder.edited(tmp_path, [Cell("places", "pier-4", "name", "")])
    path = package / "data" / "places.csv"
    builder.write(path, builder.read(path) + "," * 9 + "\n")
    assert validate(str(package), select=["TAB015", "TAB021"]).counts == {"TAB015": 1, "TAB021": 1}


def test_a_record_whose_only_cell_cannot_be_read_is_not_blank(tmp_path: Path) -> None:
    package = builder.edited(tmp_path, [])
    path = package / "data" / "places.csv"
    header, *rows = builder.table(path)
    cells = ["north" if column == "latitude" else "" for column in header]
    builder.write(path, builder.read(path) + ",".join(cells) + "\n")
    report = validate(str(package), select=["TAB015", "TAB020", "TAB021"])
    assert report.counts == {"TAB020": 1, "TAB021": 3}
    assert sorted((p.line, p.column) for p in report.problems) == [
        (len(rows) + 2, column) for column in ("kind", "latitude", "name", "place_id")
    ]


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("Vague.", "write it out, in at least 10 characters"),
        ("x" * 9, "write it out, in at least 10 characters"),
    ],
)
def test_a_value_that_is_too_short_is_not_to_be_shortened(value: str, hint: str, tmp_path: Path) -> None:
    package = builder.edited(tmp_path, [Cell("exceptions", "EVT006 events tarn-explosion", "reason", value)], "marshes")
    (problem,) = validate(package, select=["TAB025"]).problems
    assert (problem.column, problem.hint) == ("reason", hint)


def test_a_value_that_is_too_long_is_to_be_shortened(tmp_path: Path) -> None:
    (problem,) = found(tmp_path, "TAB025", Cell("events", "strike", "label", "x" * 81))
    assert problem.hint.startswith("shorten it")


@pytest.mark.parametrize("small_rows", [loading.SMALL_ROWS, 0])
def test_all_cells_are_listed_where_no_limit_is_set(
    small_rows: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "SMALL_ROWS", small_rows)
    package = csv_bytes.with_own_table(tmp_path, ("a",))
    path = package / "datapackage.json"
    descriptor = json.loads(builder.read(path))
    descriptor["resources"][-1]["schema"]["fields"][0]["type"] = "integer"
    builder.write(path, json.dumps(descriptor))
    csv_bytes.put(package, b"a\n" + b"x\n" * 500)
    report = validate(str(package), select=["TAB020"], limit=0)
    assert (report.counts["TAB020"], len(report.problems)) == (500, 500)
    assert len(validate(str(package), select=["TAB020"]).problems) == 50
