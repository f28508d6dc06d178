"""One EDTF date: a day, month, season or year, with marks of doubt, unspecified digits or significant digits.

The syntax is the Library of Congress specification of 4 February 2019 (https://www.loc.gov/standards/datetime/),
which profiles ISO 8601-2:2019. Every pattern reads a text once, from left to right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from event_timeline.profile.edtf.day_numbers import day_number, month_days, month_end, month_start

DATE = re.compile(r"([?~%]?)(-?[0-9X]{4})([?~%]?)(?:-([?~%]?)([0-9X]{2})([?~%]?)(?:-([?~%]?)([0-9X]{2})([?~%]?))?)?")
"""Marks are to the left of a component, for it alone, or to its right, for it and all to its left (level 2)."""
LONG_YEAR = re.compile(r"Y(-?[1-9][0-9]*)(?:E([1-9][0-9]*))?(?:S([1-9][0-9]*))?([?~%]?)")
ROUGH_YEAR = re.compile(r"(-?[0-9]{4})S([1-9][0-9]*)([?~%]?)")
TIME = re.compile(
    r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]|(?:[01][0-9]|2[0-3]):59:60|24:00:00)(?:Z|[+-](?:[01][0-9]|2[0-3])(?::[0-5][0-9])?)?"
)
"""Time of day, level 0; 24:00:00 ends a day (ISO 8601-1:2019/Amd 1:2022), second 60 is a leap second. It moves no bound."""
MAX_YEAR_DIGITS = 15
"""Years of more digits are read, and have no day numbers: these would leave 64-bit integers."""
MARKS = frozenset("?~%")
MARK_SUM = {"": 0, "?": 1, "~": 2, "%": 3}
MARK_OF = ("", "?", "~", "%")
SEASONS: dict[int, tuple[int, tuple[int, ...]]] = {
    21: (3, (3, 9)), 22: (3, (0, 6, 12)), 23: (3, (3, 9)), 24: (3, (0, 6, 12)),
    25: (3, (3,)), 26: (3, (6,)), 27: (3, (9,)), 28: (3, (0, 12)),
    29: (3, (9,)), 30: (3, (0, 12)), 31: (3, (3,)), 32: (3, (6,)),
    33: (3, (1,)), 34: (3, (4,)), 35: (3, (7,)), 36: (3, (10,)),
    37: (4, (1,)), 38: (4, (5,)), 39: (4, (9,)),
    40: (6, (1,)), 41: (6, (7,)),
}  # fmt: skip
"""Code -> its length in months, and the months with which it can begin; 0 is December of the year before, 12 that of the year.

