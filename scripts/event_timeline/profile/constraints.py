"""Table Schema to pandera, and to one fused polars pass that counts the cells that break a constraint.

The pandera schemas are public: `pandera_schema("events")` is the schema of any table of the profile. No validation
imports pandera, which takes as long as all the rest, and a second more where pandas is installed: `count_violations`
counts what breaks each constraint in a single scan, and `violations` names the cells by the same expressions. The tests
compare the counts and the cells with pandera's failure cases.
"""

from __future__ import annotations

import operator
import re
import sys
import warnings
from collections.abc import Callable, Collection, Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

import polars as pl

from event_timeline import profile
from event_timeline.tables import cell_formats
from event_timeline.tables.loading import RAW, ROW
from event_timeline.tables.types import POLARS_TYPES, as_compared, exact_number, is_text
from event_timeline.tables.uniqueness import repeated, repeats

if TYPE_CHECKING:
    import pandera.polars as pa

BOUNDS: dict[str, Callable[[Any, Any], Any]] = {
    "minimum": operator.lt,
    "maximum": operator.gt,
    "exclusiveMinimum": operator.le,
    "exclusiveMaximum": operator.ge,
}
"""Constraint -> the comparison that is true for a value outside the bound."""


@dataclass(frozen=True)
class Violation:
    """One cell that breaks a constraint."""

    column: str
    kind: str
    row: int
    value: str | None


def pandera_schema(table: str | dict[str, Any]) -> pa.DataFrameSchema:
    """The pandera.polars schema of a table of the profile, or of any Table Schema.

    Checks types, required, unique, enum, pattern (of the whole cell), minimum, maximum, minLength, maxLength
    and the primary key. Raises KeyError for an unknown table name.
    """
    import pandera.polars as pa

    if isinstance(table, str) and table not in profile.ALL_TABLES:
        raise KeyError(f"no table {table!r}; there are {', '.join(profile.ALL_TABLES)}")
    schema = profile.table_schema(table) if isinstance(table, str) else table
    key = schema.get("primaryKey", [])
    return pa.DataFrameSchema(
        {f["name"]: _pandera_column(pa, f) for f in schema["fields"]},
        name=schema.get("name"),
        unique=[key] if isinstance(key, str) else key or None,
        strict=False,
    )


def _pandera_column(pa: Any, field: dict[str, Any]) -> Any:
    constraints = usable_constraints(field)
    checks: list[Any] = []
    if cell_formats.is_read(field):
        read = {**field, "constraints": constraints}
        checks += [pa.Check(_well_formed(read, kind), name=kind, error=kind) for kind in _read_kinds(constraints)]
    else:
        checks += _pandera_checks(pa, field, constraints)
    if constraints.get("unique"):
        checks.append(pa.Check(_distinct, name="unique", error="unique"))
    return pa.Column(
        POLARS_TYPES.get(field.get("type", "string"), pl.String()),
        checks,
        nullable=not constraints.get("required", False),
    )


def _pandera_checks(pa: Any, field: dict[str, Any], constraints: dict[str, Any]) -> list[Any]:
    checks = []
    if "enum" in constraints:
        checks.append(pa.Check.isin(_typed_values(field, constraints["enum"])))
    if "pattern" in constraints:
        checks.append(pa.Check.str_matches(whole_cell_pattern(constraints["pattern"])))
    lengths = {
        k: constraints[c] for k, c in (("min_value", "minLength"), ("max_value", "maxLength")) if c in constraints
    }
    if lengths:
        checks.append(pa.Check.str_length(**lengths))
    for bound, check in zip(BOUNDS, (pa.Check.ge, pa.Check.le, pa.Check.gt, pa.Check.lt), strict=True):
        if bound in constraints:
            checks.append(check(_typed_values(field, [constraints[bound]])[0]))
    if field.get("type") == "number" and set(BOUNDS) & set(constraints):
        checks.append(pa.Check(_is_number, name="range", error="range"))
    return checks


def _read_kinds(constraints: dict[str, Any]) -> list[str]:
    """The kinds of violation that `lexical` finds in a column with these constraints."""
    return list(dict.fromkeys(("type", *(cell_formats.KINDS[c] for c in constraints if c in cell_formats.KINDS))))


def _well_formed(field: dict[str, Any], kind: str) -> Any:
    """For pandera: which cells keep to what `lexical` checks."""
    return lambda data: data.lazyframe.select(pl.col(data.key).is_null() | ~cell_formats.mask(field, kind))


