"""The files of one resource: one CSV or Parquet file, or several that follow each other.

Records are numbered through all of them, from 1; a physical line is given with its file.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import threading
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

import polars as pl

from event_timeline.package.opening import PARQUET
from event_timeline.tables import byte_scan
from event_timeline.tables.byte_scan import ByteScan


@dataclass(frozen=True)
class DataFile:
    """One file of a resource: where it is, how reports name it, what its bytes tell."""

    path: Path
    shown: str
    facts: ByteScan


def is_parquet(path: str) -> bool:
    """Whether a resource's file is Parquet, by its name."""
    return path.lower().endswith(PARQUET)


def inspect(
    files: Iterable[tuple[str, Path]], *, hashed: bool = True, counted: bool = True,
    stopped: Callable[[], bool] = lambda: False,
) -> list[DataFile]:  # fmt: skip
    """Read the bytes of each (shown, path). Raises OSError.

    The last part's hash is that of all of them together, CSV as one file with one header, which is how
    frictionless reads it; empty unless `hashed`. counted: as of `byte_scan.inspect`; stopped: whether no caller waits for the answer any
    longer, which is then to be thrown away.
    """
    digest = hashlib.sha256() if hashed else None
    return [
        DataFile(
            path,
            shown,
            byte_scan.inspect(
                path,
                digest,
                binary=is_parquet(shown),
                headless=bool(number) and not is_parquet(shown),
                counted=counted,
                stopped=stopped,
            ),
        )
        for number, (shown, path) in enumerate(files)
    ]


@contextmanager
def inspect_ahead(
    asked: Mapping[str, Callable[[], list[tuple[str, Path]]]], *, hashed: bool = True, uncounted: Container[str] = ()
) -> Iterator[Mapping[str, Future[list[DataFile]]]]:
    """The result of `inspect` for each resource, one after the other beside whatever the caller does meanwhile.

    asked: resource name -> its files as (shown, path); uncounted: the resources of whose line ends and commas not all are counted. What either raises is raised by the future.
    """
    left = threading.Event()
    with ThreadPoolExecutor(1) as beside:
        try:
            yield {
                name: beside.submit(_inspect_asked, files, hashed, name not in uncounted, left.is_set)
                for name, files in asked.items()
            }
        finally:
            left.set()
            beside.shutdown(wait=False, cancel_futures=True)


def _inspect_asked(
    files: Callable[[], list[tuple[str, Path]]], hashed: bool, counted: bool, stopped: Callable[[], bool]
) -> list[DataFile]:
    return inspect(files(), hashed=hashed, counted=counted, stopped=stopped)


def combine(parts: list[DataFile]) -> ByteScan:
    """Size and hash of all parts as if they were one file with one header; counts are sums."""
    facts = [p.facts for p in parts]
    headers = 0 if is_parquet(parts[0].shown) else sum(f.first_line for f in facts[1:])
    return replace(
        facts[-1],
        size=sum(f.size for f in facts) - headers,
        counted=all(f.counted for f in facts),
        newlines=sum(f.newlines for f in facts),
        breaks=sum(f.breaks for f in facts),
        commas=sum(f.commas for f in facts),
        doubled=sum(f.doubled for f in facts),
        quotes=sum(f.quotes for f in facts),
        carriage_returns=sum(f.carriage_returns for f in facts),
        quoting_sound=all(f.quoting_sound for f in facts),
        all_needed=all(f.all_needed for f in facts),
    )


def scan(parts: list[DataFile], row: str) -> pl.LazyFrame:
    """All records as text, with their number in the column `row`; an empty cell is null, a quoted one need not be.

    Raises PolarsError where it is read.
    """
    if is_parquet(parts[0].shown):
        return _scan_parquet([p.path for p in parts], row)
    paths = [p.path for p in parts]
    return pl.scan_csv(paths, infer_schema=False, row_index_name=row, row_index_offset=1, glob=False)


