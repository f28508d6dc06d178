"""Cells that have to be of a type: numbers and dates, and what is said of those that are not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import polars as pl

from event_timeline.importing.mapping.formats import EDTF
from event_timeline.importing.rows import dates
from event_timeline.importing.rows.delimited import Batch
from event_timeline.importing.rows.known_rows import KnownRows
from event_timeline.io.counting import counted
from event_timeline.model import Problem, RowsError
from event_timeline.tables.types import is_beyond_float

MAX_LISTED = 100
"""Cells that are listed one by one; the others are counted."""
_TWO_READINGS = r"^-?[1-9][0-9]{0,2}\.[0-9]{3}$"
_GROUPED = r"^-?[1-9][0-9]{0,2}(\.[0-9]{3})+([^0-9.][0-9]+)?$"
_PLAIN = r"^-?[0-9]{1,300}(\.[0-9]{1,300})?$"


class Cells:
    """Checks cells. Those that cannot be read are refused together at the end (`refuse`), or left empty and listed."""

    def __init__(self, file: str, *, leave_empty: bool, decimal: str | None = None) -> None:
        self._file, self._leave_empty, self._decimal = file, leave_empty, decimal
        self._stopping: list[Problem] = []
        """Those of the problems that nothing can be left empty for."""
        self._stopping_cells = 0
        self._listed: Counter[str] = Counter()
        """Problems of each value, of which a hundred are enough for the first hundred of all."""
        self.emptied: set[str] = set()
        """The columns, as messages name them, in which cells cannot be read."""
        self.batch: Batch | None = None
        self.problems: list[Problem] = []
        self.total = 0
        """Cells that cannot be read, listed or not."""
        self.warnings: dict[str, tuple[int, list[str]]] = {}
        """What the user should look at -> the number of rows, and the first of them."""
        self.counts: Counter[str] = Counter()
        """What the user should know -> the number of rows."""
        self._days: defaultdict[tuple[str, ...], KnownRows] = defaultdict(KnownRows)

    def numbers(
        self, cells: pl.Series, where: str, column: str, low: float | None = None, high: float | None = None,
        counts: pl.Series | None = None,
    ) -> pl.Series:  # fmt: skip
        """Numbers in plain decimal form; missing where a cell is not a number of 64 bits, or not from low to high.

        counts: of figures, whether each counts something: `1.200` has then two readings, unless the file's decimal sign is known.
        """
        if counts is not None:
            cells = self._grouped(cells, where, column, counts)
        if self._decimal not in (None, "."):
            cells = cells.str.replace(str(self._decimal), ".", literal=True)
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

    def _grouped(self, cells: pl.Series, where: str, column: str, counts: pl.Series) -> pl.Series:
        """Figures without the points that separate thousands; missing where they may separate a fraction."""
        if self._decimal == ".":
            return cells
        if self._decimal is not None:
            grouped = cells.str.contains(_GROUPED)
            if not grouped.any():
                return cells
            plain = (
                pl.when(pl.lit(grouped)).then(pl.col("cell").str.replace_all(".", "", literal=True)).otherwise("cell")
            )
            return cells.to_frame("cell").select(plain).to_series()
        two = cells.str.contains(_TWO_READINGS) & counts
        if not two.any():
            return cells
        said = {
            cell: f"it is {cell.replace('.', '')} or {float(cell):g}"
            for cell in cells.filter(two).unique().drop_nulls()
        }
        read = cells.to_frame("cell").select(pl.when(~pl.lit(two).fill_null(False)).then("cell")).to_series()
        hint = 'set file.decimal in the mapping: "," where the point separates thousands, "." where it separates a fraction'
        return self.valid(cells, read, where, column, "one number", hint, said)

    def days(self, cells: pl.Series, formats: Sequence[str], where: str, column: str) -> pl.DataFrame:
        """`day`, `width` and perhaps `edtf` of `dates.parsed`; missing where a cell has none of the formats."""
        found = self._days[tuple(formats)].made(cells.to_frame("cell"), lambda new: dates.parsed(new["cell"], formats))
        if found["day"].null_count() > cells.null_count():
            read = found.select(pl.coalesce(pl.col("day").cast(pl.String), "^edtf$").alias("read")).to_series()
            both = found["two"].is_not_null()
            if both.any():
                two = cells.to_frame("cell").select(pl.when(pl.lit(both)).then("cell")).to_series()
                said = dict(found.select(cells.alias("cell"), "two").filter(both).unique().iter_rows())
                none = pl.Series([None], dtype=pl.String).new_from_index(0, cells.len())
                hint = "keep only the format that the file uses, or write the dates as YYYY-MM-DD"
                self.valid(two, none, where, column, "one date", hint, said)
                cells = cells.to_frame("cell").select(pl.when(~pl.lit(both)).then("cell")).to_series()
            self.valid(cells, read, where, column, *_expected(formats))
        return found

    def valid(
        self, cells: pl.Series, read: pl.Series, where: str, column: str, expected: str, hint: str,
        said: dict[str, str] | None = None,
    ) -> pl.Series:  # fmt: skip
        """What was read of cells; a cell of which nothing was read is one that cannot be read. said: cell -> why not."""
        if read.null_count() == cells.null_count():
            return read
        wrong = (read.is_null() & cells.is_not_null()).arg_true()
        shown = wrong[: max(MAX_LISTED - self._listed[where], 0)].to_list()
        self._listed[where] += len(shown)
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
        self.emptied.add(column)
        return read

    def missing(self, cells: pl.Series, where: str, column: str, hint: str) -> None:
        """Note the rows that need a value and have none; they are refused in any case."""
        rows = cells.is_null().arg_true()
        for line in self.lines(rows[: max(MAX_LISTED - len(self._stopping), 0)].to_list()):
            self._stopping.append(
                Problem(message=f"{where}: the cell is empty", hint=hint, path=self._file, line=line, column=column)
            )
        self._stopping_cells += len(rows)

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

    @property
    def stops(self) -> bool:
        """Whether there is what stops the import."""
        return bool(self._stopping or (self.problems and not self._leave_empty))

    def check(self, error: Problem | None = None) -> None:
        """Raise RowsError, in the order of the lines, with all that stops the import. error: what ended the reading."""
        more = [error] if error else []
        bad, total = ([], 0) if self._leave_empty else (self.problems, self.total)
        listed = _by_line([*bad, *self._stopping])[:MAX_LISTED]
        if listed or more:
            done = "imported" if bad else "written"  # what can be left empty, and what cannot
            raise RowsError([*listed, *more], done, total + self._stopping_cells + len(more))

    def notes(self) -> list[str]:
        """What was left empty, cell by cell, what is to be looked at, and the other counts."""
        left = []
        if self.problems:
            first_problems = _by_line(self.problems)[:MAX_LISTED]
            listed = "" if len(first_problems) == self.total else f"; the first {len(first_problems)} are listed"
            left = [f"cells that could not be read and are left empty: {self.total:,}{listed}"]
            left += [f"left empty: {problem}" for problem in first_problems]
        left += [
            f"{said}: {counted(n, 'row')}: {', '.join(first)}{' …' if n > len(first) else ''}"
            for said, (n, first) in self.warnings.items()
        ]
        return left + [f"{said}: {n:,}" for said, n in self.counts.items() if n]


def _expected(formats: Sequence[str]) -> tuple[str, str]:
    """What a date of these formats is, and what to do with another cell."""
    others = [written for written in formats if written != EDTF]
    form = f"a date of the form {' or '.join(others)}" if others else ""
    if EDTF not in formats:
        return form, "correct it, or add its form to `formats` (edtf for 2031, 2031-02 and all other dates in EDTF)"
    hint = 'write it in EDTF, as 2031-02-03 or 2031-02, or add its form to `formats`, such as "%d/%m/%Y"'
    return " or ".join(["a date in EDTF", *filter(None, [form])]), hint


def _by_line(problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: problem.line or 0)
