"""EVT: whether an event took place, and who says so."""

from __future__ import annotations

import polars as pl

from event_timeline.rules.actors.affiliations import kin
from event_timeline.rules.kinds import If, Others, lacks, matching, of_row, related
from event_timeline.rules.rule import ROW, Context

STATUS, POLARITY = pl.col("status"), pl.col("polarity")
NEGATED = (POLARITY == "negated") & STATUS.ne_missing("occurred")
CLAIMED = pl.col("according_to").is_not_null()

occurred_and_negated = of_row(
    "EVT003", "occurred-and-negated", "events",
    If((STATUS == "occurred") & (POLARITY == "negated"), "{event_id} has occurred and is negated", "polarity"),
)  # fmt: skip
negated_and_coded = of_row(
    "EVT004", "negated-and-coded", "events",
    If(NEGATED & pl.col("plover").is_not_null(), "negated, but coded {plover}", "plover"),
    If(NEGATED & pl.col("cameo").is_not_null(), "negated, but coded {cameo}", "cameo"),
)  # fmt: skip
missing_condition = related(
    "EVT005", "missing-condition", "events",
    lacks(Others("event_relations", ("other_event_id",), pl.col("relation") == "condition_of")),
    where=STATUS == "conditional", message="no event is the condition_of {event_id}", column="status", complete=("relations",),
)  # fmt: skip
asserted_without_claim = related(
    "EVT013", "asserted-without-claim", "events",
    lacks(Others("statement_events"), *(Others("event_relations", (end,), CLAIMED) for end in ("event_id", "other_event_id"))),
    where=(STATUS == "asserted") & POLARITY.ne_missing("negated"),
    message="{event_id} is asserted, but no statement and no relation claims it", column="status", severity="warning",
    complete=("statements", "stances", "relations"),
)  # fmt: skip
POSITIVE = ("CT+", "PR+", "PS+")
"""Factualities of what a speaker takes for the case."""
PLACE = ("source_id", "char_start", "char_end")


@matching(
    "EVT021", "events", "{event_id} has occurred, but only {party} says so, and {other} denies it", "status",
    severity="warning", needs=("events", "statement_events", "statements", "actors", "evidence"),
)  # fmt: skip
def disputed_occurrence(t: Context) -> pl.LazyFrame:
    value = pl.col("factuality")
    events = t["events"].filter(STATUS == "occurred", POLARITY.ne_missing("negated")).select(ROW, "event_id")
    links = t["statement_events"].select("statement_id", "event_id", "factuality")
    # few events are denied by anybody, and only of these anything has to be joined
    doubts = links.filter(value == "CT-").join(events, on="event_id", how="semi").select("event_id").unique()
    if t.tables.small and t.tables.collect(doubts).is_empty():
        return events.clear()
    links = links.join(doubts, on="event_id", how="semi")
    claims = links.join(t["statements"].select("statement_id", other="speaker_id"), on="statement_id")
    claimants = claims.filter(value.is_in(POSITIVE)).group_by("event_id").agg(
        pl.col("other").unique(), unknown=pl.col("other").null_count()
    ).filter(pl.col("unknown") == 0)  # fmt: skip
    # one party: all that say so are, or belong to, or are wider than the first of them
    claimants = claimants.with_columns(party=pl.col("other").list.min())
    kinship = kin(t, "party")
    others = claimants.explode("other").join(kinship, on=["party", "other"], how="anti")
    denials = claims.filter(value == "CT-").drop_nulls().join(claimants.select("event_id", "party"), on="event_id")
    denials = denials.join(kinship, on=["party", "other"], how="anti")
    denials = denials.group_by("event_id").agg(pl.col("party", "other").min())
    rows = t.tables.shared(events.join(denials, on="event_id").join(others, on="event_id", how="anti"))
    return rows.join(_in_own_voice(t, rows), on="event_id", how="anti")


def _in_own_voice(t: Context, events: pl.LazyFrame) -> pl.LazyFrame:
    """event_id of those events that a report or mention shows outside the words of statements about them, or none at all."""
    part = pl.col("part")
    spans = t["evidence"].select(*PLACE, "part", "event_id", "statement_id")
    shown_by = spans.filter(part.is_in(["report", "mention"])).join(events, on="event_id", how="semi")
    links = t["statement_events"].select("statement_id", "event_id").join(events, on="event_id", how="semi")
    words = spans.filter(part.is_in(["report", "quote"])).drop("event_id").join(links, on="statement_id")
    words = words.select("source_id", "event_id", a="char_start", b="char_end")
    inside = shown_by.join(words, on=["source_id", "event_id"])
    inside = inside.filter(pl.col("a") <= pl.col("char_start"), pl.col("char_end") <= pl.col("b"))
    free = shown_by.join(inside, on=[*PLACE, "event_id"], how="anti").select("event_id")
    bare = events.join(shown_by, on="event_id", how="anti").select("event_id")
    return pl.concat([free, bare]).unique()
