"""EDTF strings, checked against a list of forms, a slow enumeration of the calendar, and another library."""

from __future__ import annotations

import csv
import time
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from event_timeline.profile.edtf import (
    Days,
    civil,
    day_number,
    days,
    has_season,
    iso_day,
    parse,
    season_readings,
    to_date,
)
from event_timeline.profile.edtf.expressions import MAX_CHARS


def listed() -> list[dict[str, str]]:
    with (Path(__file__).parent / "forms.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


FORMS = listed()
"""Strings with the right verdict and bounds, and where they are from: see forms.md."""
MARKS = st.sampled_from(["", "", "?", "~", "%"])
YEARS = st.integers(-9999, 9999)


def written(number: int | None) -> str:
    return "" if number is None else iso_day(number)


def masked(draw: st.DrawFn, digits: str, share: int) -> str:
    return "".join("X" if draw(st.integers(0, share)) == 0 else d for d in digits)


@st.composite
def dates(draw: st.DrawFn, share: int = 3) -> str:
    """A year, month or day of every level: with marks anywhere, and with unspecified digits, so that it need not exist."""
    year, month, day = draw(YEARS), draw(st.integers(1, 12)), draw(st.integers(1, 31))
    written_year = f"{'-' if year < 0 else ''}{masked(draw, f'{abs(year):04d}', share)}"
    parts = [written_year, masked(draw, f"{month:02d}", share), masked(draw, f"{day:02d}", share)]
    return "-".join(f"{draw(MARKS)}{part}{draw(MARKS)}" for part in parts[: draw(st.integers(1, 3))])


def enumerated(mask: str) -> list[int]:
    """Day numbers of every day that fits a date without marks, by trying each year, month and day; slow."""
    parts = mask.removeprefix("-").split("-")
    masks = [*parts, "XX", "XX"][:3]
    sign = -1 if mask.startswith("-") else 1

    def fits(number: int, pattern: str) -> bool:
        return all(p in ("X", d) for p, d in zip(pattern, f"{number:0{len(pattern)}d}", strict=True))

    years = [int("".join(d)) for d in product(*("0123456789" if c == "X" else c for c in masks[0]))]
    lengths = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    found = []
    for y in (sign * y for y in years if y or sign > 0):
        leap = y % 4 == 0 and (y % 100 != 0 or y % 400 == 0)
        for m in (m for m in range(1, 13) if fits(m, masks[1])):
            last = 29 if leap and m == 2 else lengths[m - 1]
            found += [day_number(y, m, d) for d in range(1, last + 1) if fits(d, masks[2])]
    return found


@pytest.mark.parametrize("form", FORMS, ids=lambda f: repr(f["text"])[:60])
def test_a_form_has_its_verdict_and_its_bounds(form: dict[str, str]) -> None:
    said = days(form["text"])
    assert (said is not None) == (form["valid"] == "yes")
    if said is not None:
        assert (written(said.earliest), written(said.latest)) == (form["first"], form["last"])


def test_the_list_of_forms_is_long_and_names_its_sources() -> None:
    assert len(FORMS) >= 400
    assert len({f["text"] for f in FORMS}) == len(FORMS)
    assert {f["source"] for f in FORMS} == {"LoC level 0", "LoC level 1", "LoC level 2", "ISO 8601-2", "reasoned"}


@settings(deadline=None, max_examples=150)
@given(dates())
@example("202X-02-29")
@example("-XX00-02-29")
@example("XXX1-02-29")
def test_bounds_of_a_date_are_those_of_an_enumeration(text: str) -> None:
    mask = text.translate(str.maketrans("", "", "?~%"))
    if mask == "-0000" or mask.startswith("-0000-"):
        assert days(text) is None
        return
    assume(mask.removeprefix("-")[:4].count("X") < 3 or "-02-29" in mask)
    said, every = days(text), enumerated(mask)
    assert (said is None) == (not every)
    if said is None:
        return
    if mask.removeprefix("-").startswith("XXXX"):
        assert not said.bounded
    else:
        assert (said.earliest, said.latest) == (min(every), max(every))
        assert (said.begins_by, said.ends_from) == (said.latest, said.earliest)


@settings(deadline=None, max_examples=100)
@given(
    st.lists(st.tuples(YEARS.filter(bool), st.integers(0, 40)), min_size=1, max_size=6), st.sampled_from(["[]", "{}"])
)
def test_bounds_of_a_set_hold_every_member(members: list[tuple[int, int]], brackets: str) -> None:
    named = [(y, y + n) for y, n in members if y + n <= 9999 and y + n != 0 and (y > 0 or y + n < 0)]
    if not named:
        return
    year = lambda y: f"-{-y:04d}" if y < 0 else f"{y:04d}"  # noqa: E731
    text = brackets[0] + ",".join(year(a) if a == b else f"{year(a)}..{year(b)}" for a, b in named) + brackets[1]
    said = days(text)
    assert said
    every = [day_number(y, m, d) for a, b in named for y in range(a, b + 1) for m, d in ((1, 1), (12, 31))]
    assert (said.earliest, said.latest) == (min(every), max(every))
    for open_text, side in ((f"{brackets[0]}..{text[1:]}", "earliest"), (f"{text[:-1]}..{brackets[1]}", "latest")):
        opened = days(open_text)
        if opened is not None:  # `a..b..` is no range
            assert getattr(opened, side) is None


@settings(deadline=None, max_examples=150)
@given(dates(9), dates(9))
def test_an_interval_goes_from_the_first_day_of_its_start_to_the_last_of_its_end(start: str, end: str) -> None:
    first, last, both = days(start), days(end), days(f"{start}/{end}")
    assert (both is None) == (first is None or last is None)
    if both is None or first is None or last is None or not both.bounded:
        return
    assert (both.earliest, both.latest) == (first.earliest, last.latest)
    assert both.backwards == (first.earliest > last.latest)
    if not both.backwards:
        assert both.earliest <= both.begins_by <= both.latest
        assert both.earliest <= both.ends_from <= both.latest


@settings(deadline=None)
@given(dates(9), st.sampled_from(["..", ""]))
def test_an_open_end_has_no_bound(text: str, end: str) -> None:
    said, onwards, until = days(text), days(f"{text}/{end}"), days(f"{end}/{text}")
    assert (said is None) == (onwards is None) == (until is None)
    if said and onwards and until:
        assert (onwards.earliest, onwards.latest) == (said.earliest, None)
        assert (until.earliest, until.latest) == (None, said.latest)


@settings(deadline=None)
@given(YEARS, YEARS)
def test_order_of_days_is_order_of_years(one: int, other: int) -> None:
    first, second = days(f"-{-one:04d}" if one < 0 else f"{one:04d}"), days(f"Y{other}" if abs(other) > 9999 else f"-{-other:04d}" if other < 0 else f"{other:04d}")  # fmt: skip
    assert first
    assert second
    assert (first.earliest < second.earliest) == (one < other)
    assert (first.latest < second.earliest) == (one < other)


@settings(deadline=None)
@given(st.integers(-(10**15), 10**15))
def test_a_day_number_is_a_day_of_the_calendar_and_back(number: int) -> None:
    year, month, day = civil(number)
    assert day_number(year, month, day) == number
    assert 1 <= month <= 12
    assert 1 <= day <= 31
    assert civil(number + 1) > (year, month, day)


@given(st.dates())
def test_a_day_number_is_the_ordinal_of_a_date(day: date) -> None:
    assert day_number(day.year, day.month, day.day) == day.toordinal()
    assert to_date(day.toordinal()) == day
    assert days(day.isoformat()) == Days(*[day.toordinal()] * 4)  # type: ignore[arg-type]


def test_days_beyond_a_date_are_no_date() -> None:
    assert [to_date(n) for n in (0, -1, 3_652_060, None)] == [None] * 4
    assert iso_day(0) == "0000-12-31"
    assert iso_day(day_number(-44, 3, 15)) == "-0044-03-15"
    assert iso_day(day_number(12345)) == "Y12345-01-01"


@settings(deadline=None, max_examples=300)
@given(st.one_of(st.text(max_size=60), st.text("0123456789X?~%-/.[]{},YESTZ:+ ", max_size=60)))
def test_no_text_makes_it_fail(text: str) -> None:
    said = days(text)
    assert said is None or isinstance(said, Days)
    assert (parse(text) is None) == (said is None)


@pytest.mark.parametrize(
    "text",
    ["[" + ",".join(["1667"] * 390) + "]", "X" * MAX_CHARS, "[" * MAX_CHARS, "{" + "X" * (MAX_CHARS - 2) + "}", "?" * MAX_CHARS, "Y" + "9" * (MAX_CHARS - 1),
     "Y1E" + "9" * (MAX_CHARS - 3), "1950S" + "9" * (MAX_CHARS - 5), "[" + ",".join(["XXX1-02-29"] * 180) + "]", ".." * (MAX_CHARS // 2), "/" * MAX_CHARS],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_a_string_as_long_as_may_be_is_read_at_once(text: str) -> None:
    began = time.perf_counter()
    days(text)
    assert time.perf_counter() - began < 1
    assert days(text + "?" * (MAX_CHARS + 1 - len(text))) is None


def test_every_reading_of_a_season_lies_within_its_bounds() -> None:
    for year, code in product((-44, 0, 1, 2023, 2024), range(21, 42)):
        said = days(f"-{-year:04d}-{code}" if year < 0 else f"{year:04d}-{code}")
        readings = season_readings(year, code)
        assert said
        assert (said.earliest, said.latest) == (min(a for a, _ in readings), max(b for _, b in readings))
        months = {3: (89, 92), 4: (120, 123), 6: (181, 184)}[3 if code <= 36 else 4 if code <= 39 else 6]
        assert all(months[0] <= last - first + 1 <= months[1] for first, last in readings)


@pytest.mark.parametrize(
    "text", ["2024-21", "2024-24", "2024-30", "2024-33", "2024-41", "2023-21/2023-22", "2023-24/..", "2024-21?", "2024~-22", "2024-%22", "202X-21",
    "[2024-21,2025]"]
)  # fmt: skip
def test_parts_of_a_year_are_not_the_same_days_everywhere(text: str) -> None:
    assert days(text) is not None
    assert has_season(text)


@pytest.mark.parametrize(
    "text", ["2024", "2024-12", "2024-05-21", "2024-05-31/..", "2024-1X", "1984~", "1985-04-12T23:20:30-22"]
)
def test_months_and_days_are_no_parts_of_a_year(text: str) -> None:
    assert days(text) is not None
    assert not has_season(text)


def test_an_interval_with_an_end_lasts_but_a_month_is_some_day_of_it() -> None:
    month, interval = days("2023-11"), days("2023-11-01/2023-11-30")
    assert month
    assert interval
    assert (month.earliest, month.latest) == (interval.earliest, interval.latest)
    assert month.begins_by == day_number(2023, 11, 30)
    assert interval.begins_by == day_number(2023, 11, 1)


def test_of_a_set_one_date_or_all_of_them_apply() -> None:
    choice, every = days("[2024-05-13,2024-05-15]"), days("{2024-05-13,2024-05-15}")
    assert choice
    assert every
    assert (choice.begins_by, choice.ends_from) == (day_number(2024, 5, 15), day_number(2024, 5, 13))
    assert (every.begins_by, every.ends_from) == (day_number(2024, 5, 13), day_number(2024, 5, 15))


def test_a_deadline_is_one_of_a_set_that_is_open_before() -> None:
    deadlines = [
        said.is_deadline
        for t in ("[..2026-05-31]", "../2026-05-31", "{..2026}", "[..2025,2026]", "[2026..]")
        if (said := parse(t))
    ]
    assert deadlines == [True, False, False, False, False]


@pytest.mark.parametrize(
    ("text", "marks"),
    [("2004-06-11%", "%%%"), ("2004-06~-11", "~~ "), ("2004?-06-11", "?  "), ("?2004-06-~11", "? ~"), ("2004-%06-11", " % "), ("?2004-06%", "%% "),
     ("2004?-06~-11", "%~ "), ("1984", "   ")],
)  # fmt: skip
def test_a_mark_counts_for_its_component_or_for_all_to_its_left(text: str, marks: str) -> None:
    said = parse(text)
    assert said
    assert said.start.moment
    assert "".join(m or " " for m in said.start.moment.marks) == marks
