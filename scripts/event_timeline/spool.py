"""Tables that are too large for memory, parsed once into a temporary folder and read from there column by column.

CSV has to be parsed from its first byte to its last whichever column is asked for, and the rules ask some two
hundred questions. The temporary copy is Parquet: a question reads its own columns and nothing else. It goes
when the tables that it was made for do, also on Ctrl-C.
"""

from __future__ import annotations

import shutil
import tempfile

import polars as pl

from event_timeline.temporary import TemporaryFolder

ROW_GROUP = 2**15
"""Records that are written together, and in memory together until then."""
ROOM = 1.5
"""Times the size of the CSV that must be free before anything is written; the copy takes three quarters of it."""


class Spool:
    """A temporary folder with a Parquet file for each table."""

    def __init__(self) -> None:
        self._folder: TemporaryFolder | None = None

    def has_room(self, size: int) -> bool:
        """Whether a table of so many bytes of CSV fits without filling up the disk."""
        try:
            return shutil.disk_usage(tempfile.gettempdir()).free > size * ROOM
        except OSError:
            return False

    def keep(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """Write a table and return it as it is read from there. Raises PolarsError where it cannot be parsed, OSError."""
        if self._folder is None:
            self._folder = TemporaryFolder()
        path = self._folder.path / f"{len(list(self._folder.path.iterdir()))}.parquet"
        try:
            frame.sink_parquet(
                path, compression="uncompressed", statistics=False, row_group_size=ROW_GROUP, engine="streaming"
            )  # fmt: skip
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return pl.scan_parquet(path, glob=False, hive_partitioning=False)
