"""EVD: the spans against each other, against the records they show, and against the source's text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from event_timeline.rules.hashing import unproved
from event_timeline.rules.kinds import If, of_row
from event_timeline.rules.proof import Span, per_text
from event_timeline.rules.rule import (
    Context,
    Finding,
    Found,
    Offenders,
    rule,
)
from event_timeline.rules.scopes import OF_SPANS, OF_STATEMENTS, by
from event_timeline.tables import uniqueness
from event_timeline.tables.loading import ROW
from event_timeline.texts.text import JOINT, MARKS, Piece, Quotation, Text, copy_of, join_pieces, span_hash

RECORDS = {"actor_id": "actors", "event_id": "events", "statement_id": "statements"}
PARTS_OF = {
    "actor_id": ("mention",),
    "event_id": ("report", "mention", "date", "place"),
    "statement_id": ("quote", "report", "cue", "speaker", "date"),
}
"""Which parts show which sort of record (coding guide, Evidence)."""
LONGEST = 60
"""Code points of an event's mention, a time or a place that may be repeated from outside quotation marks: more is prose."""
LONGEST_DESIGNATION = 200
"""The same of a name, speaker or cue, which are given whole (coding guide, Evidence): the speaker phrases of news have up to about 150."""
TITLES = "《〈『"
"""Marks in which Chinese and Japanese set titles; nested in other marks they quote."""
DASHES = frozenset("—–―‒")
BOUNDARIES = MARKS | DASHES | frozenset(":：")
"""What sets off direct speech: quotation marks, the dashes of dialogue, and the colon of interviews and transcripts."""
NEEDED = ("evidence",)


@rule("EVD002", needs=("evidence", "sources"), scope="rows", beside=("sources",))
def span_out_of_range(t: Context) -> Iterator[Finding]:
    rows = t["evidence"].join(t["sources"].select("source_id", "characters"), on="source_id")
    rows = rows.filter(pl.col("char_end") > pl.col("characters"))
    yield Offenders("evidence", rows, "the span ends at {char_end}, the source has {characters} characters", "char_end")


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


def _joined(t: Context, part: str) -> pl.LazyFrame:
    """Of each statement the exact words of its spans of one part, in the text's order: statement_id, words, apart.

    words: joined as `text.join_pieces` does; apart: all joined by ` […] `.
    """
    spans = t["evidence"].filter(pl.col("part") == part, pl.col("statement_id").is_not_null())
    spans = spans.select(ROW, "statement_id", *(c for c in PIECE if c != "exact"), "exact")
    counted = spans.group_by("statement_id").agg(n=pl.len(), words=pl.col("exact").first().fill_null(""))
    alone = counted.filter(pl.col("n") == 1)  # most are, and need not be sorted
    several = spans.join(counted.filter(pl.col("n") > 1), on="statement_id", how="semi").drop_nulls("exact")
    in_order = several.sort("source_id", "char_start", ROW).group_by("statement_id", maintain_order=True)
    joined = in_order.agg(pl.struct(PIECE).alias("pieces")).select(
        "statement_id",
        words=pl.col("pieces").map_batches(_pieces_joined, return_dtype=pl.String, is_elementwise=True),
        apart=pl.col("pieces").list.eval(pl.element().struct.field("exact")).list.join(JOINT),
    )
    return pl.concat([alone.select("statement_id", "words", apart="words"), joined])


PIECE = ("exact", "source_id", "char_start", "char_end", "paragraph")
"""The columns that a piece of a quotation is made of."""


def _pieces_joined(statements: pl.Series) -> pl.Series:
    pieces = [
        [Piece(p["exact"], p["source_id"], *(p[c] or 0 for c in PIECE[2:])) for p in listed]
        for listed in statements.to_list()
    ]
    joined = [join_pieces(listed) for listed in pieces]
    return pl.Series(statements.name, joined, dtype=pl.String)


