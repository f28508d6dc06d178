"""What several tests of properties share; the helper modules beside it say what they draw."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.properties import csv_bytes


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """Number of columns -> a package whose own table has them."""
    return csv_bytes.packages(tmp_path_factory.mktemp("own"))
