"""CSV on the Web, validated and read back by the csvw package."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from csvw import CSVW

from event_timeline.exports import csvw
from tests.exports.reading import load, written

pytestmark = pytest.mark.filterwarnings("default")


def opened(folder: Path) -> CSVW:
    """As the command csvwvalidate does it, strictly."""
    return CSVW(str(folder / "csv-metadata.json"), validate=True)


def plain(value: Any) -> Any:
    """csvw reads numbers as decimals and days as midnights."""
    if isinstance(value, Decimal):
        return float(value)
    return value.date() if isinstance(value, datetime) else value


def verdict(folder: Path) -> bool:
    try:
        return opened(folder).is_valid
    except ValueError:
        return False


def test_the_csvw_package_finds_the_values_and_no_fault(package: Path, tmp_path: Path) -> None:
    csvw.write(load(package), tmp_path / "out")
    group = opened(tmp_path / "out")
    assert group.is_valid, group.warnings
    tables = {t.local_name.removesuffix(".csv"): t for t in group.tables}
    for table, rows in written(package).items():
        assert [{k: plain(v) for k, v in r.items()} for r in tables[table]] == rows


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [
        ("events", ",planned,", ",imagined,"),
        ("events", "strike,1,", "strike,first,"),
        ("events", "2024-05-13,2024-05-13,2024-05-13", "2024-05-13,13/05/2024,2024-05-13"),
        ("events", "cable-cut,10,", "strike,10,"),
        ("event_actors", "cable-cut,port-authority", "cable-cut,atlantis"),
    ],
)
def test_the_csvw_package_finds_what_is_wrong(harbour: Path, tmp_path: Path, table: str, old: str, new: str) -> None:
    csvw.write(load(harbour), tmp_path / "out")
    file = tmp_path / "out" / f"{table}.csv"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert not verdict(tmp_path / "out")


def test_the_copies_are_the_tables_and_the_metadata_says_what_the_schemas_say(harbour: Path, tmp_path: Path) -> None:
    data = load(harbour)
    csvw.write(data, tmp_path / "out")
    metadata = json.loads((tmp_path / "out" / "csv-metadata.json").read_text(encoding="utf-8"))
    assert metadata["@context"] == "http://www.w3.org/ns/csvw"
    for table in metadata["tables"]:
        name = table["url"].removesuffix(".csv")
        assert (tmp_path / "out" / table["url"]).read_bytes() == (harbour / "data" / table["url"]).read_bytes()
        columns = {c["name"]: c.get("dc:description") for c in table["tableSchema"]["columns"]}
        assert columns == {f["name"]: f.get("description") for f in data.fields(name)}


def test_a_table_that_is_not_one_csv_file_is_written_anew(harbour: Path, tmp_path: Path) -> None:
    data = load(harbour)
    actors = data.package.resources["actors"]
    data.package.resources["actors"] = replace(actors, paths=("data/actors-1.csv", "data/actors-2.csv"))
    csvw.write(data, tmp_path / "out")
    assert opened(tmp_path / "out").is_valid
    assert (tmp_path / "out" / "actors.csv").read_bytes() == (harbour / "data" / "actors.csv").read_bytes()


@pytest.mark.parametrize(
    ("name", "variable"),
    [
        ("event_id", "event_id"),
        ("_x", "%5Fx"),
        ("a b-c.d", "a%20b%2Dc%2Ed"),
        ("=1", "%3D1"),
        ("é", "%C3%A9"),
        ("x_", "x_"),
    ],
)
def test_a_column_is_named_as_a_variable_of_a_uri_template(name: str, variable: str) -> None:
    assert csvw.variables([name]) == [variable]
