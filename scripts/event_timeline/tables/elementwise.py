"""Python functions over the cells of a column, for what polars cannot express."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl

REMEMBERED = 50_000
"""Cells whose values are remembered from one batch to the next."""


def each(cells: pl.Expr, function: Callable[[Any], Any], dtype: Any = pl.String) -> pl.Expr:
    """The values, of type `dtype`, that a function returns for each cell; a missing one is None, a struct a dict."""
    known: dict[Any, Any] = {}

    def value(cell: Any) -> Any:
        if cell in known:
            return known[cell]
        found = function(cell)
        if len(known) < REMEMBERED:
            known[cell] = found
        return found

    def of_batch(batch: pl.Series) -> pl.Series:
        if batch.dtype != pl.String:
            return pl.Series(batch.name, [function(cell) for cell in batch.to_list()], dtype=dtype)
        distinct = batch.unique()  # names, dates and words come again and again, in every batch of a large table
        results = pl.Series([value(cell) for cell in distinct.to_list()], dtype=dtype)
        cells = pl.DataFrame({"cell": batch}).join(
            pl.DataFrame({"cell": distinct, "result": results}),
            on="cell", how="left", nulls_equal=True, maintain_order="left",
        )  # fmt: skip
        return cells["result"].alias(batch.name)

    return cells.map_batches(of_batch, return_dtype=dtype, is_elementwise=True)


def filtered_last(rows: pl.LazyFrame, costly: pl.Expr) -> pl.LazyFrame:
    """The rows that meet a condition which is costly, asked of these alone: of two filters polars makes one of all rows."""
    return rows.map_batches(lambda some: some.filter(costly), predicate_pushdown=False, streamable=True)
