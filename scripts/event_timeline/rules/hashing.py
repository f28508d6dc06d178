"""Whether the words that evidence repeats have the hash beside them, asked once of each distinct pair."""

from __future__ import annotations

import polars as pl

from event_timeline.rules.rule import Context, cached
from event_timeline.texts.text import span_hash

KEPT = 200_000
"""Pairs of words and their hash that are remembered between two batches: names and cue words come back all the time."""
_proved: pl.Series = pl.Series(dtype=pl.UInt64)
"""What stands for the pairs that were found right, 64 bits each: the chance to take a wrong one for one of them is
that of 10^5 in 2^64."""


def unproved(t: Context, only_if: pl.Expr | None = None) -> pl.Expr:
    """True where `exact` of evidence is there, as long as its span, and `sha256` is not its hash.

    only_if: limits the cells that are reported. The first call of this or of `misquoted` reads all of evidence.
    """
    exact = pl.col("exact") if only_if is None else pl.when(only_if).then(pl.col("exact"))
    fits = exact.str.len_chars() == pl.col("char_end") - pl.col("char_start")
    return fits & _differs(exact) if any_wrong(t) else pl.lit(False)


def misquoted(t: Context, only_if: pl.Expr) -> pl.Expr:
    """True where `sha256` is not the hash of `exact`, or missing, among the cells that `only_if` selects."""
    exact = pl.when(only_if).then(pl.col("exact"))
    differs = _differs(exact) if any_wrong(t) else pl.lit(False)
    return exact.is_not_null() & (pl.col("sha256").is_null() | differs)


@cached
def any_wrong(t: Context) -> bool:
    """Whether any hash beside words is not theirs, asked once: mostly none is, and rules that would look at each are spared it."""
    wrong = t["evidence"].select(_differs(pl.col("exact")).any())
    return bool(t.tables.collect(wrong).item())


def _differs(exact: pl.Expr) -> pl.Expr:
    """True where `sha256` is not the hash of the words, and neither is missing."""
    pairs = pl.struct(words=exact, hash=pl.col("sha256"))
    return pairs.map_batches(_wrong, return_dtype=pl.Boolean, is_elementwise=True)


def _wrong(cells: pl.Series) -> pl.Series:
    """Whether each pair is wrong; called by several threads at once, which replace what is proved and never change it."""
    global _proved
    pairs = cells.struct.unnest()
    there = pairs["words"].is_not_null() & pairs["hash"].is_not_null()
    complete = pairs.filter(there)
    proved = _proved if len(_proved) <= KEPT else _proved.clear()
    keys = _keys(complete)
    unknown = complete.with_columns(keys).filter(~keys.is_in(proved.implode())).unique("key")
    right = pl.Series([span_hash(w) == h for w, h in unknown.select("words", "hash").iter_rows()], dtype=pl.Boolean)
    if len(unknown):
        _proved = pl.concat([proved, unknown["key"].filter(right)])
    if right.all():
        return pl.repeat(False, len(cells), dtype=pl.Boolean, eager=True)
    return _keys(pairs).is_in(unknown["key"].filter(~right).implode()) & there


def _keys(pairs: pl.DataFrame) -> pl.Series:
    return (pairs["words"].hash(1) ^ pairs["hash"].hash(2)).alias("key")
