"""ACT, continued: what names, offices, codes and roles say of each other, by affiliation and by kind of event."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.profile.codes import COUNTRIES
from event_timeline.rules.kinds import Others, present
from event_timeline.rules.rule import Context, Finding, Offenders, cached, rule
from event_timeline.tables.loading import ROW

STEPS = 6
"""Affiliations are followed so far: person, department, ministry, government, country."""
DEEDS = (
    "armed-conflict",
    "assistance",
    "conflict-outcome",
    "membership",
    "reform",
    "transition",
)
"""Kinds of event in which nobody is told anything, and which nobody presides over."""
ACTS = ("pledge", "recommendation", "refusal")
"""Acts of speech: what is told of them is who speaks. Of other acts a source may not say who did them."""
ROLES = frozenset(
    "AGR BUS COP CRM CVL DEV EDU ELI ENV GOV HLH HRI IGO IMG INS INT JUD LAB LEG MED MIL MNC MOD NGM NGO OPP PTY RAD REB "
    "REF SEP SET SPY UAF UIS".split()
)
"""Generic role and international codes of the CAMEO codebook 1.1b3, chapter 3."""


@cached
def above(t: Context) -> pl.LazyFrame:
    """(actor_id, wider): each actor with itself and every actor that it belongs to, directly or through others."""
    return _reached(t).collect(engine="streaming").lazy()


def _reached(t: Context) -> pl.LazyFrame:
    edges = t["actors"].select(wider="actor_id", next="affiliation").drop_nulls()
    reached = t["actors"].select("actor_id", wider="actor_id")
    found = [reached]
    for _ in range(STEPS):
        reached = reached.join(edges, on="wider").select("actor_id", wider="next")
        found.append(reached)
    return pl.concat(found).unique()


def _neighbours(code: str) -> set[str]:
    return {code[:i] + code[i + 1] + code[i] + code[i + 2 :] for i in range(len(code) - 1)}


def _slip(code: str) -> str | None:
    """The code meant by one in which two letters of a role, or of an international code, changed places."""
    at = 3 if code[:3] in COUNTRIES else 0
    part = code[at : at + 3]
    if len(part) < 3 or part in ROLES or (at == 0 and part in COUNTRIES):
        return None
    meant = sorted(ROLES & _neighbours(part))
    return code[:at] + meant[0] + code[at + 3 :] if meant else None


@rule("ACT020", severity="warning", needs=("actors",))
def cameo_role_misspelt(t: Context) -> Iterator[Finding]:
    codes = t["actors"].select("cameo").drop_nulls().unique().collect()["cameo"].to_list()
    meant = {code: right for code in codes if (right := _slip(code))}
    slips = pl.LazyFrame(
        {"cameo": list(meant), "right": list(meant.values())}, {"cameo": pl.String, "right": pl.String}
    )
    yield Offenders("actors", t["actors"].join(slips, on="cameo"), "{cameo} is likely {right}", "cameo")


@rule("ACT021", severity="warning", needs=("actors",))
def country_left_uncoded(t: Context) -> Iterator[Finding]:
    states = t["actors"].filter(pl.col("kind") == "country").select(ROW, "actor_id", "country", "cameo")
    coded = states.with_columns(n=pl.col("cameo").count(), bare=pl.col("cameo").null_count())
    rows = coded.filter(
        pl.col("cameo").is_null(), pl.col("country").is_in(COUNTRIES), pl.col("n") > pl.col("bare"), pl.col("n") > 1
    )
    yield Offenders("actors", rows, "{actor_id} has no code, {n} countries have theirs", "cameo")


# --- roles ------------------------------------------------------------------------------------------


def _roles(t: Context) -> pl.LazyFrame:
    return t["event_actors"].select(ROW, "event_id", "actor_id", "role").join(
        t["events"].select("event_id", "kind"), on="event_id"
    )  # fmt: skip


@rule("ACT023", severity="warning", needs=("event_actors", "events"))
def chair_of_a_deed(t: Context) -> Iterator[Finding]:
    rows = _roles(t).filter(pl.col("role").is_in(["addressee", "chair", "host"]), pl.col("kind").is_in(DEEDS))
    yield Offenders("event_actors", rows, "{actor_id} as {role} of {event_id}, of kind {kind}", "role")


@rule("ACT024", severity="warning", needs=("event_actors", "events"))
def done_by_nobody(t: Context) -> Iterator[Finding]:
    told = _roles(t).filter(pl.col("kind").is_in(ACTS)).group_by("event_id").agg(
        doers=pl.col("role").is_in(["agent", "participant", "host", "chair", "addressee"]).sum()
    )  # fmt: skip
    rows = t["events"].join(told.filter(pl.col("doers") == 0), on="event_id")
    yield Offenders("events", rows, "nobody does {event_id}, of kind {kind}", "event_id")


RULES = (
    cameo_role_misspelt,
    country_left_uncoded,
    present(
        "ACT022",
        "country-of-a-country",
        "actors",
        ("affiliation",),
        Others("actors", ("actor_id",), pl.col("kind") == "country"),
        where=pl.col("kind") == "country",
        message="{actor_id} belongs to {affiliation}, a country too",
        column="affiliation",
        severity="warning",
    ),
    chair_of_a_deed,
    done_by_nobody,
)
