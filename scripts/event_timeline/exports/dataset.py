"""What an export gets to see: the tables with their schemas, and the descriptor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

ROWS_A_BATCH = 100_000


@dataclass(frozen=True)
class Dataset:
    """A loaded package.

    descriptor: the parsed datapackage.json; schemas: table name -> its Table Schema, in the package's
    order; frames: table name -> typed LazyFrame with exactly the schema's columns, missing values null.
    """

    descriptor: dict[str, Any]
    schemas: dict[str, dict[str, Any]]
    frames: dict[str, pl.LazyFrame]

    def frame(self, table: str) -> pl.DataFrame:
        """One table in memory."""
        return self.frames[table].collect()

    def rows(self, table: str) -> list[dict[str, Any]]:
        """One table as dictionaries: for formats that need every row at hand anyway."""
        return self.frame(table).to_dicts()

    def batches(self, table: str) -> Iterator[pl.DataFrame]:
        """One table in the file's order, at most ROWS_A_BATCH rows at a time."""
        yield from self.frames[table].collect_batches(chunk_size=ROWS_A_BATCH, maintain_order=True)

    def fields(self, table: str) -> list[dict[str, Any]]:
        """The table's fields as its schema describes them."""
        fields: list[dict[str, Any]] = self.schemas[table]["fields"]
        return fields
