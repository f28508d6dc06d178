"""The files that the descriptor names, and their integrity."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests import builder
from tests.conftest import Timeline


@pytest.mark.parametrize("size", ["5", "5.0"])
def test_a_wrong_size_is_reported_however_the_number_is_written(size: str, harbour: Path, timeline: Timeline) -> None:
    path = harbour / "datapackage.json"
    builder.write(path, re.sub(r'"bytes": \d+', f'"bytes": {size}', builder.read(path), count=1))
    result = timeline("validate", harbour, "--select", "PKG005")
    assert result.code == 1
    assert f"bytes where the descriptor says {size}" in result.out
