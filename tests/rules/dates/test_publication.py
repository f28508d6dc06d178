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


@pytest.mark.parametrize(("code", "event", "day", "said"), [
    ("DAT012", "container-fall", "2025-09-30", "it begins on 2025-09-30, after its source of 2024-05-14?"),
    ("DAT013", "council-vote", "2023-05-12", "over by 2023-05-12, before its source of 2024-05-14?"),
    ("DAT014", "shift-bargaining", "2022/2023-05-12", "over by 2023-05-12, before its source of 2024-05-14?"),
])  # fmt: skip
def test_the_date_of_a_source_is_given_as_its_row_has_it(
    code: str, event: str, day: str, said: str, tmp_path: Path
) -> None:
    edits = (*cells("sources", "article", published_edtf="2024-05-14?"), *moved(event, day))
    (finding,) = found(tmp_path, code, *edits)
    assert said in str(finding)


def test_an_ongoing_event_may_have_ended_where_it_is_a_day_earlier(tmp_path: Path) -> None:
    assert found(tmp_path / "a", "DAT014", *moved("shift-bargaining", "2022/2024-05-13")) == []
    assert len(found(tmp_path / "b", "DAT014", *moved("shift-bargaining", "2022/2024-05-12"))) == 1


@pytest.mark.parametrize(("published", "last_day_before", "day_before_that"), [
    ("2024-05-14", "2024-05-13", "2024-05-12"), ("2024-05", "2024-04-30", "2024-04-29"),
    ("2024-05-14?", "2023-05-13", "2023-05-12"),
])  # fmt: skip
def test_a_plan_may_be_a_day_older_than_the_first_day_of_its_source_and_no_more(
    published: str, last_day_before: str, day_before_that: str, tmp_path: Path
) -> None:
    source = cells("sources", "article", published_edtf=published)
    assert found(tmp_path / "a", "DAT013", *source, *moved("council-vote", last_day_before)) == []
    assert len(found(tmp_path / "b", "DAT013", *source, *moved("council-vote", day_before_that))) == 1


@pytest.mark.parametrize(("status", "polarity", "wrong"), [
    ("planned", "", 1), ("conditional", "affirmed", 1), ("planned", "negated", 0), ("hypothetical", "affirmed", 0),
    ("occurred", "affirmed", 0),
])  # fmt: skip
def test_what_is_still_to_come_and_is_not_negated_is_not_in_the_past(
    status: str, polarity: str, wrong: int, tmp_path: Path
) -> None:
    edits = (*moved("council-vote", "2024-05-12"), *cells("events", "council-vote", status=status, polarity=polarity))
    assert len(found(tmp_path, "DAT013", *edits)) == wrong
