"""Sorting by the ranks of identifiers, in one range and in many, gives the order of the identifiers, and of the rows that are equal."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from event_timeline.importing.rows import sorted_runs
from event_timeline.importing.rows.sorted_runs import EventIds, RecordRanks, SortedRuns

IDS = st.text("ab-0é", min_size=1, max_size=4)
ACTORS = ["b", "a-2", "é", "a"]
ROWS = st.tuples(IDS, st.none() | st.integers(0, len(ACTORS) - 1), st.sampled_from(["side", "agent"]))
BATCHES = st.lists(st.lists(ROWS, min_size=1, max_size=8), max_size=5)


@settings(max_examples=40, deadline=None)
@given(BATCHES)
@pytest.mark.parametrize(("merge_rows", "memory_bytes"), [(3_000_000, 2**20), (3, 0)])
def test_sorts_by_ranks_as_by_identifiers(
    merge_rows: int, memory_bytes: int, batches: list[list[tuple[str, int | None, str]]]
) -> None:
    order = ["event_id", "actor_id", "role"]
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(sorted_runs, "MERGE_ROWS", merge_rows)
        patch.setattr(sorted_runs, "MEMORY_BYTES", memory_bytes)
        events, runs = EventIds(Path(folder)), SortedRuns(Path(folder), "event_actors", order)
        for batch in batches:
            ids, actors, roles = (list(column) for column in zip(*batch, strict=True))
            numbers = events.add(pl.Series(ids), repeated=True)
            frame = pl.DataFrame({"event_id": numbers, "actor_id": pl.Series(actors, dtype=pl.UInt32), "role": roles})
            runs.add(frame.with_row_index("place", runs.rows))
        events.close()
        merged = list(runs.merged({"event_id": events, "actor_id": RecordRanks(pl.Series(ACTORS))}))
    empty = pl.DataFrame(schema={**dict.fromkeys(order, pl.String), "place": pl.UInt32})
    merged = [pl.concat([empty, frame], how="diagonal") for frame in merged]  # which lack columns without a value
    rows = [(event, ACTORS[n] if n is not None else None, role) for batch in batches for event, n, role in batch]
    numbered = [(*row, place) for place, row in enumerate(rows)]
    expected = sorted(numbered, key=lambda row: (row[0].encode(), (row[1] or "").encode(), row[2]))
    assert [row for frame in merged for row in frame.rows()] == expected
    assert not rows or len(merged) == 1 or merge_rows == 3
