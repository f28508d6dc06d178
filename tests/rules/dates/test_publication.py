"""Dates against the days on which sources were published."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.asking import cells, found, moved


def test_a_source_without_a_date_proves_nothing_too_late(tmp_path: Path) -> None:
    edits = (*moved("container-fall", "2030"), *cells("sources", "article", published_edtf=""))
    assert found(tmp_path, "DAT012", *edits) == []


def test_an_uncertain_day_of_publication_proves_nothing_too_late(tmp_path: Path) -> None:
    edits = (*moved("container-fall", "2024-05-16"), *cells("sources", "article", published_edtf="2024-05-14?"))
    assert found(tmp_path, "DAT012", *edits) == []


@pytest.mark.parametrize(("day", "wrong"), [("2024-11-30", 0), ("2025-09-30", 1)])
def test_an_unsure_day_of_publication_is_not_off_by_years(day: str, wrong: int, tmp_path: Path) -> None:
    edits = (*cells("sources", "article", published_edtf="2024-05-14?"), *moved("container-fall", day))
    assert len(found(tmp_path, "DAT012", *edits)) == wrong


def test_an_ongoing_event_may_have_ended_where_it_is_a_day_earlier(tmp_path: Path) -> None:
    assert found(tmp_path / "a", "DAT014", *moved("shift-bargaining", "2022/2024-05-13")) == []
    assert len(found(tmp_path / "b", "DAT014", *moved("shift-bargaining", "2022/2024-05-12"))) == 1
