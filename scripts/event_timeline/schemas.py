"""Table Schema to pandera, and to one fused polars pass that asks only whether a table is clean.

The pandera schemas are public: `pandera_schema("events")` is the schema of any table of the profile.
pandera takes over a second to import, so a clean package never meets it: `violations` counts what breaks
each constraint in a single scan, and only rows that break one are shown to pandera, whose failure cases
are what gets reported. The tests hold the two to the same verdicts.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import polars as pl

from event_timeline import profile
from event_timeline.distinct import repeated, repeats
from event_timeline.fields import POLARS_TYPES, is_text
from event_timeline.tables import RAW, ROW

if TYPE_CHECKING:
    import pandera.polars as pa

PANDERA_KINDS = {
    "not_nullable": "required",
    "unique": "unique",
    "isin": "enum",
    "str_matches": "pattern",
    "str_length": "length",
    "greater_than_or_equal_to": "range",
    "less_than_or_equal_to": "range",
}
"""pandera's name of a check -> the kind of constraint; `type` is the cast's own to tell."""


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

    if isinstance(table, str) and table not in profile.TABLES:
        raise KeyError(f"no table {table!r}; there are {', '.join(profile.TABLES)}")
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
    checks = []
    if "enum" in constraints:
        checks.append(pa.Check.isin(_typed_values(field, constraints["enum"])))
    if "pattern" in constraints:
        checks.append(pa.Check.str_matches(whole(constraints["pattern"])))
    lengths = {
        k: constraints[c] for k, c in (("min_value", "minLength"), ("max_value", "maxLength")) if c in constraints
    }
    if lengths:
        checks.append(pa.Check.str_length(**lengths))
    for bound, check in (("minimum", pa.Check.ge), ("maximum", pa.Check.le)):
        if bound in constraints:
            checks.append(check(_typed_values(field, [constraints[bound]])[0]))
    if constraints.get("unique"):
        checks.append(pa.Check(_distinct, name="unique", error="unique"))
    return pa.Column(
        POLARS_TYPES.get(field.get("type", "string"), pl.String()),
        checks,
        nullable=not constraints.get("required", False),
    )


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
    if "enum" in constraints:
        yield "enum", ~column.is_in(_typed_values(field, constraints["enum"]))
    if "pattern" in constraints:
        yield "pattern", ~column.str.contains(whole(constraints["pattern"]))
    if "minLength" in constraints or "maxLength" in constraints:
        length = column.str.len_chars()
        yield "length", (length < constraints.get("minLength", 0)) | (length > constraints.get("maxLength", 2**31))
    bounds = [
        column < value if bound == "minimum" else column > value
        for bound in ("minimum", "maximum")
        if bound in constraints
        for value in _typed_values(field, [constraints[bound]])
    ]
    if bounds:
        yield "range", pl.any_horizontal(bounds)
    if constraints.get("unique"):
        yield "unique", column.is_duplicated() & column.is_not_null()


def count_violations(
    frame: pl.LazyFrame, fields: list[dict[str, Any]], ascending: Container[str] = ()
) -> dict[tuple[str, str], int]:
    """(column, kind) -> number of cells that break the constraint, for those that any cell breaks; one scan.

    Uniqueness is decided by `distinct.repeats`, and counted only where it fails; ascending: columns that the
    records are likely sorted by.
    """
    asked: dict[str, tuple[str, str, pl.Expr]] = {}
    exprs = []
    for field in fields:
        for kind, mask in masks(field):
            name = f"{field['name']}\0{kind}"
            asked[name] = (field["name"], kind, mask)
            if kind != "unique":
                exprs.append(mask.sum().alias(name))
    counts = frame.select(exprs).collect(engine="streaming").row(0, named=True) if exprs else {}
    for name, (column, kind, mask) in asked.items():
        if kind == "unique" and repeats(frame, [column], ascending=column in ascending):
            counts[name] = repeated(frame.select(column), [column]).select(mask.sum()).collect().item()
    return {asked[name][:2]: n for name, n in counts.items() if n}


def violations(
    frame: pl.LazyFrame, schema: dict[str, Any], counts: dict[tuple[str, str], int], most: int
) -> list[Violation]:
    """The cells behind `counts`, at most about `most` a column and kind, as pandera's failure cases tell them.

    frame: a `Table.checked`.
    """
    import pandera.errors

    fields = [f for f in schema["fields"] if any(column == f["name"] for column, _ in counts)]
    suspects = [
        repeated(frame, [field["name"]]).filter(mask).head(most * 2)
        if kind == "unique"
        else frame.filter(mask).head(most)
        for field in fields
        for kind, mask in masks(field)
        if (field["name"], kind) in counts
    ]
    shown = [ROW, *(f["name"] for f in fields), *(RAW + f["name"] for f in fields if not is_text(f))]
    dirty = pl.concat(pl.collect_all([s.select(shown) for s in suspects], engine="streaming")).unique(ROW).sort(ROW)
    found = {
        Violation(f["name"], "type", row, raw)
        for f in fields
        if (f["name"], "type") in counts
        for row, raw in dirty.filter(dict(masks(f))["type"]).select(ROW, RAW + f["name"]).iter_rows()
    }
    mistyped = {(v.column, v.row) for v in found}
    checker = pandera_schema({**schema, "fields": fields, "primaryKey": []})
    try:
        checker.validate(dirty.select(f["name"] for f in fields), lazy=True)
    except pandera.errors.SchemaErrors as error:
        for case in error.failure_cases.filter(pl.col("index").is_not_null()).to_dicts():
            row, kind = dirty.item(case["index"], ROW), PANDERA_KINDS[case["check"].split("(")[0]]
            if (case["column"], row) not in mistyped:
                value = None if case["failure_case"] is None else str(case["failure_case"])
                found.add(Violation(case["column"], kind, row, value))
    return sorted(found, key=lambda v: (v.row, v.column, v.kind))


def whole(pattern: str) -> str:
    """A Table Schema pattern as one for the whole cell (the spec takes it from XML Schema)."""
    return rf"^(?:{pattern})$"


LONGEST_PATTERN = 1_000
"""Characters; the longest of the profile has a tenth of that, and a pattern is compiled by several libraries."""


def usable_pattern(pattern: Any) -> bool:
    """Whether the linear-time engine takes a pattern; look-around and back references are refused."""
    return isinstance(pattern, str) and len(pattern) <= LONGEST_PATTERN and _compiles(pattern)


@cache
def _compiles(pattern: str) -> bool:
    if re.search(r"\\[1-9]|\(\?[=!<][=!]?", pattern):
        return False
    try:
        pl.Series(["x"]).str.contains(whole(pattern))
    except pl.exceptions.ComputeError:
        return False
    return True


def unusable(field: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(property, why) for the type and each constraint of a field that cannot be checked."""
    kind = field.get("type", "string")
    if kind not in POLARS_TYPES:
        yield "type", f"{kind!r} is not one of {', '.join(POLARS_TYPES)}"
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
    if key in ("required", "unique"):
        return "" if isinstance(value, bool) else f"{value!r} is neither true nor false"
    if key == "pattern":
        if not is_text(field):
            return f"a {kind} has no pattern"
        return (
            "" if usable_pattern(value) else f"{value!r} is not a regular expression that can be matched in linear time"
        )
    if key in ("minLength", "maxLength"):
        well = is_text(field) and isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31
        return "" if well else f"{value!r} is no length of a {kind}"
    if key in ("minimum", "maximum") and kind not in ("integer", "number", "date", "year"):
        return f"a {kind} has no {key}"
    if key in ("minimum", "maximum", "enum"):
        values = value if key == "enum" else [value]
        try:
            typed = pl.Series(_typed_values(field, values), dtype=POLARS_TYPES[kind], strict=True)
        except (TypeError, ValueError, OverflowError):
            return f"{value!r} does not fit a {kind}"
        return "" if len(typed) and not typed.null_count() else f"{value!r} holds nothing to compare with"
    return "it is not checked by this toolchain"


def _typed_values(field: dict[str, Any], values: list[Any]) -> list[Any]:
    if field.get("type") == "date":
        return [date.fromisoformat(str(v)) for v in values]
    return [str(v) for v in values] if is_text(field) else list(values)
