"""STM: statements that repeat others."""

from __future__ import annotations

import polars as pl

from event_timeline.rules.kinds import OTHER, Others, compared, matching
from event_timeline.rules.rule import ROW, Context
from event_timeline.rules.scopes import by
from event_timeline.rules.similarity import folded, repeated
from event_timeline.rules.statements.nesting import AFTER, not_after, referring
from event_timeline.tables.cycles import rings

WITHOUT_BLANKS = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"
"""Letters of scripts that put no blanks between words."""


def _repetitions(t: Context) -> pl.LazyFrame:
    """What repetitions say of events, with `repeats`."""
    repeats = t["statements"].select("statement_id", "repeats").drop_nulls()
    return t["statement_events"].join(repeats, on="statement_id")


repeats_later_statement = compared(
    "STM010", "repeats-later-statement", *referring("repeats"), where=not_after("repeats"), column="repeats",
    message="{statement_id} is no. {position}, but repeats {repeats}, no. {position_other}",
)  # fmt: skip
repeats_a_repetition = compared(
    "STM011", "repeats-a-repetition", *referring("repeats"),
    where=AFTER & (pl.col("repeats_other") != pl.col("statement_id")),
    message="{repeats} repeats {repeats_other}", column="repeats",
)  # fmt: skip
repeats_other_speaker = compared(
    "STM019", "repeats-other-speaker", *referring("repeats"), where=pl.col("speaker_id") != pl.col("speaker_id_other"),
    message="{speaker_id} here, {speaker_id_other} in {repeats}", column="speaker_id", severity="warning",
)  # fmt: skip
inconsistent_repetition = compared(
    "STM020", "inconsistent-repetition",
    Others("statement_events", ("repeats", "event_id"), frame=_repetitions, beside=("statements",)),
    Others("statement_events", ("statement_id", "event_id")),
    where=(pl.col("stance") != pl.col("stance_other")) | (pl.col("factuality") != pl.col("factuality_other")),
    column="factuality", severity="warning",
    message="{stance} {factuality} of {event_id}, but {repeats}, which it repeats, {stance_other} {factuality_other}",
)  # fmt: skip


@matching("STM012", "statements", "repeats itself: {ring}", "repeats", value="ring")
def repetition_cycle(t: Context) -> pl.LazyFrame:
    statements = t["statements"].select(ROW, "statement_id", "repeats", "source_id", "position")
    edges = statements.join(statements, left_on="repeats", right_on="statement_id", suffix=OTHER).filter(AFTER)
    return rings(t.tables.collect(edges.select(ROW, a="statement_id", b="repeats").drop_nulls()))


@matching(
    "STM021", "statements", "{first} has the same words", "repeats", severity="warning",
    groups=(by("source_id", "statements"),),
)  # fmt: skip
def unmarked_repetition(t: Context) -> pl.LazyFrame:
    statements = t["statements"].select(
        ROW, "statement_id", "source_id", "speaker_id", "repeats", words=folded("quote")
    )
    words = pl.col("words")
    long = (words.str.count_matches(" ", literal=True) >= 3) | (words.str.count_matches(WITHOUT_BLANKS) >= 8)
    statements = statements.filter(long).with_columns(origin=pl.coalesce("repeats", "statement_id"))
    twice = repeated(t, statements, ["source_id", "speaker_id", "words"], "origin")
    return twice.filter(pl.col("first") != pl.col("origin"))
