"""What version 1.1 of the profile adds is in each export, or is named among what the format loses."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import polars as pl
import pytest

import event_timeline as et
from event_timeline.exports import FORMATS
from event_timeline.rules.explanations import Replaced
from tests import builder

NUMBERS = Replaced("data/measures.csv", "200,250,400", "2001,2503,4007")
"""Numbers that nothing else in the package has."""
MARKS = {
    "measures": ("2001", "2503", "4007"),
    "event_sources": ("https://herald.example.org/2031/strike", "Headline: Crews walk out"),
    "event_places": ("reed-island", "via"),
    "exceptions": ("No report names who set the bomb or whom it hit.",),
}
"""Optional table -> cells that show that its rows are there."""
COLUMNS = {
    "events": {"date_precision", "place_precision", "confidence", "weight", "coder", "same_as"},
    "event_actors": {"side"},
    "actors": {"sector", "same_as"},
}
"""Table -> its optional columns in the package."""
WORDS = {
    "measures": "measures", "event_sources": "reports of events", "event_places": "further places", "exceptions": "exceptions"
}  # fmt: skip
"""Optional table -> how `loses` names it."""
PARTIAL = {
    "json-schema": "all rows", "dcat": "rows", "webannotation": "all but the evidence", "svg": "all but the events", "png": "as svg",
    "brat": "rows without evidence",
}  # fmt: skip
"""Format that is about a part of a package -> how it says so."""


def as_text(cell: object) -> str:
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


def cells_of_sqlite(path: Path) -> set[str]:
    with sqlite3.connect(path) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {as_text(c) for t in MARKS if t in tables for row in db.execute(f"SELECT * FROM {t}") for c in row}


def cells_of_duckdb(path: Path) -> set[str]:
    import duckdb

    with duckdb.connect(str(path), read_only=True) as db:
        return {as_text(c) for t in MARKS for row in db.execute(f"SELECT * FROM {t}").fetchall() for c in row}


def cells_of_xlsx(path: Path) -> set[str]:
    book = openpyxl.load_workbook(path)
    return {as_text(c) for t in MARKS for row in book[t].iter_rows(values_only=True) for c in row}


def cells_of_parquet(path: Path) -> set[str]:
    return {as_text(c) for t in MARKS for row in pl.read_parquet(path / f"{t}.parquet").iter_rows() for c in row}


def cells_of_zip(path: Path) -> set[str]:
    with zipfile.ZipFile(path) as archive:
        named = [n for n in archive.namelist() if Path(n).stem in MARKS and n.endswith(".csv")]
        return {
            str(c) for n in named for row in pl.read_csv(archive.read(n), infer_schema=False).iter_rows() for c in row
        }


READERS: dict[str, Callable[[Path], set[str]]] = {
    "sqlite": cells_of_sqlite, "duckdb": cells_of_duckdb, "xlsx": cells_of_xlsx, "parquet": cells_of_parquet,
    "croissant": lambda p: cells_of_parquet(next(f for f in (p, *p.iterdir()) if f.is_dir() and list(f.glob("*.parquet")))),
    "zip": cells_of_zip,
}  # fmt: skip


def has(format_: str, path: Path, mark: str) -> bool:
    """Whether a cell is in an export."""
    if format_ in READERS:
        return mark in READERS[format_](path)
    files = [path] if path.is_file() else [f for f in path.rglob("*") if f.is_file()]
    escaped = json.dumps(mark)[1:-1]
    return any(
        mark in text or escaped in text for text in (f.read_text(encoding="utf-8", errors="ignore") for f in files)
    )


@pytest.mark.parametrize("format_", [f for f in FORMATS if f not in PARTIAL])
def test_each_optional_table_is_there_or_named_as_lost(format_: str, tmp_path: Path) -> None:
    package = builder.edited(tmp_path, [NUMBERS], "marshes")
    path = et.export(package, format_, tmp_path / f"export{FORMATS[format_].suffix}")
    for table, marks in MARKS.items():
        lost = WORDS[table] in FORMATS[format_].loses or (
            table == "event_sources" and "sources" in FORMATS[format_].loses
        )
        lost |= table == "event_places" and "places" in FORMATS[format_].loses
        if format_ not in READERS and table == "event_places":
            marks = (*marks[:1], table)  # `via` is a part of other words
        found = [mark for mark in marks if has(format_, path, mark)]
        assert lost or len(found) == len(marks), (table, found)


@pytest.mark.parametrize("format_", PARTIAL)
def test_a_format_about_a_part_says_so(format_: str) -> None:
    assert PARTIAL[format_] in FORMATS[format_].loses


def test_optional_columns_are_columns_of_every_table_format(tmp_path: Path) -> None:
    package = builder.PACKAGES / "marshes"
    database = et.export(package, "sqlite", tmp_path / "marshes.sqlite")
    book = openpyxl.load_workbook(et.export(package, "xlsx", tmp_path / "marshes.xlsx"))
    frames = et.export(package, "parquet", tmp_path / "marshes-parquet")
    for table, columns in COLUMNS.items():
        with sqlite3.connect(database) as db:
            assert columns <= {row[1] for row in db.execute(f"PRAGMA table_info({table})")}
        assert columns <= {cell.value for cell in book[table][1]}
        assert columns <= set(pl.read_parquet_schema(frames / f"{table}.parquet"))
