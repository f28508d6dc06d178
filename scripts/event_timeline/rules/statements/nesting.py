"""STM: statements within statements."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.rule import Context, Finding, Offenders, rule
from event_timeline.tables.loading import ROW

NEEDED = ("statements",)


def referring(t: Context, column: str, *columns: str) -> pl.LazyFrame:
    """Statements that point to another by `column`, with columns of both; the other's end in _other."""
    own = t["statements"].select(ROW, "statement_id", column, *columns).drop_nulls(column)
    return own.join(
        t["statements"].select("statement_id", *columns), left_on=column, right_on="statement_id", suffix="_other"
    )


def not_after(column: str) -> pl.Expr:
    """Of `_pointed`: whether a statement comes before the one it points to, or is that one."""
    return (pl.col("position") < pl.col("position_other")) | (pl.col("statement_id") == pl.col(column))


@rule("STM007", needs=NEEDED)
def within_a_later_one(t: Context) -> Iterator[Finding]:
    pairs = referring(t, "within", "source_id", "position")
    rows = pairs.filter(pl.col("source_id") == pl.col("source_id_other"), not_after("within"))
    yield Offenders(
        "statements", rows, "{statement_id} is no. {position}, but within {within}, no. {position_other}", "within"
    )


@rule("STM008", needs=NEEDED)
def within_another_source(t: Context) -> Iterator[Finding]:
    rows = referring(t, "within", "source_id").filter(pl.col("source_id") != pl.col("source_id_other"))
    yield Offenders("statements", rows, "{source_id} here, {source_id_other} in {within}", "within")


@rule("STM009", needs=("statements", "evidence"))
def outside_the_words_around(t: Context) -> Iterator[Finding]:
    spans = (
        t["evidence"]
        .filter(pl.col("part").is_in(["quote", "report"]))
        .select("statement_id", "source_id", "char_start", "char_end")
        .drop_nulls()
    )
    around = spans.select(within="statement_id", source_id="source_id", a="char_start", b="char_end")
    ordered = referring(t, "within", "source_id", "position").filter(
        pl.col("source_id") == pl.col("source_id_other"), pl.col("position") > pl.col("position_other")
    ).select(ROW, "statement_id", "within")  # fmt: skip
    pairs = ordered.join(spans, on="statement_id").join(around, on=["within", "source_id"])
    inside = (pl.col("char_start") >= pl.col("a")) & (pl.col("char_end") <= pl.col("b"))
    rows = pairs.group_by(ROW, "statement_id", "within").agg(inside=inside.any()).filter(~pl.col("inside"))
    yield Offenders("statements", rows, "no words of {statement_id} stand inside those of {within}", "within")


@rule("STM027", severity="warning", needs=("statements", "evidence"))
def inside_but_not_within(t: Context) -> Iterator[Finding]:
    spans = t["evidence"].filter(pl.col("part") == "quote").drop_nulls("statement_id").select(
        "source_id", "paragraph", "char_start", "char_end", "statement_id"
    )  # fmt: skip
    outer = spans.rename({"statement_id": "outer", "char_start": "a", "char_end": "b"})
    pairs = spans.join(outer, on=["source_id", "paragraph"]).filter(
        pl.col("statement_id") != pl.col("outer"), pl.col("char_start") > pl.col("a"), pl.col("char_end") <= pl.col("b")
    )
    inner = pairs.select("statement_id", "outer").unique()
    rows = t["statements"].filter(pl.col("within").is_null()).join(inner, on="statement_id")
    yield Offenders("statements", rows, "its quote stands inside the words of {outer}", "within")
