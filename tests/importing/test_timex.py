"""Values of TIMEX3 as EDTF; the values are those that TimeBank and the Estonian corpus use."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from event_timeline.importing.timex import edtf
from event_timeline.profile.edtf import days


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("1998-02-14", "1998-02-14"), ("1998-02-14T23:59", "1998-02-14"), ("1998-02-14TNI", "1998-02-14"), ("19980214", "1998-02-14"),
        ("1998-02", "1998-02"), ("1998", "1998"), ("1998-XX", "1998"), ("1998-XX-XX", "1998"), ("1998-02-XX", "1998-02"),
        ("1998-W23", "1998-06-01/1998-06-07"), ("1998-W5", "1998-01-26/1998-02-01"), ("1998-W23-WE", "1998-06-06/1998-06-07"),
        ("1998-W23-3", "1998-06-03"), ("1998-WXX", "1998"), ("1998-W54", ""), ("1998-Q2", "1998-34"), ("1998-QX", "1998"),
        ("1998-H1", "1998-40"), ("1998-SP", "1998-21"), ("1998-SU", "1998-22"), ("1998-FA", "1998-23"), ("1998-WI", "1998-24"),
        ("199", "199X"), ("199X", "199X"), ("199X-XX-XX", "199X"), ("19", "19XX"), ("19XX", "19XX"), ("BC0044", "-0043"),
        ("XXXX-WXX-1", ""), ("XXXX-Q2", ""), ("XXXX", ""), ("PRESENT_REF", ""), ("P3M", ""), ("PT2H", ""), ("PXX", ""), ("", ""),
        ("1998-02-31", ""), ("1998-13", ""),
    ],
)  # fmt: skip
def test_a_value_has_its_date(value: str, date: str) -> None:
    assert edtf(value) == date


@pytest.mark.parametrize(
    ("value", "mod", "date"),
    [
        ("1998", "APPROX", "1998~"), ("1998-05", "BEFORE", "[..1998-05]"), ("1998", "ON_OR_AFTER", "[1998..]"),
        ("1998", "START", "1998"), ("1998-W23", "APPROX", "1998-06-01/1998-06-07"), ("2004", "SECOND_HALF", "2004-41"),
    ],
)  # fmt: skip
def test_a_modifier_changes_the_date_where_edtf_can_say_it(value: str, mod: str, date: str) -> None:
    assert edtf(value, mod) == date


@given(st.from_regex(r"\A[0-9XPTWQHBC:-]{0,16}\Z"), st.sampled_from(["", "APPROX", "BEFORE", "AFTER", "MID"]))
def test_whatever_the_value_the_date_is_edtf_or_empty(value: str, mod: str) -> None:
    date = edtf(value, mod)
    assert date == "" or days(date) is not None
