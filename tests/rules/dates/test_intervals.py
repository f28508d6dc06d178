"""Intervals, and single days of what lasts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.asking import cells, found, moved


@pytest.mark.parametrize(
    "text", ["-1000/-2000", "0001/0000", "-0044-03-15/-0044-03-14", "Y13000/Y12000", "[1672..1670]"]
)
def test_an_interval_that_ends_before_it_begins_is_reported_in_every_year(text: str, tmp_path: Path) -> None:
    (problem,) = found(tmp_path, "DAT004", *cells("statements", "union-strike", date_edtf=text))
    assert problem.value == text


def test_days_before_year_1_are_written_in_messages(tmp_path: Path) -> None:
    (problem,) = found(tmp_path, "DAT004", *cells("statements", "union-strike", date_edtf="-1000/-2000"))
    assert problem.message == "'-1000/-2000' begins on -1000-01-01 and ends on -2000-12-31"


@pytest.mark.parametrize(("date_edtf", "told"), [("2023-01-01/2023-12-31", True), ("2024-02-01/2024-02-29", True),
    ("2024-02-01/2024-02-28", False)])  # fmt: skip
def test_a_statement_lasts_no_month_or_year(date_edtf: str, told: bool, tmp_path: Path) -> None:
    edit = cells("statements", "union-strike", date_edtf=date_edtf)
    assert (found(tmp_path, "DAT018", *edit) != []) == told
    assert found(tmp_path / "event", "DAT018", *moved("worn-cable-warning", date_edtf)) == []


@pytest.mark.parametrize("text", ["../2024-05-17", "../2024-05", "../2024-05-17~"])
@pytest.mark.parametrize("status", ["planned", "conditional"])
def test_a_plan_that_has_always_been_going_on_is_reported(text: str, status: str, tmp_path: Path) -> None:
    (problem,) = found(
        tmp_path, "DAT029", *moved("council-vote", text), *cells("events", "council-vote", status=status)
    )
    assert problem.value == text


@pytest.mark.parametrize(
    ("text", "status", "polarity"),
    [("[..2024-05-17]", "planned", "affirmed"), ("/2024-05-17", "planned", "affirmed"), ("2024-05-13/2024-05-17", "planned", "affirmed"), ("../..", "planned", "affirmed"),
     ("../2024-05-17", "ongoing", "affirmed"), ("../2024-05-17", "occurred", "affirmed"), ("../2024-05-17", "planned", "negated")],
)  # fmt: skip
def test_a_deadline_and_a_state_that_lasted_are_not_plans_without_a_start(
    text: str, status: str, polarity: str, tmp_path: Path
) -> None:
    edits = (*moved("council-vote", text), *cells("events", "council-vote", status=status, polarity=polarity))
    assert found(tmp_path, "DAT029", *edits) == []


def test_a_practice_of_one_day_before_year_1_is_reported(tmp_path: Path) -> None:
    edits = (*moved("monday-talks", "-0044-03-15"), *cells("events", "monday-talks", status="habitual"))
    assert len(found(tmp_path, "DAT028", *edits)) == 1
