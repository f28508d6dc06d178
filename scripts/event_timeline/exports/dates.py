"""EDTF for tools that know none: its parts, and what it says in words.

Covers what the profile asks for: a day, month or year, each plain or with `?`, `~` or `%`, and intervals of
them, open (`..`) or unknown (empty) at one end. For anything else `parse` gives None, and the callers fall
back on the bounds that stand beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

MOMENT = re.compile(
    r"(?P<year>-?\d{4})(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12]\d|3[01]))?)?(?P<mark>[?~%]?)"
)
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
MARKS = {"?": "uncertain", "~": "approximate", "%": "uncertain and approximate"}
"""EDTF level 1, qualification of a date (ISO 8601-2:2019, 8.4)."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, month or year; `mark` is one of MARKS or empty."""

    year: int
    month: int | None = None
    day: int | None = None
    mark: str = ""

    @property
    def iso(self) -> str:
        """ISO 8601 at the moment's own precision."""
        year = f"{self.year:05d}" if self.year < 0 else f"{self.year:04d}"
        return "-".join([year, *(f"{p:02d}" for p in (self.month, self.day) if p is not None)])

    @property
    def words(self) -> str:
        """`about 13 May 2024 (approximate)` without the marks: `13 May 2024`, `May 2024`, `2024`."""
        month = [MONTHS[self.month - 1]] if self.month else []
        return " ".join([*([str(self.day)] if self.day else []), *month, str(self.year)])


@dataclass(frozen=True, slots=True)
class Span:
    """When something takes place: a single moment (`interval` is False), or from `start` to `end`.

    A missing end of an interval is open (it goes on) if `open_start` or `open_end` says so, else unknown.
    """

    start: Moment | None
    end: Moment | None
    interval: bool = False
    open_start: bool = False
    open_end: bool = False

    @property
    def words(self) -> str:
        """In English: `13 May 2024`, `since 2022`, `March 2024 (uncertain)`, `28 November 2023 to an unknown day`."""
        marks = " and ".join(dict.fromkeys(MARKS[m.mark] for m in (self.start, self.end) if m and m.mark))
        note = f" ({marks})" if marks else ""
        if not self.interval:
            return (self.start.words if self.start else "") + note
        if self.open_end and self.start:
            return f"since {self.start.words}{note}"
        if self.open_start and self.end:
            return f"until {self.end.words}{note}"
        start, end = (m.words if m else "an unknown day" for m in (self.start, self.end))
        return f"{start} to {end}{note}"


def parse(edtf: str | None) -> Span | None:
    """The parts of an EDTF string; None where it is missing or beyond what the module covers."""
    first, slash, second = (edtf or "").partition("/")
    start, end = _moment(first), _moment(second)
    if not slash:
        return Span(start, start) if start else None
    if (start is None and first not in ("", "..")) or (end is None and second not in ("", "..")):
        return None
    if start is None and end is None:
        return None
    return Span(start, end, True, first == "..", second == "..")


def _moment(text: str) -> Moment | None:
    found = MOMENT.fullmatch(text)
    if found is None:
        return None
    year, month, day = (int(found[k]) if found[k] else None for k in ("year", "month", "day"))
    assert year is not None
    return Moment(year, month, day, found["mark"])


def words(edtf: str | None, earliest: date | None, latest: date | None) -> str:
    """When, for a reader: from the EDTF where it is understood, else from the bounds; `undated` where nothing is known."""
    span = parse(edtf)
    if span:
        return span.words
    if earliest and latest:
        between = f"between {_day(earliest)} and {_day(latest)}" if earliest != latest else _day(earliest)
        return f"{between} ({edtf})" if edtf else between
    if earliest or latest:
        bound = f"not before {_day(earliest)}" if earliest else f"not after {_day(latest)}" if latest else ""
        return f"{bound} ({edtf})" if edtf else bound
    return edtf or "undated"


def _day(day: date) -> str:
    return Moment(day.year, day.month, day.day).words


def explained(edtf: str | None, earliest: date | None, latest: date | None, *, on_a_day: bool = True) -> str:
    """One sentence on what the days alone do not show: doubt, an open or unknown end, less than a day's precision.

    on_a_day: the reader sees a single day where an end is missing, and is told which one stands there.
    """
    span = parse(edtf)
    if edtf is None or (earliest is None and latest is None):
        return ""
    if span is None:
        return f"The date is given as {edtf} in EDTF; the days shown are its bounds."
    if earliest is None or latest is None:
        shown = _day(earliest) if earliest else _day(latest) if latest else ""
        side = "end" if latest is None else "beginning"
        is_open = span.open_end if latest is None else span.open_start
        shown = f": shown on {shown}" if on_a_day else ""
        state = f"The {side} is {'open' if is_open else 'not known'}{shown}."
    elif not span.interval and span.start and span.start.day is None:
        state = f"The exact day is not known: some time from {_day(earliest)} to {_day(latest)}."
    else:
        state = ""
    marks = " and ".join(dict.fromkeys(MARKS[m.mark] for m in (span.start, span.end) if m and m.mark))
    doubt = f"The date is {marks}." if marks else ""
    return " ".join(filter(None, [state, doubt]))
