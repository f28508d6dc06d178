"""REL: relations against the status of both events."""

from __future__ import annotations

import polars as pl

from event_timeline.rules.dates.ordering import effects_first
from event_timeline.rules.events.codes import SETTLED
from event_timeline.rules.relations.joining import TO_COME, of_events, relates

STATUS, STATUS_OTHER = pl.col("status"), pl.col("status_other")
AFFIRMED, AFFIRMED_OTHER = pl.col("polarity") == "affirmed", pl.col("polarity_other") == "affirmed"
UNDATED = pl.col("date_edtf").is_null() | pl.col("date_edtf_other").is_null()
"""Where both are dated, the dates tell."""

occurred_with_unmet_condition = of_events(
    "REL008", "occurred-with-unmet-condition",
    relates("condition_of") & STATUS.is_in(TO_COME) & (STATUS_OTHER == "occurred"),
    message="{other_event_id} is {status_other}, its condition {event_id} {status}",
    unless=(effects_first,), severity="warning",
)  # fmt: skip
prevented_but_occurred = of_events(
    "REL009", "prevented-but-occurred",
    relates("prevents") & (STATUS == "occurred") & AFFIRMED & (STATUS_OTHER == "occurred") & AFFIRMED_OTHER,
    message="{event_id} prevents {other_event_id}, and both have occurred", severity="warning",
)  # fmt: skip
negated_event_with_effect = of_events(
    "REL014", "negated-event-with-effect", relates("supports") & (pl.col("polarity") == "negated"),
    message="{event_id} is negated: {event_id} {relation} {other_event_id}", severity="warning",
)  # fmt: skip
unmet_condition_of_planned_event = of_events(
    "REL018", "unmet-condition-of-planned-event",
    relates("condition_of") & STATUS.is_in(TO_COME) & (STATUS_OTHER == "planned") & AFFIRMED_OTHER,
    message="{event_id}, the condition of {other_event_id}, is {status}, {other_event_id} {status_other}",
    severity="warning",
)  # fmt: skip
prevented_but_ongoing = of_events(
    "REL019", "prevented-but-ongoing",
    relates("prevents") & STATUS_OTHER.is_in(["ongoing", "habitual"]) & AFFIRMED_OTHER,
    message="{event_id} prevents {other_event_id}, which is {status_other}", severity="warning",
)  # fmt: skip
effect_without_cause = of_events(
    "REL020", "effect-without-cause",
    UNDATED & (pl.col("relation") == "basis_of") & STATUS.is_in(TO_COME) & STATUS_OTHER.is_in(SETTLED),
    UNDATED & (pl.col("relation") == "part_of") & STATUS.is_in(TO_COME) & (STATUS_OTHER == "occurred"),
    message="{event_id} is {status}, {other_event_id} {status_other}", severity="warning", complete=("relations",),
)  # fmt: skip
