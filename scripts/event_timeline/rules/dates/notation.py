"""DAT: dates as written, their bounds, intervals, and single days of what lasts."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.profile.edtf.misspelled import describe_fault
from event_timeline.rules.calendar import dates_of, has_season
from event_timeline.rules.kinds import Dates, of_date, of_row, unpaired
from event_timeline.rules.rule import ROW, Context, Finding, Matches, rule
from event_timeline.tables.elementwise import each
from event_timeline.texts.spreadsheet_damage import DAMAGED_DATE

TEXT = pl.col("text")
IS_INTERVAL = pl.col("bounded") & TEXT.str.contains("/", literal=True)
SAME_ENDS = (TEXT.str.split("/").list.n_unique() == 1) & pl.col("first_day").is_not_null()
TO_THE_DAY = TEXT.str.contains(r"^-?\d{4}-\d\d-\d\d/-?\d{4}-\d\d-\d\d$") & (pl.col("table") != "events")

malformed_edtf = of_date(
    "DAT001", "malformed-edtf", Dates(~pl.col("valid") & ~pl.col("text").str.contains(DAMAGED_DATE)),
    message="{text!r} is not an EDTF date, or no day of the calendar{end}",
    shown_too={"end": each(pl.col("text"), describe_fault)},
)  # fmt: skip


@rule("DAT002", fixable=True, needs=("events",), scope="rows")
def bounds_differ(t: Context) -> Iterator[Finding]:
    raw = {c: f"_raw:{c}" for c in ("earliest", "latest")}
    rows = t.tables.tables["events"].checked.select(ROW, *raw, *raw.values(), text="date_edtf")
    rows = rows.join(dates_of(t).lazy().filter(pl.col("bounded"), ~has_season()), on="text")
    for column, bound, day in (("earliest", "first_date", "first_day"), ("latest", "last_date", "last_day")):
        readable = pl.col(column).is_not_null() | pl.col(raw[column]).is_null()
        beyond = pl.col(bound).is_null() & pl.col(day).is_not_null()
        no_cell = pl.when(beyond).then(pl.lit("a day that no date cell can hold"))
        wrong = rows.filter(readable, pl.col(column).ne_missing(pl.col(bound)))
        wrong = wrong.with_columns(no_cell.otherwise(pl.col(bound).cast(pl.String)).alias(bound))
        yield Matches("events", wrong, f"{column} is {{{column}}}, {{text!r}} says {{{bound}}}", column)


bounds_without_date = of_row(
    "DAT003", "bounds-without-date", "events",
    *(unpaired(bound, "date_edtf", f"{{{bound}}} without a date_edtf", bound) for bound in ("earliest", "latest")),
)  # fmt: skip
reversed_interval = of_date(
    "DAT004", "reversed-interval", Dates(pl.col("backwards")),
    message="{text!r} begins on {first_day} and ends on {last_day}",
)  # fmt: skip
redundant_interval = of_date(
    "DAT018", "redundant-interval", Dates(IS_INTERVAL & (SAME_ENDS | (TO_THE_DAY & pl.col("is_whole")))),
    message="{text!r} is one day, month or year, written as an interval", severity="warning",
)  # fmt: skip
one_day_practice = of_date(
    "DAT028", "one-day-practice",
    Dates(pl.col("first_day") == pl.col("last_day"), pl.col("status") == "habitual"),
    message="{event_id} is habitual, and of {text} only", tables=("events",), column="status", severity="warning",
)  # fmt: skip
deadline_as_interval = of_date(
    "DAT029", "deadline-as-interval",
    Dates(
        TEXT.str.contains(r"^\s*\.\./[^.]"),
        pl.col("status").is_in(["planned", "conditional"]) & pl.col("polarity").ne_missing("negated"),
    ),
    message="{status}, but {text} has always been going on", tables=("events",), severity="warning",
)  # fmt: skip
