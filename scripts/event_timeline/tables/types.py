"""What a Table Schema field is in polars: its column type, and the cast from text."""

from __future__ import annotations

import math
import re
from decimal import Context, Decimal
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
"""Table Schema type -> column type; other types stay text, and `lexical` checks their cells."""
TRUE_VALUES = ("true", "True", "TRUE", "1")
FALSE_VALUES = ("false", "False", "FALSE", "0")
"""Table Schema: the cells of a boolean, where a field has no `trueValues` or `falseValues`."""


NONZERO = r"^[^eE]*[1-9]"
"""A decimal number that is not zero, as it is written."""


def is_beyond_float(number: pl.Expr, written: pl.Expr) -> pl.Expr:
    """Whether a cell names a number that a float of 64 bits does not hold (IEEE 754): read as infinite, or as zero.

    number: the cell as it was read; written: as it is written.
    """
    rounded = pl.when((number == 0) | number.is_infinite()).then(
        written
    )  # nearly none, so that the pattern costs nothing
    return rounded.str.contains(NONZERO).fill_null(False)


def fits_float(written: str) -> bool:
    """Whether a number as written is one that a float of 64 bits holds, neither infinite nor rounded to zero."""
    number = float(written)
    return math.isfinite(number) and (number != 0 or re.match(NONZERO, written) is None)


def exact_number(number: float | str) -> Decimal:
    """A number with all digits that are written; NaN where it is none, or its exponent is out of Decimal's range."""
    return Decimal(str(number), Context(traps=[]))


def is_text(field: dict[str, Any]) -> bool:
    """Whether a field's cells stay text."""
    return POLARS_TYPES.get(field.get("type", "string"), pl.String()) == pl.String()


def cast(field: dict[str, Any]) -> pl.Expr:
    """Expression that casts a text column by a Table Schema field; a cell that does not cast becomes null."""
    column, kind = pl.col(field["name"]), field.get("type", "string")
    if kind == "date":
        shaped = column.str.contains("^[0-9]{4}-[0-9]{2}-[0-9]{2}$") & ~column.str.starts_with("0000")
        return pl.when(shaped).then(column).otherwise(None).str.to_date("%Y-%m-%d", strict=False).alias(field["name"])
    if kind == "boolean":
        true, false = field.get("trueValues", TRUE_VALUES), field.get("falseValues", FALSE_VALUES)
        is_true, is_false = column.is_in(list(true)), column.is_in(list(false))
        return pl.when(is_true).then(True).when(is_false).then(False).alias(field["name"])
    if kind == "year":
        return pl.when(column.str.contains("^[0-9]{4}$")).then(column).cast(pl.Int64(), strict=False)
    return column.cast(POLARS_TYPES.get(kind, pl.String()), strict=False)
