"""STM: speakers, and what they are called."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.actors.affiliations import above
from event_timeline.rules.kinds import If, of_row
from event_timeline.rules.rule import Context, Finding, Offenders, rule
from event_timeline.rules.similarity import folded
from event_timeline.tables.loading import ROW


@rule("STM014", severity="warning", needs=("statements", "sources"))
def speaker_from_nowhere(t: Context) -> Iterator[Finding]:
    named = pl.any_horizontal(pl.col("speaker_as_reported", "speaker_source").is_not_null())
    columns = ("statement_id", "source_id", "speaker_id", "speaker_as_reported", "speaker_source")
    told = t["statements"].select(ROW, *columns, origin=pl.coalesce("repeats", "statement_id"))
    known = told.filter(named).select("origin", "speaker_id").drop_nulls()
    transcripts = t["sources"].filter(pl.col("kind") == "transcript").select("source_id")
    rows = told.filter(~named, pl.col("speaker_id").is_not_null()).join(known, on=["origin", "speaker_id"], how="anti")
    rows = rows.join(transcripts, on="source_id", how="anti")
    yield Offenders("statements", rows, "nothing says that {speaker_id} is the speaker", "speaker_id")


@rule("STM015", severity="warning", needs=("statements", "actors"), scope="rows", beside=("actors",))
def needless_speaker_source(t: Context) -> Iterator[Finding]:
    names = t["actors"].select(speaker_id="actor_id", known=folded("name"))
    said = (
        t["statements"].drop_nulls(["speaker_id", "speaker_source", "speaker_as_reported"]).join(names, on="speaker_id")
    )
    rows = said.filter(folded("speaker_as_reported") == pl.col("known"))
    yield Offenders("statements", rows, "the source itself names {speaker_as_reported!r}", "speaker_source")


@rule("STM024", severity="warning", needs=("statements", "evidence"), scope="rows")
def attributed_to_nobody(t: Context) -> Iterator[Finding]:
    attributed = pl.any_horizontal(pl.col("speaker_id", "speaker_as_reported", "cue").is_not_null())
    rows = t["statements"].filter(pl.col("kind") == "indirect", ~attributed)
    yield Offenders("statements", rows, "nothing attributes {statement_id} to anybody", "speaker_id")


speaker_source_without_speaker = of_row(
    "STM016",
    "speaker-source-without-speaker",
    "statements",
    If(
        pl.col("speaker_id").is_null() & pl.col("speaker_source").is_not_null(),
        "{speaker_source} is to say who spoke, but there is no speaker_id",
        "speaker_id",
    ),
)


speaker_source_is_the_source = of_row(
    "STM017",
    "speaker-source-is-the-source",
    "statements",
    If(
        pl.col("speaker_source") == pl.col("source_id"),
        "{speaker_source} is the text that the statement stands in",
        "speaker_source",
    ),
)


def kin(t: Context) -> pl.LazyFrame:
    """(actor_id, other): each actor with itself, all that it belongs to and all that belong to it."""
    wider = above(t)
    return pl.concat(
        [wider.select("actor_id", other="wider"), wider.select(actor_id="wider", other="actor_id")]
    ).unique()


@rule("STM026", severity="warning", needs=("statements", "actors"))
def source_for_a_known_speaker(t: Context) -> Iterator[Finding]:
    people = (
        t["actors"]
        .filter(pl.col("kind").is_in(["person", "country"]))
        .select(speaker_id="actor_id", known=folded("name"))
    )
    said = t["statements"].drop_nulls(["speaker_id", "speaker_source", "speaker_as_reported"]).select(
        ROW, "speaker_id", "speaker_source", "speaker_as_reported", words=folded("speaker_as_reported")
    )  # fmt: skip
    pairs = said.join(people, on="speaker_id").filter(pl.col("words") != pl.col("known"))
    last = pl.col("known").str.split(" ").list.last()
    rows = pairs.filter(last.str.len_chars() > 2, pl.col("words").str.split(" ").list.contains(last))
    yield Offenders("statements", rows, "the source itself names {speaker_as_reported!r}", "speaker_source")
