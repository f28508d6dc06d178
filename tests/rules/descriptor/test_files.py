"""The files that the descriptor names, and their integrity."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import event_timeline as et
from tests import builder


@pytest.mark.parametrize("size", ["5", "5.0"])
def test_a_wrong_size_is_reported_however_the_number_is_written(size: str, harbour: Path) -> None:
    path = harbour / "datapackage.json"
    builder.write(path, re.sub(r'"bytes": \d+', f'"bytes": {size}', builder.read(path), count=1))
    (problem,) = et.validate(harbour, select=["PKG005"]).problems
    assert f"bytes where the descriptor says {size}" in problem.message