def _scan_parquet(paths: list[Path], row: str) -> pl.LazyFrame:
    """As `scan`: files that follow each other and have the same types are read together, others apart.

    polars refuses files of different types in one scan, though each of them is text once it is cast.
    """
    alike = [list(run) for _, run in groupby(paths, pl.read_parquet_schema)] if len(paths) > 1 else [paths]
    frames: list[pl.LazyFrame] = []
    columns: list[str] = []
    offset = 1
    for run in alike:
        frame = pl.scan_parquet(run, row_index_name=row, row_index_offset=offset, glob=False, hive_partitioning=False)
        columns = columns or [c for c in frame.collect_schema().names() if c != row]
        frames.append(frame.select(row, *(pl.col(c).cast(pl.String) for c in columns)))
        if run is not alike[-1]:
            offset += frame.select(pl.len()).collect(engine="streaming").item()
    return frames[0] if len(frames) == 1 else pl.concat(frames)


class UnsupportedColumnError(Exception):
    """A column of a Parquet file has a type that no cell can have."""


@contextmanager
def panics_as_errors() -> Iterator[None]:
    """Make a PolarsError of a panic inside polars, whose own words would go past Python to the file of stderr.

    A damaged Parquet file can cause one. Nothing else may write to stderr meanwhile.
    """
    saved = None
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.flush()
        saved = os.dup(2)
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 2)
        os.close(null)
    try:
        yield
    except pl.exceptions.PanicException as error:
        raise pl.exceptions.ComputeError(str(error)) from None
    finally:
        if saved is not None:
            os.dup2(saved, 2)
            os.close(saved)


def parquet_columns(part: DataFile) -> list[str]:
    """Columns of a Parquet file. Raises PolarsError where it is not one, UnsupportedColumnError where one is nested."""
    with panics_as_errors():
        schema = pl.read_parquet_schema(part.path)
    nested = [c for c, kind in schema.items() if kind.is_nested() or kind in (pl.Binary, pl.Object)]
    if nested:
        raise UnsupportedColumnError(f"the column {nested[0]!r} holds lists, structures or bytes")
    return list(schema)


def parquet_bytes(part: DataFile) -> tuple[int, int]:
    """(bytes of all cells as text, bytes of the longest) of a Parquet file, every page of which is decoded for it.

    A row group at a time is in memory. Raises PolarsError where the file is damaged.
    """
    with panics_as_errors():
        frame = pl.scan_parquet(part.path, glob=False, hive_partitioning=False)
        sizes = [_cell_bytes(name, kind).cast(pl.UInt64) for name, kind in frame.collect_schema().items()]
        found = frame.select(
            pl.sum_horizontal(*sizes).sum().alias("all"), pl.max_horizontal(*sizes).max().alias("most")
        )
        total, longest = found.collect(engine="streaming").row(0)
    return total or 0, longest or 0


def _cell_bytes(column: str, kind: pl.DataType) -> pl.Expr:
    """Bytes of a column's cells as text; those of categories are not written out for it, which could fill the memory."""
    if isinstance(kind, pl.Categorical | pl.Enum):
        return pl.col(column).cast(pl.Categorical).cat.len_bytes()
    return pl.col(column).cast(pl.String).str.len_bytes()


def heights(parts: list[DataFile], total: int) -> list[int]:
    """Records in each part; total: in all of them."""
    if len(parts) == 1:
        return [total]
    return [scan([p], "_").select(pl.len()).collect(engine="streaming").item() for p in parts]


def places(parts: list[DataFile], rows: set[int], total: int) -> dict[int, tuple[str, int | None]]:
    """(file, physical line) of some records; Parquet has no lines."""
    found: dict[int, tuple[str, int | None]] = {}
    before = 0
    for part, height in zip(parts, heights(parts, total), strict=True):
        here = {row - before for row in rows if before < row <= before + height}
        if is_parquet(part.shown):
            found |= {row + before: (part.shown, None) for row in here}
        elif here:
            lines = byte_scan.lines_of(part.path, here, part.facts.all_counted.newlines, height)
            found |= {row + before: (part.shown, line) for row, line in lines.items()}
        before += height
    return found