def _is_number(data: Any) -> pl.LazyFrame:
    """For pandera: which cells lie somewhere on the line of numbers, as NaN does not."""
    frame: pl.LazyFrame = data.lazyframe.select(pl.col(data.key).is_null() | pl.col(data.key).is_not_nan())
    return frame


def _distinct(data: Any) -> pl.LazyFrame:
    """For pandera: which cells are alone with their value; missing ones always are, as in Table Schema."""
    column = pl.col(data.key)
    frame: pl.LazyFrame = data.lazyframe.select(column.is_null() | ~column.is_duplicated())
    return frame


def masks(field: dict[str, Any]) -> Iterator[tuple[str, pl.Expr]]:
    """(kind, expression that is true for each cell breaking the constraint) of one field; nulls pass all but required."""
    constraints, column = usable_constraints(field), pl.col(field["name"])
    written = column if is_text(field) else pl.col(RAW + field["name"])
    if not is_text(field):
        yield "type", written.is_not_null() & column.is_null()
    if constraints.get("required"):
        yield "required", written.is_null()
    if cell_formats.is_read(field):
        read = {**field, "constraints": constraints}
        yield from ((kind, cell_formats.mask(read, kind)) for kind in _read_kinds(constraints))
    else:
        yield from _constraint_masks(field, constraints, column, written)
    if constraints.get("unique"):
        yield "unique", comparable(field).is_duplicated() & column.is_not_null()


def _constraint_masks(
    field: dict[str, Any], constraints: dict[str, Any], column: pl.Expr, written: pl.Expr
) -> Iterator[tuple[str, pl.Expr]]:
    if "enum" in constraints:
        known = column.is_in(_typed_values(field, constraints["enum"]))
        if field.get("type") == "number":
            terms = [exact_number(value) for value in constraints["enum"]]
            known &= ~_wrong(known & _has_more_digits(written, terms), written, lambda number: number not in terms)
        yield "enum", ~known
    if "pattern" in constraints:
        yield "pattern", ~column.str.contains(whole_cell_pattern(constraints["pattern"]))
    if "minLength" in constraints or "maxLength" in constraints:
        length = column.str.len_chars()
        yield "length", (length < constraints.get("minLength", 0)) | (length > constraints.get("maxLength", 2**31))
    bounds = [_outside(field, column, written, bound) for bound in BOUNDS if bound in constraints]
    if bounds:
        outside = pl.any_horizontal(bounds)
        yield "range", outside | column.is_nan() if field.get("type") == "number" else outside


def _outside(field: dict[str, Any], column: pl.Expr, written: pl.Expr, bound: str) -> pl.Expr:
    """True for each cell outside one of BOUNDS: of numbers that are read as the bound, what is written decides."""
    compare, value = BOUNDS[bound], field["constraints"][bound]
    (typed,) = _typed_values(field, [value])
    outside: pl.Expr = compare(column, typed)
    if field.get("type") != "number":
        return outside
    exact = exact_number(value)
    close = column.eq(typed) & _has_more_digits(written, [exact])
    return (outside & ~close) | _wrong(close, written, lambda number: bool(compare(number, exact)))


def _has_more_digits(written: pl.Expr, values: Collection[Decimal]) -> pl.Expr:
    """True for each cell that may be another number than the value that it is the same as in 64 bits.

    A float holds numbers of 15 digits apart, but for those next to 0.
    """
    few = all(1e-300 < abs(value) <= 2**sys.float_info.mant_dig for value in values)
    return written.str.len_bytes() > (sys.float_info.dig if few else 1)


def _wrong(some: pl.Expr, written: pl.Expr, wrong: Callable[[Decimal], bool]) -> pl.Expr:
    """True for each of some cells that is wrong by its exact number; mostly there are none."""

    def of_batch(cells: pl.Series) -> pl.Series:
        if cells.null_count() == len(cells):
            return pl.repeat(False, len(cells), eager=True)
        numbers = {cell: exact_number(cell) for cell in cells.drop_nulls().unique()}
        return cells.is_in([cell for cell, n in numbers.items() if not n.is_nan() and wrong(n)]).fill_null(False)

    return pl.when(some).then(written).map_batches(of_batch, return_dtype=pl.Boolean, is_elementwise=True)


