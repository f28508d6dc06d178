"""What tests do without: threads beside those of xdist, waits for the disk, and a walk of the garbage collector over all tests.

Programs that a test starts have all of it.
"""

from __future__ import annotations

import gc
import os

VARIABLE = "POLARS_MAX_THREADS"


if "PYTEST_XDIST_WORKER" in os.environ and VARIABLE not in os.environ:
    os.environ[VARIABLE] = "1"  # xdist has a process for each core; polars reads it when it is imported
    import polars  # noqa: F401

    del os.environ[VARIABLE]


def begin() -> None:
    """Do without, and collect tests, which stay to the end, without garbage collection."""
    gc.disable()
    os.fsync = not_waited_for  # type: ignore[assignment]


def collected() -> None:
    """Collect garbage from now on, among what tests make."""
    gc.enable()
    gc.freeze()


def not_waited_for(descriptor: int) -> None:
    """Raise OSError where there is no such file, as fsync does: no test survives a power cut."""
    os.fstat(descriptor)
