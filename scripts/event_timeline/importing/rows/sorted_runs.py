"""Rows of any number, sorted: what is too much for the memory waits on the disk, and is sorted range by range."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

MERGE_ROWS = 3_000_000
"""Rows that are sorted at once."""
MEMORY_BYTES = 192 * 2**20
"""Bytes of one table that wait in memory."""
SAMPLES = 64
"""Values of the first column that are kept of each frame; they say where ranges begin."""


class SortedRuns:
    """Collects frames of the same columns. `order` are those to sort by, empty cells first; the first is never empty."""

    def __init__(self, folder: Path, name: str, order: Sequence[str]) -> None:
        self._folder, self._name, self._order = folder, name, list(order)
        self._runs: list[Path] = []
        self._waiting: list[pl.DataFrame] = []
        self._bytes = 0
        self._samples: list[str] = []
        self.rows = 0

    def add(self, frame: pl.DataFrame) -> None:
        """Take the rows of a batch."""
        if not frame.height:
            return
        step = max(frame.height // SAMPLES, 1)
        self._samples += frame[self._order[0]].gather_every(step).to_list()
        self.rows += frame.height
        self._waiting.append(frame)
        self._bytes += int(frame.estimated_size())
        if self._bytes > MEMORY_BYTES:
            run = self._folder / f"{self._name}-{len(self._runs)}.arrow"
            pl.concat(self._waiting).write_ipc(run)
            self._runs.append(run)
            self._waiting, self._bytes = [], 0

    def merged(self) -> Iterator[pl.DataFrame]:
        """All rows in order, in frames of about MERGE_ROWS. What waits on the disk is removed."""
        frames = [pl.scan_ipc(run) for run in self._runs] + [frame.lazy() for frame in self._waiting]
        column = pl.col(self._order[0])
        bounds = self._bounds()
        for low, high in zip([None, *bounds], [*bounds, None], strict=True):
            part = frames
            if low is not None:
                part = [frame.filter(column >= low) for frame in part]
            if high is not None:
                part = [frame.filter(column < high) for frame in part]
            if part:
                yield pl.concat(part).sort(self._order, nulls_last=False).collect()
        self._waiting = []
        for run in self._runs:
            run.unlink()

    def _bounds(self) -> list[str]:
        """Values between which there are about MERGE_ROWS rows."""
        ranges = -(-self.rows // MERGE_ROWS)
        samples = sorted(self._samples)
        found = [samples[len(samples) * n // ranges] for n in range(1, ranges)]
        return sorted(set(found))
