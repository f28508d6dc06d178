"""DAT: what dates are based on."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.rule import Context, Finding, Offenders, rule
from event_timeline.rules.scopes import OF_EVENTS, OF_STATEMENTS, by
from event_timeline.tables.loading import ROW


@rule("DAT005", needs=("events", "statements"), scope="rows")
def date_without_basis(t: Context) -> Iterator[Finding]:
    for table in ("events", "statements"):
        rows = t[table].filter(pl.col("date_edtf").is_not_null(), pl.col("date_basis").is_null())
        yield Offenders(table, rows, "{date_edtf} rests on nothing that is named", "date_basis")


@rule("DAT006", needs=("events", "statements"), scope="rows")
def basis_without_date(t: Context) -> Iterator[Finding]:
    for table in ("events", "statements"):
        for column in ("date_basis", "date_source"):
            rows = t[table].filter(pl.col("date_edtf").is_null(), pl.col(column).is_not_null())
            yield Offenders(table, rows, f"{column} is {{{column}!r}}, but there is no date", column)


@rule("DAT007", needs=("events", "statements"), scope="rows")
def external_date_without_source(t: Context) -> Iterator[Finding]:
    for table in ("events", "statements"):
        rows = t[table].filter(pl.col("date_basis") == "external", pl.col("date_source").is_null())
        yield Offenders(table, rows, "{date_edtf} is external and has no date_source", "date_source")


@rule("DAT008", needs=("events", "statements", "evidence"), groups=(OF_EVENTS, by("statement_id", "statements")))
def basis_against_source(t: Context) -> Iterator[Finding]:
    own = t["evidence"].select("event_id", date_source="source_id").drop_nulls().unique().with_columns(own=True)
    events = t["events"].select(ROW, "event_id", "date_basis", "date_source").drop_nulls("date_source")
    events = events.join(own, on=["event_id", "date_source"], how="left").with_columns(
        own=pl.col("own").fill_null(False)
    )
    statements = t["statements"].select(
        ROW, "date_basis", "date_source", own=pl.col("date_source") == pl.col("source_id")
    )
    for table, rows in (("events", events), ("statements", statements.drop_nulls("own"))):
        inside = rows.filter(pl.col("date_basis") == "external", pl.col("own"))
        yield Offenders(
            table, inside, "the date is external, but {date_source} is the coded text itself", "date_source"
        )
        outside = rows.filter(pl.col("date_basis") == "stated", ~pl.col("own"))
        yield Offenders(table, outside, "the date is stated, but rests on {date_source}", "date_basis")


def _date_words(t: Context, key: str) -> pl.LazyFrame:
    return t["evidence"].filter(pl.col("part") == "date").select(key).drop_nulls()


@rule("DAT009", severity="warning", needs=("events", "statements", "evidence"), groups=(OF_EVENTS, OF_STATEMENTS))
def stated_without_words(t: Context) -> Iterator[Finding]:
    for table, key in (("events", "event_id"), ("statements", "statement_id")):
        rows = t[table].filter(pl.col("date_basis") == "stated").join(_date_words(t, key), on=key, how="anti")
        yield Offenders(table, rows, "{date_edtf} is stated, but no evidence of part date shows it", "date_basis")


@rule("DAT010", severity="warning", needs=("events", "statements", "evidence"), groups=(OF_EVENTS, OF_STATEMENTS))
def words_without_date(t: Context) -> Iterator[Finding]:
    once = {"events": pl.col("status").ne_missing("habitual"), "statements": pl.lit(True)}
    for table, key in (("events", "event_id"), ("statements", "statement_id")):
        undated = t[table].filter(pl.col("date_edtf").is_null(), once[table])
        rows = undated.join(_date_words(t, key), on=key, how="semi")
        yield Offenders(table, rows, f"evidence of part date for {{{key}!r}}, but no date", "date_edtf")


@rule("DAT026", severity="warning", needs=("events", "statements", "evidence"))
def inferred_from_outside(t: Context) -> Iterator[Finding]:
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
