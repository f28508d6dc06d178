"""STM: speakers, and what they are called."""

from __future__ import annotations

import polars as pl

from event_timeline.rules.kinds import If, Others, compared, lacks, of_query, of_row, related, unpaired
from event_timeline.rules.similarity import folded

SPEAKER, SOURCE, REPORTED = pl.col("speaker_id"), pl.col("speaker_source"), pl.col("speaker_as_reported")
NAMED, UNNAMED = REPORTED.is_not_null() | SOURCE.is_not_null(), REPORTED.is_null() & SPEAKER.is_null()
BASIS = pl.col("speaker_basis")
ORIGIN = pl.coalesce("repeats", "statement_id")
FROM_OUTSIDE = Others("statements", ("speaker_id",), SOURCE.is_not_null() & REPORTED.is_not_null())
WORDLESS = (pl.col("kind") == "indirect") & pl.col("cue").is_null()
LAST_NAME = folded("name_other").str.split(" ").list.last()


def _explained(*bases: str) -> Others:
    """Statements whose `speaker_basis` is one of these."""
    return Others("statements", ("statement_id",), BASIS.is_in(bases), frame=lambda t: t.with_optional("statements"))


unattributed_speaker = related(
    "STM014", "unattributed-speaker", "statements",
    lacks(Others("statements", (ORIGIN, "speaker_id"), NAMED), key=(ORIGIN, "speaker_id")),
    lacks(Others("sources", ("source_id",), pl.col("kind") == "transcript"), key=("source_id",)),
    lacks(_explained("turn", "inferred"), key=("statement_id",)),
    where=~NAMED & SPEAKER.is_not_null(), column="speaker_id", severity="warning",
    message="nothing says that {speaker_id} is the speaker",
)  # fmt: skip
redundant_speaker_source = compared(
    "STM015", "redundant-speaker-source", FROM_OUTSIDE, Others("actors", ("actor_id",)),
    where=folded("speaker_as_reported") == folded("name_other"), column="speaker_source", beside=True, severity="warning",
    message="the source itself names {speaker_as_reported!r}",
)  # fmt: skip
speaker_source_without_speaker = of_row(
    "STM016", "speaker-source-without-speaker", "statements",
    unpaired("speaker_source", "speaker_id", "{speaker_source} is to say who spoke, but there is no speaker_id"),
)  # fmt: skip
coded_source_as_speaker_source = of_row(
    "STM017", "coded-source-as-speaker-source", "statements",
    If(pl.col("source_id") == SOURCE, "{speaker_source} is the source of the statement itself", "speaker_source"),
)  # fmt: skip
missing_attribution = related(
    "STM024", "missing-attribution", "statements", lacks(_explained("unattributed"), key=("statement_id",)),
    where=WORDLESS & UNNAMED,
    message="{statement_id} has no speaker, designation or cue", column="speaker_id", needs=("evidence",), severity="warning",
)  # fmt: skip
source_for_partly_named_speaker = compared(
    "STM026", "source-for-partly-named-speaker", FROM_OUTSIDE,
    Others("actors", ("actor_id",), pl.col("kind").is_in(["person", "country"])),
    where=(folded("speaker_as_reported") != folded("name_other")) & (LAST_NAME.str.len_chars() > 2)
    & folded("speaker_as_reported").str.split(" ").list.contains(LAST_NAME),
    message="the source itself names {speaker_as_reported!r}", column="speaker_source", severity="warning",
)  # fmt: skip
speaker_basis_conflict = of_query(
    "STM035", "speaker-basis-conflict", "statements", lambda t: t.with_optional("statements"),
    If(
        (BASIS == "unattributed") & SPEAKER.is_not_null() & SOURCE.is_null() & pl.col("repeats").is_null(),
        "{statement_id} is unattributed, and its speaker is {speaker_id}", "speaker_basis",
    ),
    If(
        BASIS.is_in(["stated", "turn", "inferred"]) & UNNAMED & ~WORDLESS,
        "speaker_basis is {speaker_basis}, and {statement_id} has neither a speaker nor a designation", "speaker_basis",
    ),
    severity="warning",
)  # fmt: skip
