"""EVT, continued: an event's codes against those of the others, and its kind against its topic."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.rule import Cell, Context, Finding, Offenders, bad, good, rule
from event_timeline.tables import ROW

USUAL, ENOUGH = 0.9, 10
"""Of so many coded events at least, this share has both codes, where having both is the package's custom."""
TOPICS = {"armed-conflict": "conflict", "membership": "membership", "reform": "reform"}
"""Kinds of event that have a topic of their own in the profile's codebook."""


@rule(
    "EVT019",
    severity="warning",
    needs=("events",),
    bad=bad("talks with a CAMEO code alone", Cell("events", "monday-talks", "plover", "")),
    good=good("a warning with a PLOVER type alone", Cell("events", "worn-cable-warning", "topic", "labour")),
)
def coded_in_one_scheme(t: Context) -> Iterator[Finding]:
    """An event has a CAMEO code and no PLOVER type, or is one of very few that lack the CAMEO code.

    Why: the root of a CAMEO code tells the PLOVER type, so that its lack is an oversight; whoever uses the other scheme loses
    the event. PLOVER has no type for public statements, root 01.
    Repair: add the type or code that is missing, or empty the other one.
    """
    plover, cameo = pl.col("plover"), pl.col("cameo")
    alone = t["events"].filter(plover.is_null(), cameo.is_not_null(), ~cameo.str.starts_with("01"))
    yield Offenders("events", alone, "CAMEO {cameo}, and no PLOVER type", "plover")
    typed = t["events"].filter(plover.is_not_null()).select(ROW, "plover", "cameo")
    typed = typed.with_columns(both=cameo.count(), n=pl.len())
    rows = typed.filter(cameo.is_null(), pl.col("both") >= ENOUGH, pl.col("both") >= pl.col("n") * USUAL)
    yield Offenders("events", rows, "PLOVER {plover}, and no CAMEO code, which {both} of {n} have", "cameo")


@rule(
    "EVT020",
    severity="warning",
    needs=("events",),
    bad=bad("a reform of the harbour's safety", Cell("events", "council-repairs", "kind", "reform")),
    good=good("a review of the harbour's safety", Cell("events", "council-repairs", "kind", "review")),
)
def topic_against_kind(t: Context) -> Iterator[Finding]:
    """An armed conflict, a membership or a reform has another topic than its own.

    Why: the three are topics as well as kinds; whoever selects by topic misses the event, or the kind slipped.
    Repair: correct the one that is wrong.
    """
    own = pl.LazyFrame({"kind": list(TOPICS), "own": list(TOPICS.values())})
    rows = t["events"].join(own, on="kind").filter(pl.col("topic") != pl.col("own"))
    yield Offenders("events", rows, "a {kind} with the topic {topic}", "topic")


RULES = (
    coded_in_one_scheme,
    topic_against_kind,
)
