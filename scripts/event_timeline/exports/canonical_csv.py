"""Whether a table's rows, written as CSV again, would make the bytes of its file: found by counting, without writing them.

A file whose quotation marks are all in their places, and that has neither carriage returns nor a byte order mark, differs
from its rows written again only where a cell is quoted and need not be, a record is short or blank, the last line
has no end, the header is written in another way, or the text of a number, date or truth value is not that which its value is
written as. The marks that the cells need, the bytes of them all and the texts that differ are sums, which one pass over the
rows finds beside whatever else it does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import polars as pl

from event_timeline.exports.csv_cells import cell
from event_timeline.tables.byte_scan import ByteScan
from event_timeline.tables.loading import RAW
from event_timeline.tables.types import is_text

SPECIAL = '[,"\n\r]'
"""What a cell has to be quoted for (RFC 4180, section 2, rule 6)."""
WITHOUT_MARKS = ("integer", "date", "year", "number")
"""Types whose cells, where they are as their values are written, need no quotation marks."""


class Sums(NamedTuple):
    """What a pass over the rows of a table found.

    bytes_: of all cells as written, without quotation marks; quoted: cells that need marks around them, where they were searched
    for; different: cells that are not as their values are written.
    """

    rows: int
    bytes_: int
    quoted: int
    different: int


def is_to_search(facts: ByteScan) -> bool:
    """Whether the bytes of a file do not show whether all its quotation marks are needed: where cells hold marks, or some are not."""
    return facts.quotes > 0 and (facts.doubled > 0 or not facts.all_needed)


def sums(schema: Mapping[str, Any], *, searched: bool) -> list[pl.Expr]:
    """The expressions that make `Sums` of typed columns with the cells as written beside them, as `Table.checked` has them.

    searched: whether cells are searched for what needs quotation marks (`is_to_search`).
    """
    fields: list[dict[str, Any]] = schema["fields"]
    written = {f["name"]: pl.col(f["name"] if is_text(f) else RAW + f["name"]) for f in fields}
    markable = [written[f["name"]] for f in fields if searched and f.get("type") not in WITHOUT_MARKS]
    return [
        pl.len().alias("rows"),
        _sum(cells.str.len_bytes() for cells in written.values()).alias("bytes_"),
        _sum(cells.str.contains(SPECIAL) for cells in markable).alias("quoted"),
        _sum(_differs(f, written[f["name"]]) for f in fields if not is_text(f)).alias("different"),
    ]


def _differs(field: Mapping[str, Any], written: pl.Expr) -> pl.Expr:
    """Whether a cell is not as its value is written; for dates and integers without writing it, which costs the most."""
    value = pl.col(field["name"])
    if field.get("type") == "date":  # only one form is read
        return written.is_not_null() & value.is_null()
    if field.get("type") == "integer":  # only digits are read, after a sign, which sorts before them
        shortest = (written >= "1") | (written == "0") | ((written >= "-1") & (written < "0"))
        return written.is_not_null() & (value.is_null() | ~shortest)
    return written.ne_missing(cell(field))


def _sum(numbers: Iterable[pl.Expr]) -> pl.Expr:
    return pl.sum_horizontal(pl.lit(0, pl.Int64), *(n.sum().cast(pl.Int64) for n in numbers))


def is_canonical(facts: ByteScan, header: bytes, schema: Mapping[str, Any], found: Sums) -> bool:
    """Whether a file is certainly what its rows are written as; one of a single column is never called so."""
    columns = [f["name"] for f in schema["fields"]]
    return (
        len(columns) > 1
        and facts.quoting_sound
        and facts.final_newline
        and not facts.carriage_returns
        and not facts.bom
        and header == ",".join(columns).encode() + b"\n"
        and not found.different
        and (not is_to_search(facts) or facts.quotes == 2 * (found.quoted + facts.doubled))
        and facts.size == len(header) + found.bytes_ + facts.quotes - facts.doubled + found.rows * len(columns)
    )
