"""EDTF (ISO 8601-2:2019, levels 0 to 2) to calendar days, by the library `edtf`.

Days, months and years, with or without a mark of doubt, and intervals of them are read here: they are nearly
all that occurs, and the library needs milliseconds for each. Everything else is the library's to read.
"""

from __future__ import annotations

import calendar
import contextlib
import io
import re
from dataclasses import dataclass
from datetime import date
from math import isinf
from time import struct_time
from typing import Any

CALENDAR = re.compile(r"(?P<year>\d{4})(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>\d\d))?)?[?~%]?")
BEYOND = re.compile(r"Y|\dS\d")
"""Years of five digits and more, which no `date` holds and whose exponent may be huge (`Y1E999999999`), and
significant digits (`1950S2`), of which the library takes the year alone: no bounds are claimed for them."""
SEASON = re.compile(r"\b\d{4}-(?:2[1-9]|3\d|4[01])\b")
"""Seasons, quarters and other parts of a year (21 to 41). Which months they are depends on the hemisphere, on whether
a winter belongs to the year that it begins or ends in, and on the year of whoever counts: the library's are one reading."""
LONGEST = 200
"""Characters; the longest example of the standard has forty, and the library's grammar is slow."""
NO_DATE = frozenset({"", ".."})
"""An unknown and an open end of an interval."""


@dataclass(frozen=True, slots=True)
class Days:
    """What an EDTF string says in calendar days.

    earliest, latest: first and last day it allows, None where open or unknown. begins_by, ends_from: the last
    day on which it can begin and the first on which it can end; outside intervals these are `latest` and
    `earliest`, since `2023-11` is some time in that month, while `2023-11-28/2023-11-29` lasts both days.
    bounded is False where the calendar of `datetime.date` (years 1 to 9999) or the library cannot tell.
    """

    earliest: date | None
    latest: date | None
    begins_by: date | None
    ends_from: date | None
    bounded: bool = True

    @property
    def backwards(self) -> bool:
        """Whether an interval ends before it begins."""
        return self.earliest is not None and self.latest is not None and self.earliest > self.latest


def has_season(text: str) -> bool:
    """Whether the date names a part of a year, which is not the same days everywhere: its bounds are one reading."""
    return SEASON.search(text) is not None


def days(text: str) -> Days | None:
    """The days of an EDTF string, None where it is none; white space around it is left to other checks."""
    text = text.strip()
    first, slash, second = text.partition("/")
    if not slash:
        whole = _moment(first)
        return None if whole is None else Days(whole[0], whole[1], whole[1], whole[0], whole[2])
    start, end = _end(first), _end(second)
    if start is None or end is None or {first, second} <= NO_DATE:
        return None
    if not (_usual(first) and _usual(second)) and _parsed(text) is None:
        return None
    ends_from = max((d for d in (end[0], start[0]) if d is not None), default=None)
    begins_by = min((d for d in (start[1], end[1]) if d is not None), default=None)
    return Days(start[0], end[1], begins_by, ends_from, start[2] and end[2])


Moment = tuple[date | None, date | None, bool]
"""First day, last day, and whether they could be told."""


def _end(text: str) -> Moment | None:
    return (None, None, True) if text in NO_DATE else _moment(text)


def _usual(end: str) -> bool:
    return end in NO_DATE or CALENDAR.fullmatch(end) is not None


def _moment(text: str) -> Moment | None:
    """What is no interval; None where it is not EDTF."""
    match = CALENDAR.fullmatch(text)
    if match is None or match["year"] == "0000":
        return _from_library(text)
    year, month, day = int(match["year"]), int(match["month"] or 0), int(match["day"] or 0)
    if not month:
        return date(year, 1, 1), date(year, 12, 31), True
    last = calendar.monthrange(year, month)[1]
    if not match["day"]:
        return date(year, month, 1), date(year, month, last), True
    if not 1 <= day <= last:
        return None
    return date(year, month, day), date(year, month, day), True


def _parsed(text: str) -> Any:
    """The library's object, None where the text is not EDTF."""
    import edtf

    if len(text) > LONGEST:
        return None
    try:
        # On some malformed intervals the library prints to stdout and lets errors of any type through.
        with contextlib.redirect_stdout(io.StringIO()):
            return edtf.parse_edtf(text)
    except Exception:
        return None


def _from_library(text: str) -> Moment | None:
    parsed = _parsed(text)
    if parsed is None:
        return None
    if BEYOND.search(text):
        return None, None, False
    try:
        return _day(parsed.lower_strict()), _day(parsed.upper_strict()), True
    except (ValueError, TypeError, AttributeError, OverflowError):
        return None, None, False


def _day(value: struct_time | float) -> date | None:
    """A day of the library's; None for one infinitely far. Raises ValueError outside the years 1 to 9999."""
    if isinstance(value, float):
        if isinf(value):
            return None
        raise ValueError(value)
    return date(value.tm_year, value.tm_mon, value.tm_mday)
