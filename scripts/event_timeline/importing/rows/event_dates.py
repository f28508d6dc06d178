"""The dates of the events of an event table: by the beginning, end, precision and year that the mapping names."""

from __future__ import annotations

from typing import Any

import polars as pl

from event_timeline.importing.rows import dates
from event_timeline.importing.rows.cells import Cells
from event_timeline.importing.rows.known_rows import KnownRows
from event_timeline.importing.rows.row_values import RowValues


class EventDates:
    """Makes the dates of batches. `first_day` and `last_day` are those of all events so far, empty where there are none."""

    def __init__(self, cells: Cells, values: RowValues) -> None:
        self._cells, self._values = cells, values
        self._spec: dict[str, Any] = values.mapping.section("event").get("date", {})
        self._known = KnownRows()
        self.first_day = self.last_day = ""

    def of_rows(self, made: pl.DataFrame) -> dict[str, pl.Series]:
        """The columns of `events` for the rows of a batch; none where the mapping has no dates."""
        spec = self._spec
        if not spec:
            return {}
        formats = spec.get("formats", dates.DEFAULT_FORMATS)
        start, width = self._cells.days(
            made["date start"], formats, "event, date, start", self._values.columns_of(spec["start"])
        )
        given = pl.DataFrame({"start": start})
        if "end" in spec:
            last, _ = self._cells.days(
                made["date end"], formats, "event, date, end", self._values.columns_of(spec["end"])
            )
            backwards = (last < start).fill_null(False)
            if backwards.any():
                self._cells.counts["rows that end before they begin, of which the beginning is kept"] += int(
                    backwards.sum()
                )
                last = last.to_frame("end").select(pl.when(~pl.lit(backwards)).then("end")).to_series()
            given = given.with_columns(end=last)
        if "year" in spec:
            year, of_date = made["date year"], start.dt.year()
            if not (year.cast(pl.Int32, strict=False) == of_date).all(ignore_nulls=False):
                differs = year.str.extract(r"^([0-9]{1,4})(?:\.0)?$", 1).cast(pl.Int32) != of_date
                self._cells.warn("the year is not that of the date, which is kept", differs, (year, start))
        precision = pl.lit(None, pl.String)
        if "precision" in spec:
            precision = pl.when(pl.col("start").is_not_null()).then(pl.lit(made["date precision"]))
        given = given.with_columns(date_precision=precision, width=pl.coalesce(pl.lit(width, pl.String), precision))
        rows = self._known.made(given.drop("date_precision"), self._new)
        extra = {"date_precision": given["date_precision"]} if "precision" in spec else {}
        return {**rows.to_dict(), **extra}

    def _new(self, given: pl.DataFrame) -> pl.DataFrame:
        """The dates of rows that are met for the first time."""
        end, width = (given[c] if c in given.columns else None for c in ("end", "width"))
        found = dates.edtf(given["start"], end, width)
        for name in ("earliest", "latest"):
            low, high = found[name].min(), found[name].max()
            if isinstance(low, str) and isinstance(high, str):
                self.first_day, self.last_day = min(self.first_day or low, low), max(self.last_day, high)
        basis = pl.when(pl.col("date_edtf").is_not_null()).then(pl.lit("stated"))
        return found.with_columns(date_basis=basis)
