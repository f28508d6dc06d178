"""Records that say the same, exactly or nearly."""

from __future__ import annotations

import polars as pl

from event_timeline.rules.rule import ROW, Context
from event_timeline.tables import uniqueness

OTHER = r"[^\p{L}\p{M}\p{N}]"
RUN = rf"(?: {OTHER}|[^\p{{L}}\p{{M}}\p{{N}} ]){OTHER}*"
"""A whole run of what is neither letter nor digit, unless it is one blank already: most are, and stay untouched."""


def folded(column: str) -> pl.Expr:
    """Text as people compare it: NFKC, lower case, every run of other characters than letters and digits one blank."""
    cell = pl.col(column)
    # normalising is what costs, and ASCII is as it should be: those cells are missing where it is done
    beyond_ascii = pl.when(cell.str.len_bytes() != cell.str.len_chars()).then(cell)
    plain = pl.coalesce(beyond_ascii.str.normalize("NFKC"), cell).str.to_lowercase()
    return plain.str.replace_all(RUN, " ").str.strip_chars()


def alike(column: str, other: str) -> pl.Expr:
    """Whether two columns are the same when folded, and not empty."""
    return (folded(column) == folded(other)) & (folded(column) != "")


def begin_alike(column: str, other: str) -> pl.Expr:
    """False where two columns begin with different letters of ASCII, or digits: those differ however they are folded."""
    first, second = (pl.col(c).str.slice(0, 1).str.to_lowercase() for c in (column, other))
    return ~(first.str.contains("[a-z0-9]") & second.str.contains("[a-z0-9]")) | (first == second)


def repeated(t: Context, frame: pl.LazyFrame, key: list[str], name: str, *more: str) -> pl.LazyFrame:
    """The rows whose key an earlier row has too, with `first`, that row's `name`; missing keys never match.

    frame: has ROW, `name` and the key's columns; more: columns of the earlier row that are wanted too, as `first_…`.
    """
    frame = uniqueness.repeated(frame.drop_nulls(key), key, small=t.tables.small)
    first = {"first": name, **{f"first_{column}": column for column in more}}
    several = frame.group_by(key).agg(
        n=pl.len(), first_row=pl.col(ROW).min(), **{n: pl.col(c).get(pl.col(ROW).arg_min()) for n, c in first.items()}
    )
    return frame.join(several.filter(pl.col("n") > 1), on=key).filter(pl.col(ROW) != pl.col("first_row"))
