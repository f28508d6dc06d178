"""Rows of any number, sorted: each batch is sorted and put on the disk, and the end merges them range by range."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

MERGE_ROWS = 2_000_000
"""Rows that are sorted at once when the runs are merged."""
SAMPLES = 64
"""Values of the first column that are kept of each run; they say where ranges begin."""


class SortedRuns:
    """Collects frames of the same columns. `order` are those to sort by, empty cells first; the first is never empty."""

    def __init__(self, folder: Path, name: str, order: Sequence[str]) -> None:
        self._folder, self._name, self._order = folder, name, list(order)
        self._runs: list[Path] = []
        self._samples: list[str] = []
        self.rows = 0

    def add(self, frame: pl.DataFrame) -> None:
        """Take the rows of a batch."""
        if not frame.height:
            return
        frame = frame.sort(self._order, nulls_last=False)
        run = self._folder / f"{self._name}-{len(self._runs)}.arrow"
        frame.write_ipc(run)
        self._runs.append(run)
        step = max(frame.height // SAMPLES, 1)
        self._samples += frame[self._order[0]].gather_every(step).to_list()
        self.rows += frame.height

    def merged(self) -> Iterator[pl.DataFrame]:
        """All rows in order, in frames of about MERGE_ROWS. The runs are removed."""
        runs = [pl.scan_ipc(run) for run in self._runs]
        column = pl.col(self._order[0])
        bounds = self._bounds()
        for low, high in zip([None, *bounds], [*bounds, None], strict=True):
            inside = pl.lit(True) if low is None else column >= low
            inside = inside if high is None else inside & (column < high)
            part = pl.concat([run.filter(inside) for run in runs]).collect() if runs else pl.DataFrame()
            if part.height:
                yield part.sort(self._order, nulls_last=False)
        for run in self._runs:
            run.unlink()

    def _bounds(self) -> list[str]:
        """Values between which there are about MERGE_ROWS rows."""
        ranges = -(-self.rows // MERGE_ROWS)
        samples = sorted(self._samples)
        found = [samples[len(samples) * n // ranges] for n in range(1, ranges)]
        return sorted(set(found))
