"""What the cells of a column cannot hold, by its schema: those columns need no second look."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, Unpack

import polars as pl

from event_timeline.profile.constraints import as_written, usable_constraints, whole_cell_pattern
from event_timeline.rules.rule import ROW, Context, Declared, Finding, Matches, Rule, cached
from event_timeline.rules.tables.constraints import violated
from event_timeline.tables.loading import SMALL_ROWS

PLAIN = re.compile(r"[\w^$()\[\]{}?*+|-]+", re.ASCII)
"""Patterns of these signs alone, without `[^`, match ASCII letters, digits, `_`, `-` and a few signs, and never a blank."""
Mask = Callable[[pl.Expr], pl.Expr]
Condition = Callable[[Context, str, dict[str, Any]], pl.Expr | None]
WATCHED: list[Mask] = []
"""The masks that `_offended` looks for together."""


def of_columns(
    code: str, slug: str, mask: Mask, message: str, condition: Condition,
    shown: Mapping[str, pl.Expr] | None = None, **declared: Unpack[Declared],
) -> Rule:  # fmt: skip
    """A rule on the cells of all tables as they are written; the message has the cell as `value`.

    mask: true for offenders in a column of any sort; condition: makes the one of a table's field, None where it is not looked
    at; shown: further values that the message names.
    """
    WATCHED.append(mask)

    def rows(records: pl.LazyFrame, where: pl.Expr, written: str) -> pl.LazyFrame:
        return records.filter(where).select(ROW, value=written).with_columns(**shown or {})

    def check(t: Context) -> Iterator[Finding]:
        if t.tables.small and not _offended(t)[WATCHED.index(mask)]:
            return
        for name, table in t.tables.tables.items():
            for field in t.tables.fields(name):
                where = condition(t, name, field)
                if where is not None:
                    found = partial(rows, table.checked, where, as_written(field))
                    yield Matches(name, found, message, field["name"], "value", where=where)

    return Rule(code, slug, check, **declared)


@cached
def _offended(t: Context) -> tuple[bool, ...]:
    """Whether a cell, as written, is an offender, for each of WATCHED: all distinct cells are asked for all at once."""
    frames = t.tables.collect_all([table.text.drop(ROW) for table in t.tables.tables.values()])
    columns = [column.alias("cell") for frame in frames for column in frame.iter_columns()]
    cells = pl.concat(columns).unique() if columns else pl.Series("cell", [], pl.String)
    asked = {str(number): mask(pl.col("cell")).any() for number, mask in enumerate(WATCHED)}
    return cells.drop_nulls().to_frame().select(**asked).row(0)


def settled(t: Context, table: str, field: dict[str, Any], mask: Mask, possible: Iterable[str] = ()) -> bool:
    """Whether a column of a large table keeps to terms or a pattern that `excludes` the offenders of `mask`."""
    large = t.tables.tables[table].rows > SMALL_ROWS
    return large and all(c != field["name"] for c, _ in violated(t)[table]) and excludes(field, mask, possible)


def excludes(field: dict[str, Any], mask: Mask, possible: Iterable[str] = ()) -> bool:
    """Whether no cell that keeps to its field's terms or pattern can be an offender of `mask`.

    possible: all offenders of `mask` that are made of ASCII letters, digits and signs alone. Identifiers, codes, terms
    and numbers are most of a package's cells, and this spares them.
    """
    if field.get("type") in ("integer", "year", "date"):
        return True
    constraints = usable_constraints(field)
    if "enum" in constraints:
        return not _any(mask, [str(term) for term in constraints["enum"]])
    pattern = constraints.get("pattern")
    if pattern is None or not PLAIN.fullmatch(pattern) or "[^" in pattern:
        return False
    words = pl.Series(list(possible), dtype=pl.String)
    return not _any(mask, words.filter(words.str.contains(whole_cell_pattern(pattern))).to_list())


def _any(mask: Mask, values: list[str]) -> bool:
    return bool(pl.select(mask(pl.lit(pl.Series(values, dtype=pl.String))).any()).item()) if values else False
