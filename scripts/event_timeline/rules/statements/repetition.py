"""STM: statements that repeat others."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.cycles import rings
from event_timeline.rules.rule import Context, Finding, Offenders, rule
from event_timeline.rules.scopes import by
from event_timeline.rules.similarity import folded, repeated
from event_timeline.rules.statements.nesting import not_after, referring
from event_timeline.tables.loading import ROW

NEEDED = ("statements",)


WITHOUT_BLANKS = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"
"""Letters of scripts that put no blanks between words."""


@rule("STM010", needs=NEEDED)
def repeats_a_later_one(t: Context) -> Iterator[Finding]:
    pairs = referring(t, "repeats", "source_id", "position")
    rows = pairs.filter(pl.col("source_id") == pl.col("source_id_other"), not_after("repeats"))
    yield Offenders(
        "statements", rows, "{statement_id} is no. {position}, but repeats {repeats}, no. {position_other}", "repeats"
    )


@rule("STM011", needs=NEEDED)
def repeats_a_repetition(t: Context) -> Iterator[Finding]:
    pairs = referring(t, "repeats", "source_id", "position")
    chained = t["statements"].select(repeats="statement_id", origin="repeats").drop_nulls()
    ahead = (pl.col("source_id") != pl.col("source_id_other")) | (pl.col("position") > pl.col("position_other"))
    rows = pairs.filter(ahead).join(chained, on="repeats").filter(pl.col("origin") != pl.col("statement_id"))
    yield Offenders("statements", rows, "{repeats} repeats {origin}", "repeats")


@rule("STM012", needs=NEEDED)
def repeated_in_a_circle(t: Context) -> Iterator[Finding]:
    ahead = (pl.col("source_id") != pl.col("source_id_other")) | (pl.col("position") > pl.col("position_other"))
    edges = referring(t, "repeats", "source_id", "position").filter(ahead)
    yield Offenders(
        "statements",
        rings(edges.select(ROW, a="statement_id", b="repeats")),
        "repeats itself: {ring}",
        "repeats",
        "ring",
    )


@rule("STM019", severity="warning", needs=NEEDED)
def repeated_by_another(t: Context) -> Iterator[Finding]:
    rows = referring(t, "repeats", "speaker_id").filter(pl.col("speaker_id") != pl.col("speaker_id_other"))
    yield Offenders("statements", rows, "{speaker_id} here, {speaker_id_other} in {repeats}", "speaker_id")


@rule("STM020", severity="warning", needs=("statements", "statement_events"))
def repeated_otherwise(t: Context) -> Iterator[Finding]:
    said = t["statement_events"].select(ROW, "statement_id", "event_id", "stance", "factuality")
    pairs = said.join(t["statements"].select("statement_id", "repeats").drop_nulls(), on="statement_id")
    first = said.select(
        repeats="statement_id", event_id="event_id", stance_other="stance", factuality_other="factuality"
    )
    rows = pairs.join(first, on=["repeats", "event_id"])
    rows = rows.filter(
        (pl.col("stance") != pl.col("stance_other")) | (pl.col("factuality") != pl.col("factuality_other"))
    )
    message = "{stance} {factuality} of {event_id}, but {repeats}, which it repeats, {stance_other} {factuality_other}"
    yield Offenders("statement_events", rows, message, "factuality")


@rule("STM021", severity="warning", needs=NEEDED, groups=(by("source_id", "statements"),))
def echo_not_marked(t: Context) -> Iterator[Finding]:
    said = t["statements"].select(ROW, "statement_id", "source_id", "speaker_id", "repeats", words=folded("quote"))
    words = pl.col("words")
    long = (words.str.count_matches(" ", literal=True) >= 3) | (words.str.count_matches(WITHOUT_BLANKS) >= 8)
    said = said.filter(long).with_columns(origin=pl.coalesce("repeats", "statement_id"))
    twice = repeated(said, ["source_id", "speaker_id", "words"], "origin")
    yield Offenders(
        "statements", twice.filter(pl.col("first") != pl.col("origin")), "{first} has the same words", "repeats"
    )
