"""DAT: dates against the days on which sources were published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import polars as pl

from event_timeline.rules.calendar import GRACE, LEEWAY, dated, sure
from event_timeline.rules.kinds import Others, compared, matching
from event_timeline.rules.rule import ROW, Context, Finding, Matches, cached, rule

REPORTING = ("article", "report", "transcript")
"""Kinds of source that report what happened; a calendar, a register or a decision sets a day in advance."""


@cached
def _published(t: Context) -> pl.LazyFrame:
    """event_id, and the days between which the last of the sources that show it appeared: `first_day`, `last_day`; `text`: its date.

    Missing where one of the sources has no date with bounds; an unsure one is taken to be off by `LEEWAY` at most.
    """
    spans = t["evidence"].select("event_id", "source_id").drop_nulls()
    off = pl.when(pl.col("sure")).then(0).otherwise(LEEWAY)
    sources = dated(t, "sources", "source_id").filter(pl.col("bounded")).select(
        "source_id", "text", first_day=pl.col("first_day") - off, last_day=pl.col("last_day") + off
    )  # fmt: skip
    appearances = spans.join(sources, on="source_id", how="left").group_by("event_id")
    days = pl.col("first_day", "last_day")
    last = pl.col("text").sort_by("first_day", "text").last()
    ends = appearances.agg(days.max(), last, unknown=pl.any_horizontal(days.is_null()).any())
    return t.tables.shared(ends.filter(~pl.col("unknown")).drop("unknown"))


STATUS = pl.col("status")
PLANNED = STATUS.is_in(["planned", "conditional"]) & pl.col("polarity").ne_missing("negated")
PUBLISHED = Others("evidence", ("event_id",), frame=_published, beside=("sources",))
IS_OVER = pl.col("last_day") + GRACE < pl.col("first_day_other")
BEGINS_LATER = pl.col("first_day") > pl.col("last_day_other") + GRACE

event_after_publication = compared(
    "DAT012", "event-after-publication",
    Others("events", ("event_id",), STATUS.is_in(["occurred", "ongoing", "habitual"]), dates="sure"), PUBLISHED,
    where=BEGINS_LATER, column="date_edtf", message="{status}, but it begins on {first_day}, after its source of {text_other}",
)  # fmt: skip
planned_in_the_past = compared(
    "DAT013", "planned-in-the-past", Others("events", ("event_id",), PLANNED, dates="sure"), PUBLISHED,
    where=IS_OVER, column="date_edtf", severity="warning",
    message="{status}, but over by {last_day}, before its source of {text_other}",
)  # fmt: skip
ongoing_but_over = compared(
    "DAT014", "ongoing-but-over", Others("events", ("event_id",), STATUS == "ongoing", dates="sure"), PUBLISHED,
    where=IS_OVER, column="date_edtf", message="ongoing, but over by {last_day}, before its source of {text_other}",
)  # fmt: skip
statement_after_publication = compared(
    "DAT015", "statement-after-publication",
    Others("statements", ("source_id",), dates="sure"), Others("sources", ("source_id",), dates="sure"),
    where=BEGINS_LATER, column="date_edtf", beside=True,
    message="said on {first_day} at the earliest, its source is of {last_day_other}",
)  # fmt: skip
date_source_before_event = compared(
    "DAT017", "date-source-before-event",
    Others("events", ("date_source",), STATUS == "occurred", dates="sure"),
    Others("sources", ("source_id",), pl.col("kind").is_in(REPORTING), dates="sure"),
    where=pl.col("last_day_other") + GRACE < pl.col("first_day"), column="date_source", severity="warning", beside=True,
    message="{date_source} of {last_day_other} cannot report what happened on {first_day}",
)  # fmt: skip
report_before_statement = compared(
    "DAT024", "report-before-statement",
    Others("statements", ("within",), dates="sure"), Others("statements", ("statement_id",), dates="sure"),
    where=BEGINS_LATER, column="date_edtf",
    message="said on {first_day} at the earliest, but {within} reports it on {last_day_other}",
)  # fmt: skip


@rule("DAT019", severity="warning", needs=("sources",), scope="rows")
def source_after_package(t: Context) -> Iterator[Finding]:
    try:
        created = date.fromisoformat(str(t.descriptor.get("created"))[:10])
    except ValueError:
        return
    rows = sure(t, "sources").filter(pl.col("first_day") > created.toordinal() + GRACE)
    message = f"{{text}} is after {created}, when the package was made"
    yield Matches("sources", rows, message, "published_edtf", "text")


@matching(
    "DAT033", "event_sources", "{source_id} of {published} cannot report what happened on {happened}", "source_id",
    severity="warning", needs=("event_sources", "events", "sources"),
)  # fmt: skip
def reporting_source_before_event(t: Context) -> pl.LazyFrame:
    texts = sure(t, "sources", "source_id", "kind").filter(pl.col("kind").is_in((*REPORTING, "social-media")))
    texts = texts.select("source_id", published="text", before=pl.col("last_day") + GRACE)
    done = sure(t, "events", "event_id", "status").filter(STATUS.is_in(["occurred", "ongoing"]))
    done = done.select("event_id", happened="text", begins="first_day")
    rows = t["event_sources"].select(ROW, "event_id", "source_id").join(done, on="event_id").join(texts, on="source_id")
    return rows.filter(pl.col("before") < pl.col("begins"))
