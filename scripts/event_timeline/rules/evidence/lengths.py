"""EVD: how many words of a source are repeated."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.rule import Context, Finding, Offenders, rule
from event_timeline.rules.scopes import OF_SPANS
from event_timeline.tables.loading import ROW

LONGEST = 60
"""Code points of an event's mention, a time or a place that may be repeated from outside quotation marks: more is prose."""


LONGEST_DESIGNATION = 200
"""The same of a name, speaker or cue, which are given whole (coding guide, Evidence): the speaker phrases of news have up to about 150."""


NEEDED = ("evidence",)


@rule("EVD008", needs=NEEDED, groups=(OF_SPANS,))
def too_many_words(t: Context) -> Iterator[Finding]:
    may_be_report = (pl.col("part") == "mention") & pl.col("event_id").is_not_null()
    yield from _long(t, may_be_report, LONGEST)


@rule("EVD017", needs=NEEDED, severity="warning", groups=(OF_SPANS,))
def long_designation(t: Context) -> Iterator[Finding]:
    mention, event = pl.col("part") == "mention", pl.col("event_id").is_not_null()
    short = pl.col("part").is_in(["date", "place"])
    yield from _long(t, short, LONGEST)
    yield from _long(t, ~short & ~(mention & event), LONGEST_DESIGNATION)


def _long(t: Context, sort: pl.Expr, most: int) -> Iterator[Finding]:
    evidence = t["evidence"].select(ROW, "source_id", "char_start", "char_end", "part", "exact", "event_id")
    only_if = (pl.col("part") != "quote") & (pl.col("exact").str.len_chars() > most) & sort
    long = evidence.filter(only_if)
    quotes = t["evidence"].filter(pl.col("part") == "quote").select("source_id", a="char_start", b="char_end")
    pairs = long.join(quotes, on="source_id", how="left").with_columns(
        inside=pl.when(pl.col("a").is_not_null())
        .then((pl.min_horizontal("char_end", "b") - pl.max_horizontal("char_start", "a")).clip(lower_bound=0))
        .otherwise(0)  # a source without quotes
    )
    rows = (
        pairs.group_by(ROW)
        .agg(pl.col("exact").first(), pl.col("inside").max())
        .with_columns(outside=pl.col("exact").str.len_chars() - pl.col("inside"))
    )
    yield Offenders(
        "evidence",
        rows.filter(pl.col("outside") > most),
        "{outside} characters of {exact!r} are outside quotation marks",
        "exact",
        only_if=only_if,
    )
