"""What is reported of a file before it is read as a table."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from event_timeline.model import Problem
from event_timeline.package.opening import Resource
from event_timeline.tables import data_files, file_checks, parquet_pages

FIELDS = [{"name": name, "type": "string"} for name in ("a", "b", "c")]


def problems(path: Path, content: bytes | None = None) -> list[Problem]:
    if content is not None:
        path.write_bytes(content)
    resource = Resource("notes", (path.name,), {}, {"fields": FIELDS})
    parts = data_files.inspect([(path.name, path)])
    found = list(file_checks.of_file(resource, parts[0]))
    if found:
        return found
    return list(file_checks.of_cells(resource, parts) if data_files.is_parquet(path.name) else file_checks.of_records(resource, parts))  # fmt: skip


def said(path: Path, content: bytes | None = None) -> list[tuple[str, int | None, str]]:
    return [(p.slug, p.line, p.message) for p in problems(path, content)]


@pytest.mark.parametrize(
    ("content", "slug", "line", "message"),
    [
        (b"a,b,c\n1,2\n", "ragged-row", 2, "2 cells where the header has 3"),
        (b"a,b\xff,c\n1,2,3\n", "not-utf-8", 1, "not UTF-8 at byte 3, character 4 of the line"),
        (b"a,b,c\n1,2,3\n1,\xff,3\n", "not-utf-8", 3, "not UTF-8 at byte 14, character 3 of the line"),
        (b"a,b,c\n1,2\r3,4\n", "carriage-returns", 2, "1 carriage returns: lines end with CR LF or CR"),
        (b"a,b,c\n" + b"x" * 1_000_001 + b",2,3\n", "overlong-line", 2, "a line of more than 1,000,000 bytes"),
    ],
)
def test_reports_a_damaged_csv_file(content: bytes, slug: str, line: int, message: str, tmp_path: Path) -> None:
    ((found, at, words),) = said(tmp_path / "notes.csv", content)
    assert (found, at, words.startswith(message)) == (slug, line, True), words


def test_stops_after_many_ragged_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_checks, "MAX_RAGGED_ROWS", 2)
    found = said(tmp_path / "notes.csv", b"a,b,c\n" + b"1,2\n" * 9)
    assert [line for _, line, _ in found] == [2, 3, 4]
    assert found[-1][2].startswith("more than 2 records have another number of cells")


def test_stops_after_many_misplaced_quotation_marks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_checks, "MAX_FAULTS", 2)
    found = said(tmp_path / "notes.csv", b"a,b,c\n" + b'1,x"y,3\n' * 9)
    assert [line for _, line, _ in found] == [2, 3, 4]
    assert found[-1][2].startswith("more than 2 lines have quotation marks out of place")


@pytest.fixture
def limit() -> Iterator[None]:
    """The limit on cells that frictionless sets for the whole process when it is imported."""
    former = csv.field_size_limit(2**31 - 1)
    yield
    csv.field_size_limit(former)


@pytest.mark.usefixtures("limit")
def test_a_cell_of_many_lines_that_is_too_long_is_malformed(tmp_path: Path) -> None:
    ((slug, line, words),) = said(tmp_path / "notes.csv", b'a,b,c\n1,2,3\n1,2,"' + b"words\n" * 200_000 + b'"\n')
    assert (slug, line, words.startswith("a cell of more than 1,000,000 characters")) == ("malformed-record", 3, True)
    assert csv.field_size_limit() == 2**31 - 1


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"x": "1", "y": "2"}, [("wrong-header", None, "the file holds another table: its columns are x, y")]),
        (
            {"a": "1", "b": "2", "d": "3"},
            [
                ("wrong-header", None, "the file lacks the column 'c'"),
                ("wrong-header", None, "the file has 'd', which the schema does not know"),
            ],
        ),
        ({"a": ["1"], "b": "2", "c": "3"}, [("malformed-record", None, "the column 'a' holds lists, structures or bytes")]),
        ({"a": "1", "b": "2", "c": "3"}, []),
    ],
)  # fmt: skip
def test_compares_the_columns_of_a_parquet_file(
    columns: dict[str, Any], expected: list[tuple[str, int | None, str]], tmp_path: Path
) -> None:
    pl.DataFrame([columns]).write_parquet(tmp_path / "notes.parquet")
    assert said(tmp_path / "notes.parquet") == expected


@pytest.mark.parametrize("error", [parquet_pages.DamagedParquetError("x"), parquet_pages.OversizedParquetError("x", "y"), pl.exceptions.ComputeError("x")])  # fmt: skip
def test_a_parquet_file_that_is_refused_is_malformed(
    error: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pl.DataFrame([{"a": "1", "b": "2", "c": "3"}]).write_parquet(tmp_path / "notes.parquet")

    def fail(path: Path) -> None:
        raise error

    monkeypatch.setattr(parquet_pages, "check", fail)
    ((slug, _, _),) = said(tmp_path / "notes.parquet")
    assert slug == "malformed-record"


@pytest.mark.parametrize(
    ("name", "value", "slug", "message"),
    [
        ("MAX_LINE", 3, "overlong-line", "a cell of 400 bytes; at most 3 are read"),
        ("MAX_TEXT_BYTES", 0, "malformed-record", "402 bytes of text in a file of"),
    ],
)
def test_limits_the_text_of_a_parquet_file(
    name: str, value: int, slug: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_checks, name, value)
    monkeypatch.setattr(file_checks, "MAX_TEXT_RATIO", 0)
    frame = pl.DataFrame([{"a": "x" * 400, "b": "2", "c": "3"}], schema_overrides={"b": pl.Categorical})
    frame.write_parquet(tmp_path / "notes.parquet")
    ((found, _, words),) = said(tmp_path / "notes.parquet")
    assert (found, words.startswith(message)) == (slug, True), words
