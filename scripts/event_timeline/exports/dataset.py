"""What an export gets to see: the tables with their schemas, the descriptor, and source texts if given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from event_timeline import profile
from event_timeline.io.paths import SAFE_NAME
from event_timeline.model import UserError
from event_timeline.tables.loading import ROW, empty

if TYPE_CHECKING:
    from event_timeline.package.opening import Package
    from event_timeline.tables.loading import Tables
    from event_timeline.tables.parquet_cache import ParquetCache
    from event_timeline.texts.text import Text

ROWS_A_BATCH = 100_000


@dataclass(frozen=True)
class Dataset:
    """A loaded package.

    descriptor: the parsed datapackage.json; schemas: table name -> its Table Schema, in the package's
    order; frames: table name -> typed LazyFrame with exactly the schema's columns, missing values null;
    package: where the files are; texts: source_id -> text, for those given with --source; include_texts:
    whether a format may write these texts out in full; parquet_cache: the temporary files that the frames of large
    tables read, which go when the last that holds it goes.
    """

    descriptor: dict[str, Any]
    schemas: dict[str, dict[str, Any]]
    frames: dict[str, pl.LazyFrame]
    package: Package | None = None
    texts: Mapping[str, Text] = field(default_factory=dict)
    include_texts: bool = False
    parquet_cache: ParquetCache | None = None

    @property
    def name(self) -> str:
        """Return the package's name where it can be part of a file name, else `timeline`."""
        return file_name(self.descriptor)

    def frame(self, table: str) -> pl.DataFrame:
        """One table in memory."""
        return self.frames[table].collect()

    def rows(self, table: str) -> list[dict[str, Any]]:
        """One table as dictionaries: for formats that need every row in memory anyway."""
        return self.frame(table).to_dicts()

    def batches(self, table: str) -> Iterator[pl.DataFrame]:
        """One table in the file's order, at most ROWS_A_BATCH rows at a time."""
        yield from self.frames[table].collect_batches(chunk_size=ROWS_A_BATCH, maintain_order=True)

    def fields(self, table: str) -> list[dict[str, Any]]:
        """The table's fields as its schema describes them."""
        fields: list[dict[str, Any]] = self.schemas[table]["fields"]
        return fields


def file_name(descriptor: Mapping[str, Any]) -> str:
    """Return a package's name where it can be part of a file name, else `timeline`."""
    name = str(descriptor.get("name", ""))
    return name if SAFE_NAME.fullmatch(name) else "timeline"


def dataset(tables: Tables, texts: Mapping[str, Text] | None = None) -> Dataset:
    """The dataset of a package whose tables were loaded.

    A required table that the package need not have, because its `coding` says none, has no rows. Raises UserError where a table
    could not be read, has a name that cannot be a file's, or where another of the profile's tables or columns is missing:
    no export could keep its promise then.
    """
    for name, why in tables.failed.items():
        raise UserError(f"table {name} cannot be read: {why}", "run `timeline validate` and fix what it reports")
    for name in tables.tables:
        if not SAFE_NAME.fullmatch(name):
            raise UserError(
                f"the resource name {name!r} cannot be a table's",
                "begin it with a letter or a digit; then letters, digits, ., - and _, 100 at most",
            )
    descriptor = tables.package.descriptor
    left_out = (profile.may_be_absent(descriptor) & set(profile.TABLES)) - set(tables.package.resources)
    for table in profile.TABLES:
        wanted = [f["name"] for f in profile.table_schema(table)["fields"]]
        if table not in left_out and not tables.has(table, *wanted):
            lacking = [c for c in wanted if not tables.has(table, c)]
            raise UserError(f"{table} lacks {', '.join(lacking)}", "run `timeline validate` and fix what it reports")
    schemas = {name: profile.table_schema(name) for name in profile.TABLES if name in left_out}
    return Dataset(
        descriptor,
        {name: tables.schema(name) for name in tables.tables} | schemas,
        {name: tables[name].drop(ROW) for name in tables.tables} | {n: empty(s).drop(ROW) for n, s in schemas.items()},
        tables.package,
        texts or {},
        parquet_cache=tables.parquet_cache,
    )
