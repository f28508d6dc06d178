"""EVD: what the places of words say of actors and speakers."""

from __future__ import annotations

import polars as pl

from event_timeline.rules.actors.affiliations import kin
from event_timeline.rules.kinds import matching
from event_timeline.rules.rule import ROW, Context
from event_timeline.rules.scopes import by
from event_timeline.texts.proper_names import named

SPAN = ("source_id", "char_start", "char_end", "paragraph")
STANCES = ("statement_events.statement_id", "statement_events.event_id")
"""The columns in which it is looked for whether a statement is on an event."""


def named_speakers(t: Context) -> pl.LazyFrame:
    """(statement_id, actor_id, exact): the actors that the designations of speakers begin by mentioning."""
    spans = t["evidence"].select("source_id", "char_start", "char_end", "part", "exact", "actor_id", "statement_id")
    speakers = spans.filter(pl.col("part") == "speaker").drop_nulls("statement_id").drop("actor_id", "part")
    mentions = spans.drop_nulls("actor_id").select("source_id", "char_start", "actor_id", end="char_end")
    named = speakers.join(mentions, on=["source_id", "char_start"]).filter(pl.col("end") >= pl.col("char_end"))
    return named.select("statement_id", "actor_id", "exact")


@matching(
    "EVD030", "statements", "{exact!r} mentions {actor_id}, {speaker}", "speaker_id", needs=("evidence", "statements")
)
def speaker_actor_mismatch(t: Context) -> pl.LazyFrame:
    statements = t["statements"].filter(pl.col("speaker_source").is_null()).select(ROW, "statement_id", "speaker_id")
    pairs = named_speakers(t).join(statements, on="statement_id")
    pairs = pairs.with_columns(same=pl.col("actor_id").eq_missing(pl.col("speaker_id")))
    rows = pairs.group_by(ROW).agg(pl.col("exact", "actor_id", "speaker_id").first(), same=pl.col("same").any())
    speaker = pl.format("the speaker is {}", "speaker_id").fill_null("the statement has no speaker of record")
    return rows.filter(~pl.col("same")).with_columns(speaker=speaker)


def _inside(t: Context) -> pl.LazyFrame:
    """(statement_id, event_id) wherever a statement's words hold words that report or mention an event."""
    evidence = t["evidence"].select(*SPAN, "part", "event_id", "statement_id")
    words = evidence.filter(pl.col("part").is_in(["quote", "report"])).drop_nulls("statement_id").drop("event_id")
    mentions = evidence.filter(pl.col("part").is_in(["mention", "report"])).drop_nulls("event_id").drop("statement_id")
    words = words.rename({"char_start": "a", "char_end": "b"})
    pairs = words.join(mentions, on=["source_id", "paragraph"])
    inside = pairs.filter((pl.col("char_start") >= pl.col("a")) & (pl.col("char_end") <= pl.col("b")))
    return inside.select("statement_id", "event_id").unique()


@matching(
    "EVD031", "statements", "the words of {statement_id} report {event_id}, for which it has no row", "statement_id",
    severity="warning", needs=("evidence", "statements", "statement_events"), complete=("stances",),
    looks_in=STANCES,
)  # fmt: skip
def missing_stance(t: Context) -> pl.LazyFrame:
    rows = t["statement_events"].select("statement_id", "event_id")
    inner = t["statements"].select("statement_id", outer="within").drop_nulls()
    passed_on = rows.join(inner, on="statement_id").select("event_id", statement_id="outer")
    lost = _inside(t).join(rows, on=["statement_id", "event_id"], how="anti")
    lost = lost.join(passed_on, on=["statement_id", "event_id"], how="anti").sort("statement_id", "event_id")
    return lost.join(t["statements"].select(ROW, "statement_id"), on="statement_id")


@matching(
    "EVD033", "evidence", "{exact!r} is the name of {other}, not of {actor_id}", "actor_id", severity="warning",
    needs=("evidence", "actors"), groups=(by("source_id", "evidence", beside=("actors",)),),
)  # fmt: skip
def mention_of_another_actor(t: Context) -> pl.LazyFrame:
    names = t["actors"].select(name="name", other="actor_id", known=named("name", "kind")).drop_nulls("name")
    own = t["actors"].select("actor_id", own="name")
    mentions = t["evidence"].select(ROW, "source_id", "exact", "actor_id").drop_nulls()
    rows = mentions.join(names, left_on="exact", right_on="name").join(own, on="actor_id")
    rows = rows.filter((pl.col("other") != pl.col("actor_id")) & (pl.col("own") != pl.col("exact")))
    near = mentions.select("source_id", other="actor_id").unique().with_columns(near=True)
    rows = rows.join(near, on=["source_id", "other"], how="left")
    by_text = t.coding["evidence"] == "partial"  # names were marked in each text by itself, and pronouns too
    known, beside = pl.col("known").fill_null(False), pl.col("near").fill_null(False)
    rows = rows.filter(known & beside if by_text else known | beside)
    rows = rows.sort(ROW, "other").unique(ROW, keep="first", maintain_order=True)
    return rows.join(kin(t), on=["actor_id", "other"], how="anti")