def _differing(t: Context, part: str, column: str) -> pl.LazyFrame:
    statements = t["statements"].select(ROW, "statement_id", column)
    joined = statements.join(_joined(t, part), on="statement_id", how="left")
    return joined.filter(pl.col(column).ne_missing(pl.col("words")), pl.col(column).ne_missing(pl.col("apart")))


CONTEXT = 15
"""Code points that are shown before and after the first one that differs."""


def _parted(pairs: pl.Series) -> pl.Series:
    """In words, where a quote and the words of its spans part."""
    return pl.Series(pairs.name, [_where_parted(p["quote"], p["words"]) for p in pairs], dtype=pl.String)


def _where_parted(quote: str | None, words: str | None) -> str:
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


@rule("EVD009", needs=("evidence", "statements"), groups=(OF_STATEMENTS,))
def quote_without_evidence(t: Context) -> Iterator[Finding]:
    rows = _differing(t, "quote", "quote")
    said = pl.struct("quote", "words").map_batches(_parted, return_dtype=pl.String, is_elementwise=True)
    yield Offenders("statements", rows.with_columns(said=said), "{said}", "quote")


@rule("EVD010", needs=("evidence", "statements"), groups=(OF_STATEMENTS,))
def cue_without_evidence(t: Context) -> Iterator[Finding]:
    yield Offenders("statements", _differing(t, "cue", "cue"), "the cue is {cue!r}, its span says {words!r}", "cue")


@rule("EVD011", needs=("evidence", "statements"), groups=(OF_STATEMENTS,))
def speaker_without_evidence(t: Context) -> Iterator[Finding]:
    rows = _differing(t, "speaker", "speaker_as_reported")
    shown = rows.filter(pl.col("words").is_not_null())
    message = "the speaker is {speaker_as_reported!r}, its span says {words!r}"
    yield Offenders("statements", shown, message, "speaker_as_reported")
    yield Offenders(
        "statements",
        rows.filter(pl.col("words").is_null()),
        "the speaker is {speaker_as_reported!r}, and no evidence of part speaker shows it",
        "speaker_as_reported",
        hint="`timeline locate WORDS --append statement:{statement_id} --part speaker` writes the words of the text and their evidence",
    )


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


@rule("EVD014", needs=("evidence", *RECORDS.values(), "event_actors", "event_relations"))
def no_evidence(t: Context) -> Iterator[Finding]:
    told = (("event_actors", "actor_id"), ("statements", "speaker_id"), ("event_relations", "according_to"))
    for column, table in RECORDS.items():
        shown = t["evidence"].select(column).drop_nulls()
        rows = t[table].select(ROW, column).join(shown, on=column, how="anti")
        if column == "actor_id":
            wider = t["actors"].select(actor_id="affiliation").drop_nulls()
            busy = [t[name].select(actor_id=who).join(wider, on="actor_id", how="semi") for name, who in told]
            wider = wider.join(pl.concat(busy), on="actor_id", how="anti")
            rows = rows.join(wider, on="actor_id", how="anti")
        yield Offenders(table, rows, f"no evidence for {{{column}!r}}", column)


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


# --- with the source's text at hand -----------------------------------------------------------------


@rule("EVD020", needs=("sources",), text=True)
def another_text(t: Context) -> Iterator[Finding]:
    for row in t["sources"].select(ROW, "source_id", "sha256", "characters").collect().iter_rows(named=True):
        if row["source_id"] not in t.texts:
            continue
        text, length = t.texts[row["source_id"]], len(t.texts[row["source_id"]].content)
        copy = copy_of(text.content, row["sha256"])
        where: dict[str, Any] = {"resource": "sources", "row": row[ROW]}
        if copy:
            said = f"the text given is the coded one but for {copy.differs}; the spans of {text.source_id} were not checked"
            yield Found(
                said, column="sha256", value=row["sha256"], hint=f"{copy.remedy}, changing nothing else", **where
            )
            continue
        if row["sha256"] != text.sha256:
            wanted = f"`sources` says {row['sha256'] or 'nothing'}"
            said = f"the text given is another one, so the spans of {text.source_id} were not checked: its SHA-256 is {text.sha256}; {wanted}"
            yield Found(said, column="sha256", value=str(row["sha256"]), **where)
        if row["characters"] != length:
            wanted = "nothing" if row["characters"] is None else str(row["characters"])
            said = f"the text has {length} characters; `sources` says {wanted} for {text.source_id}"
            yield Found(said, column="characters", value=str(row["characters"]), **where)


