"""EDTF in words and parts."""

from __future__ import annotations

from datetime import date

import pytest

from event_timeline.exports.dates import Moment, explained, parse, words

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
        ("2021?/2022~", "2021 to 2022 (uncertain and approximate)"),
    ],
)
def test_edtf_reads_as_english(edtf: str, said: str) -> None:
    assert words(edtf, None, None) == said


@pytest.mark.parametrize(
    "edtf", ["2022-21", "156X", "Y17000", "{1667,1668}", "2024-13", "2024-00-01", "/", "../..", "x", ""]
)
def test_what_is_beyond_the_module_is_left_to_the_bounds(edtf: str) -> None:
    assert parse(edtf) is None
    first, last = date(2022, 3, 1), date(2022, 5, 31)
    assert words(edtf, first, last).startswith("between 1 March 2022 and 31 May 2022")


def test_nothing_known_is_said_to_be_undated() -> None:
    assert words(None, None, None) == "undated"
    assert explained(None, None, None) == ""


def test_a_moment_keeps_its_precision() -> None:
    assert [Moment(2024, 5).iso, Moment(2024).iso, Moment(-44, 3, 15).iso] == ["2024-05", "2024", "-0044-03-15"]


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
            "The beginning is open: shown on 31 December 2022. The date is approximate.",
        ),
        (
            "2022-21",
            (date(2022, 3, 1), date(2022, 5, 31)),
            "The date is given as 2022-21 in EDTF; the days shown are its bounds.",
        ),
    ],
)
def test_what_a_day_alone_does_not_show_is_explained(edtf: str, bounds: tuple, note: str) -> None:
    assert explained(edtf, *bounds) == note
