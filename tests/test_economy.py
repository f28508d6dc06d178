"""What tests do without is no more than that."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

POOL = "import polars; print(polars.thread_pool_size())"


@pytest.mark.skipif("PYTEST_XDIST_WORKER" not in os.environ, reason="one process has all cores")
def test_a_process_of_xdist_has_one_thread_and_a_program_that_it_starts_has_all() -> None:
    assert pl.thread_pool_size() == 1
    started = subprocess.run([sys.executable, "-c", POOL], capture_output=True, text=True, check=True)
    assert int(started.stdout) == len(os.sched_getaffinity(0))


def test_a_file_that_is_not_there_cannot_be_synced_either(tmp_path: Path) -> None:
    descriptor = os.open(tmp_path, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
    with pytest.raises(OSError, match="descriptor"):
        os.fsync(descriptor)
