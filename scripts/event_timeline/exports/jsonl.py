"""JSON Lines: the descriptor and the package's other files, then a line a row with the name of its table."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl

from event_timeline.exports.dataset import Dataset
from event_timeline.exports.ownership import ownership_mark
from event_timeline.exports.package_files import package_files


def write(data: Dataset, target: Path) -> None:
    """Write `{"table": …, "row": {…}}` lines, table after table in the files' order.

    The first line's table is `_package`, its row the descriptor, its `files` the files of the package. Every row has every column, missing values as
    null, so that lines of one table have one shape; dates are ISO text.
    """
    files = [f.document() for f in package_files(data)]
    first = {"table": "_package", "export": ownership_mark("jsonl"), "row": data.descriptor, "files": files}
    with target.open("wb") as out:
        out.write(json.dumps(first, ensure_ascii=False).encode() + b"\n")
        for table, frame in data.frames.items():
            lines = frame.select(pl.lit(table).alias("table"), pl.struct(pl.all()).alias("row"))
            lines.sink_ndjson(out, maintain_order=True)
