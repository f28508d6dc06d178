"""Keys as numbers of 64 bits, by which records of large tables are looked up: it takes half the time and memory of their words.

Different numbers prove different keys. Equal ones of different keys meet by chance: among 10^7 keys one that is not there is taken
for one of them once in 10^12 times. The seed is drawn for each process, so that a package cannot be made with such keys.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import reduce
from operator import xor
from typing import Literal

import polars as pl

SEED = int.from_bytes(os.urandom(7), "big")
NUMBER = "\0number"
"""The column of the numbers, which no table has."""


def key_hash(columns: Sequence[str], seed: int = 1) -> pl.Expr:
    """64 bits of a key; a part that is missing has a number of its own."""
    return reduce(xor, (pl.col(column).hash(seed + place) for place, column in enumerate(columns)))


def looked_up(
    rows: pl.LazyFrame, keys: pl.LazyFrame, on: Sequence[str], how: Literal["semi", "anti"], *, small: bool
) -> pl.LazyFrame:
    """The rows whose key is among the keys (`semi`), or is not (`anti`).

    on: the key's columns, named alike in both; where there is one, no key is missing, and of several a part may be, here as
    there. small: there are so few keys that their words are compared.
    """
    if small:
        return rows.join(keys, on=on, how=how, nulls_equal=len(on) > 1)
    number = key_hash(on, SEED).alias(NUMBER)
    return rows.with_columns(number).join(keys.select(number), on=NUMBER, how=how).drop(NUMBER)
