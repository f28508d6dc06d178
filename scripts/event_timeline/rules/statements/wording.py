"""STM: quotes, reports and summaries."""

from __future__ import annotations

import polars as pl

from event_timeline.rules.kinds import OTHER, If, Others, has, lacks, matching, of_row, related
from event_timeline.rules.rule import ROW, Context
from event_timeline.rules.scopes import by
from event_timeline.rules.similarity import folded
from event_timeline.texts.text import JOINT

MARKS = '“”"„«»'
KIND, QUOTED = pl.col("kind"), pl.col("quote").is_not_null()
REPORT = Others("evidence", where=pl.col("part") == "report")

direct_without_quote = of_row(
    "STM001", "direct-without-quote", "statements",
    If(KIND.is_in(["direct", "mixed"]) & ~QUOTED, "{kind}, but there is no quote", "quote"), complete=("quotations",),
)  # fmt: skip
indirect_with_quote = of_row(
    "STM002", "indirect-with-quote", "statements",
    If((KIND == "indirect") & QUOTED, "indirect, but {quote!r} is quoted", "kind"),
)  # fmt: skip
direct_with_report = related(
    "STM003", "direct-with-report", "statements", has(REPORT), where=(KIND == "direct") & QUOTED, column="kind",
    message="direct, but a report shows content of {statement_id} outside quotation marks",
)  # fmt: skip
mixed_without_report = related(
    "STM004", "mixed-without-report", "statements", has(Others("evidence")), lacks(REPORT),
    where=KIND.is_in(["mixed", "indirect"]), column="kind",
    message="{kind}, but no report shows the words of {statement_id} outside quotation marks", complete=("evidence",),
)  # fmt: skip
summary_repeats_quote = of_row(
    "STM023", "summary-repeats-quote", "statements",
    If(folded("summary") == folded("quote"), "{summary!r} are the speaker's words", "summary"), severity="warning",
)  # fmt: skip


@matching(
    "STM022", "statements", "{piece!r} has its quotation marks", "quote", value="piece", severity="warning",
    groups=(by("source_id", "statements"),),
)  # fmt: skip
def quotation_marks_in_quote(t: Context) -> pl.LazyFrame:
    pieces = t["statements"].select(ROW, "source_id", piece=pl.col("quote").str.split(JOINT)).drop_nulls()
    quoted = t["statements"].select("source_id", inner="quote").drop_nulls()
    inner = pl.col("piece").str.slice(1).str.head(-1)
    rows = pieces.explode("piece").filter(
        pl.col("piece").str.contains(f"^[{MARKS}].*[{MARKS}]$"), inner.str.contains(f"^[^{MARKS}]*$")
    ).with_columns(inner=inner.str.strip_chars())  # fmt: skip
    return rows.join(quoted, on=["source_id", "inner"], how="anti").unique(ROW)


@matching("STM030", "statements", "{summary!r} is the summary of {first} too", "summary", severity="warning")
def duplicate_statement_summary(t: Context) -> pl.LazyFrame:
    statements = t["statements"].select(
        ROW, "statement_id", "source_id", "summary", origin=pl.coalesce("repeats", "statement_id"), same=folded("summary")
    ).filter(pl.col("same") != "")  # fmt: skip
    several = statements.group_by("source_id", "same").agg(
        first=pl.col("statement_id").sort_by(ROW).first(), first_origin=pl.col("origin").sort_by(ROW).first(),
        n=pl.col("origin").n_unique(),
    )  # fmt: skip
    rows = statements.join(several.filter(pl.col("n") > 1), on=["source_id", "same"])
    return rows.filter(pl.col("origin") != pl.col("first_origin"))


@matching(
    "STM032", "statements", "the quotation [{char_start}, {char_end}) of {source_id} is claimed by {other} too",
    "statement_id", severity="warning", needs=("statements", "evidence"),
)  # fmt: skip
def shared_quotation(t: Context) -> pl.LazyFrame:
    place = ["source_id", "char_start", "char_end"]
    quotes = t["evidence"].filter(pl.col("part") == "quote").select(*place, "statement_id").drop_nulls()
    several = quotes.group_by(place).agg(n=pl.col("statement_id").n_unique()).filter(pl.col("n") > 1).select(place)
    claims = quotes.join(several, on=place, how="semi").unique()
    claims = claims.join(t["statements"].select(ROW, "statement_id", "within", "position"), on="statement_id")
    others = claims.select(*place, "within", "position", other="statement_id")
    pairs = claims.join(others, on=place, suffix=OTHER).filter(
        pl.col("position") > pl.col("position_other"),
        pl.col("within").ne_missing(pl.col("other")), pl.col("within_other").ne_missing(pl.col("statement_id")),
    )  # fmt: skip
    return pairs.group_by(ROW).agg(pl.col("other").min(), pl.col("source_id", "char_start", "char_end").first())
