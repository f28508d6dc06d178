"""Pieces of a table's files that can be read apart: whole records, numbered as in the whole table.

A comma-separated file can be cut at any line end outside quotation marks. Counting the marks before a line end shows
which ones are (RFC 4180: a mark inside a cell is doubled, so that the count is even at each end of a record). Each piece
is counted again when it is read; where the two counts differ, the file is not well-formed CSV and is left whole.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import polars as pl

from event_timeline.tables import data_files
from event_timeline.tables.data_files import DataFile
from event_timeline.tables.loading import ROW, Table

CHUNK_BYTES = 64 * 2**20
"""Bytes of a piece: enough to be worth a task, and a small part of a worker's memory."""


class ChunkMismatchError(ValueError):
    """A piece that does not hold the records that were counted in it."""


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


def cut(table: Table, chunk_bytes: int) -> list[Chunk] | None:
    """A table in chunks; None where counting does not show where its records end. Raises OSError."""
    found: list[Chunk] = []
    for part in table.parts:
        before = sum(c.rows for c in found)
        of_form = _of_parquet if data_files.is_parquet(part.shown) else _of_csv
        found += of_form(table.resource.name, part, before, chunk_bytes)
    return found if sum(c.rows for c in found) == table.rows else None


def _of_csv(name: str, part: DataFile, before: int, chunk_bytes: int) -> Iterator[Chunk]:
    edges, counts = [], []  # where a record begins after the first line end of each piece of the file; its line ends
    at, inside = 0, 0
    with part.path.open("rb") as file:
        while data := file.read(chunk_bytes):
            between_marks = data.split(b'"')
            if lines := sum(piece.count(b"\n") for piece in between_marks[inside::2]):
                edges.append(at + _after_line_end(between_marks, inside))
                counts.append(lines)
            inside ^= (len(between_marks) - 1) % 2
            at += len(data)
    if inside or not edges:
        return
    counts[-1] -= part.facts.final_newline
    for start, end, rows in zip(edges, [*edges[1:], at], counts, strict=True):
        if rows:
            yield Chunk(name, part, start, end, edges[0], before, rows)
        before += rows


def _after_line_end(between_marks: Sequence[bytes], inside: int) -> int:
    """The offset after the first line end outside quotation marks; inside: whether the first piece is inside them."""
    at = 0
    for number, piece in enumerate(between_marks):
        if number % 2 == inside and (found := piece.find(b"\n")) >= 0:
            return at + found + 1
        at += len(piece) + 1
    return at


def _of_parquet(name: str, part: DataFile, before: int, chunk_bytes: int) -> Iterator[Chunk]:
    height: int = data_files.scan([part], ROW).select(pl.len()).collect().item()
    count = -(-part.facts.size // chunk_bytes)
    edges = [height * i // count for i in range(count + 1)]
    yield from (Chunk(name, part, a, b, 0, before + a, b - a) for a, b in pairwise(edges) if b > a)


def read(chunk: Chunk) -> pl.DataFrame:
    """The records as written, numbered by ROW; missing cells are null. Raises ChunkMismatchError, OSError."""
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
