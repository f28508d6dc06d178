"""DAT: years that are not plausible, by themselves or in their package."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.profile.edtf import civil, day_number, days, iso_day
from event_timeline.rules.calendar import (
    DATED,
    EARLY,
    FIRST_YEAR,
    dated,
    has_season,
    latest_plausible,
    newest_source,
    sure,
)
from event_timeline.rules.kinds import Dates, matching, of_date
from event_timeline.rules.rule import ROW, Context, Finding, Matches, cached, rule

BOUNDED, NOT_OCCURRED = pl.col("bounded"), pl.col("status").ne_missing("occurred")

implausible_year = of_date(
    "DAT011", "implausible-year",
    Dates(BOUNDED & EARLY & (pl.col("table") == "events"), NOT_OCCURRED),
    Dates(BOUNDED & EARLY & (pl.col("table") == "statements")),
    Dates(lambda t: BOUNDED & (pl.col("last_day") > latest_plausible(t))),
    message="{text!r} is far from what news reports", tables=("events", "statements"), beside=("sources",), severity="warning",
)  # fmt: skip


@rule("DAT025", severity="warning", needs=("events", "sources"))
def outside_temporal_coverage(t: Context) -> Iterator[Finding]:
    temporal = t.descriptor.get("temporal")
    temporal = temporal if isinstance(temporal, dict) else {}
    start, end = (days(v) if isinstance(v := temporal.get(k), str) else None for k in ("start", "end"))
    far = (EARLY & NOT_OCCURRED) | (pl.col("last_day") > latest_plausible(t)).fill_null(False)
    rows = sure(t, "events", "status").filter(~far.fill_null(False)).join(_slips(t, "events"), on=ROW, how="anti")
    if start and start.earliest is not None:
        early = rows.filter(pl.col("last_day") < start.earliest)
        message = f"{{text}} is before {iso_day(start.earliest)}, where the coverage starts"
        yield Matches("events", early, message, "date_edtf", "text")
    if end and end.latest is not None:
        late = rows.filter(pl.col("first_day") > end.latest)
        message = f"{{text}} is after {iso_day(end.latest)}, where the coverage ends"
        yield Matches("events", late, message, "date_edtf", "text")


def _slips(t: Context, table: str) -> pl.LazyFrame:
    """Rows of `sources` or `events` that are dated to a month or day of the year 24 where the newest source is of about 2024.

    A data set that declares to begin earlier, or has other dates before FIRST_YEAR, is about antiquity, and has none.
    """
    columns = ("status",) if table == "events" else ()
    rows = dated(t, table, *columns).filter(pl.col("bounded"), pl.col("text").str.contains("^00[0-9][0-9]-[0-9][0-9]"))
    near = _near_publication(t)
    temporal = t.descriptor.get("temporal")
    start = temporal.get("start") if isinstance(temporal, dict) else None
    covered = days(start) if isinstance(start, str) else None
    declared = covered.earliest if covered and covered.earliest is not None else day_number(FIRST_YEAR)
    rows = rows.filter(pl.col("text").str.slice(2, 2).is_in(near), pl.col("first_day") <= declared)
    return rows.filter(pl.col("status") == "occurred") if columns else rows


@cached
def _near_publication(t: Context) -> list[str]:
    """The last two digits of the year of the newest source and its neighbours; none where other dates are of antiquity."""
    newest = newest_source(t)
    if newest is None or newest < day_number(FIRST_YEAR):
        created = days(str(t.descriptor.get("created"))[:10])
        newest = created.latest if created else None
    if newest is None:
        return []
    near = [f"{(civil(newest)[0] + off) % 100:02d}" for off in (-1, 0, 1)]
    slip = pl.col("text").str.contains("^00[0-9][0-9]-[0-9][0-9]") & pl.col("text").str.slice(2, 2).is_in(near)
    ancient = [
        dated(t, table).filter(pl.col("last_day") < day_number(FIRST_YEAR), ~slip).select("text")
        for table, column in DATED
        if t.tables.has(table, column)
    ]
    return [] if ancient and not t.tables.collect(pl.concat(ancient)).is_empty() else near


@rule("DAT030", severity="warning", needs=("events", "statements", "sources"))
def lost_century(t: Context) -> Iterator[Finding]:
    for table in ("sources", "events"):
        message = "{text!r} is of the first century: is its century missing?"
        yield Matches(table, _slips(t, table), message, dict(DATED)[table], "text")


LONGEST = {
    "day": 1, "days": 6, "week": 7, "month": 31, "quarter": 92, "year": 366, "decade": 3653, "century": 36525,
}  # fmt: skip
"""Precision of a date -> the most days within which it says that the event lies."""


@matching(
    "DAT032", "events", "{date_edtf} is {n} days long, and its precision is {date_precision}", "date_precision",
    severity="warning", needs=("events",),
)  # fmt: skip
def precision_finer_than_date(t: Context) -> pl.LazyFrame:
    # the ends of an interval and all members of a set are known to a precision of their own
    precise = t.with_optional("events").select("event_id", "date_precision", "date_edtf").drop_nulls()
    days = dated(t, "events", "event_id").filter(pl.col("bounded"), ~pl.col("text").str.contains(r"[/{]"))
    # the bounds of a season hold that of either hemisphere
    n = pl.col("last_day") - pl.col("first_day") + 1
    n = pl.when(has_season()).then(pl.min_horizontal(n, LONGEST["quarter"])).otherwise(n)
    rows = days.select(ROW, "event_id", n=n).join(precise, on="event_id")
    return rows.filter(pl.col("n") > pl.col("date_precision").replace_strict(LONGEST, default=None))
