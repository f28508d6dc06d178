"""EVD: spans by themselves and against each other."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.evidence.records import RECORDS
from event_timeline.rules.hashing import unproved
from event_timeline.rules.kinds import If, of_row
from event_timeline.rules.rule import Context, Finding, Offenders, rule
from event_timeline.rules.scopes import OF_SPANS, by
from event_timeline.tables import uniqueness
from event_timeline.tables.loading import ROW

NEEDED = ("evidence",)


@rule("EVD002", needs=("evidence", "sources"), scope="rows", beside=("sources",))
def span_out_of_range(t: Context) -> Iterator[Finding]:
    rows = t["evidence"].join(t["sources"].select("source_id", "characters"), on="source_id")
    rows = rows.filter(pl.col("char_end") > pl.col("characters"))
    yield Offenders("evidence", rows, "the span ends at {char_end}, the source has {characters} characters", "char_end")


@rule("EVD012", needs=NEEDED, groups=(by("statement_id", "evidence"),))
def report_over_quote(t: Context) -> Iterator[Finding]:
    spans = (
        t["evidence"]
        .filter(pl.col("statement_id").is_not_null())
        .select(ROW, "statement_id", "part", "source_id", "char_start", "char_end")
    )
    quotes = spans.filter(pl.col("part") == "quote").select("statement_id", "source_id", a="char_start", b="char_end")
    pairs = spans.filter(pl.col("part") == "report").join(quotes, on=["statement_id", "source_id"])
    rows = pairs.filter((pl.col("char_start") < pl.col("b")) & (pl.col("a") < pl.col("char_end"))).unique(ROW)
    yield Offenders(
        "evidence",
        rows,
        "the report [{char_start}, {char_end}) of {source_id} overlaps the quote [{a}, {b})",
        "char_end",
    )


@rule("EVD013", needs=NEEDED, groups=(OF_SPANS,))
def duplicate_span(t: Context) -> Iterator[Finding]:
    key = ["source_id", "char_start", "char_end", "part", *RECORDS]
    rows = t["evidence"].select(ROW, "evidence_id", *key)
    if not uniqueness.repeats(rows, key, missing=True):
        return
    rows = (
        uniqueness.repeated(rows, key)
        .collect(engine="streaming")
        .lazy()
        .with_columns(
            n=pl.len().over(key), first=pl.col("evidence_id").first().over(key), first_row=pl.col(ROW).min().over(key)
        )
    )
    rows = rows.filter((pl.col("n") > 1) & (pl.col(ROW) != pl.col("first_row")))
    yield Offenders("evidence", rows, "{first} is the same span of the same record", "evidence_id")


@rule("EVD015", needs=NEEDED, groups=(OF_SPANS,))
def paragraph_out_of_order(t: Context) -> Iterator[Finding]:
    # in a sorted table two records that follow each other suffice to tell; an unsorted one is sorted first
    source, start, paragraph = (pl.col(c) for c in ("source_id", "char_start", "paragraph"))
    before = (c.shift(1) for c in (source, start, paragraph))
    same, further, lower = source == next(before), start >= next(before), paragraph < next(before)
    holes = pl.any_horizontal(source.is_null(), start.is_null(), paragraph.is_null())
    only_if = (same & ~further) | (same & lower) | (source < source.shift(1)) | holes
    rows = (
        t["evidence"]
        .select(ROW, "source_id", "char_start", "paragraph")
        .drop_nulls()
        .sort("source_id", "char_start", "paragraph")
    )
    rows = rows.with_columns(highest=pl.col("paragraph").cum_max().shift(1).over("source_id"))
    rows = rows.filter(pl.col("paragraph") < pl.col("highest"))
    yield Offenders(
        "evidence",
        rows,
        "paragraph {paragraph} at {char_start} of {source_id}, after a span of paragraph {highest}",
        "paragraph",
        only_if=only_if,
        looks_back=True,
    )


@rule("EVD016", needs=NEEDED, severity="warning", groups=(by("event_id", "evidence"),))
def mention_inside_report(t: Context) -> Iterator[Finding]:
    spans = (
        t["evidence"]
        .filter(pl.col("event_id").is_not_null())
        .select(ROW, "event_id", "part", "source_id", "char_start", "char_end", "exact")
    )
    reports = spans.filter(pl.col("part") == "report").select("event_id", "source_id", a="char_start", b="char_end")
    pairs = spans.filter(pl.col("part") == "mention").join(reports, on=["event_id", "source_id"])
    rows = pairs.filter((pl.col("char_start") >= pl.col("a")) & (pl.col("char_end") <= pl.col("b"))).unique(ROW)
    only_if = (pl.col("part") == "mention") & pl.col("event_id").is_not_null()
    yield Offenders(
        "evidence",
        rows,
        "{exact!r} is inside the report [{a}, {b}) of {event_id} in {source_id}",
        "part",
        only_if=only_if,
    )


LENGTH, SPANNED = pl.col("exact").str.len_chars(), pl.col("char_end") - pl.col("char_start")


empty_span = of_row(
    "EVD001",
    "empty-span",
    "evidence",
    If(
        pl.col("char_end") <= pl.col("char_start"),
        "the span [{char_start}, {char_end}) holds no character",
        "char_end",
    ),
)


exact_of_wrong_length = of_row(
    "EVD004",
    "exact-of-wrong-length",
    "evidence",
    If(
        (LENGTH != SPANNED) & (SPANNED > 0),
        "{exact!r} has {n} characters, the span {span}",
        "exact",
        {"n": LENGTH, "span": SPANNED},
    ),
)


exact_of_wrong_hash = of_row(
    "EVD005", "exact-of-wrong-hash", "evidence", If(unproved, "the hash is not that of {exact!r}", "sha256")
)
