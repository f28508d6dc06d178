"""What is made of rows, once for each different one: columns of dates, codes and places hold few values many times."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl

MAX_KNOWN_ROWS = 200_000
"""Different rows that are remembered."""
_IS_KNOWN = "\x00known"


class KnownRows:
    """Remembers what was made of rows. max_rows: how many are kept before all are forgotten; None keeps them for good."""

    def __init__(self, max_rows: int | None = MAX_KNOWN_ROWS) -> None:
        self._max_rows = max_rows
        self._known: pl.DataFrame | None = None

    def made(
        self, rows: pl.DataFrame, make: Callable[[pl.DataFrame], pl.DataFrame], on: Sequence[str] = ()
    ) -> pl.DataFrame:
        """What make returns for each of the rows; it is called with those that are not known, each once.

        on: the columns that distinguish rows, if not all; the first of the rows that are equal in them is used.
        """
        on = list(on) or rows.columns
        if rows.height > 1 and all(_is_constant(rows[name]) for name in on):  # as a country may be, or what is missing
            one = self.made(rows.head(1), make, on)
            return pl.DataFrame([column.new_from_index(0, rows.height) for column in one])
        keys = rows[on]
        found = self._joined(keys)
        if found is None or found[_IS_KNOWN].null_count():
            new = rows if found is None else rows.filter(found[_IS_KNOWN].is_null())
            new = new.unique(on, keep="first", maintain_order=True)
            made = pl.concat([new.select(on), make(new)], how="horizontal").with_columns(pl.lit(True).alias(_IS_KNOWN))
            self._known = made if self._known is None else pl.concat([self._known, made])
            found = self._joined(keys)
            assert found is not None
            if self._max_rows is not None and self._known.height > self._max_rows:
                self._known = None
        return found[[name for name in found.columns if name != _IS_KNOWN and name not in on]]

    def _joined(self, keys: pl.DataFrame) -> pl.DataFrame | None:
        if self._known is None:
            return None
        return keys.join(self._known, on=keys.columns, how="left", nulls_equal=True, maintain_order="left")


def _is_constant(cells: pl.Series) -> bool:
    return bool(cells[0] == cells[-1] and cells.eq_missing(cells[0]).all())
