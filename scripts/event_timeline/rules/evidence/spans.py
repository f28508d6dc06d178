"""EVD: spans by themselves and against each other, and how many words of a source they repeat."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.evidence.records import RECORDS
from event_timeline.rules.hashing import unproved
from event_timeline.rules.kinds import If, Others, compared, of_row
from event_timeline.rules.rule import ROW, Context, Finding, Matches, rule
from event_timeline.rules.scopes import OF_SPANS
from event_timeline.tables import uniqueness

START, END, EXACT, PART = pl.col("char_start"), pl.col("char_end"), pl.col("exact"), pl.col("part")
LENGTH, SPANNED = EXACT.str.len_chars(), END - START
IS_EVENT_MENTION = (PART == "mention") & pl.col("event_id").is_not_null()
LONGEST = 60
"""Code points of an event's mention, a time or a place that may be repeated from outside quotation marks: more is prose."""
LONGEST_DESIGNATION = 200
"""The same of a name, speaker or cue, which are given whole (coding guide, Evidence): the speaker phrases of news have up to about 150."""

empty_span = of_row(
    "EVD001", "empty-span", "evidence",
    If(END <= START, "the span [{char_start}, {char_end}) holds no character", "char_end"),
)  # fmt: skip
span_out_of_range = compared(
    "EVD002", "span-out-of-range", Others("evidence", ("source_id",)), Others("sources", ("source_id",)),
    where=pl.col("characters_other") < END, column="char_end", beside=True,
    message="the span ends at {char_end}, the source has {characters_other} characters",
)  # fmt: skip
exact_length_mismatch = of_row(
    "EVD004", "exact-length-mismatch", "evidence",
    If(
        (LENGTH != SPANNED) & (SPANNED > 0), "{exact!r} has {n} characters, the span {span}", "exact",
        {"n": LENGTH, "span": SPANNED},
    ),
)  # fmt: skip
exact_hash_mismatch = of_row(
    "EVD005", "exact-hash-mismatch", "evidence", If(unproved, "the hash is not that of {exact!r}", "sha256")
)
report_overlaps_quote = compared(
    "EVD012", "report-overlaps-quote", Others("evidence", ("statement_id", "source_id"), PART == "report"),
    Others("evidence", ("statement_id", "source_id"), PART == "quote"),
    where=(pl.col("char_end_other") > START) & (pl.col("char_start_other") < END), column="char_end", once=True,
    message="the report [{char_start}, {char_end}) of {source_id} overlaps the quote [{char_start_other}, {char_end_other})",
)  # fmt: skip
mention_inside_report = compared(
    "EVD016", "mention-inside-report", Others("evidence", ("event_id", "source_id"), PART == "mention"),
    Others("evidence", ("event_id", "source_id"), PART == "report"),
    where=(pl.col("char_start_other") <= START) & (pl.col("char_end_other") >= END), column="part",
    message="{exact!r} is inside the report [{char_start_other}, {char_end_other}) of {event_id} in {source_id}",
    only_if=IS_EVENT_MENTION, severity="warning", once=True,
)  # fmt: skip


@rule("EVD013", needs=("evidence",), groups=(OF_SPANS,))
def duplicate_span(t: Context) -> Iterator[Finding]:
    key = ["source_id", "char_start", "char_end", "part", *RECORDS]
    rows = t["evidence"].select(ROW, "evidence_id", *key)
    if t.tables.small:
        rows = uniqueness.repeated(rows, key, small=True)
    elif uniqueness.repeats(rows, key, missing=True):
        rows = t.tables.collect(uniqueness.repeated(rows, key)).lazy()
    else:
        return
    rows = rows.with_columns(
        n=pl.len().over(key), first=pl.col("evidence_id").first().over(key), first_row=pl.col(ROW).min().over(key)
    ).filter(pl.col("n") > 1, pl.col(ROW) != pl.col("first_row"))  # fmt: skip
    yield Matches("evidence", rows, "{first} is the same span of the same record", "evidence_id")


@rule("EVD015", needs=("evidence",), groups=(OF_SPANS,))
def paragraph_out_of_order(t: Context) -> Iterator[Finding]:
    # in a sorted table two records that follow each other suffice to tell; an unsorted one is sorted first
    columns = ["source_id", "char_start", "paragraph"]
    source, start, paragraph = (pl.col(c) for c in columns)
    before = (c.shift(1) for c in (source, start, paragraph))
    same, further, lower = source == next(before), start >= next(before), paragraph < next(before)
    holes = pl.any_horizontal(source.is_null(), start.is_null(), paragraph.is_null())
    only_if = (same & ~further) | (same & lower) | (source < source.shift(1)) | holes
    rows = t["evidence"].select(ROW, *columns).drop_nulls().sort(columns)
    rows = rows.with_columns(highest=paragraph.cum_max().shift(1).over("source_id"))
    rows = rows.filter(paragraph < pl.col("highest"))
    message = "paragraph {paragraph} at {char_start} of {source_id}, after a span of paragraph {highest}"
    yield Matches("evidence", rows, message, "paragraph", only_if=only_if, reads_previous=True)


@rule("EVD008", needs=("evidence",), groups=(OF_SPANS,))
def long_event_mention(t: Context) -> Iterator[Finding]:
    yield _long(t, IS_EVENT_MENTION, LONGEST)


@rule("EVD017", needs=("evidence",), severity="warning", groups=(OF_SPANS,))
def long_designation(t: Context) -> Iterator[Finding]:
    short = PART.is_in(["date", "place"])
    yield _long(t, short, LONGEST)
    yield _long(t, ~short & ~IS_EVENT_MENTION, LONGEST_DESIGNATION)


def _long(t: Context, sort: pl.Expr, most: int) -> Finding:
    """The spans of a sort that have more than so many characters outside quotation marks."""
    only_if = (PART != "quote") & (most < LENGTH) & sort
    long = t["evidence"].filter(only_if).select(ROW, "source_id", "char_start", "char_end", "exact")
    quotes = t["evidence"].filter(PART == "quote").select("source_id", a="char_start", b="char_end")
    overlap = pl.min_horizontal("char_end", "b") - pl.max_horizontal("char_start", "a")
    inside = pl.when(pl.col("a").is_not_null()).then(overlap.clip(lower_bound=0)).otherwise(0)
    pairs = long.join(quotes, on="source_id", how="left").with_columns(inside=inside)
    rows = pairs.group_by(ROW).agg(pl.col("exact").first(), pl.col("inside").max())
    rows = rows.with_columns(outside=LENGTH - pl.col("inside")).filter(pl.col("outside") > most)
    message = "{outside} characters of {exact!r} are outside quotation marks"
    return Matches("evidence", rows, message, "exact", only_if=only_if)
