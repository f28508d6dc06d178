"""The packages that every table format is tried on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import builder
from tests.exports import reading


@pytest.fixture(params=["harbour", "awkward"])
def package(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A plain package, and one whose cells break careless writers."""
    return builder.copy_of_harbour(tmp_path) if request.param == "harbour" else reading.awkward(tmp_path)
