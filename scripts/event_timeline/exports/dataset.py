"""What an export gets to see: the tables with their schemas, the descriptor, and source texts if given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from event_timeline import profile
from event_timeline.exports import canonical_csv
from event_timeline.exports.canonical_csv import Sums
from event_timeline.io.paths import SAFE_NAME
from event_timeline.model import UserError
from event_timeline.tables.loading import ROW, empty

if TYPE_CHECKING:
    from event_timeline.package.opening import Package
    from event_timeline.tables.loading import Table, Tables
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
    tables read, which go when the last that holds it goes; loaded: frames of tables that were read, each with its
    table; found: what a pass over their rows found, of those that had one.
    """

    descriptor: dict[str, Any]
    schemas: dict[str, dict[str, Any]]
    frames: dict[str, pl.LazyFrame]
    package: Package | None = None
    texts: Mapping[str, Text] = field(default_factory=dict)
    include_texts: bool = False
    parquet_cache: ParquetCache | None = None
    loaded: Mapping[str, tuple[pl.LazyFrame, Table]] = field(default_factory=dict)
    found: dict[str, Sums] = field(default_factory=dict)

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

    def sink(self, table: str, write: Callable[[pl.LazyFrame], pl.LazyFrame]) -> None:
        """Write one table by a lazy sink of polars, and find the sums of its cells in the same pass."""
        loaded = self.as_loaded(table)
        if loaded is None:
            write(self.frames[table]).collect(engine="streaming")
            return
        cells = loaded.checked.cache()  # parsed once for both
        rows = cells.select(f["name"] for f in self.fields(table))
        _, found = pl.collect_all([write(rows), cells.select(self._sums(table, loaded))], engine="streaming")
        self.found[table] = Sums(*found.row(0))

    def as_loaded(self, table: str) -> Table | None:
        """A table as it was read, with its files; None where its rows are others now."""
        frame, loaded = self.loaded.get(table, (None, None))
        return loaded if frame is self.frames[table] else None

    def sums(self, table: str, loaded: Table) -> Sums:
        """The sums of the cells of a table, by a pass of its own where no other found them."""
        if table not in self.found:
            found = loaded.checked.select(self._sums(table, loaded)).collect(engine="streaming")
            self.found[table] = Sums(*found.row(0))
        return self.found[table]

    def _sums(self, table: str, loaded: Table) -> list[pl.Expr]:
        searched = any(canonical_csv.is_to_search(part.facts) for part in loaded.parts)
        return canonical_csv.sums(self.schemas[table], searched=searched)

    def summed_batches(self, table: str) -> Iterator[pl.DataFrame]:
        """The batches of a table, in which the sums of its cells are found as well, once all of them were asked for."""
        loaded = self.as_loaded(table)
        if loaded is None:
            yield from self.batches(table)
            return
        sums, found = self._sums(table, loaded), []
        for cells in loaded.checked.collect_batches(chunk_size=ROWS_A_BATCH, maintain_order=True):
            found.append(cells.select(sums).row(0))
            yield cells.select(f["name"] for f in self.fields(table))
        self.found[table] = Sums(*map(sum, zip(*found, strict=True))) if found else Sums(0, 0, 0, 0)

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
    frames = {name: tables[name].drop(ROW) for name in tables.tables}
    return Dataset(
        descriptor,
        {name: tables.schema(name) for name in tables.tables} | schemas,
        frames | {n: empty(s).drop(ROW) for n, s in schemas.items()},
        tables.package,
        texts or {},
        parquet_cache=tables.parquet_cache,
        loaded={name: (frame, tables.tables[name]) for name, frame in frames.items()},
    )
