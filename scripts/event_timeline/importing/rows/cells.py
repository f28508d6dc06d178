"""Cells that have to be of a type: numbers and dates, and what is said of those that are not."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from event_timeline.importing.mapping.formats import EDTF, has_form
from event_timeline.importing.rows import dates
from event_timeline.importing.rows.delimited import Batch
from event_timeline.importing.rows.known_rows import KnownRows
from event_timeline.io.counting import counted
from event_timeline.model import Problem, RowsError
from event_timeline.tables.types import is_beyond_float

MAX_LISTED = 100
"""Cells that are listed one by one; the others are counted."""
MAX_LINES_SHOWN = 5
"""Lines of equal cells that a message names."""
_TWO_READINGS = r"^-?[1-9][0-9]{0,2}[.,][0-9]{3}$"
_PLAIN = r"^-?[0-9]{1,300}(\.[0-9]{1,300})?$"


@dataclass
class _Equal:
    """Equal cells of a field that cannot be read: the problem of the first, and how many there are."""

    problem: Problem
    number: int = 0
    _lines: list[int] = field(default_factory=list)

    def add(self, lines: Sequence[int], number: int) -> None:
        """Count more of them. lines: those of the first."""
        if not self.number:
            self.problem = replace(self.problem, line=lines[0] if lines else None)
            self._message = self.problem.message
        self.number += number
        self._lines = [*self._lines, *lines][:MAX_LINES_SHOWN]
        if self.number > 1:
            more = ", …" if self.number > len(self._lines) else ""
            lines_shown = f", lines {', '.join(map(str, self._lines))}{more}" if self._lines else ""
            self.problem = replace(self.problem, message=f"{self._message} ({self.number:,} cells{lines_shown})")


class Cells:
    """Checks cells. Those that cannot be read are refused together at the end (`refuse`), or left empty and listed."""

    def __init__(
        self, file: str, *, leave_empty: bool, decimal: str | None = None, thousands: str | None = None
    ) -> None:
        self._file, self._leave_empty = file, leave_empty
        self._thousands = thousands or ("." if decimal == "," else None)
        self._decimal = decimal or ("," if thousands == "." else None)
        self._says_thousands = thousands is not None
        self._stopping: list[Problem] = []
        """Those of the problems that nothing can be left empty for."""
        self._stopping_cells = 0
        self._listed: Counter[str] = Counter()
        """Different cells of each field that cannot be read, of which a hundred are enough for the first hundred of all."""
        self.emptied: set[str] = set()
        """The columns, as messages name them, of which fields do not take all cells, so that they are kept as own ones."""
        self.batch: Batch | None = None
        self._wrong: dict[tuple[str, str, str], _Equal] = {}
        """Field, value and what it should be -> the cells that have it."""
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

        counts: of figures, whether each counts something: `1.200` has then two readings, unless the mapping says what its signs are.
        """
        written = cells
        if counts is not None or self._says_thousands:
            cells = self._ungrouped(cells)
        if counts is not None:
            cells = self._of_one_reading(cells, where, column, counts)
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
            given = (
                cells.to_frame("cell").select(pl.when(pl.col("cell").is_not_null()).then(pl.lit(written))).to_series()
            )
            in_degrees = high is not None and high < 1000
            hint = fraction_hint if in_degrees else number_hint
            cells = self.valid(given, read, where, column, "a number", hint)
        if low is not None and high is not None:
            inside = cells.cast(pl.Float64, strict=False).is_between(low, high)
            if not inside.all():
                read = cells.to_frame("cell").select(pl.when(pl.lit(inside)).then("cell")).to_series()
                cells = self.valid(
                    cells, read, where, column, f"a number from {low:g} to {high:g}", "correct it in the file"
                )
        return cells

    def _ungrouped(self, cells: pl.Series) -> pl.Series:
        """Figures without the signs that separate thousands, where the mapping says which these are."""
        if self._thousands is None:
            return cells
        sign = re.escape(self._thousands)
        grouped = cells.str.contains(rf"^-?[1-9][0-9]{{0,2}}({sign}[0-9]{{3}})+([.,][0-9]+)?$")
        if not grouped.any():
            return cells
        plain = pl.col("cell").str.replace_all(self._thousands, "", literal=True)
        return cells.to_frame("cell").select(pl.when(pl.lit(grouped)).then(plain).otherwise("cell")).to_series()

    def _of_one_reading(self, cells: pl.Series, where: str, column: str, counts: pl.Series) -> pl.Series:
        """Figures; missing where their sign may separate thousands or a fraction."""
        two = cells.str.contains(_TWO_READINGS)
        if not two.any():
            return cells
        sign = cells.str.extract("([.,])", 1)
        known = [one for one in (self._decimal, self._thousands) if one]
        two = two & (counts | (sign == ",") | (pl.Series([self._decimal == ","]))) & ~sign.is_in(known)
        if self._decimal == ".":  # a comma is the sign of thousands then, if it is anything
            two = two & (sign != ",")
        if not two.any():
            return cells
        said = {cell: "it is {} or {}".format(*_readings(cell)) for cell in cells.filter(two).unique().drop_nulls()}
        read = cells.to_frame("cell").select(pl.when(~pl.lit(two).fill_null(False)).then("cell")).to_series()
        return self.valid(cells, read, where, column, "one number", _two_readings_hint, said)

    def days(self, cells: pl.Series, formats: Sequence[str], where: str, column: str) -> pl.DataFrame:
        """`day`, `width` and perhaps `edtf` of `dates.parsed`; missing where a cell has none of the formats."""
        found = self._days[tuple(formats)].made(cells.to_frame("cell"), lambda new: dates.parsed(new["cell"], formats))
        if "timed" in found.columns and found["timed"].any():
            self.emptied.add(column)
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
            expected, hint = _expected(formats)
            no_day = "the form fits, and the calendar has no such day: correct it"
            self.valid(cells, read, where, column, expected, lambda value: no_day if has_form(value, formats) else hint)
        return found

    def valid(
        self, cells: pl.Series, read: pl.Series, where: str, column: str, expected: str,
        hint: str | Callable[[str], str],
        said: dict[str, str] | None = None,
    ) -> pl.Series:  # fmt: skip
        """What was read of cells; a cell of which nothing was read is one that cannot be read. said: cell -> why not."""
        if read.null_count() == cells.null_count():
            return read
        wrong = (read.is_null() & cells.is_not_null()).arg_true()
        rows = pl.DataFrame({"row": wrong, "cell": cells.gather(wrong)})
        equal = rows.group_by("cell", maintain_order=True).agg(pl.col("row").head(MAX_LINES_SHOWN), pl.len())
        for value, first, number in equal.iter_rows():
            key = (where, value, expected)
            if key not in self._wrong:
                if self._listed[where] >= MAX_LISTED:
                    continue
                self._listed[where] += 1
                reason = f": {said[value]}" if said and value in said else ""
                self._wrong[key] = _Equal(
                    Problem(
                        message=f"{where}: {value[:60]!r} is not {expected}{reason}",
                        hint=hint if isinstance(hint, str) else hint(value),
                        path=self._file, column=column, value=value[:60],
                    )
                )  # fmt: skip
            self._wrong[key].add(self.lines(first), number)
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

    def warn(self, said: str, wrong: pl.Series, shown: Sequence[pl.Series], of_batch: pl.Series | None = None) -> None:
        """Note rows that the user should look at, the first of them with their lines and some of their cells.

        of_batch: the row of the batch of each, ascending, where these are others.
        """
        rows = wrong.fill_null(False).arg_true()
        if not len(rows):
            return
        number, first = self.warnings.get(said, (0, []))
        some = rows[: max(MAX_LINES_SHOWN - len(first), 0)]
        lines = self.lines((some if of_batch is None else of_batch.gather(some)).to_list())
        for row, line in zip(some, lines, strict=True):
            first.append(f"line {line} ({', '.join(str(cells[row]) for cells in shown)})")
        self.warnings[said] = (number + len(rows), first)

    def lines(self, rows: Sequence[int]) -> list[int]:
        """The physical lines of rows of the batch, which ascend."""
        return self.batch.lines_of(rows) if self.batch and rows else []

    @property
    def problems(self) -> list[Problem]:
        """The cells that cannot be read; equal ones of a field are one problem, in the order of the lines, and at most a hundred."""
        return _by_line([equal.problem for equal in self._wrong.values()])[:MAX_LISTED]

    def _cells_of(self, problems: Sequence[Problem]) -> int:
        """How many cells some of `problems` are about."""
        numbers = {id(equal.problem): equal.number for equal in self._wrong.values()}
        return sum(numbers.get(id(problem), 1) for problem in problems)

    @property
    def stops(self) -> bool:
        """Whether there is what stops the import."""
        return bool(self._stopping or (self._wrong and not self._leave_empty))

    def check(self, error: Problem | None = None) -> None:
        """Raise RowsError, in the order of the lines, with all that stops the import. error: what ended the reading."""
        more = [error] if error else []
        bad, total = ([], 0) if self._leave_empty else (self.problems, self.total)
        listed = _by_line([*bad, *self._stopping])[:MAX_LISTED]
        if listed or more:
            done = "imported" if bad else "written"  # what can be left empty, and what cannot
            shown = [*listed, *more]
            raise RowsError(shown, done, total + self._stopping_cells + len(more), self._cells_of(shown))

    def notes(self) -> list[str]:
        """What was left empty, cell by cell, what is to be looked at, and the other counts."""
        left = []
        if self.problems:
            listed = self._cells_of(self.problems)
            some = "" if listed == self.total else f"; the first {listed:,} are listed"
            left = [f"cells that could not be read and are left empty: {self.total:,}{some}"]
            left += [f"left empty: {problem}" for problem in self.problems]
        left += [
            f"{said}: {counted(n, 'row')}: {', '.join(first)}{' …' if n > len(first) else ''}"
            for said, (n, first) in self.warnings.items()
        ]
        return left + [f"{said}: {n:,}" for said, n in self.counts.items() if n]


