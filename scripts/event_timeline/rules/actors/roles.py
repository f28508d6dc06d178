"""ACT: what actors do in events."""

from __future__ import annotations

import polars as pl

from event_timeline.rules.kinds import Others, compared, has, lacks, related

DEEDS = ("armed-conflict", "assistance", "conflict-outcome", "membership", "reform", "transition")
"""Kinds of event that have neither an addressee nor a chair."""
ACTS = ("pledge", "recommendation", "refusal")
"""Acts of speech: a source that reports them says who speaks. Of other acts a source may not say who did them."""
DOERS = ("agent", "participant", "host", "chair")
ROLE, KIND = pl.col("role"), pl.col("kind")

agent_and_recipient = related(
    "ACT014", "agent-and-recipient", "event_actors",
    has(Others("event_actors", where=ROLE == "agent"), key=("event_id", "actor_id")), where=ROLE.is_in(["recipient", "addressee"]),
    message="{actor_id} is agent and {role} of {event_id}", column="role", severity="warning",
)  # fmt: skip
role_kind_conflict = compared(
    "ACT023", "role-kind-conflict", Others("event_actors", ("event_id",), ROLE.is_in(["addressee", "chair", "host"])),
    Others("events", ("event_id",), KIND.is_in(DEEDS)), column="role", severity="warning",
    message="{actor_id} as {role} of {event_id}, of kind {kind_other}",
)  # fmt: skip
act_without_agent = related(
    "ACT024", "act-without-agent", "events", has(Others("event_actors")),
    lacks(Others("event_actors", where=ROLE.is_in([*DOERS, "addressee"]))), where=KIND.is_in(ACTS),
    message="{event_id}, of kind {kind}, has no participant who acts", column="event_id", severity="warning",
    needs=("event_actors",), complete=("participants",),
)  # fmt: skip
