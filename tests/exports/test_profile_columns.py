"""Every optional table and column of the profile is in every export, or is named where the format says what it loses."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import icalendar
import networkx
import openpyxl
import polars as pl
import pytest
import rdflib

from event_timeline import profile
from event_timeline.exports import FORMATS, rdf
from event_timeline.exports.dataset import Dataset
from event_timeline.texts.text import Text
from tests import builder
from tests.exports import full_profile
from tests.exports.reading import load

NEW = full_profile.every_new_column()
SAME = {"jsonld": "turtle", "png": "svg"}
"""Formats that write what another one writes, which the tests of each prove."""
WITHOUT_ROWS = ("json-schema", "dcat")


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return full_profile.package(tmp_path_factory.mktemp("full"))


@pytest.fixture(scope="module")
def data(package: Path) -> Dataset:
    text = Text("article", builder.ARTICLE.read_text(encoding="utf-8"))
    loaded = load(package)
    frames = {table: frame.collect().lazy() for table, frame in loaded.frames.items()}
    return dataclasses.replace(loaded, texts={"article": text}, frames=frames)


def test_the_package_of_these_tests_fills_every_optional_column(data: Dataset) -> None:
    for table, column in NEW:
        assert data.frame(table)[column].drop_nulls().len() > 0, (table, column)


# --- formats that hold the tables as tables ---------------------------------------------------------------


def _sqlite(file: Path, table: str) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(file)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(r) for r in connection.execute(f"SELECT * FROM {table}")]


def _duckdb(file: Path, table: str) -> list[dict[str, Any]]:
    duckdb = pytest.importorskip("duckdb")
    with duckdb.connect(str(file), read_only=True) as connection:
        rows = connection.execute(f"SELECT * FROM {table}")
        names = [d[0] for d in rows.description]
        return [dict(zip(names, r, strict=True)) for r in rows.fetchall()]


def _xlsx(file: Path, table: str) -> list[dict[str, Any]]:
    header, *rows = openpyxl.load_workbook(file)[table].iter_rows(values_only=True)
    return [dict(zip(map(str, header), r, strict=True)) for r in rows]


def _jsonl(file: Path, table: str) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return [line["row"] for line in lines if line["table"] == table]


def _csv(content: str) -> list[dict[str, Any]]:
    return [{k: v or None for k, v in row.items()} for row in csv.DictReader(io.StringIO(content, newline=""))]


def _zip(file: Path, table: str) -> list[dict[str, Any]]:
    with zipfile.ZipFile(file) as archive:
        return _csv(archive.read(f"data/{table}.csv").decode("utf-8"))


def _folder(pattern: str) -> Callable[[Path, str], list[dict[str, Any]]]:
    def read(folder: Path, table: str) -> list[dict[str, Any]]:
        (file,) = folder.glob(pattern.format(table))
        if file.suffix == ".parquet":
            return pl.read_parquet(file).to_dicts()
        return _csv(file.read_text(encoding="utf-8"))

    return read


READERS = {
    "sqlite": _sqlite, "duckdb": _duckdb, "xlsx": _xlsx, "jsonl": _jsonl, "zip": _zip, "parquet": _folder("{}.parquet"),
    "croissant": _folder("**/{}.parquet"), "csvw": _folder("{}.csv"), "loaders": _folder("{}.csv"), "bagit": _folder("data/data/{}.csv"),
    "rocrate": _folder("data/{}.csv"),
}  # fmt: skip


@pytest.mark.parametrize("name", READERS)
def test_a_format_of_tables_has_every_cell_of_the_optional_tables_and_columns(
    name: str, data: Dataset, tmp_path: Path
) -> None:
    target = tmp_path / f"out{FORMATS[name].suffix}"
    FORMATS[name].writer()(data, target)
    read = cache(lambda table: READERS[name](target, table))
    for table, column in NEW:
        expected = data.frame(table)[column].to_list()
        found = [row[column] for row in read(table)]
        if isinstance(expected[0], float):
            found = [v if v is None else float(v) for v in found]
        assert found == expected, (table, column)


# --- the others -------------------------------------------------------------------------------------------


def other_cell(data: Dataset, table: str, column: str) -> Dataset:
    """The dataset with other values in one column: another term, another row referred to, another number or word."""
    frame, field = data.frame(table), next(f for f in data.fields(table) if f["name"] == column)
    keys = {k["fields"]: k["reference"] for k in data.schemas[table].get("foreignKeys", [])}
    keys = {(k if isinstance(k, str) else k[0]): v for k, v in keys.items()}
    if column in keys:
        there = keys[column]["fields"]
        known = data.frame(keys[column].get("resource") or table)[there if isinstance(there, str) else there[0]]
        terms = known.to_list()
    else:
        terms = field["constraints"].get("enum", [])

    def other(value: Any) -> Any:
        if value is None or isinstance(value, float):
            return value if value is None else value / 2
        return next((t for t in terms if t != value), "") or ("b" if column == "side" else f"{value}-changed")

    changed = pl.Series(column, [other(v) for v in frame[column].to_list()], frame[column].dtype)
    assert not changed.equals(frame[column])
    return dataclasses.replace(data, frames=data.frames | {table: frame.with_columns(changed).lazy()})


class _Collected(set[Any]):
    """What takes the triples of a graph, without rdflib's indexes."""


