"""REL, continued: relations against the status of both events, and pledges against what is pledged."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.actor_links import above
from event_timeline.rules.relations import DEEDS, joined, related
from event_timeline.rules.rule import Added, Cell, Context, Dropped, Finding, Offenders, bad, good, rule
from event_timeline.tables.loading import ROW

SETTLED = ("occurred", "ongoing", "habitual")
TO_COME = ("planned", "conditional", "hypothetical")
TIMELESS = ("basis_of", "condition_of", "content_of", "outcome_of", "part_of", "prevents", "supports")
"""Relations in which an event bears on another; the others compare times only."""
DOERS = ("agent", "participant", "host", "chair")


@rule(
    "REL014",
    severity="warning",
    needs=("event_relations", "events"),
    bad=bad("repairs that are not paid for support the cable", related("council-repairs", "supports", "new-cable")),
    good=good("a strike that comes of them", related("strike", "outcome_of", "council-repairs")),
)
def effect_of_what_is_not(t: Context) -> Iterator[Finding]:
    """An event that does not take place supports another.

    Why: an omission may have causes and outcomes, be a basis or a part, but it seldom helps; mostly the polarity or the
    relation slipped. What somebody claims may stand.
    Repair: correct the polarity or the relation, or name in `according_to` who sees it so.
    """
    rows = joined(t, "polarity").filter(
        pl.col("according_to").is_null(), pl.col("polarity") == "negated", pl.col("relation") == "supports"
    )
    message = "{event_id} is negated: {event_id} {relation} {other_event_id}"
    yield Offenders("event_relations", rows, message, "relation")


@rule(
    "REL015",
    severity="warning",
    needs=("event_relations", "events", "event_actors", "actors"),
    bad=bad(
        "a cable that is put in for the port which promised it",
        Cell("event_actors", "new-cable port-authority agent", "role", "recipient"),
        Added("event_actors", {"event_id": "new-cable", "actor_id": "denmark", "role": "agent"}),
        Cell("statement_events", "veld-promise new-cable", "stance", "predicts"),
    ),
    good=good(
        "one put in by the director himself",
        Cell("event_actors", "new-cable port-authority agent", "actor_id", "jonas-veld"),
    ),
)
def pledged_for_others(t: Context) -> Iterator[Finding]:
    """Those who make a pledge undergo what is pledged, while others do it.

    Why: a pledge binds those who make it; agent and recipient of one of the two events were exchanged.
    Repair: correct the roles; what others are to do for the speaker is a demand or a recommendation.
    """
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


@rule(
    "REL016",
    severity="warning",
    needs=("event_relations", "events"),
    bad=bad("a promise of nothing", Dropped("event_relations", "new-cable content_of cable-promise")),
    good=good("a recommendation of nothing in particular", Cell("events", "worn-cable-warning", "topic", "labour")),
)
def pledge_of_nothing(t: Context) -> Iterator[Finding]:
    """Nothing is the content of a pledge, or a belief bears on nothing.

    Why: the act and what it promises are two events, and a belief is one only because it is said to bear on another;
    the relation was forgotten, or the kind is wrong. Where the pledge is itself the content of a deed, REL007 says so.
    Repair: add `content_of` to what is pledged, or what the belief prevents or brings about.
    """
    relations = t["event_relations"].select("event_id", "relation", "other_event_id")
    content = relations.filter(pl.col("relation") == "content_of").select(event_id="other_event_id")
    acting = relations.filter(pl.col("relation").is_in(TIMELESS)).select("event_id")
    turned = joined(t, "kind").filter(pl.col("relation") == "content_of", pl.col("kind_other").is_in(DEEDS))
    content = pl.concat([content, turned.select("event_id")])
    for kind, known in (("pledge", content), ("belief", acting)):
        rows = t["events"].filter(pl.col("kind") == kind).join(known.unique(), on="event_id", how="anti")
        yield Offenders("events", rows, f"no relation says what the {kind} {{event_id}} is about", "event_id")


@rule(
    "REL018",
    severity="warning",
    needs=("event_relations", "events"),
    bad=bad(
        "a planned strike on a condition that the source gives", related("council-funding", "condition_of", "strike")
    ),
    good=good("a planned strike on a condition that is met", related("monday-talks", "condition_of", "strike")),
)
def condition_of_the_unconditional(t: Context) -> Iterator[Finding]:
    """A planned event has a condition that is not met yet, but is not *conditional*.

    Why: of the statuses that fit, *conditional* comes before planned; counts by status go wrong. A condition that only a
    speaker names leaves the plan what it is, and so does one that is met.
    Repair: make the status conditional, or choose another relation.
    """
    rows = joined(t, "status", "polarity").filter(
        pl.col("relation") == "condition_of",
        pl.col("according_to").is_null(),
        pl.col("status_other") == "planned",
        pl.col("polarity_other") == "affirmed",
        pl.col("status").is_in(TO_COME),
    )
    message = "{event_id}, the condition of {other_event_id}, is {status}, {other_event_id} {status_other}"
    yield Offenders("event_relations", rows, message, "relation")


@rule(
    "REL019",
    severity="warning",
    needs=("event_relations", "events"),
    bad=bad("talks that prevent the bargaining", related("monday-talks", "prevents", "shift-bargaining")),
    good=good("Veld says that they do", related("monday-talks", "prevents", "shift-bargaining", "jonas-veld")),
)
def prevented_and_under_way(t: Context) -> Iterator[Finding]:
    """An event prevents another that is under way or a standing practice.

    Why: *prevents* keeps the other from coming about; the status, the polarity or the relation slipped.
    Repair: correct the one that does not fit; who sees it so may stand in `according_to`.
    """
    rows = joined(t, "status", "polarity").filter(
        pl.col("relation") == "prevents", pl.col("according_to").is_null(), pl.col("polarity_other") == "affirmed",
        pl.col("status_other").is_in(["ongoing", "habitual"]),
    )  # fmt: skip
    yield Offenders(
        "event_relations", rows, "{event_id} prevents {other_event_id}, which is {status_other}", "relation"
    )


@rule(
    "REL020",
    severity="warning",
    needs=("event_relations", "events"),
    bad=bad("an idleness to come that the promise rests on", related("empty-harbour", "basis_of", "cable-promise")),
    good=good("a promise ahead of an idleness that is feared", related("cable-promise", "outcome_of", "empty-harbour")),
)
def effect_without_cause(t: Context) -> Iterator[Finding]:
    """An event that has come about rests on one that has not, or one that has occurred has a part to come.

    Why: the two were exchanged, or one status slipped. What is feared or awaited may well have outcomes beforehand.
    Repair: turn the relation around, or correct the status.
    """
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
