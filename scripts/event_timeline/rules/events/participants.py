"""EVT: the participants of events."""

from __future__ import annotations

import polars as pl

from event_timeline.rules.events.codes import SETTLED
from event_timeline.rules.kinds import matching
from event_timeline.rules.rule import ROW, Context
from event_timeline.rules.scopes import by

DONE = ("assistance", "belief", "conflict-outcome", "membership", "recommendation", "reform", "review", "transition")
"""Kinds of the profile that somebody does, though they have no counterpart in PLOVER or CAMEO."""
CODED = r"\b(plover|cameo):"
"""In a codebook's mapping: the term is an act of one of the two coding schemes."""
BESIDE = ("associate", "beneficiary", "chair", "host", "addressee")
"""Roles that are not an opponent's, unless the record has a side."""
BODIES = ("body", "group", "organisation")


@matching(
    "EVT006", "events", "event {event_id}, of kind {kind}, has no participants", "event_id", severity="warning",
    needs=("events", "event_actors", "evidence", "codebook"),
    groups=(by("event_id", "events", "event_actors", "evidence", beside=("codebook",)),), complete=("participants",),
    looks_in=("events.event_id", "event_actors.event_id"),
)  # fmt: skip
def no_participant(t: Context) -> pl.LazyFrame:
    events = t.counted("events").select(ROW, "event_id", "kind", "plover", "cameo").drop_nulls("event_id")
    rows = events.join(t["event_actors"].select("event_id"), on="event_id", how="anti")
    acts = t["codebook"].filter(pl.col("vocabulary") == "events.kind", pl.col("mapping").str.contains(CODED))
    done = pl.concat([acts.select(kind="term"), pl.LazyFrame({"kind": list(DONE)})])
    acted = rows.join(done, on="kind", how="semi").select(ROW)
    coded = rows.filter(pl.any_horizontal(pl.col("plover", "cameo").is_not_null())).select(ROW)
    rows = rows.join(pl.concat([acted, coded]).unique(), on=ROW, how="semi")
    rows = rows if t.tables.small else t.tables.shared(rows)
    parts = t["evidence"].filter(pl.col("part").is_in(["mention", "report"])).join(rows, on="event_id", how="semi")
    mentioned = parts.group_by("event_id").agg(pl.col("part").unique()).filter(~pl.col("part").list.contains("report"))
    return rows.join(mentioned, on="event_id", how="anti")


@matching(
    "EVT014", "events", "{actor} alone takes part in a {kind}", "event_id", severity="warning",
    needs=("events", "event_actors", "actors"), groups=(by("event_id", "events", "event_actors", beside=("actors",)),),
    complete=("participants",),
)  # fmt: skip
def single_participant_meeting(t: Context) -> pl.LazyFrame:
    kinds = t["actors"].select("actor_id", actor_kind="kind")
    met = t["events"].filter(pl.col("kind").is_in(["meeting", "negotiation"]), pl.col("status").is_in(SETTLED))
    parts = t["event_actors"].select("event_id", "actor_id", "role")
    parts = parts.join(met.select("event_id"), on="event_id", how="semi").join(kinds, on="actor_id")
    alone = parts.group_by("event_id").agg(
        n=pl.col("actor_id").n_unique(), actor=pl.col("actor_id").first(), actor_kind=pl.col("actor_kind").first(),
        equal=(pl.col("role") == "participant").any(),
    ).filter(pl.col("n") == 1, ~pl.col("actor_kind").is_in(BODIES))  # fmt: skip
    return met.join(alone, on="event_id").filter((pl.col("kind") == "negotiation") | pl.col("equal"))


@matching(
    "EVT025", "events", "all opponents in {event_id} are on one side, {first}", "event_id", severity="warning",
    needs=("events", "event_actors"), groups=(by("event_id", "events", "event_actors"),), complete=("participants",),
)  # fmt: skip
def side_without_opposite(t: Context) -> pl.LazyFrame:
    """Two opponents or more with the same letter in a fight or match; a single one may fight another of its name."""
    fights = t["events"].filter(pl.col("kind").is_in(["armed-conflict", "match"])).select(ROW, "event_id")
    parts = t.with_optional("event_actors").select("event_id", "actor_id", "role", "side")
    sides = parts.filter(~pl.col("role").is_in(BESIDE) | pl.col("side").is_not_null())
    alone = sides.join(fights, on="event_id", how="semi").group_by("event_id").agg(
        n=pl.col("side").fill_null("").n_unique(), first=pl.col("side").first(),
        opponents=pl.col("actor_id").filter(pl.col("role") == "side").n_unique(),
    )  # fmt: skip
    alone = alone.filter(pl.col("n") == 1, pl.col("first").is_not_null(), pl.col("opponents") > 1)
    return fights.join(alone, on="event_id")
