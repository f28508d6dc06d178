"""DAT, continued: what the dates of records that belong together rest on."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.rule import Cell, Context, Finding, Offenders, bad, good, rule


@rule(
    "DAT026",
    severity="warning",
    needs=("events", "statements", "evidence"),
    bad=bad("a day inferred from the log", Cell("events", "container-fall", "date_basis", "inferred")),
    good=good(
        "a day inferred from the article",
        Cell("events", "container-fall", "date_basis", "inferred"),
        Cell("events", "container-fall", "date_source", "article"),
    ),
)
def inferred_from_outside(t: Context) -> Iterator[Finding]:
    """A date is inferred from the coded text, and rests on another source.

    Why: *inferred* follows from what the text says; what another source gives is *external*, and is checked there.
    Repair: make the basis external, or empty `date_source`.
    """
    own = t["evidence"].select("event_id", date_source="source_id").drop_nulls()
    events = t["events"].filter(pl.col("date_basis") == "inferred", pl.col("date_source").is_not_null())
    outside = {
        "events": events.join(own, on=["event_id", "date_source"], how="anti"),
        "statements": t["statements"].filter(
            pl.col("date_basis") == "inferred", pl.col("date_source") != pl.col("source_id")
        ),
    }
    for table, rows in outside.items():
        yield Offenders(table, rows, "the date is inferred, but rests on {date_source}", "date_basis")


@rule(
    "DAT028",
    severity="warning",
    needs=("events",),
    bad=bad("talks of one Monday as a standing practice", Cell("events", "monday-talks", "status", "habitual")),
    good=good("bargaining of years as one", Cell("events", "shift-bargaining", "status", "habitual")),
)
def practice_of_one_day(t: Context) -> Iterator[Finding]:
    """A standing practice is dated to a single day.

    Why: *habitual* is bound to no occasion; either the status or the date belongs to something else.
    Repair: correct the status, or give the date an interval or empty it.
    """
    rows = t["events"].filter(pl.col("status") == "habitual", pl.col("earliest") == pl.col("latest"))
    yield Offenders("events", rows, "{event_id} is habitual, and of {date_edtf} only", "status")


RULES = (inferred_from_outside, practice_of_one_day)
