"""The sources of the data against those of the descriptor."""

from __future__ import annotations

from pathlib import Path

from event_timeline.rules.explanations import Replaced
from tests.rules.asking import cells, found


def test_a_descriptor_without_sources_lists_none(tmp_path: Path) -> None:
    nothing = Replaced("datapackage.json", '"sources": [', '"origins": [')
    assert found(tmp_path, "CIT016", nothing, *cells("sources", "port-log", url="https://example.org/")) == []
