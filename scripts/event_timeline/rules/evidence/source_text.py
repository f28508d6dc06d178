"""EVD: spans against the text of their source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from event_timeline.model import Problem
from event_timeline.rules.evidence.spans import LONGEST
from event_timeline.rules.evidence.text_checks import of_text
from event_timeline.rules.hashing import any_wrong
from event_timeline.rules.rule import ROW, Context, Finding, rule
from event_timeline.rules.scopes import by
from event_timeline.texts.passages import beside, follows, nearby
from event_timeline.texts.spans import Spans
from event_timeline.texts.text import MARKS, Quotation, Text, copy_of, span_hash

TITLES = "《〈『"
"""Marks in which Chinese and Japanese set titles; nested in other marks they quote."""
DASHES = frozenset("—–―‒")
BOUNDARIES = MARKS | DASHES | frozenset(":：")
"""What sets off direct speech: quotation marks, the dashes of dialogue, and the colon of interviews and transcripts."""


@rule("EVD020", needs=("sources",), text=True, blocks=True, groups=(by("source_id", "sources"),))
def source_text_mismatch(t: Context) -> Iterator[Finding]:
    for row in t.tables.collect(t["sources"].select(ROW, "source_id", "sha256", "characters")).iter_rows(named=True):
        if row["source_id"] not in t.texts:
            continue
        text = t.texts[row["source_id"]]
        length = len(text.content)
        copy = copy_of(text.content, row["sha256"])
        where: dict[str, Any] = {"resource": "sources", "row": row[ROW]}
        if copy:
            message = f"the text given is the coded one but for {copy.differs}; the spans of {text.source_id} were not checked"
            hint = f"{copy.remedy}, changing nothing else"
            yield Problem(message=message, column="sha256", value=row["sha256"], hint=hint, **where)
            continue
        if row["sha256"] != text.sha256:
            expected = f"`sources` says {row['sha256'] or 'nothing'}"
            message = f"the text given is another one, so the spans of {text.source_id} were not checked: its SHA-256 is {text.sha256}; {expected}"
            yield Problem(message=message, column="sha256", value=str(row["sha256"]), **where)
        if row["characters"] != length:
            expected = "nothing" if row["characters"] is None else str(row["characters"])
            message = f"the text has {length} characters; `sources` says {expected} for {text.source_id}"
            yield Problem(message=message, column="characters", value=str(row["characters"]), **where)


@of_text("EVD021", needs=("evidence", "sources"))
def span_mismatch(t: Context, text: Text, spans: Spans) -> Iterator[Finding]:
    content, attempts, proved = text.content, 0, not any_wrong(t)
    rows = zip(spans.row, spans.char_start, spans.char_end, spans.exact, spans.sha256, strict=True)
    for row, start, end, exact, sha256 in rows:
        words = content[start:end]
        if proved and sha256 is not None and words == exact:
            continue  # whose hash it has
        if span_hash(words) != sha256:
            excerpt = words if exact is not None else f"{len(words)} characters"
            message = f"the words at [{start}, {end}) of {text.source_id} are {excerpt!r} and have another hash"
            attempts += 1
            if attempts <= LOOKED_ROUND and (offsets := nearby(content, start, end, sha256)):
                message += f", which is that of [{offsets[0]}, {offsets[1]})"
            yield Problem(message=message, resource="evidence", row=row, column="sha256", value=sha256)


LOOKED_ROUND = 100
"""Spans of a text for which the offsets that fit the hash are looked for: more are not single mistakes."""


@of_text("EVD022", needs=("evidence", "sources"))
def wrong_paragraph(_: Context, text: Text, spans: Spans) -> Iterator[Finding]:
    actual = text.paragraphs_at(spans.char_start)
    if actual == spans.paragraph:
        return
    for row, paragraph, is_in in zip(spans.row, spans.paragraph, actual, strict=True):
        if paragraph is not None and paragraph != is_in:
            message, given = f"the span starts in paragraph {is_in} of {text.source_id}", str(paragraph)
            yield Problem(message=message, resource="evidence", row=row, column="paragraph", value=given)


@of_text("EVD023", severity="warning", needs=("evidence", "sources"), complete=("quotations",))
def unassigned_quotation(_: Context, text: Text, spans: Spans) -> Iterator[Finding]:
    have = {(start, end) for _, start, end, _ in spans.of("quote")}
    whole = {(q.start, q.end) for q in text.quotations}
    pieces = {place: text.pieces(*place) for place in whole}
    places = whole.union(*pieces.values())
    covered = {place for place in whole if place in have or have.issuperset(pieces[place])}
    uncovered = [
        q
        for q in text.quotations
        if not covered.intersection(_same(q, whole)) and not (q.mark in TITLES and not q.depth)
        and (q.start - 1, q.end + 1) not in whole
    ]  # fmt: skip
    # what is nearly a quotation has a finding of its own, as a quote that differs from the words between the marks
    nearly = [(a, b) for a, b in have - places]
    names = [(start, end) for _, start, end, _ in spans.of("mention", "place")] if uncovered else []
    for q in uncovered:
        named = any(a < q.start <= b or a <= q.end < b for a, b in names)
        slipped = any(2 * (min(b, q.end) - max(a, q.start)) > max(b, q.end) - min(a, q.start) for a, b in nearly)
        if not named and not slipped:
            words = " ".join(text.content[q.start : q.end].split())
            shortened = words if len(words) <= LONGEST else words[:LONGEST] + "…"
            place = f"[{q.start}, {q.end}) in paragraph {text.paragraph_at(q.start)} of {text.source_id}"
            yield Problem(message=f"no quote span for {place}: {shortened!r}", resource="evidence", value=shortened)


def _same(q: Quotation, whole: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """The offsets of a quotation, and of the one that it consists of, or that consists of it, with the marks."""
    return {(q.start, q.end), *(whole & {(q.start - 1, q.end + 1), (q.start + 1, q.end - 1)})}


@of_text("EVD024", severity="warning", needs=("evidence", "sources"), complete=("quotations",))
def quote_without_marks(_: Context, text: Text, spans: Spans) -> Iterator[Finding]:
    for row, start, end, exact in spans.of("quote"):
        before, after = beside(text.content, start, -1), beside(text.content, end - 1, 1)
        begun, ended = (sign in BOUNDARIES or sign in ("\n", "") for sign in (before, after))
        # the comma before the dash that ends direct speech may be the speaker's or the author's
        if not begun or not (ended or (after in (",", ".", ";") and follows(text.content, end) in DASHES)):
            message = f"the span at {start} of {text.source_id} is between {before!r} and {after!r}"
            yield Problem(message=message, resource="evidence", row=row, column="exact", value=exact)
