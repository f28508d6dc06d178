"""REL: who claims relations, and the content of what is said."""

from __future__ import annotations

import polars as pl

from event_timeline.rules.actors.affiliations import kin
from event_timeline.rules.kinds import matching
from event_timeline.rules.relations.joining import of_events
from event_timeline.rules.rule import ROW, Context

DEEDS = (
    "armed-conflict", "assistance", "conflict-outcome", "membership", "transition", "project", "reform", "cooperation",
)  # fmt: skip
"""Kinds of the profile that are done, not said or thought, and so have no content. Kinds of a package's own pass."""


@matching(
    "REL006", "event_relations", "{according_to} speaks neither of {event_id} nor of {other_event_id}", "according_to",
    severity="warning", needs=("event_relations", "statements", "statement_events", "actors"),
    complete=("statements", "stances"),
)  # fmt: skip
def claimant_without_statement(t: Context) -> pl.LazyFrame:
    speakers = t["statements"].select("statement_id", by="speaker_id").drop_nulls()
    spoken = t["statement_events"].select("statement_id", "event_id").join(speakers, on="statement_id")
    spoken = spoken.join(kin(t, "by", "according_to"), on="by").select("event_id", "according_to").unique()
    claims = t["event_relations"].select(ROW, "event_id", "other_event_id", "according_to").drop_nulls()
    claims = claims.join(t["actors"].select(according_to="actor_id"), on="according_to", how="semi")
    rows = claims.join(spoken, on=["event_id", "according_to"], how="anti")
    return rows.join(spoken.rename({"event_id": "other_event_id"}), on=["other_event_id", "according_to"], how="anti")


content_of_action = of_events(
    "REL007", "content-of-action", (pl.col("relation") == "content_of") & pl.col("kind_other").is_in(DEEDS),
    message="{other_event_id} is a {kind_other}, which has no content", severity="warning",
)  # fmt: skip