def _ics(file: Path) -> Any:
    calendar = icalendar.Calendar.from_ical(file.read_bytes())
    return [[(key, str(value)) for key, value in part.property_items()] for part in calendar.walk()]


def _graph(read: Callable[[Path], Any]) -> Callable[[Path], Any]:
    def parts(file: Path) -> Any:
        graph = read(file)
        return list(graph.nodes(data=True)), list(graph.edges(data=True))

    return parts


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def _html(file: Path) -> list[str]:
    parser = _Words()
    parser.feed(file.read_text(encoding="utf-8"))
    return parser.words


def _json(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))


PARSERS: dict[str, Callable[[Path], Any]] = {
    "flat": lambda file: list(csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline=""))),
    "json": _json, "geojson": _json, "timelinejs": _json, "webannotation": _json, "ics": _ics, "html": _html,
    "graphml": _graph(networkx.read_graphml), "gexf": _graph(networkx.read_gexf),
    "svg": lambda file: ElementTree.canonicalize(from_file=file, strip_text=True),
}  # fmt: skip
"""Format -> how a reader that is not ours has it; turtle has a test of its own. Of any other format the bytes are compared."""


def exported(name: str, data: Dataset, folder: Path) -> Any:
    """What a reader that is not ours has of an export, or its bytes, comparable."""
    if name == "turtle":
        made = _Collected()
        for add in rdf.parts(data):
            add(made)
        return made
    target = folder / "out"
    FORMATS[name].writer()(data, target)
    if target.is_dir():
        return {p.name: p.read_bytes() for p in target.iterdir()}
    return PARSERS.get(name, Path.read_bytes)(target)


def is_named(loses: str, table: str, column: str) -> bool:
    """Whether the list of what a format loses has a table or column, or everything but another table."""
    items = {item.strip() for item in re.split(r"[,;()]", loses)}
    only = re.match(r"all but the (\w+)", loses)
    return bool(
        {table, column, f"{table}.{column}"} & items
        or (only and only[1] != table)
        or (only and "whose optional columns are lost too" in items)
    )


@pytest.mark.parametrize("name", sorted(set(FORMATS) - set(READERS) - set(SAME) - set(WITHOUT_ROWS)))
def test_a_change_of_any_optional_cell_changes_the_export_or_is_named_as_lost(
    name: str, data: Dataset, tmp_path: Path
) -> None:
    before = exported(name, data, tmp_path)
    lost = []
    for number, (table, column) in enumerate(NEW):
        folder = tmp_path / str(number)
        folder.mkdir()
        if exported(name, other_cell(data, table, column), folder) == before:
            lost.append((table, column))
    assert [f"{t}.{c}" for t, c in lost if not is_named(FORMATS[name].loses, t, c)] == []


def test_rdflib_reads_the_triples_that_are_compared(data: Dataset, tmp_path: Path) -> None:
    FORMATS["turtle"].writer()(data, tmp_path / "out.ttl")
    read = rdflib.Graph().parse(tmp_path / "out.ttl")
    made = {
        triple for triple in exported("turtle", data, tmp_path) if not any(isinstance(t, rdflib.BNode) for t in triple)
    }
    assert len(made) > 1000
    assert made - set(read) == set()


@pytest.mark.parametrize("name", [*SAME, *WITHOUT_ROWS])
def test_a_format_that_is_not_compared_loses_as_another_or_all_rows(name: str) -> None:
    loses = FORMATS[name].loses
    if name in WITHOUT_ROWS:
        assert loses.startswith(("rows", "all rows"))
    else:
        assert loses == FORMATS[SAME[name]].loses or loses.startswith(f"as {SAME[name]}")


def test_no_optional_table_or_column_is_missing_from_the_package_of_these_tests() -> None:
    assert {t for t, _ in NEW} >= set(profile.OPTIONAL_TABLES)
    assert set(full_profile.COLUMNS) == {t for t in profile.TABLES if profile.optional_fields(t)}
