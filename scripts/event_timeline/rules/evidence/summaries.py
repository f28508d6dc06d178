"""EVD: summaries against the words of the source, of which they may share as many in a row as an event's mention has."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import polars as pl

from event_timeline.model import Problem
from event_timeline.rules.evidence.spans import LONGEST
from event_timeline.rules.evidence.text_checks import of_text
from event_timeline.rules.rule import ROW, Context, Finding, cached
from event_timeline.texts.passages import shared_run
from event_timeline.texts.spans import Spans
from event_timeline.texts.text import Text

OPEN = re.compile(r"^\W*(cc0|cc[ -]by(?![ -](nc|nd))|public[ -]domain|pddl|odc|odbl|ogl|pd\b)", re.IGNORECASE)
"""Licences under which words may be repeated and changed: Creative Commons but NC and ND, Open Data Commons, the public domain."""


@of_text("EVD035", severity="warning", needs=("evidence", "sources", "events", "statements"), groups=())
def summary_repeats_prose(t: Context, text: Text, spans: Spans) -> Iterator[Finding]:
    summaries = _summaries(t).get(text.source_id, [])
    if not summaries or OPEN.match(_licences(t).get(text.source_id) or ""):
        return
    prose, named = _prose(text, spans)
    for table, row, summary in summaries:
        shared = shared_run(" ".join(summary.split()), prose, LONGEST)
        if len(shared) >= LONGEST and not any(shared.strip() in name for name in named):
            excerpt = f"{shared[: LONGEST - 1]}…"
            message = f"{len(shared)} characters are those of {text.source_id}: {excerpt!r}"
            yield Problem(message=message, resource=table, row=row, column="summary", value=summary)


def _prose(text: Text, spans: Spans) -> tuple[str, list[str]]:
    """The text with a line end for each quotation and a blank for all white space; and the names that it mentions."""
    content = list(text.content)
    for q in text.quotations:
        content[q.start : q.end] = "\n" * (q.end - q.start)
    paragraphs = [" ".join(part.split()) for part in ("".join(content)).split("\n")]
    parts = zip(spans.exact, spans.part, strict=True)
    named = [" ".join(exact.split()) for exact, part in parts if exact and part in ("mention", "place", "speaker")]
    return "\n".join(p for p in paragraphs if p), named


@cached
def _summaries(t: Context) -> dict[str, list[tuple[str, int, str]]]:
    """source_id -> table, record and summary, of those that are long enough, for the texts given."""
    has_text = pl.col("source_id").is_in(list(t.texts))
    long = pl.col("summary").str.len_chars() >= LONGEST
    events = t["events"].filter(long).select(ROW, "event_id", "summary")
    showing = t["evidence"].filter(has_text).select("event_id", "source_id").drop_nulls().unique()
    statements = t["statements"].filter(long, has_text)
    summaries = defaultdict(list)
    for table, frame in (("events", events.join(showing, on="event_id")), ("statements", statements)):
        rows = t.tables.collect(frame.select("source_id", ROW, "summary").sort(ROW, "source_id"))
        for source_id, row, summary in rows.iter_rows():
            summaries[source_id].append((table, row, summary))
    return summaries


@cached
def _licences(t: Context) -> dict[str, str | None]:
    return dict(t.tables.collect(t["sources"].select("source_id", "license")).iter_rows())
