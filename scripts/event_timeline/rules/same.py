"""Records that say the same, exactly or nearly."""

from __future__ import annotations

import polars as pl

from event_timeline import distinct
from event_timeline.tables import ROW


def folded(column: str) -> pl.Expr:
    """Text as people compare it: NFKC, lower case, every run of other characters than letters and digits one blank."""
    cell = pl.col(column)
    # normalising is what costs, and ASCII is as it should be: those cells are missing where it is done
    beyond_ascii = pl.when(cell.str.len_bytes() != cell.str.len_chars()).then(cell)
    plain = pl.coalesce(beyond_ascii.str.normalize("NFKC"), cell).str.to_lowercase()
    return plain.str.replace_all(r"[^\p{L}\p{M}\p{N}]+", " ").str.strip_chars()


def repeated(frame: pl.LazyFrame, key: list[str], name: str) -> pl.LazyFrame:
    """The rows whose key an earlier row has too, with `first`, that row's `name`; missing keys never match.

    frame: has ROW, `name` and the key's columns.
    """
    frame = distinct.repeated(frame.drop_nulls(key), key)
    several = (
        frame.group_by(key)
        .agg(n=pl.len(), first_row=pl.col(ROW).min(), first=pl.col(name).get(pl.col(ROW).arg_min()))
        .filter(pl.col("n") > 1)
    )
    return frame.join(several, on=key).filter(pl.col(ROW) != pl.col("first_row"))
