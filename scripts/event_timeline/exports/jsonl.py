"""JSON Lines: the descriptor and the package's other files, then a line a row with the name of its table."""

from __future__ import annotations

import json
import shutil
import tempfile
from functools import partial
from pathlib import Path
from typing import BinaryIO

import polars as pl

from event_timeline.exports.dataset import Dataset
from event_timeline.exports.ownership import ownership_mark
from event_timeline.exports.package_files import PackageFile, package_files

COPIED_BYTES = 2**20


def write(data: Dataset, target: Path) -> None:
    """Write `{"table": …, "row": {…}}` lines, table after table in the files' order.

    The first line's table is `_package`, its row the descriptor, its `files` the files of the package. Every row has every column, missing values as
    null, so that lines of one table have one shape; dates are ISO text.
    """
    first = _first(data, package_files(data, assumed=True))
    with target.open("wb") as out:
        out.write(first)
        for table in data.frames:
            data.sink(table, partial(_lines, table, out))
    files = package_files(data)  # found by the passes that wrote the rows
    if (now := _first(data, files)) != first:
        _replace_first(target, len(first), now)


def _first(data: Dataset, files: list[PackageFile]) -> bytes:
    documents = [f.document() for f in files]
    first = {"table": "_package", "export": ownership_mark("jsonl"), "row": data.descriptor, "files": documents}
    return json.dumps(first, ensure_ascii=False).encode() + b"\n"


def _replace_first(target: Path, size: int, first: bytes) -> None:
    """Put another line in the place of the first of so many bytes."""
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        fresh = Path(folder) / "fresh"
        with target.open("rb") as written, fresh.open("wb") as out:
            written.seek(size)
            out.write(first)
            shutil.copyfileobj(written, out, COPIED_BYTES)
        fresh.replace(target)


def _lines(table: str, out: BinaryIO, frame: pl.LazyFrame) -> pl.LazyFrame:
    lines = frame.select(pl.lit(table).alias("table"), pl.struct(pl.all()).alias("row"))
    return lines.sink_ndjson(out, maintain_order=True, lazy=True)
