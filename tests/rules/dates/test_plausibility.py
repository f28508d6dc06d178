"""Years that are not plausible, by themselves or in their package."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.asking import cells, found, messages, moved

EVENTS = "data/events.csv"


@pytest.mark.parametrize("text", ["0024-05-13", "0023-12-30", "0025-01", "0024-05-13/0024-05-14"])
def test_a_year_that_lost_its_century_is_reported_once(text: str, tmp_path: Path) -> None:
    edits = moved("container-fall", text)
    (problem,) = found(tmp_path / "slip", "DAT030", *edits)
    assert (problem.path, problem.value) == (EVENTS, text)
    assert found(tmp_path / "coverage", "DAT025", *edits) == []


def test_a_source_that_lost_its_century_is_reported(tmp_path: Path) -> None:
    (problem,) = found(tmp_path, "DAT030", *cells("sources", "port-log", published_edtf="0024-05-13"))
    assert (problem.path, problem.value) == ("data/sources.csv", "0024-05-13")


@pytest.mark.parametrize(
    "text", ["0079-08-24", "0024", "0022-05-13", "0224-05-13", "1924-05-13", "1024-05-13", "-0024-05-13", "0019-08-19"]
)
def test_antiquity_is_no_lost_century(text: str, tmp_path: Path) -> None:
    assert found(tmp_path, "DAT030", *moved("container-fall", text)) == []


def test_a_data_set_with_other_ancient_dates_has_no_lost_century(tmp_path: Path) -> None:
    edits = (*moved("container-fall", "0024-05-13"), *moved("cable-cut", "-0044-03-15"))
    assert found(tmp_path, "DAT030", *edits) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [("0924-05-14", 1), ("0001", 1), ("0000", 0), ("-0049-01-10", 0), ("Y-12000", 0), ("2125", 1), ("Y12000", 1)],
)
def test_a_year_of_three_digits_or_far_ahead_is_implausible_and_one_before_1_is_not(
    text: str, wrong: int, tmp_path: Path
) -> None:
    assert len(found(tmp_path, "DAT011", *cells("statements", "union-strike", date_edtf=text))) == wrong


@pytest.mark.parametrize(("other", "lost"), [("0999-12-31", 0), ("1000-01-01", 1), ("0999-12", 0), ("1000-01", 1)])
def test_dates_before_the_year_1000_are_of_antiquity(other: str, lost: int, tmp_path: Path) -> None:
    edits = (*moved("container-fall", "0024-05-13"), *moved("cable-cut", other))
    assert len(found(tmp_path, "DAT030", *edits)) == lost


@pytest.mark.parametrize(("text", "precision"), [
    ("2031-03", "week"), ("2031", "quarter"), ("203X", "year"), ("2031-21", "month"), ("[2031-03-04,2031-03-09]", "day"),
    ("[2031-03-04..2031-03-10]", "day"),
])  # fmt: skip
def test_a_precision_finer_than_the_date_is_reported(text: str, precision: str, tmp_path: Path) -> None:
    edits = cells("events", "marsh-fire", date_edtf=text, date_precision=precision)
    assert len(messages(tmp_path, "DAT032", *edits)) == 1


@pytest.mark.parametrize(("text", "precision"), [
    ("2031-03-21", "month"), ("2031-03", "month"), ("2032-02", "month"), ("2032", "year"), ("203X", "decade"), ("20XX", "century"),
    ("2031-21", "quarter"), ("2031-03-07/2031-03-13", "day"), ("{2031-03-04,2031-03-11,2031-03-18}", "day"), ("[2031-03-04..2031-03-10]", "week"), ("[..2031-03-10]", "day"), ("2031-03/..", "day"),
])  # fmt: skip
def test_a_precision_as_of_the_date_or_coarser_is_not_reported(text: str, precision: str, tmp_path: Path) -> None:
    edits = cells("events", "marsh-fire", date_edtf=text, date_precision=precision)
    assert messages(tmp_path, "DAT032", *edits) == []
