"""A whole EDTF string: one date, an interval of two, or a set of dates; and the days that it allows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from event_timeline.profile.edtf.moments import Moment, moment

MAX_CHARS = 2_000
"""Characters of the longest string that is read: about 180 days in a set. Reading is linear in the length."""
KNOWN = 2**14
"""Strings whose days are remembered: a large package has few dates, and each many times."""
SEASON = re.compile(r"[0-9X]{4}[?~%]?-[?~%]?(?:2[1-9]|3[0-9]|4[01])(?:[^0-9X-]|$)")
"""A season or other part of a year (21 to 41). Which months they are depends on the hemisphere, on whether a winter belongs
to the year that it begins or ends in, and on the year of whoever counts. Understood by `re` and by polars."""


@dataclass(frozen=True, slots=True)
class Days:
    """The days that an EDTF string allows, as day numbers (`event_timeline.profile.edtf.day_numbers`: 1 is 0001-01-01).

    earliest, latest: first and last day it allows, None where open or unknown. begins_by, ends_from: the last
    day on which it can begin and the first on which it can end; outside intervals these are `latest` and
    `earliest`, since `2023-11` is some time in that month, while `2023-11-28/2023-11-29` lasts both days.
    bounded is False where a year is wholly unspecified (`XXXX-12-25`) or of more than 15 digits.
    """

    earliest: int | None
    latest: int | None
    begins_by: int | None
    ends_from: int | None
    bounded: bool = True

    @property
    def backwards(self) -> bool:
        """Whether an interval, or a range in a set, ends before it begins."""
        return self.earliest is not None and self.latest is not None and self.earliest > self.latest


@dataclass(frozen=True, slots=True)
class End:
    """One end of an interval. `moment` is None where the end is open (`is_open`) or unknown.

    bound: `before` for `..2004-06-01` (on that day or before it), `after` for `2004-06-01..`, else empty.
    """

    moment: Moment | None
    is_open: bool = False
    bound: Literal["", "before", "after"] = ""


@dataclass(frozen=True, slots=True)
class Range:
    """A member of a set: all days from `start` to `end`, which are the same for a single date and None where open."""

    start: Moment | None
    end: Moment | None


@dataclass(frozen=True, slots=True)
class Edtf:
    """What an EDTF string consists of.

    kind: `date` (start and end are the same), `interval`, `one_of` (`[..]`) or `all_of` (`{..}`), whose members are in
    `ranges`.
    """

    kind: Literal["date", "interval", "one_of", "all_of"]
    start: End = End(None)
    end: End = End(None)
    ranges: tuple[Range, ...] = ()

    @property
    def is_deadline(self) -> bool:
        """Whether it is some day up to a date, and nothing else: `[..2026-05-31]`."""
        return self.kind == "one_of" and len(self.ranges) == 1 and self.ranges[0].start is None


def parse(text: str) -> Edtf | None:
    """Read an EDTF string of level 0, 1 or 2; None where it is not one. White space around it is left to other checks."""
    text = text.strip()
    if len(text) > MAX_CHARS:
        return None
    if text[:1] in ("[", "{"):
        return _set(text)
    first, slash, second = text.partition("/")
    if not slash:
        only = moment(first)
        return None if only is None else Edtf("date", End(only), End(only))
    start, end = _end(first), _end(second)
    if start is None or end is None or not (first or second):
        return None
    return Edtf("interval", start, end)


def _end(text: str) -> End | None:
    if text in ("", ".."):
        return End(None, is_open=text == "..")
    bound: Literal["", "before", "after"] = (
        "before" if text.startswith("..") else "after" if text.endswith("..") else ""
    )
    at = moment(text.removeprefix("..") if bound == "before" else text.removesuffix(".."))
    return None if at is None or "T" in text else End(at, bound=bound)


def _set(text: str) -> Edtf | None:
    if text[-1:] != {"[": "]", "{": "}"}[text[0]] or "T" in text:
        return None
    members = text[1:-1].split(",")
    ranges = []
    for place, member in enumerate(members):
        one = _range(member, is_first=place == 0, is_last=place == len(members) - 1)
        if one is None:
            return None
        ranges.append(one)
    return Edtf("one_of" if text[0] == "[" else "all_of", ranges=tuple(ranges))


def _range(text: str, *, is_first: bool, is_last: bool) -> Range | None:
    """A member of a set; it may be open at the set's beginning or end, and both ends of a range are equally precise."""
    first, dots, second = text.partition("..")
    if not dots:
        only = moment(text)
        return Range(only, only) if only else None
    start, end = (moment(part) if part else None for part in (first, second))
    if (start is None and (first or not is_first)) or (end is None and (second or not is_last)):
        return None
    if start is None and end is None:
        return None
    return None if start and end and start.precision != end.precision else Range(start, end)


@lru_cache(KNOWN)
def days(text: str) -> Days | None:
    """The days of an EDTF string, None where it is not one; white space around it is left to other checks."""
    said = parse(text)
    return None if said is None else days_of(said)


def days_of(said: Edtf) -> Days:
    """The days that a string already read allows."""
    if said.kind == "date":
        assert said.start.moment
        first, last = said.start.moment.first, said.start.moment.last
        return Days(first, last, last, first, first is not None)
    if said.kind == "interval":
        return _days_of_interval(said.start, said.end)
    return _days_of_set(said)


def _days_of_interval(start: End, end: End) -> Days:
    first = None if start.moment is None or start.bound == "before" else start.moment.first
    by = None if start.moment is None or start.bound == "after" else start.moment.last
    last = None if end.moment is None or end.bound == "after" else end.moment.last
    until = None if end.moment is None or end.bound == "before" else end.moment.first
    return Days(
        first,
        last,
        min((day for day in (by, last) if day is not None), default=None),
        max((day for day in (until, first) if day is not None), default=None),
        all(e.moment is None or e.moment.first is not None for e in (start, end)),
    )


def _days_of_set(said: Edtf) -> Days:
    starts, ends = [r.start for r in said.ranges], [r.end for r in said.ranges]
    if any(m is not None and m.first is None for m in (*starts, *ends)):
        return Days(None, None, None, None, False)
    for one in said.ranges:
        if one.start and one.end and one.start.first > one.end.last:  # type: ignore[operator]  # none is unbounded
            return Days(one.start.first, one.end.last, one.end.last, one.start.first)
    first = None if None in starts else min(m.first for m in starts if m and m.first is not None)
    last = None if None in ends else max(m.last for m in ends if m and m.last is not None)
    if said.kind == "one_of":
        return Days(first, last, last, first)
    known = [(m.first, m.last) for m in (*starts, *ends) if m and m.first is not None and m.last is not None]
    return Days(first, last, min(one for _, one in known), max(one for one, _ in known))


def has_season(text: str) -> bool:
    """Whether the date names a part of a year, which is not the same days everywhere: its bounds hold every reading."""
    return SEASON.search(text) is not None
