"""The dates of the events of an event table: by the beginning, end, precision and year that the mapping names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from event_timeline.importing.rows import dates
from event_timeline.importing.rows.cells import Cells
from event_timeline.importing.rows.known_rows import KnownRows
from event_timeline.importing.rows.row_values import RowValues
from event_timeline.profile.edtf import covered_day, days


class EventDates:
    """Makes the dates of batches."""

    def __init__(self, cells: Cells, values: RowValues) -> None:
        self._cells, self._values = cells, values
        self._spec: dict[str, Any] = values.mapping.section("event").get("date", {})
        self._known = KnownRows()
        self._covered: list[int] = []

    def of_rows(self, made: pl.DataFrame) -> dict[str, pl.Series]:
        """The columns of `events` for the rows of a batch; none where the mapping has no dates."""
        spec = self._spec
        if not spec:
            return {}
        formats = spec.get("formats", dates.DEFAULT_FORMATS)
        found = {name: self._days(name, made, formats) for name in ("start", "end") if name in spec}
        start = found["start"]["day"]
        given = pl.DataFrame({name: of["day"] for name, of in found.items()})
        if dates.needs_text(formats, has_end="end" in spec):
            given = given.hstack(dates.texts_of_ends(found))
        if "end" in spec:
            backwards = (given["end"] < start).fill_null(False)
            if "start_text" in given.columns:
                backwards = backwards & given["start_text"].is_null() & given["end_text"].is_null()
            self._note_backwards(backwards, made)
            given = given.with_columns(end=pl.when(~pl.lit(backwards)).then("end"))
        if "year" in spec:
            year, of_date = made["date year"], dates.years(found["start"])
            if not (year.cast(pl.Int32, strict=False) == of_date).all(ignore_nulls=False):
                differs = year.str.extract(r"^([0-9]{1,4})(?:\.0)?$", 1).cast(pl.Int32) != of_date
                shown = (year, start.cast(pl.String).fill_null(dates.texts(found["start"])))
                self._cells.warn("the year is not that of the date, which is kept", differs, shown)
                if differs.any():
                    self._cells.emptied.update(self._values.whole_columns(spec["year"]))
        precision = pl.lit(None, pl.String)
        if "precision" in spec:
            has_date = dates.texts(found["start"]).is_not_null()
            precision = pl.when(pl.lit(has_date)).then(pl.lit(made["date precision"]))
        width = pl.coalesce(pl.lit(found["start"]["width"]), precision)
        given = given.with_columns(date_precision=precision, width=width)
        rows = self._known.made(given.drop("date_precision"), self._new)
        if "fault" in rows.columns:
            rows = self._checked(rows, made)
        extra = {"date_precision": given["date_precision"]} if "precision" in spec else {}
        return {**rows.to_dict(), **extra}

    def _days(self, name: str, made: pl.DataFrame, formats: Sequence[str]) -> pl.DataFrame:
        where, columns = f"event, date, {name}", self._values.columns_of(self._spec[name])
        return self._cells.days(made[f"date {name}"], formats, where, columns)

    def _note_backwards(self, backwards: pl.Series, made: pl.DataFrame) -> None:
        columns = self._values.columns_of(self._spec.get("end", self._spec["start"]))
        said = f"the end is before the beginning, which is the date; the end is kept in the own column of {columns}"
        if backwards.any():
            self._cells.emptied.update(self._values.whole_columns(self._spec.get("end")))
        self._cells.warn(said, backwards, made.select("^date (start|end)$").get_columns())

    def _checked(self, rows: pl.DataFrame, made: pl.DataFrame) -> pl.DataFrame:
        """The dates that were made of texts, when what is wrong with them is noted."""
        self._note_backwards(rows["fault"] == "backwards", made)
        if (apart := rows["fault"] == "apart").any():
            both = made.select(
                pl.when(pl.lit(apart)).then(pl.format("{} and {}", "date start", "date end"))
            ).to_series()
            columns = " or ".join(self._values.columns_of(self._spec[name]) for name in ("start", "end"))
            hint = "an interval or a set in EDTF has its own end: leave the other cell empty"
            self._cells.valid(both, both.clear(both.len()), "event, date", columns, "one date", hint)
        return rows.drop("fault")

    def _new(self, given: pl.DataFrame) -> pl.DataFrame:
        """The dates of rows that are met for the first time."""
        end, width = (given[c] if c in given.columns else None for c in ("end", "width"))
        found = dates.edtf(
            given["start"], end, width if width is not None and width.null_count() < width.len() else None
        )
        if "start_text" in given.columns:
            found = dates.with_texts(found, given["start_text"], given["end_text"])
        self._cover(found)
        basis = pl.when(pl.col("date_edtf").is_not_null()).then(pl.lit("stated"))
        return found.with_columns(date_basis=basis)

    def _cover(self, found: pl.DataFrame) -> None:
        """Note the first and the last day of dates; those before year 1 have no bounds in the table."""
        bounds = pl.concat([found["earliest"], found["latest"]])
        beyond = found.filter(pl.col("earliest").is_null() & pl.col("latest").is_null())["date_edtf"].drop_nulls()
        ends = [d for d in map(days, [*beyond, *(str(day) for day in (bounds.min(), bounds.max()) if day)]) if d]
        known = self._covered + [day for of in ends for day in (of.earliest, of.latest) if day is not None]
        self._covered = [min(known), max(known)] if known else []

    @property
    def covered(self) -> tuple[str, str] | None:
        """The first and the last day of all events so far, in EDTF."""
        return (covered_day(self._covered[0]), covered_day(self._covered[1])) if self._covered else None
