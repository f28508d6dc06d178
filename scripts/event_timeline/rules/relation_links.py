"""REL, continued: relations against the status of both events, and pledges against what is pledged."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.actor_links import above
from event_timeline.rules.relations import DEEDS, joined
from event_timeline.rules.rule import Context, Finding, Offenders, rule
from event_timeline.tables.loading import ROW

SETTLED = ("occurred", "ongoing", "habitual")
TO_COME = ("planned", "conditional", "hypothetical")
TIMELESS = ("basis_of", "condition_of", "content_of", "outcome_of", "part_of", "prevents", "supports")
"""Relations in which an event bears on another; the others compare times only."""
DOERS = ("agent", "participant", "host", "chair")


@rule("REL014", severity="warning", needs=("event_relations", "events"))
def effect_of_what_is_not(t: Context) -> Iterator[Finding]:
    rows = joined(t, "polarity").filter(
        pl.col("according_to").is_null(), pl.col("polarity") == "negated", pl.col("relation") == "supports"
    )
    message = "{event_id} is negated: {event_id} {relation} {other_event_id}"
    yield Offenders("event_relations", rows, message, "relation")


@rule("REL015", severity="warning", needs=("event_relations", "events", "event_actors", "actors"))
def pledged_for_others(t: Context) -> Iterator[Finding]:
    pledges = joined(t, "kind").filter(pl.col("relation") == "content_of", pl.col("kind_other") == "pledge")
    pledges = pledges.select(ROW, "event_id", "other_event_id")
    doing = pl.col("role").is_in(DOERS)
    roles = (
        t["event_actors"].filter(doing | (pl.col("role") == "recipient")).select("event_id", "actor_id", doing=doing)
    )
    pledgers = roles.filter(pl.col("doing")).select(other_event_id="event_id", by="actor_id")
    kin = above(t)
    kin = pl.concat([kin.select("actor_id", by="wider"), kin.select(actor_id="wider", by="actor_id")]).unique()
    done = roles.filter(pl.col("doing")).select("event_id").unique()
    sides = pledges.join(done, on="event_id").join(pledgers, on="other_event_id").join(kin, on="by")
    sides = sides.join(roles, on=["event_id", "actor_id"])
    rows = sides.group_by(ROW).agg(pl.col("event_id", "other_event_id", "actor_id").first(), pl.col("doing").any())
    message = "{actor_id} or its like pledges in {other_event_id}, and undergoes {event_id}"
    yield Offenders("event_relations", rows.filter(~pl.col("doing")), message, "event_id")


@rule("REL016", severity="warning", needs=("event_relations", "events"))
def pledge_of_nothing(t: Context) -> Iterator[Finding]:
    relations = t["event_relations"].select("event_id", "relation", "other_event_id")
    content = relations.filter(pl.col("relation") == "content_of").select(event_id="other_event_id")
    acting = relations.filter(pl.col("relation").is_in(TIMELESS)).select("event_id")
    turned = joined(t, "kind").filter(pl.col("relation") == "content_of", pl.col("kind_other").is_in(DEEDS))
    content = pl.concat([content, turned.select("event_id")])
    for kind, known in (("pledge", content), ("belief", acting)):
        rows = t["events"].filter(pl.col("kind") == kind).join(known.unique(), on="event_id", how="anti")
        yield Offenders("events", rows, f"no relation says what the {kind} {{event_id}} is about", "event_id")


@rule("REL018", severity="warning", needs=("event_relations", "events"))
def condition_of_the_unconditional(t: Context) -> Iterator[Finding]:
    rows = joined(t, "status", "polarity").filter(
        pl.col("relation") == "condition_of",
        pl.col("according_to").is_null(),
        pl.col("status_other") == "planned",
        pl.col("polarity_other") == "affirmed",
        pl.col("status").is_in(TO_COME),
    )
    message = "{event_id}, the condition of {other_event_id}, is {status}, {other_event_id} {status_other}"
    yield Offenders("event_relations", rows, message, "relation")


@rule("REL019", severity="warning", needs=("event_relations", "events"))
def prevented_and_under_way(t: Context) -> Iterator[Finding]:
    rows = joined(t, "status", "polarity").filter(
        pl.col("relation") == "prevents", pl.col("according_to").is_null(), pl.col("polarity_other") == "affirmed",
        pl.col("status_other").is_in(["ongoing", "habitual"]),
    )  # fmt: skip
    yield Offenders(
        "event_relations", rows, "{event_id} prevents {other_event_id}, which is {status_other}", "relation"
    )


@rule("REL020", severity="warning", needs=("event_relations", "events"))
def effect_without_cause(t: Context) -> Iterator[Finding]:
    # where both are dated, the dates tell
    own = joined(t, "status", "date_edtf").filter(pl.any_horizontal(pl.col("date_edtf", "date_edtf_other").is_null()))
    rests = own.filter(
        pl.col("relation") == "basis_of", pl.col("status").is_in(TO_COME), pl.col("status_other").is_in(SETTLED)
    )
    parts = own.filter(
        pl.col("relation") == "part_of", pl.col("status").is_in(TO_COME), pl.col("status_other") == "occurred"
    )
    message = "{event_id} is {status}, {other_event_id} {status_other}"
    for rows in (rests, parts):
        yield Offenders("event_relations", rows, message, "relation")


RULES = (
    effect_of_what_is_not,
    pledged_for_others,
    pledge_of_nothing,
    condition_of_the_unconditional,
    prevented_and_under_way,
    effect_without_cause,
)
