"""Pieces of files hold the records of the whole, wherever the file is cut."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from event_timeline.engine import chunks
from event_timeline.package.opening import open_package
from event_timeline.tables.loading import Table, load_tables
from tests import builder, storage_formats
from tests.engine.comparison import alone, shared
from tests.engine.sequential_pool import InTurn

LINES = 'a line\nbreak, a ""mark""\n\nand an end'
PLACES = "data/places.csv"


def loaded(folder: Path, name: str) -> Table:
    return load_tables(open_package(folder)).tables[name]


def put_together(table: Table, at_once: int) -> pl.DataFrame:
    pieces = chunks.cut(table, at_once)
    assert pieces is not None
    return pl.concat([chunks.read(c) for c in pieces])


@pytest.mark.parametrize("at_once", [1, 7, 64, 1000, 2**20])
def test_quoted_line_breaks_and_marks_never_end_a_record(harbour: Path, at_once: int) -> None:
    text = builder.read(harbour / PLACES)
    builder.write(harbour / PLACES, text.replace("Town Hall", f'"{LINES}"', 1))
    table = loaded(harbour, "places")
    assert LINES.replace('""', '"') in table.text.collect()["name"].to_list()
    assert put_together(table, at_once).equals(table.text.collect())


def test_a_file_may_be_cut_anywhere(harbour: Path) -> None:
    """Each size puts the ends of pieces at other places of a cell with line breaks and marks."""
    text = builder.read(harbour / PLACES)
    builder.write(harbour / PLACES, text.replace("Town Hall", f'"{LINES}"', 1).replace("Pier 4", f'"{LINES}"', 1))
    table = loaded(harbour, "places")
    expected = table.text.collect()
    for at_once in range(20, 120):
        assert put_together(table, at_once).equals(expected)


@pytest.mark.parametrize("end", ["", "\n"])
def test_the_last_record_counts_with_and_without_its_line_end(harbour: Path, end: str) -> None:
    text = builder.read(harbour / PLACES)
    builder.write(harbour / PLACES, text.rstrip("\n") + end)
    table = loaded(harbour, "places")
    assert put_together(table, 50).equals(table.text.collect())


def test_a_table_without_records_has_no_chunks(harbour: Path) -> None:
    builder.write(harbour / PLACES, builder.read(harbour / PLACES).splitlines()[0] + "\n")
    assert chunks.cut(loaded(harbour, "places"), 50) == []


@pytest.mark.parametrize("form", [storage_formats.in_parts, storage_formats.in_parquet])
def test_records_are_numbered_through_all_files_of_a_table(
    harbour: Path, tmp_path: Path, form: Callable[[Path, Path, int], Path]
) -> None:
    table = loaded(form(harbour, tmp_path / "other", 3), "evidence")
    pieces = chunks.cut(table, 1000)
    assert pieces is not None
    assert len({c.part.path for c in pieces}) == 3
    assert put_together(table, 1000).equals(table.text.collect())


def test_a_mark_inside_an_unquoted_cell_leaves_the_table_whole_and_the_report_the_same(harbour: Path) -> None:
    text = builder.read(harbour / "data" / "codebook.csv")
    builder.write(harbour / "data" / "codebook.csv", text.replace("Nobody", 'No"body', 1).replace("A ", 'A 5" ', 1))
    assert shared(harbour, InTurn(), 2000) == alone(harbour)


def test_a_piece_that_holds_other_records_than_were_counted_is_refused(harbour: Path) -> None:
    table = loaded(harbour, "places")
    (piece,) = chunks.cut(table, 2**20) or []
    with pytest.raises(chunks.ChunkMismatchError, match="records where"):
        chunks.read(chunks.Chunk(piece.table, piece.part, piece.start, piece.end, piece.head, 0, piece.rows + 1))


def test_a_worker_that_stands_elsewhere_reads_the_same(
    harbour: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(harbour)
    table = loaded(Path(), "places")
    records = table.text.collect()
    pieces = chunks.cut(table, 50) or []
    monkeypatch.chdir(tmp_path)
    assert pl.concat([chunks.read(c) for c in pieces]).equals(records)
