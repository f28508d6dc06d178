"""JSON Lines: the descriptor and the package's other files, then a line a row with the name of its table."""

from __future__ import annotations

import json
import shutil
import tempfile
from functools import partial
from pathlib import Path

import polars as pl

from event_timeline.exports.dataset import Dataset
from event_timeline.exports.ownership import ownership_mark
from event_timeline.exports.package_files import package_files

COPIED_BYTES = 2**20


def write(data: Dataset, target: Path) -> None:
    """Write `{"table": …, "row": {…}}` lines, table after table in the files' order.

    The first line's table is `_package`, its row the descriptor, its `files` the files of the package. Every row has every column, missing values as
    null, so that lines of one table have one shape; dates are ISO text.
    """
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        rows = {table: Path(folder) / str(number) for number, table in enumerate(data.frames)}
        for table, file in rows.items():
            data.sink(table, partial(_lines, table, file))
        files = [f.document() for f in package_files(data)]  # found by the passes that wrote the rows
        first = {"table": "_package", "export": ownership_mark("jsonl"), "row": data.descriptor, "files": files}
        with target.open("wb") as out:
            out.write(json.dumps(first, ensure_ascii=False).encode() + b"\n")
            for file in rows.values():
                with file.open("rb") as written:
                    shutil.copyfileobj(written, out, COPIED_BYTES)
                file.unlink()


def _lines(table: str, file: Path, frame: pl.LazyFrame) -> pl.LazyFrame:
    lines = frame.select(pl.lit(table).alias("table"), pl.struct(pl.all()).alias("row"))
    return lines.sink_ndjson(file, maintain_order=True, lazy=True)
