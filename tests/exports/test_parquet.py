"""Parquet files, read back by pyarrow, pandas, polars and DuckDB."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pandas
import polars
import pyarrow.parquet
import pytest

from event_timeline.exports import parquet
from tests.exports.reading import load, written


def by_pyarrow(file: Path) -> list[dict[str, Any]]:
    return pyarrow.parquet.read_table(file).to_pylist()


def by_polars(file: Path) -> list[dict[str, Any]]:
    return polars.read_parquet(file).to_dicts()


def by_duckdb(file: Path) -> list[dict[str, Any]]:
    cursor = duckdb.connect().execute(f"SELECT * FROM read_parquet('{file}')")
    names = [d[0] for d in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def by_pandas(file: Path) -> list[dict[str, Any]]:
    frame: Any = pandas.read_parquet(file, dtype_backend="pyarrow")
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


@pytest.mark.parametrize("reader", [by_pyarrow, by_polars, by_duckdb, by_pandas])
def test_every_reader_finds_the_values_of_the_tables(
    package: Path, tmp_path: Path, reader: Callable[[Path], list[dict[str, Any]]]
) -> None:
    parquet.write(load(package), tmp_path / "out")
    for table, rows in written(package).items():
        assert reader(tmp_path / "out" / f"{table}.parquet") == rows, table


def test_types_descriptions_and_the_descriptor_stand_in_the_files(harbour: Path, tmp_path: Path) -> None:
    data = load(harbour)
    parquet.write(data, tmp_path / "out")
    file = tmp_path / "out" / "events.parquet"
    schema = pyarrow.parquet.read_schema(file)
    assert str(schema.field("earliest").type) == "date32[day]"
    assert str(schema.field("position").type) == "int64"
    assert "string" in str(schema.field("cameo").type)
    about = {k.decode(): v.decode() for k, v in pyarrow.parquet.read_metadata(file).metadata.items()}
    assert json.loads(about["table_schema"]) == data.schemas["events"]
    assert json.loads(about["datapackage"])["title"] == data.descriptor["title"]
    assert about["description"] == data.schemas["events"]["description"]


def test_the_bytes_are_the_same_each_time(harbour: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        parquet.write(load(harbour), tmp_path / name)
    for file in (tmp_path / "a").iterdir():
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes()
