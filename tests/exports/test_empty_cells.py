"""Every format writes packages whose optional cells, or whole tables, are empty, and none writes `None` into a cell."""

from __future__ import annotations

import csv
import json
import sqlite3
import warnings
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import networkx
import openpyxl
import polars as pl
import pytest
from icalendar import Calendar
from rdflib import Graph

from event_timeline import profile
from event_timeline.exports import FORMATS
from event_timeline.exports.dataset import Dataset
from tests.exports.datasets import opened
from tests.exports.empty_cells import FEW, OPTIONAL, REQUIRED, SMALL, choice, together, without

FOLDERS_OF_FILES = {"zip", "bagit", "rocrate"}
"""Formats that copy the package's files and do not look into their cells."""
WRITTEN = [name for name in FORMATS if name not in FOLDERS_OF_FILES]
DRAFTS = [n for n in WRITTEN if n not in ("sqlite", "duckdb", "brat")]
"""Formats that hold a package in which required cells are empty; the others refuse it with a reason."""
EMPTIED: dict[str, list[tuple[str, str]]] = {
    "every optional cell": OPTIONAL,
    **{f"seed {seed}": choice(seed) for seed in range(3)},
}
BY_TABLE = {"xlsx", "sqlite", "parquet", "jsonl", "croissant", "turtle", "jsonld"}
"""Formats that write each table, or each row, by itself: a column of each table is empty at once, in others one of all."""


def _rows(data: Dataset) -> dict[str, int]:
    return {table: data.frame(table).height for table in profile.TABLES}


def _dated(data: Dataset) -> set[str]:
    """The events that have a date or a bound of one."""
    known = pl.any_horizontal(pl.col("date_edtf", "earliest", "latest").is_not_null())
    return set(data.frame("events").filter(known)["event_id"])


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def _sqlite(path: Path, data: Dataset) -> None:
    connection = sqlite3.connect(path)
    found = {t: connection.execute(f'SELECT count(*) FROM "{t}"').fetchone()[0] for t in profile.TABLES}
    connection.close()
    assert found == _rows(data)


def _xlsx(path: Path, data: Dataset) -> None:
    book = openpyxl.load_workbook(path, read_only=True)
    assert {t: sum(1 for _ in book[t].iter_rows()) - 1 for t in profile.TABLES} == _rows(data)


def _ics(path: Path, data: Dataset) -> None:
    assert len(Calendar.from_ical(path.read_bytes()).walk("VEVENT")) == len(_dated(data))


def _timelinejs(path: Path, data: Dataset) -> None:
    assert {e["unique_id"] for e in json.loads(path.read_text("utf-8"))["events"]} == _dated(data)


def _geojson(path: Path, data: Dataset) -> None:
    assert [f["id"] for f in json.loads(path.read_text("utf-8"))["features"]] == data.frame("events").sort("position")[
        "event_id"
    ].to_list()


def _graph(read: Callable[[Path], networkx.Graph]) -> Callable[[Path, Dataset], None]:
    def check(path: Path, data: Dataset) -> None:
        assert read(path).number_of_nodes() == sum(_rows(data)[t] for t in ("actors", "events", "statements"))

    return check


def _flat(path: Path, data: Dataset) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == _rows(data)["events"]


def _rdf(kind: str) -> Callable[[Path, Dataset], None]:
    def check(path: Path, data: Dataset) -> None:
        with warnings.catch_warnings():  # rdflib 7.6 reads JSON-LD by way of a class that it has deprecated itself
            warnings.filterwarnings("ignore", "ConjunctiveGraph is deprecated", DeprecationWarning)
            graph = Graph().parse(path, format=kind)
        assert len(graph) > 0
        assert [o for o in graph.objects() if str(o) == "None"] == []

    return check


def _webannotation(path: Path, data: Dataset) -> None:
    assert len(json.loads(path.read_text("utf-8"))["first"]["items"]) == _rows(data)["evidence"]


READERS: dict[str, Callable[[Path, Dataset], None]] = {
    "sqlite": _sqlite,
    "xlsx": _xlsx,
    "flat": _flat,
    "jsonl": lambda path, data: _same(len(_lines(path)) - 1, sum(_rows(data).values())),
    "json": lambda path, data: _same(len(json.loads(path.read_text("utf-8"))["events"]), _rows(data)["events"]),
    "ics": _ics,
    "timelinejs": _timelinejs,
    "geojson": _geojson,
    "graphml": _graph(networkx.read_graphml),
    "gexf": _graph(networkx.read_gexf),
    "turtle": _rdf("turtle"),
    "jsonld": _rdf("json-ld"),
    "webannotation": _webannotation,
    "svg": lambda path, data: _same(ElementTree.parse(path).getroot().tag, "{http://www.w3.org/2000/svg}svg"),
}
"""Programs of others that read a format back and compare it with the tables."""


def _same(found: object, expected: object) -> None:
    assert found == expected


def _check(name: str, data: Dataset, folder: Path) -> None:
    target = folder / f"x{FORMATS[name].suffix}"
    FORMATS[name].writer()(data, target)
    if name in READERS:
        READERS[name](target, data)
    assert target.exists()


@pytest.mark.parametrize("emptied", EMPTIED)
@pytest.mark.parametrize("name", WRITTEN)
def test_a_format_holds_a_package_whose_optional_cells_are_empty(name: str, emptied: str, tmp_path: Path) -> None:
    _check(name, without(EMPTIED[emptied], opened(text=True)), tmp_path)


@pytest.mark.parametrize("lacking", SMALL)
@pytest.mark.parametrize("name", WRITTEN)
def test_a_format_holds_a_package_that_lacks_rows(name: str, lacking: str, tmp_path: Path) -> None:
    _check(name, SMALL[lacking], tmp_path)


@pytest.mark.parametrize("name", sorted(set(WRITTEN) - {"png", "duckdb"}))
def test_a_format_holds_a_package_in_which_any_column_is_empty(name: str, tmp_path: Path) -> None:
    columns = [*OPTIONAL, *(REQUIRED if name in DRAFTS else [])]
    groups = list(together(columns)) if name in BY_TABLE else [[column] for column in columns]
    assert sorted(column for group in groups for column in group) == sorted(columns)
    for number, group in enumerate(groups):
        folder = tmp_path / str(number)
        folder.mkdir()
        _check(name, without(group, FEW), folder)


def test_the_fewer_rows_hold_values_in_every_column_that_has_any() -> None:
    whole = opened(text=True)
    for table, column in (*OPTIONAL, *REQUIRED):
        assert FEW.frame(table)[column].count() > 0 or whole.frame(table)[column].count() == 0, (table, column)