Counts = dict[tuple[str, str], int]
"""(column, kind) -> number of cells that break the constraint, for those that any cell breaks."""


def count_violations(
    frame: pl.LazyFrame, fields: list[dict[str, Any]], ascending: Container[str] = (), formed: Container[str] = ()
) -> Counts:
    """Count the cells that break a constraint in one scan.

    Uniqueness is decided by `uniqueness.repeats`, and counted only where it fails; ascending: columns that the
    records are likely sorted by; formed: columns whose pattern is not looked at.
    """
    asked = {(field["name"], kind): mask for field in fields for kind, mask in masks(field)}
    known = {(field["name"], "pattern") for field in fields if field["name"] in formed}
    sums = _sums({cell: mask for cell, mask in asked.items() if cell[1] != "unique" and cell not in known})
    counts = _counts(frame.select(sums).collect(engine="streaming")) if sums else {}
    for (column, kind), mask in asked.items():
        if kind == "unique" and repeats(frame, [column], ascending=column in ascending):
            # numbers of one float may differ in the digits that it lacks
            n = repeated(frame, [column]).select(mask.sum()).collect().item()
            counts |= {(column, kind): n} if n else {}
    return counts


def count_in_small(
    tables: Iterable[tuple[pl.LazyFrame, list[dict[str, Any]]]],
    collect_all: Callable[[list[pl.LazyFrame]], list[pl.DataFrame]],
) -> list[Counts]:
    """Count the cells of several small tables, with their fields, that break a constraint: in one query a table."""
    queries = [
        frame.select(_sums({(field["name"], kind): mask for field in fields for kind, mask in masks(field)}))
        for frame, fields in tables
    ]
    return [_counts(counted) for counted in collect_all(queries)]


def _sums(asked: dict[tuple[str, str], pl.Expr]) -> list[pl.Expr]:
    return [mask.sum().alias("\0".join(cell)) for cell, mask in asked.items()]


def _counts(sums: pl.DataFrame) -> Counts:
    row = sums.row(0, named=True) if sums.width else {}
    return {(column, kind): n for name, n in row.items() if n for column, _, kind in [name.rpartition("\0")]}


def violations(frame: pl.LazyFrame, schema: dict[str, Any], counts: Counts, most: int) -> list[Violation]:
    """The cells behind `counts`, at most about `most` a column and kind, which are pandera's failure cases as well.

    frame: a `Table.checked`.
    """
    broken = [
        (field, kind, mask)
        for field in schema["fields"]
        for kind, mask in masks(field)
        if (field["name"], kind) in counts
    ]
    fields = {field["name"]: field for field, _, _ in broken}
    suspects = [
        repeated(frame, [field["name"]]).filter(mask).head(most * 2)
        if kind == "unique"
        else frame.filter(mask).head(most)
        for field, kind, mask in broken
    ]
    shown = [ROW, *fields, *(RAW + name for name, field in fields.items() if not is_text(field))]
    dirty = pl.concat(pl.collect_all([s.select(shown) for s in suspects], engine="streaming")).unique(ROW).sort(ROW)
    found = {
        Violation(field["name"], kind, row, value)
        for field, kind, mask in broken
        for row, value in dirty.filter(mask).select(ROW, _as_shown(field, kind)).iter_rows()
    }
    mistyped = {(v.column, v.row) for v in found if v.kind == "type"}
    named = (v for v in found if v.kind == "type" or (v.column, v.row) not in mistyped)
    return sorted(named, key=lambda v: (v.row, v.column, v.kind))


def _as_shown(field: dict[str, Any], kind: str) -> pl.Expr:
    """A cell as a problem shows it: as the file has it, but for a duplicate, which may be written in two ways."""
    return pl.col(field["name"] if kind == "unique" else as_written(field)).cast(pl.String).alias("value")


def as_written(field: dict[str, Any]) -> str:
    """The column of `Table.checked` that has a field's cells as the file has them."""
    name: str = field["name"]
    return name if is_text(field) else RAW + name


def comparable(field: dict[str, Any]) -> pl.Expr:
    """A field's cells in `Table.checked` as keys compare them: numbers by all their digits, as text."""
    column = pl.col(field["name"])
    return (
        as_compared(column, pl.col(as_written(field))).alias(field["name"]) if field.get("type") == "number" else column
    )


def whole_cell_pattern(pattern: str) -> str:
    """A Table Schema pattern as one for the whole cell (the spec takes it from XML Schema)."""
    return rf"^(?:{pattern})$"


