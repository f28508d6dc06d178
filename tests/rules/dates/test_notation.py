"""Dates as written, and their bounds."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from event_timeline.profile.edtf import days, to_date
from event_timeline.profile.edtf.misspelled import before_year_0
from tests.rules.asking import cells, found, moved, placed

EVENTS = "data/events.csv"


@settings(max_examples=12, deadline=None)
@given(
    st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.sampled_from([4, 7, 10]), st.integers(-2, 2), st.integers(-2, 2)
)
def test_bounds_are_reported_exactly_where_they_are_not_what_the_edtf_says(
    day: date, precision: int, before: int, after: int
) -> None:
    text = day.isoformat()[:precision]
    said = days(text)
    assert said
    first, last = to_date(said.earliest), to_date(said.latest)
    assert first
    assert last
    earliest, latest = first + timedelta(days=before), last + timedelta(days=after)
    edits = cells("events", "council-vote", date_edtf=text, earliest=earliest.isoformat(), latest=latest.isoformat())
    with TemporaryDirectory() as folder:
        told = {p.column for p in found(Path(folder), "DAT002", *edits)}
    assert told == {c for c, off in (("earliest", before), ("latest", after)) if off}


def test_a_bound_of_an_open_end_is_reported(tmp_path: Path) -> None:
    edits = cells("events", "shift-bargaining", latest="2024-05-14")
    (problem,) = found(tmp_path, "DAT002", *edits)
    assert (problem.path, problem.line, problem.column, problem.value) == (EVENTS, 14, "latest", "2024-05-14")
    assert "nothing" in problem.message


def test_a_bound_that_is_no_date_is_left_to_the_rule_of_types(tmp_path: Path) -> None:
    assert found(tmp_path, "DAT002", *cells("events", "council-vote", earliest="Friday")) == []


@pytest.mark.parametrize("text", ["Y12345", "-0044-03-15", "0000", "XXXX-12-25", "Y1E999"])
def test_a_year_that_a_date_cell_cannot_hold_has_empty_bounds(text: str, tmp_path: Path) -> None:
    assert found(tmp_path / "empty", "DAT002", *moved("council-vote", text)) == []
    filled = cells("events", "council-vote", date_edtf=text)
    bounded = text != "XXXX-12-25" and text != "Y1E999"
    assert len(found(tmp_path / "filled", "DAT002", *filled)) == 2 * bounded


def test_of_an_interval_over_year_1_the_end_that_a_cell_can_hold_is_compared(tmp_path: Path) -> None:
    assert found(tmp_path / "right", "DAT002", *moved("council-vote", "-0044/0014")) == []
    edits = cells("events", "council-vote", date_edtf="-0044/0014", earliest="", latest="0014-12-30")
    (problem,) = found(tmp_path / "wrong", "DAT002", *edits)
    assert (problem.column, "0014-12-31" in problem.message) == ("latest", True)


@pytest.mark.parametrize(
    "text", ["٢٠٢٤-05-13", "２０２４-05-13", "2024-05-13 /2024-05-14", "2005-02-3X", "2024-05-13 ?", "[2024, 2025]"]
)
def test_digits_of_other_scripts_and_blanks_are_no_edtf(text: str, tmp_path: Path) -> None:
    (problem,) = found(tmp_path, "DAT001", *cells("statements", "union-strike", date_edtf=text))
    assert problem.value == text


@pytest.mark.parametrize("table_and_key", [("events", "council-vote"), ("statements", "union-strike")])
def test_what_is_no_edtf_is_reported_in_every_table(table_and_key: tuple[str, str], tmp_path: Path) -> None:
    table, key = table_and_key
    (problem,) = found(tmp_path, "DAT001", *cells(table, key, date_edtf="the 17th"))
    assert (problem.path, problem.column, problem.value) == (f"data/{table}.csv", "date_edtf", "the 17th")


def test_a_day_of_publication_that_is_no_edtf_is_reported(tmp_path: Path) -> None:
    assert placed(tmp_path, "DAT001", *cells("sources", "article", published_edtf="last May")) == [
        ("data/sources.csv", 2, "published_edtf")
    ]


@pytest.mark.parametrize("date_edtf", ["2024-22", "2024-24"])
def test_a_season_is_held_against_no_bounds_and_no_day_of_publication(date_edtf: str, tmp_path: Path) -> None:
    """January is winter in the one hemisphere and summer in the other."""
    fall = cells("events", "container-fall", date_edtf=date_edtf, earliest="2024-01-01", latest="2024-01-31")
    for number, code in enumerate(("DAT002", "DAT012", "DAT021", "DAT025")):
        assert found(tmp_path / str(number), code, *fall) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [("2024-02-30/2024-05", ": '2024-02-30' is not"), ("2024-05-14/2024-13", ": '2024-13' is not"), ("2024-05-32", ""),
     ("2024-02-30/2024-02-31", ""), ("../2024-05-32", ": '2024-05-32' is not"), ("a/b/c", "")],
)  # fmt: skip
def test_the_end_of_an_interval_that_is_no_date_is_named(text: str, said: str, tmp_path: Path) -> None:
    (problem,) = found(tmp_path, "DAT001", *cells("statements", "union-strike", date_edtf=text))
    assert problem.message == f"{text!r} is not an EDTF date, or no day of the calendar{said}"


def test_a_bound_of_a_year_that_no_cell_can_hold_is_explained(tmp_path: Path) -> None:
    problem, _ = found(tmp_path, "DAT002", *cells("events", "council-vote", date_edtf="-0044-03-15"))
    assert problem.message == "earliest is 2024-05-17, '-0044-03-15' says a day that no date cell can hold"


@pytest.mark.parametrize("text", ["../..", "/..", "../"])
def test_an_interval_without_any_date_is_no_needless_one(text: str, tmp_path: Path) -> None:
    edit = cells("events", "worn-cable-warning", date_edtf=text, earliest="", latest="")
    for code in ("DAT001", "DAT002", "DAT004", "DAT018"):
        assert found(tmp_path / code, code, *edit) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [("2024-05-13 /2024-05-14", ": EDTF has no blanks"), ("٢٠٢٤-05-13", ": its digits are not 0 to 9")],
)
def test_blanks_and_digits_of_another_script_are_named(text: str, said: str, tmp_path: Path) -> None:
    (problem,) = found(tmp_path, "DAT001", *cells("statements", "union-strike", date_edtf=text))
    assert problem.message.endswith(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("-49", "four digits: -0049"),
        ("-49-01-10", "four digits: -0049-01-10"),
        ("-490~", "four digits: -0490~"),
        ("-49/-44", "four digits: -0049/-0044"),
        ("44 BC", "four digits: -0043 (there is a year 0: 44 BC is -0043)"),
        ("1 BCE", "four digits: 0000 (there is a year 0: 44 BC is -0043)"),
    ],
)
def test_a_year_before_year_0_without_its_four_digits_is_written_out(text: str, said: str, tmp_path: Path) -> None:
    (problem,) = found(tmp_path, "DAT001", *cells("statements", "union-strike", date_edtf=text))
    assert problem.message.endswith(f": years before year 0 are written with {said}")


@pytest.mark.parametrize("text", ["-49-13", "-0", "-49/2024-05-32", "49", "-49x", "9999-44 BC", "0 BC"])
def test_what_may_be_no_year_before_year_0_is_not_called_one(text: str, tmp_path: Path) -> None:
    (problem,) = found(tmp_path, "DAT001", *cells("statements", "union-strike", date_edtf=text))
    assert "year 0" not in problem.message


@pytest.mark.parametrize(("year", "text"), [("1 BC", "0000"), ("2 BC", "-0001"), ("3 BC", "-0002"), ("0 BC", "0 BC")])
def test_years_before_christ_are_numbered_from_0(year: str, text: str) -> None:
    assert before_year_0(year) == text
