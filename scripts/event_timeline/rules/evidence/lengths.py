"""EVD: how many words of a source are repeated."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.rule import ROW, Context, Finding, Matches, rule
from event_timeline.rules.scopes import OF_SPANS

LONGEST = 60
"""Code points of an event's mention, a time or a place that may be repeated from outside quotation marks: more is prose."""
LONGEST_DESIGNATION = 200
"""The same of a name, speaker or cue, which are given whole (coding guide, Evidence): the speaker phrases of news have up to about 150."""
MENTION, EVENT = pl.col("part") == "mention", pl.col("event_id").is_not_null()


@rule("EVD008", needs=("evidence",), groups=(OF_SPANS,))
def long_event_mention(t: Context) -> Iterator[Finding]:
    yield _long(t, MENTION & EVENT, LONGEST)


@rule("EVD017", needs=("evidence",), severity="warning", groups=(OF_SPANS,))
def long_designation(t: Context) -> Iterator[Finding]:
    short = pl.col("part").is_in(["date", "place"])
    yield _long(t, short, LONGEST)
    yield _long(t, ~short & ~(MENTION & EVENT), LONGEST_DESIGNATION)


def _long(t: Context, sort: pl.Expr, most: int) -> Finding:
    """The spans of a sort that have more than so many characters outside quotation marks."""
    length = pl.col("exact").str.len_chars()
    only_if = (pl.col("part") != "quote") & (length > most) & sort
    long = t["evidence"].filter(only_if).select(ROW, "source_id", "char_start", "char_end", "exact")
    quotes = t["evidence"].filter(pl.col("part") == "quote").select("source_id", a="char_start", b="char_end")
    overlap = pl.min_horizontal("char_end", "b") - pl.max_horizontal("char_start", "a")
    inside = pl.when(pl.col("a").is_not_null()).then(overlap.clip(lower_bound=0)).otherwise(0)
    pairs = long.join(quotes, on="source_id", how="left").with_columns(inside=inside)
    rows = pairs.group_by(ROW).agg(pl.col("exact").first(), pl.col("inside").max())
    rows = rows.with_columns(outside=length - pl.col("inside")).filter(pl.col("outside") > most)
    message = "{outside} characters of {exact!r} are outside quotation marks"
    return Matches("evidence", rows, message, "exact", only_if=only_if)
