"""What the cells of a column cannot hold, told from its schema: those columns need no second look."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import polars as pl

from event_timeline.schemas import usable_constraints, whole

PLAIN = re.compile(r"[\w^$()\[\]{}?*+|-]+", re.ASCII)
"""Patterns of these signs alone, without `[^`, match ASCII letters, digits, `_`, `-` and a few signs, and never a blank."""
Mask = Callable[[pl.Expr], pl.Expr]


def excludes(field: dict[str, Any], mask: Mask, possible: Iterable[str] = ()) -> bool:
    """Whether no cell that keeps to its field's terms or pattern can be an offender of `mask`.

    possible: all offenders of `mask` that are made of ASCII letters, digits and signs alone. Identifiers, codes
    and terms are most of a package's cells, and this spares them.
    """
    constraints = usable_constraints(field)
    if "enum" in constraints:
        return not _any(mask, [str(term) for term in constraints["enum"]])
    pattern = constraints.get("pattern")
    if pattern is None or not PLAIN.fullmatch(pattern) or "[^" in pattern:
        return False
    words = pl.Series(list(possible), dtype=pl.String)
    return not _any(mask, words.filter(words.str.contains(whole(pattern))).to_list())


def _any(mask: Mask, values: list[str]) -> bool:
    return bool(pl.select(mask(pl.lit(pl.Series(values, dtype=pl.String))).any()).item()) if values else False
