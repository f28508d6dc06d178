"""What `timeline validate` says of a table does not depend on whether the table fits into memory.

A large table is parsed into the Parquet cache, and its line ends and commas are counted only where the sizes do not add up.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from event_timeline import validate
from event_timeline.tables import loading
from tests.properties import csv_bytes

EXAMPLES = 150


@given(csv_bytes.tables_as_files())
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_table_is_judged_the_same_in_memory_and_in_the_cache(
    packages: dict[int, Path], file: tuple[int, bytes]
) -> None:
    width, content = file
    package = packages[width]
    csv_bytes.put(package, content)
    in_memory = validate(str(package), resource=csv_bytes.TABLE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "IN_MEMORY", 0)
        patch.setattr(loading, "TRUSTED", -1)
        cached = validate(str(package), resource=csv_bytes.TABLE)
    assert cached.problems == in_memory.problems
    assert cached.tables == in_memory.tables
