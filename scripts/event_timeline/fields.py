"""What a Table Schema field is in polars: its column type, and the cast from text."""

from __future__ import annotations

from typing import Any

import polars as pl

POLARS_TYPES: dict[str, pl.DataType] = {
    "string": pl.String(),
    "integer": pl.Int64(),
    "number": pl.Float64(),
    "date": pl.Date(),
    "boolean": pl.Boolean(),
    "year": pl.Int64(),
}
"""Table Schema type -> column type; other types stay text."""


def is_text(field: dict[str, Any]) -> bool:
    """Whether a field's cells stay text."""
    return POLARS_TYPES.get(field.get("type", "string"), pl.String()) == pl.String()


def cast(field: dict[str, Any]) -> pl.Expr:
    """Expression that casts a text column by a Table Schema field; a cell that does not cast becomes null."""
    column, kind = pl.col(field["name"]), field.get("type", "string")
    if kind == "date":
        shaped = column.str.contains(r"^\d{4}-\d{2}-\d{2}$")
        return pl.when(shaped).then(column).otherwise(None).str.to_date("%Y-%m-%d", strict=False).alias(field["name"])
    if kind == "boolean":
        lower = column.str.to_lowercase()
        return (
            pl.when(lower.is_in(["true", "1"]))
            .then(True)
            .when(lower.is_in(["false", "0"]))
            .then(False)
            .alias(field["name"])
        )
    return column.cast(POLARS_TYPES.get(kind, pl.String()), strict=False)
