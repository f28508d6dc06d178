"""DAT: intervals, and single days of what lasts."""

from __future__ import annotations

import polars as pl

from event_timeline.rules.kinds import Dates, of_date

TEXT = pl.col("text")
IS_INTERVAL = pl.col("bounded") & TEXT.str.contains("/", literal=True)
SAME_ENDS = (TEXT.str.split("/").list.n_unique() == 1) & pl.col("first_day").is_not_null()
TO_THE_DAY = TEXT.str.contains(r"^-?\d{4}-\d\d-\d\d/-?\d{4}-\d\d-\d\d$") & (pl.col("table") != "events")

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