@rule("EVD021", needs=("evidence", "sources"), text=True)
@per_text
def span_mismatch(_: Context, text: Text, spans: list[Span]) -> Iterator[Finding]:
    content, looked = text.content, 0
    for span in spans:
        start, end = span.char_start, span.char_end
        words = content[start:end]
        if span_hash(words) != span.sha256:
            shown = words if span.exact is not None else f"{len(words)} characters"
            message = f"the words at [{start}, {end}) of {text.source_id} are {shown!r} and have another hash"
            looked += 1
            if looked <= LOOKED_ROUND and (meant := _nearby(content, start, end, span.sha256)):
                message += f", which is that of [{meant[0]}, {meant[1]})"
            yield Found(message, "evidence", row=span.row, column="sha256", value=span.sha256)


LOOKED_ROUND = 100
"""Spans of a text for which the offsets that fit the hash are looked for: more are no slips of the pen."""
NEARBY = 20
"""Code points by which a start, an end or both may be off."""


def _nearby(content: str, start: int, end: int, wanted: str | None) -> tuple[int, int] | None:
    """The offsets nearest to a span's whose words have its hash, if one end or the whole span was moved by a little."""
    for step in range(1, NEARBY + 1):
        moved = [(a * step, b * step) for a in (-1, 0, 1) for b in (-1, 0, 1) if a == b or not a or not b]
        for a, b in moved:
            if 0 <= start + a < end + b <= len(content) and span_hash(content[start + a : end + b]) == wanted:
                return start + a, end + b
    return None


@rule("EVD022", needs=("evidence", "sources"), text=True)
@per_text
def wrong_paragraph(_: Context, text: Text, spans: list[Span]) -> Iterator[Finding]:
    for span in spans:
        actual = text.paragraph_at(span.char_start)
        if span.paragraph is not None and span.paragraph != actual:
            message = f"the span starts in paragraph {actual} of {text.source_id}"
            yield Found(message, "evidence", row=span.row, column="paragraph", value=str(span.paragraph))


@rule("EVD023", severity="warning", needs=("evidence", "sources"), text=True)
@per_text
def quotation_unaccounted(_: Context, text: Text, spans: list[Span]) -> Iterator[Finding]:
    have = {(span.char_start, span.char_end) for span in spans if span.part == "quote"}
    whole = {(q.start, q.end) for q in text.quotations}
    pieces = {place: text.pieces(*place) for place in whole}
    known = whole.union(*pieces.values())
    shown = {place for place in whole if place in have or have.issuperset(pieces[place])}
    left = [
        q
        for q in text.quotations
        if not shown.intersection(_same(q, whole)) and not (q.mark in TITLES and not q.depth)
        and (q.start - 1, q.end + 1) not in whole
    ]  # fmt: skip
    # what is nearly a quotation has a finding of its own, as a quote that is not what stands between the marks
    nearly = [(a, b) for a, b in have - known]
    names = [(s.char_start, s.char_end) for s in spans if s.part in ("mention", "place")] if left else []
    for q in left:
        named = any(a < q.start <= b or a <= q.end < b for a, b in names)
        slipped = any(2 * (min(b, q.end) - max(a, q.start)) > max(b, q.end) - min(a, q.start) for a, b in nearly)
        if not named and not slipped:
            words = " ".join(text.content[q.start : q.end].split())
            shortened = words if len(words) <= LONGEST else words[:LONGEST] + "…"
            place = f"[{q.start}, {q.end}) in paragraph {text.paragraph_at(q.start)} of {text.source_id}"
            yield Found(f"no quote span for {place}: {shortened!r}", "evidence", value=shortened)


