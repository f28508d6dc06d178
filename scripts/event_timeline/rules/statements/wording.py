"""STM: quotes, reports and summaries."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.kinds import If, Others, of_row, present
from event_timeline.rules.rule import Context, Finding, Offenders, rule
from event_timeline.rules.scopes import OF_STATEMENTS, by
from event_timeline.rules.similarity import folded
from event_timeline.tables.loading import ROW
from event_timeline.texts.text import JOINT

NEEDED = ("statements",)


MARKS = '“”"„«»'


def _reported(t: Context) -> pl.LazyFrame:
    return t["evidence"].filter(pl.col("part") == "report").select("statement_id").drop_nulls()


@rule("STM004", needs=("statements", "evidence"), groups=(OF_STATEMENTS,))
def mixed_without_report(t: Context) -> Iterator[Finding]:
    paraphrased = t["statements"].filter(pl.col("kind").is_in(["mixed", "indirect"]))
    content = t["evidence"].select("statement_id").drop_nulls()
    rows = paraphrased.join(content, on="statement_id", how="semi").join(_reported(t), on="statement_id", how="anti")
    yield Offenders(
        "statements", rows, "{kind}, but no report shows the words of {statement_id} outside quotation marks", "kind"
    )


@rule("STM022", severity="warning", needs=NEEDED, groups=(by("source_id", "statements"),))
def marks_in_the_quote(t: Context) -> Iterator[Finding]:
    pieces = (
        t["statements"].select(ROW, "source_id", piece=pl.col("quote").str.split(JOINT)).drop_nulls().explode("piece")
    )
    quoted = t["statements"].select("source_id", inner="quote").drop_nulls()
    rows = pieces.filter(pl.col("piece").str.contains(f"^[{MARKS}].*[{MARKS}]$")).filter(
        pl.col("piece").str.slice(1).str.head(-1).str.contains(f"^[^{MARKS}]*$")
    )  # fmt: skip
    inner = pl.col("piece").str.slice(1).str.head(-1).str.strip_chars()
    rows = rows.with_columns(inner=inner).join(quoted, on=["source_id", "inner"], how="anti").unique(ROW)
    yield Offenders("statements", rows, "{piece!r} has its quotation marks", "quote", "piece")


direct_without_quote = of_row(
    "STM001",
    "direct-without-quote",
    "statements",
    If(
        pl.col("kind").is_in(["direct", "mixed"]) & pl.col("quote").is_null(),
        "{kind}, but there is no quote",
        "quote",
    ),
)


indirect_with_quote = of_row(
    "STM002",
    "indirect-with-quote",
    "statements",
    If((pl.col("kind") == "indirect") & pl.col("quote").is_not_null(), "indirect, but {quote!r} is quoted", "kind"),
)


direct_with_report = present(
    "STM003",
    "direct-with-report",
    "statements",
    ("statement_id",),
    Others("evidence", ("statement_id",), pl.col("part") == "report"),
    where=(pl.col("kind") == "direct") & pl.col("quote").is_not_null(),
    message="direct, but a report shows content of {statement_id} outside quotation marks",
    column="kind",
    grouped=True,
)


summary_is_the_quote = of_row(
    "STM023",
    "summary-is-the-quote",
    "statements",
    If(folded("summary") == folded("quote"), "{summary!r} are the speaker's words", "summary"),
    severity="warning",
)


@rule("STM030", severity="warning", needs=("statements",))
def same_summary(t: Context) -> Iterator[Finding]:
    said = t["statements"].select(
        ROW,
        "statement_id",
        "source_id",
        "summary",
        origin=pl.coalesce("repeats", "statement_id"),
        same=folded("summary"),
    )
    said = said.filter(pl.col("same") != "")
    several = said.group_by("source_id", "same").agg(
        first=pl.col("statement_id").sort_by(ROW).first(),
        first_origin=pl.col("origin").sort_by(ROW).first(),
        n=pl.col("origin").n_unique(),
    )
    rows = said.join(several.filter(pl.col("n") > 1), on=["source_id", "same"])
    rows = rows.filter(pl.col("origin") != pl.col("first_origin"))
    yield Offenders("statements", rows, "{summary!r} is the summary of {first} too", "summary")


@rule("STM032", severity="warning", needs=("statements", "evidence"))
def quotation_of_two(t: Context) -> Iterator[Finding]:
    place = ["source_id", "char_start", "char_end"]
    quotes = t["evidence"].filter(pl.col("part") == "quote").select(*place, "statement_id").drop_nulls()
    several = quotes.group_by(place).agg(n=pl.col("statement_id").n_unique()).filter(pl.col("n") > 1).select(place)
    claims = quotes.join(several, on=place, how="semi").unique()
    claims = claims.join(t["statements"].select(ROW, "statement_id", "within", "position"), on="statement_id")
    pairs = claims.join(claims.select(*place, "within", "position", other="statement_id"), on=place, suffix="_other").filter(
        pl.col("position") > pl.col("position_other"),
        pl.col("within").ne_missing(pl.col("other")), pl.col("within_other").ne_missing(pl.col("statement_id")),
    )  # fmt: skip
    rows = pairs.group_by(ROW).agg(pl.col("other").min(), pl.col("source_id", "char_start", "char_end").first())
    yield Offenders(
        "statements",
        rows,
        "the quotation [{char_start}, {char_end}) of {source_id} is claimed by {other} too",
        "statement_id",
    )
