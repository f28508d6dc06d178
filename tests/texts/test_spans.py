"""The rows of evidence a text at a time, however they come in batches."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from event_timeline.tables.loading import ROW
from event_timeline.texts import spans
from event_timeline.texts.spans import COLUMNS, by_source

SCHEMA = {
    ROW: pl.get_index_type(), "source_id": pl.String, "char_start": pl.Int64, "char_end": pl.Int64, "paragraph": pl.Int64,
    "exact": pl.String, "sha256": pl.String, "part": pl.String, "actor_id": pl.String,
}  # fmt: skip


def evidence(counts: list[int]) -> pl.DataFrame:
    """Rows of sources s0, s1, … with so many spans each."""
    sources = [f"s{number}" for number, count in enumerate(counts) for _ in range(count)]
    rows = [(i + 1, source, i, i + 2, None if i % 3 else 1, f"w{i}", None, "quote" if i % 2 else "mention", None) for i, source in enumerate(sources)]  # fmt: skip
    return pl.DataFrame(rows, SCHEMA, orient="row")


@settings(deadline=None)
@given(st.lists(st.integers(0, 7), max_size=8), st.integers(1, 5))
def test_each_source_comes_once_with_its_rows_in_order(counts: list[int], at_once: int) -> None:
    frame = evidence(counts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spans, "AT_ONCE", at_once)
        found = list(by_source(frame.lazy()))
    assert [source for source, _ in found] == [f"s{number}" for number, count in enumerate(counts) if count]
    rows = [(source, *cells) for source, of_it in found for cells in zip(*of_it, strict=True)]
    assert rows == frame.select("source_id", ROW, *COLUMNS).rows()


def test_the_spans_of_a_part_have_their_words() -> None:
    ((_, of_it),) = by_source(evidence([4]).lazy())
    assert list(of_it.of("quote")) == [(2, 1, 3, "w1"), (4, 3, 5, "w3")]
    assert list(of_it.of("date")) == []


def test_a_source_that_goes_over_many_files_is_one(tmp_path: Path) -> None:
    frame = evidence([9, 1])
    for at in range(0, 10, 2):
        frame.slice(at, 2).write_parquet(tmp_path / f"{at}.parquet")
    found = list(by_source(pl.scan_parquet(tmp_path / "*.parquet")))
    assert [(source, len(of_it.row)) for source, of_it in found] == [("s0", 9), ("s1", 1)]