def _same(q: Quotation, whole: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """The offsets of a quotation, and of the one that it consists of, or that consists of it, with the marks."""
    return {(q.start, q.end), *(whole & {(q.start - 1, q.end + 1), (q.start + 1, q.end - 1)})}


@rule("EVD024", severity="warning", needs=("evidence", "sources"), text=True)
@per_text
def quote_without_marks(_: Context, text: Text, spans: list[Span]) -> Iterator[Finding]:
    for span in spans:
        if span.part != "quote":
            continue
        before, after = _beside(text.content, span.char_start, -1), _beside(text.content, span.char_end - 1, 1)
        begun, ended = (sign in BOUNDARIES or sign in ("\n", "") for sign in (before, after))
        # the comma before the dash that ends direct speech may be the speaker's or the author's
        if not begun or not (ended or (after in (",", ".", ";") and _follows(text.content, span.char_end) in DASHES)):
            message = f"the span at {span.char_start} of {text.source_id} is between {before!r} and {after!r}"
            yield Found(message, "evidence", row=span.row, column="exact", value=span.exact)


def _beside(content: str, at: int, step: int) -> str:
    """The first character before or after one that is no blank; line ends count, and `""` is the end of the text."""
    at += step
    while 0 <= at < len(content) and content[at].isspace() and content[at] not in "\r\n":
        at += step
    return content[at].replace("\r", "\n") if 0 <= at < len(content) else ""


def _follows(content: str, at: int) -> str:
    """The first character after the sign that stands there, or after the blanks before it."""
    while at < len(content) and content[at].isspace():
        at += 1
    return _beside(content, at, 1)


RECORDS_SET = pl.sum_horizontal(pl.col(c).is_not_null().cast(pl.Int8) for c in RECORDS)
LENGTH, SPANNED = pl.col("exact").str.len_chars(), pl.col("char_end") - pl.col("char_start")


RULES = (
    of_row(
        "EVD001",
        "empty-span",
        "evidence",
        If(
            pl.col("char_end") <= pl.col("char_start"),
            "the span [{char_start}, {char_end}) holds no character",
            "char_end",
        ),
    ),
    span_out_of_range,
    of_row(
        "EVD003",
        "not-one-record",
        "evidence",
        If(RECORDS_SET != 1, "{n} of the three record columns are set, not one", shown={"n": RECORDS_SET}),
    ),
    of_row(
        "EVD004",
        "exact-of-wrong-length",
        "evidence",
        If(
            (LENGTH != SPANNED) & (SPANNED > 0),
            "{exact!r} has {n} characters, the span {span}",
            "exact",
            {"n": LENGTH, "span": SPANNED},
        ),
    ),
    of_row("EVD005", "exact-of-wrong-hash", "evidence", If(unproved, "the hash is not that of {exact!r}", "sha256")),
    of_row(
        "EVD006",
        "exact-against-part",
        "evidence",
        If(
            pl.when(pl.col("part") == "report")
            .then(pl.col("exact").is_not_null())
            .otherwise(pl.col("exact").is_null() & (pl.col("part") != "mention")),
            "part {part} with exact {exact!r}",
            "exact",
        ),
    ),
    of_row(
        "EVD007",
        "part-of-wrong-record",
        "evidence",
        *(
            If(
                pl.col(column).is_not_null() & ~pl.col("part").is_in(parts),
                f"part {{part}} cannot show one of the {RECORDS[column]}",
                "part",
            )
            for column, parts in PARTS_OF.items()
        ),
    ),
    too_many_words,
    long_designation,
    quote_without_evidence,
    cue_without_evidence,
    speaker_without_evidence,
    report_over_quote,
    duplicate_span,
    no_evidence,
    paragraph_out_of_order,
    mention_inside_report,
    another_text,
    span_mismatch,
    wrong_paragraph,
    quotation_unaccounted,
    quote_without_marks,
)
