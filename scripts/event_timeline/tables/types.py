"""What a Table Schema field is in polars: its column type, and the cast from text."""

from __future__ import annotations

import math
import re
import sys
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
    """A number with all digits that are written; NaN where it is not a number, or its exponent is out of Decimal's range."""
    return Decimal(str(number), Context(traps=[]))


def as_compared(number: pl.Expr, written: pl.Expr) -> pl.Expr:
    """Text that is equal for equal numbers, however they are written, and differs for numbers that differ in any digit.

    number: the cells as they were read, as floats of 64 bits, which hold numbers of 15 digits apart, but for those next to 0;
    written: as they are written.
    """
    is_sure = (written.str.len_bytes() <= sys.float_info.dig) & (number.abs() > 1e-300)
    more = pl.when(~is_sure).then(written).map_batches(_more_digits, return_dtype=pl.String, is_elementwise=True)
    return pl.coalesce(more, pl.when(number == 0).then(0.0).otherwise(number).cast(pl.String))  # -0.0 is 0


def _more_digits(cells: pl.Series) -> pl.Series:
    """The numbers that are not those which their floats are printed as, with all digits; the others are missing."""
    numbers = {cell: exact_number(cell) for cell in cells.drop_nulls().unique()}
    others = {c: n for c, n in numbers.items() if not n.is_nan() and n != exact_number(float(c))}
    said = {c: str(n.normalize(Context(prec=len(c), traps=[]))) for c, n in others.items()}
    return cells.replace_strict(said, default=None, return_dtype=pl.String)


def is_text(field: dict[str, Any]) -> bool:
    """Whether a field's cells stay text."""
    return POLARS_TYPES.get(field.get("type", "string"), pl.String()) == pl.String()


def cast(field: dict[str, Any]) -> pl.Expr:
    """Expression that casts a text column by a Table Schema field; a cell that does not cast becomes null."""
    column, kind = pl.col(field["name"]), field.get("type", "string")
    if kind == "date":
        shaped = column.str.contains("^[0-9]{4}-[0-9]{2}-[0-9]{2}$") & ~column.str.starts_with("0000")
        # a cache costs twice as much where there are thousands of days
        return pl.when(shaped).then(column).str.to_date("%Y-%m-%d", strict=False, cache=False).alias(field["name"])
    if kind == "boolean":
        true, false = field.get("trueValues", TRUE_VALUES), field.get("falseValues", FALSE_VALUES)
        is_true, is_false = column.is_in(list(true)), column.is_in(list(false))
        return pl.when(is_true).then(True).when(is_false).then(False).alias(field["name"])
    if kind == "year":
        return pl.when(column.str.contains("^[0-9]{4}$")).then(column).cast(pl.Int64(), strict=False)
    return column.cast(POLARS_TYPES.get(kind, pl.String()), strict=False)
