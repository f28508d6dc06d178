"""DAT: what dates are based on."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.kinds import If, Others, has, lacks, of_row, related, unpaired
from event_timeline.rules.rule import Context, Finding, Matches, rule
from event_timeline.rules.scopes import OF_EVENTS, by

UNDATED, SOURCELESS = pl.col("date_edtf").is_null(), pl.col("date_source").is_null()
BASIS, OWN = pl.col("date_basis"), pl.col("own")
TABLES = ("events", "statements")
DATE_WORDS = Others("evidence", where=pl.col("part") == "date")

date_without_basis = of_row(
    "DAT005", "date-without-basis", TABLES,
    unpaired("date_edtf", "date_basis", "{date_edtf} has no date_basis"),
)  # fmt: skip
basis_without_date = of_row(
    "DAT006", "basis-without-date", TABLES,
    *(unpaired(c, "date_edtf", f"{c} is {{{c}!r}}, but there is no date", c) for c in ("date_basis", "date_source")),
)  # fmt: skip
external_date_without_source = of_row(
    "DAT007", "external-date-without-source", TABLES,
    If(SOURCELESS & (BASIS == "external"), "{date_edtf} is external and has no date_source", "date_source"),
)  # fmt: skip


def _with_source(t: Context) -> Iterator[tuple[str, pl.LazyFrame]]:
    """Tables, and their records that have a date_source, with `own`: it is a source that reports the record."""
    both = ["event_id", "date_source"]
    events = t["events"].drop_nulls("date_source")
    shown = t["evidence"].select("event_id", date_source="source_id").join(events.select(both), on=both, how="semi")
    events = events.join(shown.unique().with_columns(own=True), on=both, how="left")
    yield "events", events.with_columns(pl.col("own").fill_null(False))
    yield "statements", t["statements"].with_columns(own=pl.col("date_source") == pl.col("source_id")).drop_nulls("own")


@rule("DAT008", needs=("events", "statements", "evidence"), groups=(OF_EVENTS, by("statement_id", "statements")))
def basis_source_conflict(t: Context) -> Iterator[Finding]:
    for table, rows in _with_source(t):
        inside, outside = rows.filter(BASIS == "external", OWN), rows.filter(BASIS == "stated", ~OWN)
        yield Matches(table, inside, "the date is external, but {date_source} is the coded text itself", "date_source")
        yield Matches(table, outside, "the date is stated, but its source is {date_source}", "date_basis")


@rule("DAT026", severity="warning", needs=("events", "statements", "evidence"))
def inferred_date_with_outside_source(t: Context) -> Iterator[Finding]:
    for table, rows in _with_source(t):
        outside = rows.filter(BASIS == "inferred", ~OWN)
        yield Matches(table, outside, "the date is inferred, but its source is {date_source}", "date_basis")


stated_date_without_words = related(
    "DAT009", "stated-date-without-words", TABLES, lacks(DATE_WORDS), where=BASIS == "stated", column="date_basis",
    message="{date_edtf} is stated, but no evidence of part date shows it", severity="warning",
    complete=("evidence",),
)  # fmt: skip
date_words_without_date = related(
    "DAT010", "date-words-without-date", TABLES, has(DATE_WORDS), column="date_edtf", severity="warning",
    where={"events": UNDATED & pl.col("status").ne_missing("habitual"), "statements": UNDATED},
    message="evidence of part date for {key!r}, but no date",
)  # fmt: skip
