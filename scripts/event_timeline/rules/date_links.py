"""DAT, continued: what the dates of records that belong together rest on."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.rule import Added, Cell, Context, Finding, Offenders, bad, good, rule
from event_timeline.tables import ROW

TWO_SOURCES = (
    *(
        Cell(table, key, column, value)
        for table, key in (("events", "cable-promise"), ("statements", "veld-promise"))
        for column, value in (("date_edtf", "2024-05-13"), ("date_basis", "external"), ("date_source", "port-log"))
    ),
    *(Cell("events", "cable-promise", column, "2024-05-13") for column in ("earliest", "latest")),
)
"""Edits of the examples: a promise and the statement that makes it, dated by the log."""
CHART = (
    Added("sources", {
        "source_id": "sea-chart", "kind": "reference", "title": "Chart of the bay", "publisher": "Port of Osterhavn",
    }),
    Cell("statements", "veld-promise", "date_source", "sea-chart"),
)  # fmt: skip
WITHIN = ("part_of", "outcome_of", "during", "simultaneous")


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
    own = t["evidence"].select("event_id", date_source="source_id").drop_nulls().unique()
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
    "DAT027",
    severity="warning",
    needs=("events", "statements", "event_relations"),
    bad=bad("a promise and its occasion, one day by two sources", *TWO_SOURCES, *CHART),
    good=good("one day by one source", *TWO_SOURCES),
)
def one_day_by_two_sources(t: Context) -> Iterator[Finding]:
    """A statement and its occasion, or an event and what it is a part or outcome of, have one date by two sources.

    Why: one source gave the day of both; in one of the two another source was named by mistake.
    Repair: name the same source, if it gives the day of both.
    """
    dated = ("date_edtf", "date_source")
    events = t["events"].select("event_id", *dated).drop_nulls()
    said = (
        t["statements"].select(ROW, occasion="occasion", date_edtf="date_edtf", date_source="date_source").drop_nulls()
    )
    pairs = said.join(events, left_on="occasion", right_on="event_id", suffix="_other")
    differing = (pl.col("date_edtf") == pl.col("date_edtf_other")) & (
        pl.col("date_source") != pl.col("date_source_other")
    )
    message = "{date_edtf} by {date_source}, but {other} by {date_source_other}"
    yield Offenders("statements", pairs.filter(differing).with_columns(other="occasion"), message, "date_source")
    related = t["event_relations"].filter(pl.col("relation").is_in(WITHIN)).select("event_id", other="other_event_id")
    own = t["events"].select(ROW, "event_id", *dated).drop_nulls().join(related, on="event_id")
    both = own.join(events, left_on="other", right_on="event_id", suffix="_other")
    rows = both.filter(differing).unique(ROW, keep="first", maintain_order=True)
    yield Offenders("events", rows, message, "date_source")


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


RULES = (
    inferred_from_outside,
    one_day_by_two_sources,
    practice_of_one_day,
)
