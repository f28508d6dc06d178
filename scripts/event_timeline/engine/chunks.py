"""Pieces of a table's files that can be read apart: whole records, numbered as in the whole table.

A comma-separated file can be cut at any line end outside quotation marks. Counting the marks before a line end shows
which ones are (RFC 4180: a mark inside a cell is doubled, so that the count is even at each end of a record). Each piece
is counted again when it is read; where the two counts differ, the file is not well-formed CSV and is left whole.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import polars as pl

from event_timeline.tables import data_files
from event_timeline.tables.data_files import DataFile
from event_timeline.tables.loading import ROW, Table

CHUNK_BYTES = 64 * 2**20
"""Bytes of a piece: enough to be worth a task, and a small part of a worker's memory."""


class ChunkMismatchError(ValueError):
    """A piece that does not hold the records that were counted in it."""


@dataclass(frozen=True)
class ByteRange:
    """Some bytes of a file, wherever they begin and end."""

    path: Path
    start: int
    end: int


@dataclass(frozen=True)
class RecordCount:
    """What a stretch holds: quotation marks, and line ends outside them.

    newlines, first: their number and the offset after the first of them, None where there is none; each once for
    a stretch that begins outside quotation marks and once for one that begins inside.
    """

    quotes: int
    newlines: tuple[int, int]
    first: tuple[int | None, int | None]
    open_end: bool
    """Whether the last line has no line end."""


@dataclass(frozen=True)
class Chunk:
    """A piece of one file: bytes [start, end), or records of a Parquet file.

    head: bytes of the header; before: records of the table in front of it; rows: its records.
    """

    table: str
    part: DataFile
    start: int
    end: int
    head: int
    before: int
    rows: int


def byte_ranges(table: Table, chunk_bytes: int) -> list[ByteRange]:
    """The bytes of a table's comma-separated files in pieces of a size; empty for Parquet."""
    return [
        ByteRange(part.path, start, min(start + chunk_bytes, part.facts.size))
        for part in _parts(table)
        if not data_files.is_parquet(part.shown)
        for start in range(0, part.facts.size, chunk_bytes)
    ]


def _parts(table: Table) -> list[DataFile]:
    """The table's files by their absolute paths: a worker runs in another folder."""
    return [replace(part, path=part.path.absolute()) for part in table.parts]


def survey(stretch: ByteRange) -> RecordCount:
    """Count a stretch. Raises OSError."""
    with stretch.path.open("rb") as file:
        file.seek(stretch.start)
        data = file.read(stretch.end - stretch.start)
    outside_and_inside = data.split(b'"')
    every, outside = data.count(b"\n"), sum(piece.count(b"\n") for piece in outside_and_inside[::2])
    first: list[int | None] = [None, None]
    at = stretch.start
    for number, piece in enumerate(outside_and_inside):
        offset = piece.find(b"\n")
        if offset >= 0 and first[number % 2] is None:
            first[number % 2] = at + offset + 1
            if None not in first:
                break
        at += len(piece) + 1
    return RecordCount(
        len(outside_and_inside) - 1, (outside, every - outside), (first[0], first[1]), not data.endswith(b"\n")
    )


def cut(
    name: str, table: Table, surveyed: Iterable[tuple[ByteRange, RecordCount]], chunk_bytes: int
) -> list[Chunk] | None:
    """A table in chunks; None where counting does not show where its records end."""
    by_file: dict[Path, list[tuple[ByteRange, RecordCount]]] = {}
    for stretch, survey_ in surveyed:
        by_file.setdefault(stretch.path, []).append((stretch, survey_))
    chunks: list[Chunk] = []
    before = 0
    for part in _parts(table):
        if data_files.is_parquet(part.shown):
            new = _of_parquet(name, part, before, chunk_bytes)
        else:
            cuts = _of_csv(name, part, by_file[part.path], before)
            if cuts is None:
                return None
            new = cuts
        chunks += new
        before += sum(c.rows for c in new)
    return chunks if before == table.rows else None


def _of_csv(
    name: str, part: DataFile, surveyed: list[tuple[ByteRange, RecordCount]], before: int
) -> list[Chunk] | None:
    inside, edges, counts = 0, [], []
    for _, one in surveyed:
        first = one.first[inside]
        if first is not None:
            edges.append(first)
            counts.append(one.newlines[inside])
        inside ^= one.quotes % 2
    if inside or not edges:
        return None
    last = surveyed[-1][1]
    counts[-1] += int(last.open_end) - 1
    chunks = []
    for start, end, rows in zip(edges, [*edges[1:], part.facts.size], counts, strict=True):
        if rows:
            chunks.append(Chunk(name, part, start, end, edges[0], before, rows))
        before += rows
    return chunks


def _of_parquet(name: str, part: DataFile, before: int, chunk_bytes: int) -> list[Chunk]:
    height: int = data_files.scan([part], ROW).select(pl.len()).collect().item()
    count = -(-part.facts.size // chunk_bytes)
    edges = [height * i // count for i in range(count + 1)]
    return [
        Chunk(name, part, a, b, 0, before + a, b - a) for a, b in pairwise(edges) if b > a
    ]  # fmt: skip


def read(chunk: Chunk) -> pl.DataFrame:
    """The records as written, numbered by ROW; missing cells are null. Raises OddChunkError, OSError."""
    if data_files.is_parquet(chunk.part.shown):
        frame = data_files.scan([chunk.part], ROW).slice(chunk.start, chunk.rows).drop(ROW).collect()
    else:
        with chunk.part.path.open("rb") as file:
            head = file.read(chunk.head)
            file.seek(chunk.start)
            data = head + file.read(chunk.end - chunk.start)
        try:
            frame = pl.read_csv(io.BytesIO(data), infer_schema=False, null_values=[""])
        except pl.exceptions.PolarsError as error:
            raise ChunkMismatchError(str(error).splitlines()[0]) from None
    if frame.height != chunk.rows:
        raise ChunkMismatchError(f"{frame.height} records where {chunk.rows} were counted")
    missing = [pl.when(pl.col(c) != "").then(pl.col(c)).alias(c) for c in frame.columns]
    return frame.with_columns(missing).with_row_index(ROW, chunk.before + 1)


@lru_cache(maxsize=8)
def read_all(chunks: tuple[Chunk, ...]) -> pl.DataFrame:
    """All records of a small table, read once a process. Raises as `read`."""
    return pl.concat([read(chunk) for chunk in chunks])
