"""The licences of the sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.asking import cells, found


@pytest.mark.parametrize(("words", "n"), [
    ("無断転載禁止", 0), ("Copyright", 0), ("All-rights-reserved", 0), ("CC-BY-4.0", 0), ("CC-YB-4.0", 1), ("OGL-UK-9.0", 1),
])  # fmt: skip
def test_only_what_looks_like_an_identifier_is_looked_up(words: str, n: int, tmp_path: Path) -> None:
    assert len(found(tmp_path, "CIT026", *cells("sources", "port-log", license=words))) == n
