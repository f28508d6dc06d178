"""Parquet: a folder with a typed file a table, what the schema and descriptor say in its metadata; and `package.json`."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import polars as pl

from event_timeline.exports.dataset import Dataset
from event_timeline.exports.ownership import label
from event_timeline.exports.package_files import package_files

FILES = "package.json"
ROW_GROUP = 131_072
"""Rows in a row group: a fixed number, so that the bytes do not depend on the machine."""


def write(data: Dataset, target: Path) -> None:
    """Write `<table>.parquet` for each table.

    Types are Parquet's own (dates DATE, codes STRING), missing values null. File metadata: `title`,
    `description`, `table_schema` (the Table Schema as JSON, with each field's description and vocabulary),
    `datapackage` (the descriptor as JSON, less its resources) and `export`. `package.json` has the other files of the
    package as text, and of each table's file the hash and the number of rows.
    """
    target.mkdir()
    package = json.dumps({k: v for k, v in data.descriptor.items() if k != "resources"}, ensure_ascii=False)
    for table, schema in data.schemas.items():
        about = {
            "title": str(schema.get("title", table)),
            "description": str(schema.get("description", "")),
            "table_schema": json.dumps(schema, ensure_ascii=False),
            "datapackage": package,
            "export": label("parquet"),
        }
        data.sink(table, partial(_rows, target / f"{table}.parquet", about))
    files = {"export": label("parquet"), "files": [f.document() for f in package_files(data)]}
    text = json.dumps(files, indent=1, ensure_ascii=False) + "\n"
    (target / FILES).write_text(text, encoding="utf-8", newline="\n")


def _rows(file: Path, about: dict[str, str], frame: pl.LazyFrame) -> pl.LazyFrame:
    return frame.sink_parquet(file, metadata=about, row_group_size=ROW_GROUP, lazy=True)
