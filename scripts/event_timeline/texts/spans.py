"""The rows of evidence, a text at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import polars as pl

from event_timeline.tables.loading import ROW


class Spans(NamedTuple):
    """The rows of evidence of one text that have both offsets, a list a column; offsets are code points, half-open.

    Plain Python: most texts have a handful of spans, for which a query of polars takes longer than all that is asked; and
    columns, since large ones have thousands, of which an object each would cost more than all that is asked.
    """

    row: list[int]
    """Numbers of the records."""
    char_start: list[int]
    char_end: list[int]
    paragraph: list[int | None]
    exact: list[str | None]
    sha256: list[str | None]
    part: list[str | None]
    actor_id: list[str | None]

    def of(self, *parts: str) -> Iterator[tuple[int, int, int, str | None]]:
        """The row, start, end and words of each span of these parts."""
        rows = zip(self.row, self.char_start, self.char_end, self.exact, self.part, strict=True)
        return ((row, start, end, exact) for row, start, end, exact, part in rows if part in parts)

    def extend(self, other: Spans) -> None:
        """Add others after these."""
        columns: Iterable[tuple[list[Any], list[Any]]] = zip(list[Any](self), list[Any](other), strict=True)
        for mine, theirs in columns:
            mine.extend(theirs)


COLUMNS = Spans._fields[1:]
AT_ONCE = 100_000
"""Rows of evidence that are taken from the table in one go."""


def no_spans() -> Spans:
    """The spans of a text that has none."""
    return Spans(*([] for _ in Spans._fields))


def by_source(evidence: pl.LazyFrame) -> Iterator[tuple[str, Spans]]:
    """The spans of each source; evidence: has ROW, `source_id` and COLUMNS, and its rows come in the order of their sources."""
    source_id, spans = None, no_spans()
    for batch in evidence.collect_batches(chunk_size=AT_ONCE, maintain_order=True, engine="streaming"):
        columns, at = [batch[column].to_list() for column in (ROW, *COLUMNS)], 0
        for run in batch["source_id"].rle():
            part = Spans(*(column[at : at + run["len"]] for column in columns))
            at += run["len"]
            if run["value"] == source_id:
                spans.extend(part)
                continue
            if source_id is not None:
                yield source_id, spans
            source_id, spans = run["value"], part
    if source_id is not None:
        yield source_id, spans
