"""REL: pledges against what is pledged, who claims relations, and the content of what is said."""

from __future__ import annotations

import polars as pl

from event_timeline.rules.actors.affiliations import kin
from event_timeline.rules.actors.roles import DOERS
from event_timeline.rules.calendar import shown, sure
from event_timeline.rules.evidence.attribution import STANCES
from event_timeline.rules.kinds import matching
from event_timeline.rules.relations.joining import joined, of_events
from event_timeline.rules.rule import ROW, Context

DEEDS = (
    "armed-conflict", "assistance", "conflict-outcome", "membership", "transition", "project", "reform", "cooperation",
)  # fmt: skip
"""Kinds of the profile that are done, not said or thought, and so have no content. Kinds of a package's own pass."""
PLEDGED = (pl.col("relation") == "content_of") & (pl.col("kind_other") == "pledge")


@matching(
    "REL013", "event_relations",
    "{event_id} was over on {last_day} and cannot be the content of {other_event_id}, a pledge of {first_day}",
    "relation", severity="warning", needs=("event_relations", "events"),
)  # fmt: skip
def pledge_of_past_event(t: Context) -> pl.LazyFrame:
    done = pl.col("status").eq("occurred") & pl.col("polarity").eq("affirmed")
    rows = joined(t, "kind", "status", "polarity").filter(PLEDGED, done)
    over = sure(t, "events", "event_id").select("event_id", "last_day")
    made = sure(t, "events", "event_id").select(other_event_id="event_id", first_day="first_day")
    rows = rows.join(over, on="event_id").join(made, on="other_event_id")
    return shown(rows.filter(pl.col("last_day") < pl.col("first_day")), "last_day", "first_day")


TIMELESS = ("basis_of", "condition_of", "content_of", "outcome_of", "part_of", "prevents", "supports")
"""Relations in which an event bears on another; the others compare times only."""


@matching(
    "REL015", "event_relations", "{actor_id} or its like pledges in {other_event_id}, and undergoes {event_id}",
    "event_id", severity="warning", needs=("event_relations", "events", "event_actors", "actors"),
)  # fmt: skip
def pledged_for_others(t: Context) -> pl.LazyFrame:
    pledges = joined(t, "kind").filter(PLEDGED).select(ROW, "event_id", "other_event_id")
    doing = pl.col("role").is_in(DOERS)
    roles = t["event_actors"].filter(doing | (pl.col("role") == "recipient"))
    roles = roles.select("event_id", "actor_id", doing=doing)
    pledgers = roles.filter(pl.col("doing")).select(other_event_id="event_id", by="actor_id")
    done = roles.filter(pl.col("doing")).select("event_id").unique()
    sides = pledges.join(done, on="event_id").join(pledgers, on="other_event_id")
    sides = sides.join(kin(t, "by", "actor_id"), on="by").join(roles, on=["event_id", "actor_id"])
    rows = sides.group_by(ROW).agg(pl.col("event_id", "other_event_id", "actor_id").first(), pl.col("doing").any())
    return rows.filter(~pl.col("doing"))


@matching(
    "REL016", "events", "no relation says what the {kind} {event_id} is about", "event_id", severity="warning",
    needs=("event_relations", "events"), complete=("relations",),
)  # fmt: skip
def pledge_without_content(t: Context) -> pl.LazyFrame:
    relations = t["event_relations"].select("event_id", "relation", "other_event_id")
    content = relations.filter(pl.col("relation") == "content_of").select(event_id="other_event_id")
    acting = relations.filter(pl.col("relation").is_in(TIMELESS)).select("event_id")
    turned = joined(t, "kind").filter(pl.col("relation") == "content_of", pl.col("kind_other").is_in(DEEDS))
    known = {"pledge": pl.concat([content, turned.select("event_id")]), "belief": acting}
    asked = [events.with_columns(kind=pl.lit(kind)) for kind, events in known.items()]
    events = t["events"].filter(pl.col("kind").is_in(list(known)))
    return events.join(pl.concat(asked).unique(), on=["event_id", "kind"], how="anti")


@matching(
    "REL006", "event_relations", "{according_to} speaks neither of {event_id} nor of {other_event_id}", "according_to",
    severity="warning", needs=("event_relations", "statements", "statement_events", "actors"),
    complete=("statements", "stances"), looks_in=("statements.statement_id", "statements.speaker_id", *STANCES),
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
