"""The sources of the data."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline import validate
from event_timeline.rules.explanations import Added
from tests import builder
from tests.rules.asking import cells, found, placed


def test_a_text_that_is_still_to_be_coded_is_told_once(tmp_path: Path) -> None:
    row = {"source_id": "next", "kind": "article", "title": "Another article", "publisher": "Event Timeline tests"}
    text = {"published_edtf": "2024", "language": "en", "characters": "10", "sha256": "0" * 64}
    package = builder.edited(tmp_path, [Added("sources", {**row, **text})])
    assert validate(str(package), select=["CIT"]).counts == {"CIT012": 1}


@pytest.mark.parametrize(("days", "n"), [
    (["2023"], 0), (["2024-05"], 1), ([""], 1), (["2023", "2023"], 1), (["2022", "2023"], 0),
])  # fmt: skip
def test_editions_of_different_days_are_different_sources(days: list[str], n: int, tmp_path: Path) -> None:
    row = {"kind": "report", "title": "Log of the Port of Osterhavn", "publisher": "Port of Osterhavn"}
    more = [Added("sources", {**row, "source_id": f"q{i}", "published_edtf": day}) for i, day in enumerate(days)]
    assert len(found(tmp_path, "CIT017", *more)) == n


@pytest.mark.parametrize(("url", "well"), [
    ("https://example.org", True), ("http://example.org:8080/a?b=c#d", True), ("https://例え.jp/ä", True), ("https://localhost/x", True),
    ("ftp://example.org", False), ("https://", False), ("https://example.org/a b", False), ("example.org", False), ("javascript:alert(1)", False),
])  # fmt: skip
def test_which_addresses_can_be_followed(url: str, well: bool, tmp_path: Path) -> None:
    assert (found(tmp_path, "CIT015", *cells("sources", "port-log", url=url)) == []) == well


def test_every_use_of_a_source_counts(tmp_path: Path) -> None:
    more = Added("sources", {"source_id": "chart", "kind": "reference", "title": "Chart"})
    assert placed(tmp_path / "none", "CIT013", more) == [("data/sources.csv", 3, "source_id")]
    uses = [
        cells("places", "denmark", identifiers_source="chart"), cells("actors", "denmark", identifiers_source="chart"),
        cells("events", "council-vote", identifiers_source="chart"), cells("events", "council-vote", date_source="chart"),
        cells("statements", "nobody-hurt", speaker_source="chart"), cells("statements", "union-strike", date_source="chart"),
        cells("statements", "nobody-hurt", source_id="chart"), cells("evidence", "denmark-mention-820", source_id="chart"),
    ]  # fmt: skip
    for number, use in enumerate(uses):
        assert found(tmp_path / str(number), "CIT013", more, *use) == []
