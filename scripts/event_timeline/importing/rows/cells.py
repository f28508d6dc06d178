"""Cells that have to be of a type: numbers and dates, and what is said of those that are not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import polars as pl

from event_timeline.importing.rows import dates
from event_timeline.importing.rows.delimited import Batch
from event_timeline.io.counting import counted
from event_timeline.model import Problem, RowsError
from event_timeline.tables.types import is_beyond_float

MAX_LISTED = 100
"""Cells that are listed one by one; the others are counted."""
MAX_KNOWN = 200_000
"""Different dates that are remembered."""
_PLAIN = r"^-?[0-9]{1,300}(\.[0-9]{1,300})?$"


class Cells:
    """Checks cells. Those that cannot be read are refused together at the end (`refuse`), or left empty and listed."""

    def __init__(self, file: str, *, leave_empty: bool, decimal: str = ".") -> None:
        self._file, self._leave_empty, self._decimal = file, leave_empty, decimal
        self.batch: Batch | None = None
        self.problems: list[Problem] = []
        self.total = 0
        """Cells that cannot be read, listed or not."""
        self.warnings: dict[str, tuple[int, list[str]]] = {}
        """What the user should look at -> the number of rows, and the first of them."""
        self.counts: Counter[str] = Counter()
        """What the user should know -> the number of rows."""
        self._days: dict[tuple[str, ...], pl.DataFrame] = {}

    def numbers(
        self, cells: pl.Series, where: str, column: str, low: float | None = None, high: float | None = None
    ) -> pl.Series:
        """Numbers in plain decimal form; missing where a cell is not a number of 64 bits, or not from low to high."""
        if self._decimal != ".":
            cells = cells.str.replace(self._decimal, ".", literal=True)
        plain = cells.str.contains(_PLAIN)
        if not plain.all():
            value = pl.col("cell").cast(pl.Float64, strict=False)
            value = pl.when(value.is_finite() & ~is_beyond_float(value, pl.col("cell"))).then(value)
            whole = value.cast(pl.Int64, strict=False)
            text = (
                pl.when(pl.lit(plain)).then("cell").when(whole == value).then(whole.cast(pl.String))
                .otherwise(value.cast(pl.String))
            )  # fmt: skip
            read = cells.to_frame("cell").select(text).to_series()
            hint = "write it with a point and without other signs"
            cells = self.valid(cells, read, where, column, "a number", hint)
        if low is not None and high is not None:
            inside = cells.cast(pl.Float64, strict=False).is_between(low, high)
            if not inside.all():
                read = cells.to_frame("cell").select(pl.when(pl.lit(inside)).then("cell")).to_series()
                cells = self.valid(
                    cells, read, where, column, f"a number from {low:g} to {high:g}", "correct it in the file"
                )
        return cells

    def days(
        self, cells: pl.Series, formats: Sequence[str], where: str, column: str
    ) -> tuple[pl.Series, pl.Series | None]:
        """Days, and where a format has no day the width of each date; missing where a cell has none of the formats."""
        key = tuple(formats)
        known = self._days.get(key)
        if known is None or known.height > MAX_KNOWN:
            known = dates.parsed(pl.Series([], dtype=pl.String), formats)
        named = cells.to_frame("cell")
        found = named.join(known, on="cell", how="left", maintain_order="left")
        if found["day"].null_count() > cells.null_count():
            new = named.unique().drop_nulls().join(known, on="cell", how="anti")["cell"]
            known = pl.concat([known, dates.parsed(new, formats)])
            found = named.join(known, on="cell", how="left", maintain_order="left")
        self._days[key] = known
        days = found["day"]
        if days.null_count() > cells.null_count():
            both = found["two"].is_not_null()
            expected = f"a date of the form {' or '.join(formats)}"
            if both.any():
                two = found.select(pl.when(pl.lit(both)).then("cell")).to_series()
                said = dict(found.filter(both).select("cell", "two").unique().iter_rows())
                none = pl.Series([None], dtype=pl.String).new_from_index(0, cells.len())
                hint = "keep only the format that the file uses, or write the dates as YYYY-MM-DD"
                self.valid(two, none, where, column, "one date", hint, said)
                cells = cells.to_frame("cell").select(pl.when(~pl.lit(both)).then("cell")).to_series()
            self.valid(cells, days, where, column, expected, "correct it, or add its form to `formats`")
        return days, found["width"] if known["width"].null_count() < known.height else None

    def valid(
        self, cells: pl.Series, read: pl.Series, where: str, column: str, expected: str, hint: str,
        said: dict[str, str] | None = None,
    ) -> pl.Series:  # fmt: skip
        """What was read of cells; a cell of which nothing was read is one that cannot be read. said: cell -> why not."""
        if read.null_count() == cells.null_count():
            return read
        wrong = (read.is_null() & cells.is_not_null()).arg_true()
        shown = wrong[: max(MAX_LISTED - len(self.problems), 0)].to_list()
        for row, line in zip(shown, self.lines(shown), strict=True):
            value = cells[row]
            reason = f": {said[value]}" if said and value in said else ""
            self.problems.append(
                Problem(
                    message=f"{where}: {value[:60]!r} is not {expected}{reason}", hint=hint, path=self._file, line=line,
                    column=column, value=value[:60],
                )
            )  # fmt: skip
        self.total += len(wrong)
        return read

    def missing(self, cells: pl.Series, where: str, column: str, hint: str) -> None:
        """Note the rows that need a value and have none; they are refused in any case."""
        rows = cells.is_null().arg_true()
        for line in self.lines(rows[: max(MAX_LISTED - len(self.problems), 0)].to_list()):
            self.problems.append(
                Problem(message=f"{where}: the cell is empty", hint=hint, path=self._file, line=line, column=column)
            )
        self.total += len(rows)
        self._leave_empty = self._leave_empty and not len(rows)

    def warn(self, said: str, wrong: pl.Series, shown: Sequence[pl.Series]) -> None:
        """Note rows that the user should look at, the first of them with their lines and some of their cells."""
        rows = wrong.fill_null(False).arg_true()
        if not len(rows):
            return
        number, first = self.warnings.get(said, (0, []))
        some = rows[: max(5 - len(first), 0)].to_list()
        for row, line in zip(some, self.lines(some), strict=True):
            first.append(f"line {line} ({', '.join(str(cells[row]) for cells in shown)})")
        self.warnings[said] = (number + len(rows), first)

    def lines(self, rows: Sequence[int]) -> list[int]:
        """The physical lines of rows of the batch, which ascend."""
        return self.batch.lines_of(rows) if self.batch and rows else []

    def check(self, error: Problem | None = None) -> None:
        """Raise RowsError, with all that cannot be read, unless it is left empty. error: what ended the reading."""
        more = [error] if error else []
        if more or (self.problems and not self._leave_empty):
            raise RowsError([*self.problems, *more], "imported", self.total + len(more))

    def notes(self) -> list[str]:
        """What was left empty, cell by cell, what is to be looked at, and the other counts."""
        left = []
        if self.problems:
            listed = "" if len(self.problems) == self.total else f"; the first {len(self.problems)} are listed"
            left = [f"cells that could not be read and are left empty: {self.total:,}{listed}"]
            left += [f"left empty: {problem}" for problem in self.problems]
        left += [
            f"{said}: {counted(n, 'row')}: {', '.join(first)}{' …' if n > len(first) else ''}"
            for said, (n, first) in self.warnings.items()
        ]
        return left + [f"{said}: {n:,}" for said, n in self.counts.items() if n]
