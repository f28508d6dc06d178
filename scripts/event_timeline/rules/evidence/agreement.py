"""EVD: quotes, cues and speakers against the spans that show them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from event_timeline.rules.kinds import EVERY, If, matching, of_query
from event_timeline.rules.rule import ROW, Context, Finding, Matches, rule
from event_timeline.rules.scopes import OF_STATEMENTS
from event_timeline.tables.elementwise import each
from event_timeline.texts.text import JOINT, Piece, join_pieces


def _joined_words(t: Context, part: str) -> pl.LazyFrame:
    """Of each statement the exact words of its spans of one part, in the text's order: statement_id, words, apart.

    words: joined as `text.join_pieces` does; apart: all joined by ` […] `.
    """
    spans = t["evidence"].filter(pl.col("part") == part, pl.col("statement_id").is_not_null())
    spans = spans.select(ROW, "statement_id", *(c for c in PIECE if c != "exact"), "exact")
    counted = spans.group_by("statement_id").agg(n=pl.len(), words=pl.col("exact").first().fill_null(""))
    alone = counted.filter(pl.col("n") == 1)  # most are, and need not be sorted
    several = spans.join(counted.filter(pl.col("n") > 1), on="statement_id", how="semi").drop_nulls("exact")
    in_order = several.sort("source_id", "char_start", ROW).group_by("statement_id", maintain_order=True)
    joined_words = in_order.agg(pl.struct(PIECE).alias("pieces")).select(
        "statement_id",
        words=each(pl.col("pieces"), _pieces_joined),
        apart=pl.col("pieces").list.eval(pl.element().struct.field("exact")).list.join(JOINT),
    )
    return pl.concat([alone.select("statement_id", "words", apart="words"), joined_words])


PIECE = ("exact", "source_id", "char_start", "char_end", "paragraph")
"""The columns that a piece of a quotation is made of."""
SPANS = ("statements.statement_id", "evidence.statement_id", "evidence.part")
"""The columns in which the spans of a statement are looked for."""


def _pieces_joined(spans: list[dict[str, Any]]) -> str:
    return join_pieces([Piece(p["exact"], p["source_id"], *(p[c] or 0 for c in PIECE[2:])) for p in spans])


def _differing(t: Context, part: str, column: str) -> pl.LazyFrame:
    statements = t["statements"].select(ROW, "statement_id", column).drop_nulls("statement_id")
    joined_words = statements.join(_joined_words(t, part), on="statement_id", how="left")
    if t.coding["evidence"] != "complete":  # a piece without a span may be one that was not coded
        pieces = pl.col(column).str.count_matches(JOINT, literal=True) + 1
        joined_words = joined_words.filter(pl.col("apart").str.count_matches(JOINT, literal=True) + 1 >= pieces)
    return joined_words.filter(pl.col(column).ne_missing(pl.col("words")), pl.col(column).ne_missing(pl.col("apart")))


CONTEXT = 15
"""Code points that are shown before and after the first one that differs."""


def _where_parted(pair: dict[str, str | None]) -> str:
    """In words, where a quote and the words of its spans part."""
    quote, words = pair["quote"], pair["words"]
    if words is None:
        return f"no span shows the quote {_cut(quote or '', 0)!r}"
    if quote is None:
        return f"no quote, but its spans say {_cut(words, 0)!r}"
    ends = min(len(quote), len(words))
    at = next((i for i in range(ends) if quote[i] != words[i]), ends)
    here, there = _cut(quote, at), _cut(words, at)
    return f"from character {at + 1} on the quote has {here!r}, its spans say {there!r}"


def _cut(words: str, at: int) -> str:
    """The words around a place."""
    start, end = max(at - CONTEXT, 0), at + 2 * CONTEXT
    return ("…" if start else "") + words[start:end] + ("…" if end < len(words) else "")


LOCATE = (
    "`timeline locate WORDS --append statement:{statement_id} --part speaker` "
    "writes the words of the text and their evidence"
)


@matching(
    "EVD009", "statements", "{difference}", "quote", needs=("evidence", "statements"), groups=(OF_STATEMENTS,),
    looks_in=SPANS,
)  # fmt: skip
def quote_evidence_mismatch(t: Context) -> pl.LazyFrame:
    rows = _differing(t, "quote", "quote")
    return rows.with_columns(difference=each(pl.struct("quote", "words"), _where_parted))


cue_evidence_mismatch = of_query(
    "EVD010", "cue-evidence-mismatch", "statements", lambda t: _differing(t, "cue", "cue"),
    If(EVERY, "the cue is {cue!r}, its span says {words!r}", "cue"), needs=("evidence", "statements"),
    groups=(OF_STATEMENTS,), looks_in=SPANS,
)  # fmt: skip


@rule("EVD011", needs=("evidence", "statements"), groups=(OF_STATEMENTS,), looks_in=SPANS)
def speaker_evidence_mismatch(t: Context) -> Iterator[Finding]:
    rows, column = _differing(t, "speaker", "speaker_as_reported"), "speaker_as_reported"
    message = "the speaker is {speaker_as_reported!r}, its span says {words!r}"
    yield Matches("statements", rows.drop_nulls("words"), message, column)
    message = "the speaker is {speaker_as_reported!r}, and no evidence of part speaker shows it"
    yield Matches("statements", rows.filter(pl.col("words").is_null()), message, column, hint=LOCATE)
