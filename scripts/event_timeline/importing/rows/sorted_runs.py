"""Rows of any number, sorted: what is too much for the memory waits on the disk, and is sorted range by range.

Records are known by numbers until all are read, and then by the ranks of their identifiers: rows are sorted by integers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import takewhile
from pathlib import Path
from typing import Any, Protocol

import polars as pl

MERGE_ROWS = 3_000_000
"""Rows that are sorted at once."""
MEMORY_BYTES = 192 * 2**20
"""Bytes of one table that wait in memory."""
SAMPLES = 64
"""Values of the first column that are kept of each frame; they say where ranges begin."""


class Ranks(Protocol):
    """The identifiers of numbered records in their order. `ranks`: number -> place in that order."""

    ranks: pl.Series

    def named(self, ranks: pl.Series) -> pl.Series:
        """The identifiers at places of the order; missing where the place is."""
        ...


class RecordRanks:
    """The ranks of records whose identifiers are in memory, in the order of their numbers."""

    def __init__(self, ids: pl.Series) -> None:
        order = ids.arg_sort()
        self._ids = ids.gather(order)
        self.ranks = order.arg_sort()

    def named(self, ranks: pl.Series) -> pl.Series:
        """The identifiers at places of the order; missing where the place is."""
        return self._ids.gather(ranks)


class EventIds:
    """The identifiers of events by the number of the row in which each is first met: 8 bytes of memory for each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._runs = SortedRuns(folder, "event_ids", ["event_id"])
        self._parts: list[tuple[int, int, Path]] = []
        """First rank, the rank after the last, and the file with the identifiers between them."""
        self._last_part = Path(), pl.Series([], dtype=pl.String)
        """The file that was written or read last, and what is in it."""
        self._rows = 0
        self.ranks = pl.Series([], dtype=pl.UInt32)

    def add(self, ids: pl.Series, *, repeated: bool) -> pl.Series:
        """The numbers of the events of a batch; rows with the same identifier, where there may be any, have the same."""
        frame = pl.DataFrame({"event_id": ids}).with_row_index("event", self._rows)
        self._rows += frame.height
        self._runs.add(frame)
        if repeated:
            frame = frame.with_columns(pl.col("event").first().over("event_id"))
        return frame["event"]

    def close(self) -> None:
        """Rank all; the identifiers are on the disk then."""
        numbers, ranks, start = [], [], 0
        for frame in self._runs.merged():
            new = (frame["event_id"] != frame["event_id"].shift()).fill_null(True)
            ids = frame["event_id"].filter(new)
            path = self._folder / f"event_ids-{start}.ranked.arrow"
            ids.to_frame().write_ipc(path)
            self._last_part = path, ids
            self._parts.append((start, start + ids.len(), path))
            numbers.append(frame["event"])
            ranks.append((new.cast(pl.UInt32).cum_sum() - 1 + start).cast(pl.UInt32))
            start += ids.len()
        if numbers:
            self.ranks = pl.concat(ranks).gather(pl.concat(numbers).arg_sort())

    def named(self, ranks: pl.Series) -> pl.Series:
        """The identifiers at places of the order, of which the first is the lowest and the last the highest."""
        low, high = ranks[0], ranks[-1]
        ids = pl.concat(
            self._part(path).slice(max(low - start, 0), min(high + 1, end) - max(low, start))
            for start, end, path in self._parts
            if start <= high and low < end
        )
        return ids.gather(ranks - low)

    def _part(self, path: Path) -> pl.Series:
        if self._last_part[0] != path:
            self._last_part = path, pl.read_ipc(path).to_series()
        return self._last_part[1]


