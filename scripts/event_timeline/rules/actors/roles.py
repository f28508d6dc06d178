"""ACT: what actors do in events."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.rule import Context, Finding, Matches, rule
from event_timeline.rules.scopes import by
from event_timeline.tables.loading import ROW


@rule("ACT014", severity="warning", needs=("event_actors",), groups=(by("event_id", "event_actors"),))
def agent_and_recipient(t: Context) -> Iterator[Finding]:
    roles = t["event_actors"].select(ROW, "event_id", "actor_id", "role")
    agents = roles.filter(pl.col("role") == "agent").select("event_id", "actor_id")
    others = roles.filter(pl.col("role").is_in(["recipient", "addressee"]))
    rows = others.join(agents, on=["event_id", "actor_id"], how="semi")
    yield Matches("event_actors", rows, "{actor_id} is agent and {role} of {event_id}", "role")


DEEDS = ("armed-conflict", "assistance", "conflict-outcome", "membership", "reform", "transition")
"""Kinds of event that have neither an addressee nor a chair."""
ACTS = ("pledge", "recommendation", "refusal")
"""Acts of speech: a source that reports them says who speaks. Of other acts a source may not say who did them."""


def _roles(t: Context) -> pl.LazyFrame:
    return t["event_actors"].select(ROW, "event_id", "actor_id", "role").join(
        t["events"].select("event_id", "kind"), on="event_id"
    )  # fmt: skip


@rule("ACT023", severity="warning", needs=("event_actors", "events"))
def role_kind_conflict(t: Context) -> Iterator[Finding]:
    rows = _roles(t).filter(pl.col("role").is_in(["addressee", "chair", "host"]), pl.col("kind").is_in(DEEDS))
    yield Matches("event_actors", rows, "{actor_id} as {role} of {event_id}, of kind {kind}", "role")


@rule("ACT024", severity="warning", needs=("event_actors", "events"))
def act_without_agent(t: Context) -> Iterator[Finding]:
    told = _roles(t).filter(pl.col("kind").is_in(ACTS)).group_by("event_id").agg(
        doers=pl.col("role").is_in(["agent", "participant", "host", "chair", "addressee"]).sum()
    )  # fmt: skip
    rows = t["events"].join(told.filter(pl.col("doers") == 0), on="event_id")
    yield Matches("events", rows, "{event_id}, of kind {kind}, has no participant who acts", "event_id")
