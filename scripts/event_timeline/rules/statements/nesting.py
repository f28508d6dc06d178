"""STM: statements within statements."""

from __future__ import annotations

import polars as pl

from event_timeline.rules.kinds import Others, compared, matching
from event_timeline.rules.rule import ROW, Context

POSITION, SAME_SOURCE = pl.col("position"), pl.col("source_id") == pl.col("source_id_other")
AFTER = ~SAME_SOURCE | (pl.col("position_other") < POSITION)
"""Whether a statement comes after the one that it refers to; of two sources each may come first."""


def referring(column: str) -> tuple[Others, Others]:
    """The two statements of which one refers to the other by a column."""
    return Others("statements", (column,)), Others("statements", ("statement_id",))


def not_after(column: str) -> pl.Expr:
    """Whether a statement comes before the one of its source that it refers to, or is that one."""
    return SAME_SOURCE & ((pl.col("position_other") > POSITION) | (pl.col("statement_id") == pl.col(column)))


within_later_statement = compared(
    "STM007", "within-later-statement", *referring("within"), where=not_after("within"), column="within",
    message="{statement_id} is no. {position}, but within {within}, no. {position_other}",
)  # fmt: skip
within_another_source = compared(
    "STM008", "within-another-source", *referring("within"), where=pl.col("source_id") != pl.col("source_id_other"),
    message="{source_id} here, {source_id_other} in {within}", column="within",
)  # fmt: skip


@matching(
    "STM009", "statements", "no words of {statement_id} are inside those of {within}", "within",
    needs=("statements", "evidence"), complete=("evidence",),
)  # fmt: skip
def outside_enclosing_statement(t: Context) -> pl.LazyFrame:
    spans = t["evidence"].filter(pl.col("part").is_in(["quote", "report"]))
    spans = spans.select("statement_id", "source_id", "char_start", "char_end").drop_nulls()
    around = spans.rename({"statement_id": "within", "char_start": "a", "char_end": "b"})
    places = t["statements"].select(ROW, "statement_id", "within", "source_id", "position")
    hosts = places.select(within="statement_id", source_id="source_id", position_other="position")
    ordered = places.join(hosts, on=["within", "source_id"]).filter(pl.col("position_other") < POSITION)
    pairs = ordered.select(ROW, "statement_id", "within").join(spans, on="statement_id")
    inside = (pl.col("char_start") >= pl.col("a")) & (pl.col("char_end") <= pl.col("b"))
    pairs = pairs.join(around, on=["within", "source_id"])
    return pairs.group_by(ROW, "statement_id", "within").agg(inside=inside.any()).filter(~pl.col("inside"))


@matching(
    "STM027", "statements", "its quote is inside the words of {outer}", "within", severity="warning",
    needs=("statements", "evidence"),
)  # fmt: skip
def nested_quote_without_within(t: Context) -> pl.LazyFrame:
    spans = t["evidence"].filter(pl.col("part") == "quote").drop_nulls("statement_id")
    spans = spans.select("source_id", "paragraph", "char_start", "char_end", "statement_id")
    outer = spans.rename({"statement_id": "outer", "char_start": "a", "char_end": "b"})
    inner = spans.join(outer, on=["source_id", "paragraph"]).filter(
        pl.col("statement_id") != pl.col("outer"), pl.col("char_start") > pl.col("a"), pl.col("char_end") <= pl.col("b")
    ).select("statement_id", "outer").unique()  # fmt: skip
    return t["statements"].filter(pl.col("within").is_null()).join(inner, on="statement_id")
