"""STM: the stances of statements, and the status of the events that they are on."""

from __future__ import annotations

import polars as pl

from event_timeline.rules.actors.affiliations import kin
from event_timeline.rules.actors.roles import DOERS
from event_timeline.rules.calendar import shown, sure
from event_timeline.rules.evidence.attribution import named_speakers
from event_timeline.rules.families import reference
from event_timeline.rules.kinds import If, Others, has, lacks, matching, of_row, related
from event_timeline.rules.rule import ROW, Context

FACTUALITY = pl.col("factuality")
AT_ODDS: dict[str, list[str]] = reference("statements")["at_odds"]
UNUSUAL: dict[str, list[str]] = reference("statements")["unusual"]


def _is_one_of(pairs: dict[str, list[str]]) -> pl.Expr:
    """Whether a row has a stance and one of its factualities."""
    return pl.any_horizontal((pl.col("stance") == s) & FACTUALITY.is_in(values) for s, values in pairs.items())


stance_factuality_conflict = of_row(
    "STM018", "stance-factuality-conflict", "statement_events",
    If(_is_one_of(AT_ODDS), "{statement_id} {stance} {event_id} as {factuality}", "factuality"),
)  # fmt: skip
IS_FACT = (FACTUALITY == "CT+") & pl.col("stance").is_in(["asserts", "presupposes", "condemns", "praises", "blames"])
status_contradicts_speakers = related(
    "STM031", "status-contradicts-speakers", "events",
    has(Others("statement_events", where=FACTUALITY.is_not_null())),
    lacks(Others("statement_events", where=FACTUALITY.is_not_null() & ~IS_FACT)),
    where=(pl.col("polarity") != "affirmed") | (pl.col("status") == "hypothetical"),
    message="{event_id} is {status} and {polarity}, all speakers say CT+", column="status", severity="warning",
    needs=("statement_events",),
)  # fmt: skip
AHEAD = ("commits", "demands", "intends", "predicts", "warns")
"""Stances towards what is still to come or to go on."""


@matching(
    "STM025", "statement_events", "{by} commits to {event_id}, which others do", "stance", severity="warning",
    needs=("statements", "statement_events", "event_actors", "actors", "evidence"),
)  # fmt: skip
def commitment_for_others(t: Context) -> pl.LazyFrame:
    bound = t["statement_events"].filter(pl.col("stance") == "commits").select(ROW, "statement_id", "event_id")
    named = named_speakers(t).select("statement_id", by="actor_id")
    record = t["statements"].filter(pl.col("speaker_source").is_null()).select("statement_id", by="speaker_id")
    speakers = pl.concat([named, record.drop_nulls()]).unique()
    joined, sides = kin(t, other="by"), bound.join(speakers, on="statement_id")

    def taking_part(*roles: str) -> pl.LazyFrame:
        """The rows of which a speaker, or somebody joined to one, has such a role in the event."""
        there = t["event_actors"].filter(pl.col("role").is_in(roles)).select("event_id", "actor_id")
        return sides.join(there, on="event_id").join(joined, on=["actor_id", "by"], how="semi").select(ROW).unique()

    rows = sides.join(taking_part(*DOERS), on=ROW, how="anti")
    rows = rows.join(taking_part("recipient", "beneficiary"), on=ROW, how="semi")
    return rows.group_by(ROW).agg(pl.col("by").min(), pl.col("event_id").first())


@matching(
    "STM028", "statement_events", "{statement_id} {stance} {event_id} as {factuality}", "factuality",
    severity="warning", needs=("statement_events", "event_relations"),
)  # fmt: skip
def unlikely_stance_for_factuality(t: Context) -> pl.LazyFrame:
    rows = t["statement_events"].filter(_is_one_of(UNUSUAL))
    conditions = t["event_relations"].filter(pl.col("relation") == "condition_of")
    conditions = conditions.select("event_id", other="other_event_id")
    conditions = pl.concat([conditions, conditions.select(event_id="other", other="event_id")]).unique()
    links = t["statement_events"].select("statement_id", other="event_id")
    open_ = rows.filter(pl.col("factuality") == "U").join(conditions, on="event_id")
    open_ = open_.join(links, on=["statement_id", "other"], how="semi").select(ROW).unique()
    return rows.join(open_, on=ROW, how="anti")


@matching(
    "STM029", "statement_events", "{statement_id} of {day} {stance} {event_id}, which was over on {over}", "stance",
    severity="warning", needs=("statement_events", "statements", "events"),
)  # fmt: skip
def future_stance_on_past_event(t: Context) -> pl.LazyFrame:
    done = sure(t, "events", "event_id", "status", "polarity")
    done = done.filter(pl.col("status") == "occurred", pl.col("polarity") == "affirmed")
    statements = sure(t, "statements", "statement_id").select("statement_id", day="first_day")
    ahead = t["statement_events"].filter(pl.col("stance").is_in(AHEAD))
    rows = ahead.join(done.select("event_id", over="last_day"), on="event_id").join(statements, on="statement_id")
    return shown(rows.filter(pl.col("over") < pl.col("day")), "day", "over")
