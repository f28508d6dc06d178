"""Cells that have to be of a type: numbers, dates and terms, and what is said of those that are not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import polars as pl

from event_timeline.importing.mapping import Mapping
from event_timeline.importing.rows import dates
from event_timeline.importing.rows.delimited import Batch
from event_timeline.model import UserError

_PLAIN = r"^-?[0-9]+(\.[0-9]+)?$"


class Cells:
    """Checks cells, and counts what was left empty under `file.invalid = "empty"`."""

    def __init__(self, mapping: Mapping, file: str) -> None:
        self._refuse = mapping.section("file").get("invalid", "refuse") == "refuse"
        self._file = file
        self.batch: Batch | None = None
        self.emptied: Counter[str] = Counter()
        self.examples: dict[str, str] = {}
        self.counts: Counter[str] = Counter()
        """What the user should know -> the number of rows."""

    def numbers(self, cells: pl.Series, where: str, low: float | None = None, high: float | None = None) -> pl.Series:
        """Numbers in plain decimal form. Raises UserError for a cell that is not a number, or not from low to high."""
        plain = cells.str.contains(_PLAIN)
        if not plain.all():
            value = cells.cast(pl.Float64, strict=False)
            value = pl.select(pl.when(value.is_finite()).then(value)).to_series()
            whole = value.cast(pl.Int64, strict=False)
            text = pl.select(
                pl.when(plain)
                .then(cells)
                .when(whole == value)
                .then(whole.cast(pl.String))
                .otherwise(value.cast(pl.String))
            ).to_series()
            cells = self.valid(cells, text, where, "a number", "write it with a point and without other signs")
        if low is not None and high is not None:
            value = cells.cast(pl.Float64, strict=False)
            inside = pl.select(pl.when(value.is_between(low, high)).then(cells)).to_series()
            cells = self.valid(cells, inside, where, f"a number from {low:g} to {high:g}", "correct it in the file")
        return cells

    def days(self, cells: pl.Series, formats: Sequence[str], where: str) -> pl.Series:
        """Days. Raises UserError for a cell that has none of the formats."""
        days = dates.parsed(cells, formats)
        return self.valid(cells, days, where, f"a date of the form {' or '.join(formats)}", "add its form to `formats`")

    def valid(self, cells: pl.Series, read: pl.Series, where: str, expected: str, hint: str) -> pl.Series:
        """What was read of cells; a cell of which nothing was read is refused or counted."""
        if read.null_count() == cells.null_count():
            return read
        wrong = (read.is_null() & cells.is_not_null()).arg_true()
        row, value = wrong[0], cells[wrong[0]]
        place = f"{self._file}:{self.batch.line_of(row) if self.batch else 1}"
        if self._refuse:
            raise UserError(
                f"{place}: {where}: {value[:60]!r} is not {expected}",
                f'{hint}, or set file.invalid = "empty" in the mapping, which leaves such cells empty',
            )
        self.emptied[where] += len(wrong)
        self.examples.setdefault(where, f"{place} {value[:60]!r}")
        return read

    def notes(self) -> list[str]:
        """What was left empty, a sentence for each value, and the other counts."""
        left = [
            f"{where}: {n:,} cells could not be read and are empty; the first is {self.examples[where]}"
            for where, n in self.emptied.items()
        ]
        return left + [f"{said}: {n:,}" for said, n in self.counts.items() if n]
