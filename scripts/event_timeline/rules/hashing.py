"""Hashes of the words that evidence repeats, once for each distinct string."""

from __future__ import annotations

import polars as pl

from event_timeline.text import span_hash

KEPT = 200_000
"""Hashes that are remembered between two batches: names and cue words come back all the time."""
_known: dict[str, str] = {}


def unproved(only_if: pl.Expr | None = None) -> pl.Expr:
    """True where `exact` is there, as long as its span, and `sha256` is not its hash.

    only_if: looks at no other cells.
    """
    exact = pl.col("exact") if only_if is None else pl.when(only_if).then(pl.col("exact"))
    fits = exact.str.len_chars() == pl.col("char_end") - pl.col("char_start")
    hashed = exact.map_batches(_hashes, return_dtype=pl.String, is_elementwise=True)
    return fits & (hashed != pl.col("sha256"))


def misquoted(only_if: pl.Expr) -> pl.Expr:
    """True where `sha256` is not the hash of `exact`, or missing; looks at no other cells than `only_if` says."""
    exact = pl.when(only_if).then(pl.col("exact"))
    hashed = exact.map_batches(_hashes, return_dtype=pl.String, is_elementwise=True)
    return exact.is_not_null() & hashed.ne_missing(pl.col("sha256"))


def _hashes(words: pl.Series) -> pl.Series:
    """The hash of each cell; called by several threads at once, which share what is known but count on nothing in it."""
    distinct = words.drop_nulls().unique()
    if len(_known) > KEPT:
        _known.clear()
    hashes = pl.Series([_known.get(word) or _remembered(word) for word in distinct], dtype=pl.String)
    return words.replace_strict(distinct, hashes, default=None, return_dtype=pl.String)


def _remembered(word: str) -> str:
    made = _known[word] = span_hash(word)
    return made
