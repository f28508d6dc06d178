"""What a validation proved against the provided texts, in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from event_timeline.io.counting import counted
from event_timeline.model import NO_TEXT, Report, Skipped

if TYPE_CHECKING:
    from event_timeline.rules.rule import Context
    from event_timeline.tables.loading import Tables

FEW = 6
"""So many source texts are counted, fewer are named."""


def texts_summary(context: Context, report: Report) -> list[str]:
    """What was proved against which texts, in words; rules that saw no text but other ones become skipped ones."""
    tables, texts = context.tables, context.texts
    from event_timeline.rules import BY_CODE

    if not texts and (
        "evidence" not in tables or not any(c in BY_CODE and "evidence" in BY_CODE[c].needs for c in report.ran)
    ):
        return []
    if not texts:
        unread = sum(s.reason == NO_TEXT for s in report.skipped)
        rules = f"; {counted(unread, 'rule')} not run" if unread else ""
        return [f"spans: against each other and the quotes, not against a text (--source [ID=]FILE){rules}"]
    from event_timeline.rules.evidence import text_checks
    from event_timeline.rules.evidence.source_text import span_mismatch

    if "evidence" not in tables or not tables.has("evidence", "source_id"):
        return [f"spans: none could be read to prove against the text of {_named(texts)}"]
    proved = text_checks.proved(context)
    if proved is None:
        return [f"spans: not against the text of {_named(texts)}: none of the rules that read it was run"]
    failed = report.counts.get(span_mismatch.code, 0)
    without = f", {failed:,} of which have other words there" if failed else ""
    said = [f"spans: {_spans_of(tables, proved)} against the text of {_named(proved)}{without}"] if proved else []
    others = set(tables.ask(_spans, set(texts) - proved))
    if others:
        said.append(f"spans: {_spans_of(tables, others)} not checked: another text was given for {_named(others)}")
    if not proved:
        unseen = [code for code in report.ran if BY_CODE[code].text_check]
        report.ran = [code for code in report.ran if code not in unseen]
        report.skipped += [Skipped(code, "another text was given than the coded one") for code in unseen]
    return said or [f"spans: none points into the text of {_named(texts)}"]


def _named(sources: Collection[str]) -> str:
    return ", ".join(sorted(sources)) if len(sources) < FEW else f"{len(sources):,} sources"


def _spans_of(tables: Tables, sources: Iterable[str]) -> str:
    """`N of ALL`: how many spans point into some sources."""
    return f"{sum(tables.ask(_spans, sources).values()):,} of {tables.tables['evidence'].rows:,}"


def _spans(tables: Tables, sources: Iterable[str]) -> dict[str, int]:
    """source_id -> number of spans, for those of some sources that have any."""
    import polars as pl

    known = pl.LazyFrame({"source_id": sorted(sources)}, schema={"source_id": pl.String})
    spans = tables["evidence"].select("source_id").join(known, on="source_id", how="semi")
    return dict(spans.group_by("source_id").agg(n=pl.len()).collect(engine="streaming").iter_rows())
