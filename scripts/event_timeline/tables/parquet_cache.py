"""What is too large for memory, parsed or computed once into a temporary folder and read from there column by column.

CSV has to be parsed from its first byte to its last whichever column is asked for, and the rules ask some two
hundred questions. The temporary copy is Parquet: a question reads its own columns and nothing else. It goes
when the tables that it was made for do, also on Ctrl-C.
"""

from __future__ import annotations

import shutil
import tempfile
from itertools import count
from threading import Lock
from typing import Literal

import polars as pl

from event_timeline.io import interrupts
from event_timeline.io.temporary import TemporaryFolder

ROW_GROUP = 2**15
"""Records that are written together, and in memory together until then."""
ROOM = 2.0
"""Times the size of the CSV that must be free before anything is written. A copy takes a third of it as a rule, and at
worst, where there is nothing but short numbers, which are in it as written and as numbers, less than twice of it."""
AMPLE = 4.0
"""Where so much is free the copy is not compressed, which is faster: it takes three quarters, at worst three times."""


class ParquetCache:
    """A temporary folder with a Parquet file for each table, and for what several rules ask for."""

    def __init__(self) -> None:
        self._folder: TemporaryFolder | None = None
        self._numbers = count()
        self._lock = Lock()

    def has_room(self, size: int, times: float = ROOM) -> bool:
        """Whether a table of so many bytes of CSV fits without filling up the disk."""
        try:
            return shutil.disk_usage(tempfile.gettempdir()).free > size * times
        except OSError:
            return False

    def keep(self, frame: pl.LazyFrame, size: int) -> pl.LazyFrame | None:
        """Write a table, and return it as it is read from there; None where it was not written, as `keep_measured`."""
        kept = self.keep_measured(frame, size, pl.LazyFrame())
        return None if kept is None else kept[0]

    def keep_measured(
        self, frame: pl.LazyFrame, size: int, measure: pl.LazyFrame
    ) -> tuple[pl.LazyFrame, pl.DataFrame] | None:
        """Write a table, and return it as it is read from there, and the answer to a query that is asked on the way.

        size: bytes of the CSV that it comes from; measure: of what the frame is made of, so that it is parsed once. It is not written where the disk may not have room, nor where
        parsing or writing fails: polars reports one as the other, and reading `frame` itself shows which it was.
        """
        if not self.has_room(size):
            return None
        path = None
        try:
            with self._lock:
                if self._folder is None:
                    self._folder = TemporaryFolder()
            path = self._folder.path / f"{next(self._numbers)}.parquet"
            compression: Literal["uncompressed", "lz4"] = "uncompressed" if self.has_room(size, AMPLE) else "lz4"
            writing = frame.sink_parquet(
                path, compression=compression, statistics=False, row_group_size=ROW_GROUP, lazy=True
            )
            _, measured = pl.collect_all([writing, measure], engine="streaming")
        except BaseException as error:
            if path is not None:
                path.unlink(missing_ok=True)
            if isinstance(error, OSError | pl.exceptions.PolarsError) and not interrupts.any_came():
                return None
            raise
        return pl.scan_parquet(path, glob=False, hive_partitioning=False), measured