class SortedRuns:
    """Collects frames of the same columns. `order` are those to sort by, empty cells first; the first is never empty."""

    def __init__(self, folder: Path, name: str, order: Sequence[str]) -> None:
        self._folder, self._name, self._order = folder, name, list(order)
        self._runs: list[Path] = []
        self._waiting: list[pl.DataFrame] = []
        self._bytes = 0
        self._samples: list[pl.Series] = []
        self.rows = 0

    def add(self, frame: pl.DataFrame) -> None:
        """Take the rows of a batch."""
        if not frame.height:
            return
        step = max(frame.height // SAMPLES, 1)
        self._samples.append(frame[self._order[0]].gather_every(step))
        self.rows += frame.height
        self._waiting.append(frame)
        self._bytes += int(frame.estimated_size())
        if self._bytes > MEMORY_BYTES:
            run = self._folder / f"{self._name}-{len(self._runs)}.arrow"
            pl.concat(self._waiting).write_ipc(run)
            self._runs.append(run)
            self._waiting, self._bytes = [], 0

    def merged(
        self, ranked: Mapping[str, Ranks] | None = None, once: Callable[[pl.DataFrame], pl.DataFrame] | None = None
    ) -> Iterator[pl.DataFrame]:
        """All rows in order, in frames of about MERGE_ROWS without their empty columns. What waits on the disk is removed.

        ranked: the columns that hold numbers of records, which become their identifiers; once: what is done with all rows that
        have the same value in the first column, before they are sorted.
        """
        ranked = {name: ranks for name, ranks in (ranked or {}).items() if name in self._order}
        to_rank = [pl.lit(ranks.ranks).gather(pl.col(name)).alias(name) for name, ranks in ranked.items()]
        frames = [pl.scan_ipc(run) for run in self._runs] + [frame.lazy() for frame in self._waiting]
        frames = [frame.with_columns(to_rank) for frame in frames]
        column = pl.col(self._order[0])
        bounds = self._bounds(ranked.get(self._order[0]))
        for low, high in zip([None, *bounds], [*bounds, None], strict=True):
            part = frames
            if low is not None:
                part = [frame.filter(column >= low) for frame in part]
            if high is not None:
                part = [frame.filter(column < high) for frame in part]
            if part:
                rows = pl.concat(part).collect()
                if rows.height:
                    rows = once(rows) if once else rows
                    rows = rows.select(column for column in rows if column.null_count() < rows.height)
                    rows = sorted_rows(rows, [name for name in self._order if name in rows.columns])
                    yield rows.with_columns(
                        ranks.named(rows[name]).alias(name) for name, ranks in ranked.items() if name in rows.columns
                    )
        self._waiting = []
        for run in self._runs:
            run.unlink()

    def _bounds(self, ranks: Ranks | None) -> list[Any]:
        """Values between which there are about MERGE_ROWS rows."""
        ranges = -(-self.rows // MERGE_ROWS)
        if ranges < 2:
            return []
        samples = pl.concat(self._samples)
        samples = (ranks.ranks.gather(samples) if ranks else samples).sort()
        found = [samples[samples.len() * n // ranges] for n in range(1, ranges)]
        return sorted(set(found))


def sorted_rows(rows: pl.DataFrame, order: Sequence[str]) -> pl.DataFrame:
    """Rows sorted by columns, empty cells first; rows that are equal in them stay in their order.

    Two leading columns of numbers are sorted as one: by all columns are then sorted only the few rows that are equal in them.
    """
    different = [name for name in order if rows[name].ne_missing(rows[name][0]).any()]
    numbers = list(takewhile(lambda name: rows.schema[name] == pl.UInt32, different))[:2]
    if not numbers:
        return rows.sort(different, maintain_order=True) if different else rows
    first, *second = (pl.col(name).cast(pl.UInt64).add(1).fill_null(0) for name in numbers)
    keys = rows.select(first * 2**32 + second[0] if second else first).to_series()
    places = keys.arg_sort()
    keys = keys.gather(places)
    same = (keys == keys.shift()).fill_null(False)
    same |= same.shift(-1, fill_value=False)
    if same.any():
        among = rows.select(different).with_row_index("place")[places.filter(same)]
        places = places.scatter(same.arg_true(), among.sort(*different, "place")["place"])
    return rows[places]
