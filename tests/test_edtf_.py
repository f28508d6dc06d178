"""EDTF to calendar days, held against the library and against the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import edtf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from event_timeline.edtf_ import Days, days, has_season

DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))
MARKS = st.sampled_from(["", "?", "~", "%"])


@st.composite
def moments(draw: st.DrawFn) -> str:
    """A day, month or year with or without a mark."""
    day = draw(DAYS).isoformat()
    return day[: draw(st.sampled_from([4, 7, 10]))] + draw(MARKS)


def by_the_library(text: str) -> tuple[date, date]:
    parsed = edtf.parse_edtf(text)
    return tuple(date(d.tm_year, d.tm_mon, d.tm_mday) for d in (parsed.lower_strict(), parsed.upper_strict()))


@settings(deadline=None)
@given(moments())
def test_bounds_of_a_moment_are_the_librarys(text: str) -> None:
    said = days(text)
    assert said is not None
    assert (said.earliest, said.latest) == by_the_library(text)


@settings(deadline=None)
@given(DAYS)
def test_a_day_is_itself(day: date) -> None:
    assert days(day.isoformat()) == Days(day, day, day, day)


@settings(deadline=None)
@given(moments(), moments())
def test_an_interval_goes_from_the_first_day_of_its_start_to_the_last_of_its_end(start: str, end: str) -> None:
    first, last, both = days(start), days(end), days(f"{start}/{end}")
    assert first
    assert last
    assert both
    assert (both.earliest, both.latest) == (first.earliest, last.latest)
    assert both.backwards == (first.earliest > last.latest)
    if not both.backwards:
        assert both.earliest <= both.begins_by <= both.latest
        assert both.earliest <= both.ends_from <= both.latest


@settings(deadline=None)
@given(moments(), st.sampled_from(["..", ""]))
def test_an_open_end_has_no_bound(text: str, end: str) -> None:
    said, onwards, until = days(text), days(f"{text}/{end}"), days(f"{end}/{text}")
    assert said
    assert onwards
    assert until
    assert (onwards.earliest, onwards.latest) == (said.earliest, None)
    assert (until.earliest, until.latest) == (None, said.latest)


@settings(deadline=None)
@given(st.integers(1, 9999), st.integers(1, 12))
def test_the_day_after_the_last_of_a_month_is_no_day_of_it(year: int, month: int) -> None:
    said = days(f"{year:04}-{month:02}")
    assert said
    assert said.latest
    assert days(f"{year:04}-{month:02}-{said.latest.day + 1:02}") is None
    assert said.latest.month == month
    assert said.latest == date.max or (said.latest + timedelta(days=1)).day == 1


@settings(deadline=None)
@given(st.text(max_size=40))
def test_no_text_makes_it_fail(text: str) -> None:
    said = days(text)
    assert said is None or isinstance(said, Days)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("202X", "2020-01-01", "2029-12-31"),
        ("[1667,1668]", "1667-01-01", "1668-12-31"),
        ("2024-02-XX", "2024-02-01", "2024-02-29"),
        ("2023-11-29T12:00:00Z", "2023-11-29", "2023-11-29"),
    ],
)
def test_higher_levels_are_read_by_the_library(text: str, earliest: str, latest: str) -> None:
    said = days(text)
    assert said
    assert (said.earliest, said.latest) == (date.fromisoformat(earliest), date.fromisoformat(latest))


@pytest.mark.parametrize(
    "text",
    ["", "/", "..", "../..", "/..", "../", "29/11/2023", "2023-02-29", "2023-13", "2023-00", "2023-W10", "2023/12", "20231129",
     "2023-11-31/2024", "unknown", "x" * 1_000_000, "[" * 150],
)  # fmt: skip
def test_what_is_no_edtf_has_no_days(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert days(text) is None
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("text", ["Y170000002", "Y1E999999999", "-0044", "0000", "1950S2", "XXXX-12-25"])
def test_what_no_calendar_day_can_tell_is_valid_without_bounds(text: str) -> None:
    said = days(text)
    assert said is not None
    assert not said.bounded
    assert said.earliest is None
    assert said.latest is None


@pytest.mark.parametrize(
    "text", ["2024-21", "2024-24", "2024-30", "2024-33", "2024-41", "2023-21/2023-22", "2023-24/.."]
)
def test_parts_of_a_year_are_not_the_same_days_everywhere(text: str) -> None:
    assert days(text) is not None
    assert has_season(text)


@pytest.mark.parametrize("text", ["2024", "2024-12", "2024-05-21", "2024-05-31/..", "12024-2", "1984~"])
def test_months_and_days_are_no_parts_of_a_year(text: str) -> None:
    assert not has_season(text)


def test_an_interval_with_an_end_lasts_but_a_month_is_some_day_of_it() -> None:
    month, interval = days("2023-11"), days("2023-11-01/2023-11-30")
    assert month
    assert interval
    assert (month.earliest, month.latest) == (interval.earliest, interval.latest)
    assert month.begins_by == date(2023, 11, 30)
    assert interval.begins_by == date(2023, 11, 1)