def _readings(cell: str) -> tuple[str, str]:
    """A figure with one sign as a number of thousands, and as one with a fraction."""
    return cell.replace(".", "").replace(",", ""), f"{float(cell.replace(',', '.')):g}"


def _two_readings_hint(cell: str) -> str:
    whole, fraction = _readings(cell)
    sign, name = (",", "comma") if "," in cell else (".", "point")
    return (
        f"write {whole} or {fraction}, or say in [file] of the mapping which it is: set file.thousands = {json.dumps(sign)} "
        f"where a {name} separates thousands, and set file.decimal = {json.dumps(sign)} where it separates a fraction"
    )


_HINTS: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (r"(?i)-?1?\.?[0-9]*#?(?:q?s?nan|ind|inf)[0-9]*", lambda m: _unknown_hint(m[0])),
    (r"[-+]?[0-9][0-9.,]{299,}", lambda _: "no number is as large: correct it"),
    (
        r"[−–—‒﹣－]\s*([0-9]+(?:\.[0-9]+)?)",
        lambda m: f"write -{m[1]}, with the minus sign of the keyboard, if a number below 0 is meant",
    ),
    (
        r"(-?[0-9]{1,3}(?:([, '’])[0-9]{3})(?:\2[0-9]{3})*)((?:\.[0-9]+)?)",
        lambda m: (
            f"write {m[1].replace(m[2], '')}{m[3]}, or set file.thousands = {json.dumps(m[2], ensure_ascii=False)} in the mapping"
        ),
    ),
    (r"(-?[0-9]+),([0-9]+)", lambda m: f'write {m[1]}.{m[2]}, or set file.decimal = "," in the mapping'),
    (
        r"([0-9]+) ?(?:-|–|to) ?([0-9]+)",
        lambda m: f"write one number; {m[1]} may be `low` and {m[2]} `high`: see “Ranges in a cell” in docs/import.md",
    ),
    (r"[^0-9]*?(-?[0-9]+(?:\.[0-9]+)?)[^0-9]*", lambda m: f"write the number alone: {m[1]}"),
    (r"[^0-9]+", lambda m: _unknown_hint(m[0])),
)
"""What a cell may look like that is not a number -> what to do with it; the first that fits."""


def _unknown_hint(cell: str) -> str:
    listed = json.dumps(cell[:60], ensure_ascii=False)
    return (
        f"write it in digits; if it means that no number is known, add it to the list in [file]: missing = [{listed}]"
    )


def fraction_hint(cell: str) -> str:
    """The same of a cell that is at most some hundreds, so that its comma separates a fraction."""
    comma = re.fullmatch(r"(-?[0-9]{1,3}),([0-9]+)", cell)
    return f'write {comma[1]}.{comma[2]}, or set file.decimal = "," in the mapping' if comma else number_hint(cell)


def number_hint(cell: str) -> str:
    """What to do with a cell that is not a number."""
    found = ((re.fullmatch(pattern, cell), say) for pattern, say in _HINTS)
    said = next((say(match) for match, say in found if match), "")
    return said or "write it in digits, with a point before a fraction and without other signs, such as 1200 or 12.5"


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
