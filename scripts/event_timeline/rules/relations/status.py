"""REL: relations against the status of both events."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.dates.ordering import effects_first
from event_timeline.rules.relations.joining import joined
from event_timeline.rules.rule import Context, Finding, Matches, rule
from event_timeline.tables.loading import ROW

TO_COME = ("planned", "conditional", "hypothetical")


@rule("REL008", severity="warning", needs=("event_relations", "events"))
def occurred_with_unmet_condition(t: Context) -> Iterator[Finding]:
    rows = joined(t, "status").filter(
        pl.col("relation") == "condition_of",
        pl.col("according_to").is_null(),
        pl.col("status").is_in(TO_COME),
        pl.col("status_other") == "occurred",
    )
    rows = rows.join(effects_first(t).select(ROW), on=ROW, how="anti")
    yield Matches(
        "event_relations", rows, "{other_event_id} is {status_other}, its condition {event_id} {status}", "relation"
    )


@rule("REL009", severity="warning", needs=("event_relations", "events"))
def prevented_but_occurred(t: Context) -> Iterator[Finding]:
    done = [
        pl.col(c) == v for s in ("", "_other") for c, v in ((f"status{s}", "occurred"), (f"polarity{s}", "affirmed"))
    ]
    rows = joined(t, "status", "polarity").filter(
        pl.col("relation") == "prevents", pl.col("according_to").is_null(), *done
    )
    yield Matches("event_relations", rows, "{event_id} prevents {other_event_id}, and both have occurred", "relation")


SETTLED = ("occurred", "ongoing", "habitual")


@rule("REL014", severity="warning", needs=("event_relations", "events"))
def negated_event_with_effect(t: Context) -> Iterator[Finding]:
    rows = joined(t, "polarity").filter(
        pl.col("according_to").is_null(), pl.col("polarity") == "negated", pl.col("relation") == "supports"
    )
    message = "{event_id} is negated: {event_id} {relation} {other_event_id}"
    yield Matches("event_relations", rows, message, "relation")


@rule("REL018", severity="warning", needs=("event_relations", "events"))
def unmet_condition_of_planned_event(t: Context) -> Iterator[Finding]:
    rows = joined(t, "status", "polarity").filter(
        pl.col("relation") == "condition_of",
        pl.col("according_to").is_null(),
        pl.col("status_other") == "planned",
        pl.col("polarity_other") == "affirmed",
        pl.col("status").is_in(TO_COME),
    )
    message = "{event_id}, the condition of {other_event_id}, is {status}, {other_event_id} {status_other}"
    yield Matches("event_relations", rows, message, "relation")


@rule("REL019", severity="warning", needs=("event_relations", "events"))
def prevented_but_ongoing(t: Context) -> Iterator[Finding]:
    rows = joined(t, "status", "polarity").filter(
        pl.col("relation") == "prevents", pl.col("according_to").is_null(), pl.col("polarity_other") == "affirmed",
        pl.col("status_other").is_in(["ongoing", "habitual"]),
    )  # fmt: skip
    yield Matches("event_relations", rows, "{event_id} prevents {other_event_id}, which is {status_other}", "relation")


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
        yield Matches("event_relations", rows, message, "relation")
