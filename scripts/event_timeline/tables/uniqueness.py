"""Whether a key is duplicated, in tables of any size.

The values are hashed to 64 bits and the hashes sorted: eight bytes a record, whatever the key is made of.
Different hashes prove different keys. Equal ones, which among 10^7 keys meet by chance once in 4 * 10^5 runs,
are decided by the values themselves.
"""

from __future__ import annotations

import polars as pl

from event_timeline.tables.key_hashes import key_hash


def repeats(frame: pl.LazyFrame, key: list[str], *, ascending: bool = False, missing: bool = False) -> bool:
    """Whether two records have the same values in the columns `key`.

    ascending: the records are likely sorted by the key, which then needs no hashing; missing: a missing value
    equals a missing value, otherwise records that lack a part of the key are left out.
    """
    rows = frame.select(key) if missing else frame.select(key).drop_nulls(key)
    if ascending and not missing and not rows.select((~_after(key)).any()).collect(engine="streaming").item():
        return False
    twice = _twice(rows, key)
    if twice.is_empty():
        return False
    suspects = rows.filter(key_hash(key).is_in(twice.implode())).collect(engine="streaming")
    return suspects.n_unique() < suspects.height


def repeated(frame: pl.LazyFrame, key: list[str], *, small: bool = False) -> pl.LazyFrame:
    """Return a small superset of the records whose key is duplicated, missing values being equal; nothing if there are none.

    small: there are so few records that they are filtered when they are asked for, and not hashed before.
    """
    if small:
        return frame.filter(duplicated(key))
    twice = _twice(frame, key)
    return frame.clear() if twice.is_empty() else frame.filter(key_hash(key).is_in(twice.implode()))


def duplicated(key: list[str]) -> pl.Expr:
    """True for a record whose key another one has too, missing values being equal: for few records, as it holds all keys."""
    return (pl.col(key[0]) if len(key) == 1 else pl.struct(key)).is_duplicated()


def _twice(frame: pl.LazyFrame, key: list[str]) -> pl.Series:
    hashes = frame.select(key_hash(key)).collect(engine="streaming").to_series().sort()
    return hashes.filter(hashes == hashes.shift(1)).unique()


def _after(key: list[str]) -> pl.Expr:
    """True where the key is greater than that of the record before, and for the first record."""
    later = pl.lit(False)
    for column in reversed(key):
        now, before = pl.col(column), pl.col(column).shift(1)
        later = (now > before) | ((now == before) & later)
    return later.fill_null(True)