21 to 24 are independent of the hemisphere, 25 to 28 northern, 29 to 32 southern; then quarters, thirds and halves of a
year. The specification gives no months for seasons: these are the meteorological ones (whole months, as the World
Meteorological Organization uses them). A winter of the north, or a summer of the south, belongs to the year that it
begins in or to the one that it ends in."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One date as written, and the days that it allows.

    year, month, day: their digits, `X` for an unspecified one, empty where left out; a long year is written out
    (`Y17E8` is `1700000000`), and a season is a month of 21 to 41. marks: the doubt of year, month and day, each one of `?`,
    `~`, `%` or empty. significant: the year's significant digits, 0 where all are. first, last: day numbers of the first
    and the last day, None where the year is wholly unspecified or has more than MAX_YEAR_DIGITS digits.
    """

    year: str
    month: str = ""
    day: str = ""
    marks: tuple[str, str, str] = ("", "", "")
    significant: int = 0
    first: int | None = None
    last: int | None = None

    @property
    def mark(self) -> str:
        """The doubt of any component: `?` uncertain, `~` approximate, `%` both, or empty."""
        return MARK_OF[MARK_SUM[self.marks[0]] | MARK_SUM[self.marks[1]] | MARK_SUM[self.marks[2]]]

    @property
    def is_plain(self) -> bool:
        """Whether it is a calendar day, month or year whose digits are all known."""
        return not (self.significant or "X" in self.year + self.month + self.day or self.season)

    @property
    def season(self) -> int:
        """The code of a season or other part of a year, else 0."""
        return int(self.month) if self.month.isdigit() and int(self.month) > 12 else 0

    @property
    def precision(self) -> str:
        """`year`, `month`, `season` or `day`."""
        return "day" if self.day else "season" if self.season else "month" if self.month else "year"


def moment(text: str) -> Moment | None:
    """Read one date; None where it is not one, or no such day exists."""
    match = DATE.fullmatch(text)
    if match:
        return _date(match)
    if text.startswith("Y"):
        return _long_year(text)
    rough = ROUGH_YEAR.fullmatch(text)
    if rough:
        return None if rough[1] == "-0000" else _rough(rough[1], int(rough[2][:3]), len(rough[1].lstrip("-")), rough[3])
    day, separator, time = text.partition("T")
    return moment(day) if separator and TIME.fullmatch(time) and _is_plain_day(day) else None


def _is_plain_day(text: str) -> bool:
    return len(text.removeprefix("-")) == 10 and "X" not in text and MARKS.isdisjoint(text)


def _date(match: re.Match[str]) -> Moment | None:
    left_year, year, right_year, left_month, month, right_month, left_day, day, right_day = match.groups("")
    if year == "-0000":
        return None
    days = _days(year, month, day)
    if days is None:
        return None
    marks = ("", "", "")
    if not MARKS.isdisjoint(match[0]):
        of_day = MARK_SUM[right_day]
        of_month = of_day | MARK_SUM[right_month]
        of_year = of_month | MARK_SUM[right_year]
        marks = (
            MARK_OF[of_year | MARK_SUM[left_year]],
            MARK_OF[of_month | MARK_SUM[left_month]] if month else "",
            MARK_OF[of_day | MARK_SUM[left_day]] if day else "",
        )
    return Moment(year, month, day, marks, 0, *days)


def _days(year: str, month: str, day: str) -> tuple[int | None, int | None] | None:
    """First and last day number, (None, None) of a wholly unspecified year; None where no such day exists."""
    if "X" in year + month + day:
        return _unspecified(year, month, day)
    y, m, d = int(year), int(month or 0), int(day or 0)
    if not month:
        return day_number(y), day_number(y, 12, 31)
    if 1 <= m <= 12:
        length = month_days(y, m)
        if not day:
            return day_number(y, m), day_number(y, m, length)
        return (day_number(y, m, d), day_number(y, m, d)) if 1 <= d <= length else None
    return season_days(y, m) if m in SEASONS and not day else None


def season_readings(year: int, code: int) -> list[tuple[int, int]]:
    """Return the day numbers, first and last, of each reading of a season, quarter, third or half of a year (21 to 41)."""
    months, starts = SEASONS[code]
    return [(month_start(year, start), month_end(year, start + months - 1)) for start in starts]


def season_days(year: int, code: int) -> tuple[int, int]:
    """Return the first and the last day number that any reading of a season allows."""
    readings = season_readings(year, code)
    return min(first for first, _ in readings), max(last for _, last in readings)


def _unspecified(year: str, month: str, day: str) -> tuple[int | None, int | None] | None:
    """Bounds of a date with unspecified digits: the first and the last day that fit them."""
    if month.isdigit() and int(month) in SEASONS:
        return None if day or "X" in month else _unspecified_seasons(year, int(month))
    months, days = _fitting(month, 12), _fitting(day, 31)
    first = next(_matching(year, months, days, latest=False), None)
    if first is None or year.removeprefix("-") == "XXXX":
        return None if first is None else (None, None)
    return first, next(_matching(year, months, days, latest=True))


def _unspecified_seasons(year: str, code: int) -> tuple[int | None, int | None]:
    if year.removeprefix("-") == "XXXX":
        return None, None
    every = list(_years(year, latest=False))
    return season_days(every[0], code)[0], season_days(every[-1], code)[1]


def _matching(year: str, months: list[int], days: list[int], *, latest: bool) -> Iterator[int]:
    """Day numbers that fit, from the earliest on or from the latest back."""
    step = -1 if latest else 1
    for y in _years(year, latest=latest):
        for m in months[::step]:
            length = month_days(y, m)
            for d in days[::step]:
                if d <= length:
                    yield day_number(y, m, d)


def _fitting(mask: str, most: int) -> list[int]:
    """Numbers of 1 to `most` that fit a mask of two digits; all for an empty one, which leaves the component out."""
    return [n for n in range(1, most + 1) if all(m in ("X", c) for m, c in zip(mask or "XX", f"{n:02d}", strict=True))]


def _years(mask: str, *, latest: bool) -> Iterator[int]:
    """Years that fit a mask, rising, or falling for `latest`; there is no year -0."""
    negative = mask.startswith("-")
    choices = [("0123456789"[:: -1 if latest != negative else 1]) if c == "X" else c for c in mask.removeprefix("-")]
    for digits in product(*choices):
        year = int("".join(digits))
        if not negative or year:
            yield -year if negative else year


def _long_year(text: str) -> Moment | None:
    """A year with the prefix Y: of five digits or more, or with an exponent (levels 1 and 2)."""
    match = LONG_YEAR.fullmatch(text)
    if match is None:
        return None
    digits, exponent, significant, mark = match.groups("")
    if not exponent and len(digits.removeprefix("-")) < 5:
        return None
    zeros = int(exponent[:6]) if exponent else 0
    length = len(digits.removeprefix("-")) + zeros
    if length > MAX_YEAR_DIGITS:
        return Moment(
            digits + (f"E{exponent}" if exponent else ""), marks=(mark, "", ""), significant=int(significant[:3] or 0)
        )
    return _rough(digits + "0" * zeros, int(significant[:3] or 0), length, mark)


def _rough(year: str, significant: int, length: int, mark: str) -> Moment:
    """A year of which only the first digits are significant: `1950S2` is some year of 1900 to 1999."""
    size = 10 ** max(length - significant, 0) if significant else 1
    nearest = abs(int(year)) // size * size
    low, high = nearest, nearest + size - 1
    if year.startswith("-"):
        low, high = -high, -max(low, 1)
    return Moment(year, "", "", (mark, "", ""), significant, day_number(low), day_number(high, 12, 31))
