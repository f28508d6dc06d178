"""The text of typed values in a CSV file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

LARGEST_INTEGER = 2**53
"""Beyond it a float is not the integer that it is near to (IEEE 754 binary64)."""


def as_written(frame: pl.LazyFrame, schema: Mapping[str, Any]) -> pl.LazyFrame:
    """Typed columns as the text of their cells, missing ones null: ISO dates, `true` and `false`, the shortest number."""
    return frame.select(cell(f).alias(f["name"]) for f in schema["fields"])


def cell(field: Mapping[str, Any]) -> pl.Expr:
    """The text of a typed column's cells."""
    column, kind = pl.col(field["name"]), field.get("type", "string")
    text = column.cast(pl.String)
    if kind == "number":
        whole = (column == column.round()) & (column.abs() < LARGEST_INTEGER)
        return pl.when(whole).then(column.cast(pl.Int64, strict=False).cast(pl.String)).otherwise(text)
    if kind == "boolean":
        words = boolean_words(field)
        return pl.when(column).then(pl.lit(words[0])).when(~column).then(pl.lit(words[1]))
    if kind == "year":
        return text.str.zfill(4)
    if kind in ("integer", "date"):
        return text
    return pl.when(column != "").then(column)


def boolean_words(field: Mapping[str, Any]) -> tuple[str, str]:
    """How a column of truth values writes true and false: `true` and `false` where its schema allows them."""
    true, false = field.get("trueValues") or ["true"], field.get("falseValues") or ["false"]
    return "true" if "true" in true else str(true[0]), "false" if "false" in false else str(false[0])
