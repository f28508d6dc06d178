"""REL: who claims relations, and the content of what is said."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.actors.affiliations import above
from event_timeline.rules.relations.joining import joined
from event_timeline.rules.rule import Context, Finding, Matches, rule
from event_timeline.tables.loading import ROW

DEEDS = (
    "armed-conflict",
    "assistance",
    "conflict-outcome",
    "membership",
    "transition",
    "project",
    "reform",
    "cooperation",
)
"""Kinds of the profile that are done, not said or thought, and so have no content. Kinds of a package's own pass."""


@rule("REL006", severity="warning", needs=("event_relations", "statements", "statement_events", "actors"))
def claimant_without_statement(t: Context) -> Iterator[Finding]:
    speakers = t["statements"].select("statement_id", by="speaker_id").drop_nulls()
    kin = above(t)
    kin = pl.concat([kin.select(by="actor_id", according_to="wider"), kin.select(by="wider", according_to="actor_id")])
    spoken = (
        t["statement_events"]
        .select("statement_id", "event_id")
        .join(speakers, on="statement_id")
        .join(kin.unique(), on="by")
        .select("event_id", "according_to")
        .unique()
    )
    claims = t["event_relations"].select(ROW, "event_id", "other_event_id", "according_to").drop_nulls()
    claims = claims.join(t["actors"].select(according_to="actor_id"), on="according_to", how="semi")
    rows = claims.join(spoken, on=["event_id", "according_to"], how="anti")
    rows = rows.join(spoken.rename({"event_id": "other_event_id"}), on=["other_event_id", "according_to"], how="anti")
    yield Matches(
        "event_relations", rows, "{according_to} speaks neither of {event_id} nor of {other_event_id}", "according_to"
    )


@rule("REL007", severity="warning", needs=("event_relations", "events"))
def content_of_action(t: Context) -> Iterator[Finding]:
    rows = joined(t, "kind").filter(pl.col("relation") == "content_of", pl.col("kind_other").is_in(DEEDS))
    yield Matches("event_relations", rows, "{other_event_id} is a {kind_other}, which has no content", "relation")
