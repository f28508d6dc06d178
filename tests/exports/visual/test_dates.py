"""EDTF in words and parts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from event_timeline.exports.visual.dates import briefly, event_date, explained, words
from tests.profile.edtf.test_expressions import dates as dates_of_any_level

MAY = (date(2024, 5, 13), date(2024, 5, 13))


@pytest.mark.parametrize(
    ("edtf", "said"),
    [
        ("2024-05-13", "13 May 2024"),
        ("2024-05", "May 2024"),
        ("2024", "2024"),
        ("2024-05-13?", "13 May 2024 (uncertain)"),
        ("2024~", "2024 (approximate)"),
        ("2024%", "2024 (uncertain and approximate)"),
        ("2023-11-28/2023-11-29", "28 November 2023 to 29 November 2023"),
        ("2022/..", "since 2022"),
        ("../2022-03?", "until March 2022 (uncertain)"),
        ("2022/", "2022 to an unknown day"),
        ("/2022", "an unknown day to 2022"),
        ("2021?/2022~", "2021 (uncertain) to 2022 (approximate)"),
        ("1984?/2004", "1984 (uncertain) to 2004"),
        ("1984/2004?", "1984 to 2004 (uncertain)"),
        ("-0044-03-15", "15 March 45 BCE"),
        ("0079", "79 CE"),
        ("0000/0014", "1 BCE to 14 CE"),
        ("-9998", "9999 BCE"),
        ("-9999", "10,000 BCE"),
        ("Y-17E7", "170,000,001 BCE"),
        ("Y12345", "12,345 CE"),
        ("[..2026-05-31]", "by 31 May 2026"),
        ("[..2026-05]", "by May 2026"),
        ("../2026-05-31", "until 31 May 2026"),
        ("[1760-12..]", "December 1760 or later"),
        ("[1667,1668,1670..1672]", "1667, 1668 or 1670 to 1672"),
        ("{1960,1961-12}", "1960 and December 1961"),
        ("2024-24", "winter 2024"),
        ("2024-30", "summer 2024 (southern hemisphere)"),
        ("2001-34", "second quarter of 2001"),
        ("156X", "the 1560s"),
        ("156X-12-25", "25 December of the 1560s"),
        ("XXXX-12-25", "25 December of an unknown year"),
        ("2004-06-XX", "some day of June 2004"),
        ("1984-1X", "some time from 1 October 1984 to 31 December 1984"),
        ("1950S2", "about 1950 (1900 to 1999)"),
        ("2004-06~-11", "11 June 2004 (year and month approximate)"),
        ("?2004-06-~11", "11 June 2004 (year uncertain, day approximate)"),
        ("..2004-06-01/2004-06-20", "1 June 2004 or before to 20 June 2004"),
        ("../..", "without beginning or end"),
    ],
)
def test_edtf_reads_as_english(edtf: str, said: str) -> None:
    assert words(edtf, None, None) == said


@pytest.mark.parametrize("edtf", ["2024-13", "2024-00-01", "/", "x", ""])
def test_what_is_no_edtf_is_left_to_the_bounds(edtf: str) -> None:
    first, last = date(2022, 3, 1), date(2022, 5, 31)
    assert words(edtf, first, last).startswith("between 1 March 2022 and 31 May 2022")
    assert words(edtf, first, None).startswith("not before 1 March 2022")
    assert words(edtf, None, last).startswith("not after 31 May 2022")


@settings(deadline=None)
@given(dates_of_any_level())
def test_every_date_has_words_and_a_brief_form_without_edtf_signs(edtf: str) -> None:
    for said in (words(edtf, None, None), briefly(edtf, None, None), explained(edtf, None, None)):
        assert not set("[]{}%/") & set(said)


def test_bounds_that_the_row_gives_are_those_of_the_season_there() -> None:
    january = date(2024, 1, 1), date(2024, 1, 31)
    assert event_date("2024-22", *january).first == january[0].toordinal()
    assert "some time from 1 January 2024 to 31 January 2024" in explained("2024-22", *january)


def test_nothing_known_is_said_to_be_undated() -> None:
    assert words(None, None, None) == "undated"
    assert explained(None, None, None) == ""


@pytest.mark.parametrize(
    ("edtf", "bounds", "note"),
    [
        ("2024-05-13", MAY, ""),
        ("2024-05-13?", MAY, "The date is uncertain."),
        (
            "2024-05",
            (date(2024, 5, 1), date(2024, 5, 31)),
            "The exact day is not known: some time from 1 May 2024 to 31 May 2024.",
        ),
        ("2022/..", (date(2022, 1, 1), None), "The end is open: shown on 1 January 2022."),
        ("2022/", (date(2022, 1, 1), None), "The end is not known: shown on 1 January 2022."),
        (
            "../2022~",
            (None, date(2022, 12, 31)),
            "The beginning is open: shown on 31 December 2022. The end is approximate.",
        ),
        (
            "2022-21",
            (date(2022, 3, 1), date(2022, 5, 31)),
            "The exact day is not known: some time from 1 March 2022 to 31 May 2022. Which months the season has depends on the hemisphere, and on the year that a winter is counted in.",
        ),
        (
            "[..2026-05-31]",
            (None, date(2026, 5, 31)),
            "Some time up to and including 31 May 2026; from when on is not given: shown on 31 May 2026.",
        ),
        ("1984?/2004", (date(1984, 1, 1), date(2004, 12, 31)), "The beginning is uncertain."),
    ],
)
def test_what_a_day_alone_does_not_show_is_explained(edtf: str, bounds: tuple[Any, ...], note: str) -> None:
    assert explained(edtf, *bounds) == note