LONGEST_PATTERN = 1_000
"""Characters; the longest of the profile has a tenth of that, and a pattern is compiled by several libraries."""


def usable_pattern(pattern: Any) -> bool:
    """Whether the linear-time engine takes a pattern; look-around and back references are refused."""
    return isinstance(pattern, str) and len(pattern) <= LONGEST_PATTERN and _compiles(pattern)


@cache
def _compiles(pattern: str) -> bool:
    """Whether polars, Python and so frictionless take a pattern, and take it to mean the same."""
    if re.search(r"\\[1-9]|\(\?[=!<][=!]?", pattern):
        return False
    try:
        pl.Series(["x"]).str.contains(whole_cell_pattern(pattern))
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # "possible nested set": POSIX classes, which Python does not have
            re.compile(f"^{pattern}$")
    except (pl.exceptions.ComputeError, re.error, Warning, RecursionError, OverflowError):
        return False
    return True


def unusable(field: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(property, why) for the type, format and each constraint of a field that cannot be checked; none of the profile's own."""
    if field in profile.fields_by_name().get(field["name"], ()):
        return
    kind = field.get("type", "string")
    if kind not in cell_formats.CONSTRAINTS:
        yield "type", f"{kind!r} is not one of {', '.join(cell_formats.CONSTRAINTS)}"
        return
    if (
        cell_formats.is_read(field)
        and cell_formats.form(field) not in cell_formats.SUFFICIENT
        and not cell_formats.is_usable({**field, "constraints": {}})
    ):
        yield "type", f"a {kind} with these properties cannot be read"
        return
    for key, value in field.get("constraints", {}).items():
        why = _why_unusable(field, kind, key, value)
        if why:
            yield key, why


def usable_constraints(field: dict[str, Any]) -> dict[str, Any]:
    """The constraints of a field that can be checked; the others have a rule of their own."""
    bad = {key for key, _ in unusable(field)}
    return {} if "type" in bad else {k: v for k, v in field.get("constraints", {}).items() if k not in bad}


def _why_unusable(field: dict[str, Any], kind: str, key: str, value: Any) -> str:
    if key in ("required", "unique") and not isinstance(value, bool):
        return f"{value!r} is neither true nor false"
    if key not in cell_formats.CONSTRAINTS[kind]:
        known = key in cell_formats.KINDS or key in ("required", "unique")
        return f"a {kind} has no {key}" if known else "it is not checked by this toolchain"
    if key in ("required", "unique"):
        return ""
    if key == "pattern":
        said = f"{value!r} is not a regular expression that can be matched in linear time by every validator"
        return "" if usable_pattern(value) else said
    if key in ("minLength", "maxLength"):
        well = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31
        return "" if well else f"{value!r} is not a valid length of a {kind}"
    values = value if key == "enum" else [value]
    if not values:
        return f"{value!r} holds nothing to compare with"
    unfit = next((v for v in values if not is_of_type(field, v)), _FITTING)
    return "" if unfit is _FITTING else f"{_clipped(unfit)} does not fit a {kind}"


_FITTING = object()


def _clipped(value: Any) -> str:
    said = repr(value)
    return said if len(said) <= 80 else f"{said[:80]}…"


def is_of_type(field: dict[str, Any], value: Any) -> bool:
    """Whether a value of a schema's JSON is one of a field's type, as it can be compared with its cells."""
    kind = field.get("type", "string")
    if kind in ("integer", "year"):
        whole_number = isinstance(value, int) and not isinstance(value, bool)
        return whole_number and (0 <= value <= 9999 if kind == "year" else -(2**63) <= value < 2**63)
    if kind == "number":
        return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e308
    if kind == "boolean":
        return isinstance(value, bool)
    if not isinstance(value, str):
        return False
    if kind == "date":
        return _is_date(value)
    return not cell_formats.is_read(field) or cell_formats.accepts(field, value)


def _is_date(value: str) -> bool:
    try:
        return re.fullmatch(cell_formats.DATE, value) is not None and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _typed_values(field: dict[str, Any], values: list[Any]) -> list[Any]:
    if field.get("type") == "date":
        return [date.fromisoformat(v) for v in values]
    # polars compares no list of whole numbers with a column of fractions
    return [float(v) if type(v) is int and field.get("type") == "number" else v for v in values]
