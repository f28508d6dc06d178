"""What an EDTF date says in English, in full and briefly, and its days; every level of EDTF is covered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from event_timeline.profile.edtf import Edtf, End, Moment, civil, days_of, parse, season_readings
from event_timeline.profile.edtf.expressions import Range

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
MARKS = {"?": "uncertain", "~": "approximate", "%": "uncertain and approximate"}
"""EDTF, qualification of a date (ISO 8601-2:2019, 8.4)."""
DOUBTS = {"": "", "?": "?", "~": "≈", "%": "?≈"}
"""EDTF's marks of doubt, and how they are written briefly and drawn."""
SEASON_NAMES = ("spring", "summer", "autumn", "winter")
ORDINALS = ("first", "second", "third", "fourth")
UNKNOWN = "an unknown day"
MAX_MEMBERS = 4
"""Members of a set that are named; of more only the number and the bounds are."""
FIRST_PLAIN_YEAR, LAST_PLAIN_YEAR = 1000, 9999
"""Years between these are written without an era."""


@dataclass(frozen=True, slots=True)
class EventDate:
    """An event's date: the EDTF as read (None where there is none), and the first and last day number, None where open."""

    said: Edtf | None
    first: int | None
    last: int | None


def event_date(edtf: str | None, earliest: date | None, latest: date | None) -> EventDate:
    """Read a date. Bounds that the row gives are taken as they are, since its coder knows which months a season has there.

    Bounds that contradict each other are left out.
    """
    said = parse(edtf) if edtf else None
    allowed = days_of(said) if said else None
    first = earliest.toordinal() if earliest else allowed.earliest if allowed else None
    last = latest.toordinal() if latest else allowed.latest if allowed else None
    if first is not None and last is not None and first > last:
        first = last = None
    return EventDate(said, first, last)


def year_words(year: int) -> str:
    """Write an astronomical year for readers: `2024`, `79 CE`, `45 BCE`, `17,000 CE`."""
    if year <= 0:
        return f"{1 - year:,} BCE" if 1 - year > LAST_PLAIN_YEAR else f"{1 - year} BCE"
    if year < FIRST_PLAIN_YEAR:
        return f"{year} CE"
    return str(year) if year <= LAST_PLAIN_YEAR else f"{year:,} CE"


def day_words(number: int, *, short: bool = False) -> str:
    """Write a day number for readers: `13 May 2024`, `15 March 45 BCE`."""
    year, month, day = civil(number)
    return f"{day} {_month(month, short)} {year_words(year)}"


def _month(month: int, short: bool) -> str:
    return MONTHS[month - 1][:3] if short else MONTHS[month - 1]


def moment_words(at: Moment, *, short: bool = False) -> str:
    """One date without its doubt: `13 May 2024`, `May 2024`, `winter 2024`, `the 1560s`; its bounds where there is no word for it."""
    year = _year(at, short)
    if at.season:
        name = _season(at.season, year, short)
        return name if year else _spelled(at, short)
    month = _month(int(at.month), short) if at.month.isdigit() else ""
    if not year or "X" in (at.month + at.day).replace("XX", ""):
        return _spelled(at, short)
    of_year = year if year[0].isdigit() and "s" not in year and " to " not in year else f"of {year}"
    if not at.month:
        return year
    if not at.day:
        return f"{month} {of_year}" if month else f"some month of {year}"
    if at.day == "XX":
        return f"some day of {month} {of_year}" if month else f"some day of {year}"
    return f"{int(at.day)} {month} {of_year}" if month else _spelled(at, short)


def _year(at: Moment, short: bool) -> str:
    """The year of a date in words; empty where there are none for its digits."""
    digits = at.year.removeprefix("-")
    if at.significant or not digits.isdigit():
        if at.first is None or at.last is None:
            return "an unknown year" if digits == "XXXX" and not short else ""
        low, high = civil(at.first)[0], civil(at.last)[0]
        if at.significant:
            return f"about {year_words(int(at.year))}" + (
                "" if short else f" ({year_words(low)} to {year_words(high)})"
            )
        if not digits.rstrip("X").isdigit():
            return ""
        if digits.count("X") == 1 and low >= FIRST_PLAIN_YEAR:
            return f"{low}s" if short and not at.month else f"the {low}s"
        return f"{year_words(low)} to {year_words(high)}"
    return year_words(int(at.year))


def _season(code: int, year: str, short: bool) -> str:
    if code <= 32:
        where = ("", " (northern hemisphere)", " (southern hemisphere)")[(code - 21) // 4]
        of_year = year if year[0].isdigit() and " to " not in year else f"of {year}"
        return f"{SEASON_NAMES[(code - 21) % 4]} {of_year}" + ("" if short else where)
    base, part = (33, "quarter") if code <= 36 else (37, "third") if code <= 39 else (40, "half")
    return f"{ORDINALS[code - base]} {part} of {year}"


def _spelled(at: Moment, short: bool) -> str:
    """The bounds of a date for which there is no word, else its characters."""
    if at.first is None or at.last is None:
        return "-".join(filter(None, (at.year, at.month, at.day))) if at.month else f"year {at.year}"
    if at.first == at.last:
        return day_words(at.first, short=short)
    if short:
        return f"in {_joined(at.first, at.last)}"
    return f"some time from {day_words(at.first)} to {day_words(at.last)}"


def doubt_words(at: Moment) -> str:
    """What is in doubt: `uncertain` where it is the whole date, else `year uncertain, day approximate`; empty for nothing."""
    parts = [(name, mark) for name, part, mark in zip(("year", "month", "day"), (at.year, at.month, at.day), at.marks, strict=True) if part]  # fmt: skip
    marks = {mark for _, mark in parts}
    if len(marks) == 1:
        return MARKS.get(marks.pop(), "")
    names: dict[str, list[str]] = {}
    for name, mark in parts:
        if mark:
            names.setdefault(mark, []).append(name)
    return ", ".join(f"{' and '.join(some)} {MARKS[mark]}" for mark, some in names.items())


def _doubted(at: Moment, short: bool) -> str:
    """A date with its own doubt: `March 2024 (uncertain)`, briefly `Mar 2024 ?`."""
    doubt = doubt_words(at)
    note = (f" {DOUBTS[at.mark]}" if short else f" ({doubt})") if doubt else ""
    return moment_words(at, short=short) + note


def words(edtf: str | None, earliest: date | None, latest: date | None) -> str:
    """When, for a reader: from the EDTF where there is one, else from the bounds; `undated` where nothing is known."""
    at = event_date(edtf, earliest, latest)
    if at.said:
        return _said(at.said, short=False)
    if at.first is not None and at.last is not None:
        both = f"between {day_words(at.first)} and {day_words(at.last)}" if at.first != at.last else day_words(at.first)
        return f"{both} ({edtf})" if edtf else both
    if at.first is not None or at.last is not None:
        bound = f"not before {day_words(at.first)}" if at.first is not None else f"not after {day_words(at.last or 0)}"
        return f"{bound} ({edtf})" if edtf else bound
    return edtf or "undated"


def briefly(edtf: str | None, earliest: date | None, latest: date | None) -> str:
    """When, in as few characters as possible: `29 Nov 2023`, `28–29 Nov 2023`, `since 2022`, `Mar 2024 ?`, `by 31 May 2026`."""
    at = event_date(edtf, earliest, latest)
    if at.said:
        return _said(at.said, short=True)
    if at.first is None and at.last is None:
        return edtf or ""
    if at.first is not None and at.last is not None:
        both = _joined(at.first, at.last)
        return both if at.first == at.last else f"in {both}"
    return (
        f"after {day_words(at.first, short=True)}"
        if at.first is not None
        else f"before {day_words(at.last or 0, short=True)}"
    )


def _joined(first: int, last: int) -> str:
    """`28–29 Nov 2023`, `28 Nov – 2 Dec 2023`, else both days in full."""
    (year, month, day), (last_year, last_month, _) = civil(first), civil(last)
    end = day_words(last, short=True)
    if first > last:
        return f"{day_words(first, short=True)} – {end}"
    if first == last:
        return end
    if (year, month) == (last_year, last_month):
        return f"{day}–{end}"
    return f"{day} {_month(month, True)} – {end}" if year == last_year else f"{day_words(first, short=True)} – {end}"


def _said(said: Edtf, *, short: bool) -> str:
    if said.kind == "date":
        assert said.start.moment
        return _doubted(said.start.moment, short)
    if said.kind == "interval":
        return _interval(said.start, said.end, short)
    return _set(said, short)


def _interval(start: End, end: End, short: bool) -> str:
    if start.moment is None and end.moment is None:
        return {(True, True): "without beginning or end", (False, True): f"since {UNKNOWN}"}.get(
            (start.is_open, end.is_open), f"until {UNKNOWN}"
        )
    if end.moment is None and end.is_open:
        return f"since {_bounded(start, short)}"
    if start.moment is None and start.is_open:
        return f"until {_bounded(end, short)}"
    if short and start.moment and end.moment and not (start.bound or end.bound or start.moment.mark or end.moment.mark):
        return _briefly_between(start.moment, end.moment)
    unknown = "…" if short else UNKNOWN
    ends = [_bounded(e, short) if e.moment else unknown for e in (start, end)]
    return (" – " if short else " to ").join(ends)


def _bounded(end: End, short: bool) -> str:
    assert end.moment
    note = {"before": " or before", "after": " or later", "": ""}[end.bound]
    return _doubted(end.moment, short) + note


def _briefly_between(start: Moment, end: Moment) -> str:
    """`28–29 Nov 2023`, `Mar – May 2024`, `2022 – 2024`."""
    if start.is_plain and end.is_plain and start.day and end.day and start.first is not None and end.first is not None:
        return _joined(start.first, end.first)
    first, last = moment_words(start, short=True), moment_words(end, short=True)
    if start.is_plain and end.is_plain and start.year == end.year and start.month and end.month:
        first = first.removesuffix(f" {year_words(int(start.year))}")
    return f"{first} – {last}"


def _set(said: Edtf, short: bool) -> str:
    last = "or" if said.kind == "one_of" else "and"
    if said.is_deadline:
        assert said.ranges[0].end
        return f"by {_doubted(said.ranges[0].end, short)}"
    if len(said.ranges) > MAX_MEMBERS:
        bounds = days_of(said)
        until = " ".join(
            f"{word} {day_words(day, short=short)}"
            for word, day in (("from", bounds.earliest), ("to", bounds.latest))
            if day is not None
        )
        return f"{'one of ' if said.kind == 'one_of' else ''}{len(said.ranges)} dates {until}".strip()
    members = [_member(one, said.kind == "one_of", short) for one in said.ranges]
    return members[0] if len(members) == 1 else f"{', '.join(members[:-1])} {last} {members[-1]}"


def _member(one: Range, choice: bool, short: bool) -> str:
    if one.start is None:
        assert one.end
        return f"{_doubted(one.end, short)} or earlier" if choice else f"all up to {_doubted(one.end, short)}"
    if one.end is None:
        return f"{_doubted(one.start, short)} or later" if choice else f"all from {_doubted(one.start, short)} on"
    if one.start == one.end:
        return _doubted(one.start, short)
    return f"{_doubted(one.start, short)} to {_doubted(one.end, short)}"


def explained(edtf: str | None, earliest: date | None, latest: date | None, *, on_a_day: bool = True) -> str:
    """Sentences on what the days alone do not show: doubt, an open or unknown end, less than a day's precision.

    on_a_day: the reader sees a single day where an end is missing, and is shown which one it is.
    """
    at = event_date(edtf, earliest, latest)
    if edtf is None or (at.first is None and at.last is None):
        return ""
    if at.said is None:
        return f"The date is given as {edtf} in EDTF; the days shown are its bounds."
    return " ".join(filter(None, [_state(at, on_a_day), _season_note(at.said), _doubt_note(at.said)]))


def _state(at: EventDate, on_a_day: bool) -> str:
    said = at.said
    assert said
    known = at.first if at.first is not None else at.last
    assert known is not None
    shown = f": shown on {day_words(known)}" if on_a_day else ""
    if said.kind == "one_of":
        return _choice_note(at, shown)
    if said.kind == "all_of" and len(said.ranges) > 1:
        return "It took place on each of these dates, not on all days between them."
    if at.first is None or at.last is None:
        end, side = (said.end, "end") if at.last is None else (said.start, "beginning")
        if end.bound and end.moment and end.moment.first is not None and end.moment.last is not None:
            bound = (
                f"{day_words(end.moment.first)} or later"
                if at.last is None
                else f"{day_words(end.moment.last)} or before"
            )
            return f"The {side} is on {bound}."
        is_open = end.is_open or said.kind == "all_of"
        return f"The {side} is {'open' if is_open else 'not known'}{shown}."
    if said.kind == "date" and at.first != at.last:
        return f"The exact day is not known: some time from {day_words(at.first)} to {day_words(at.last)}."
    return ""


def _choice_note(at: EventDate, shown: str) -> str:
    if at.first is None and at.last is not None:
        return f"Some time up to and including {day_words(at.last)}; from when on is not given{shown}."
    if at.last is None and at.first is not None:
        return f"On {day_words(at.first)} or later{shown}."
    assert at.first is not None
    assert at.last is not None
    return f"One of these dates, from {day_words(at.first)} to {day_words(at.last)}." if at.first != at.last else ""


def _season_note(said: Edtf) -> str:
    moments = [m for m in (said.start.moment, said.end.moment) if m]
    several = any(m.season and m.year.removeprefix("-").isdigit() and len(season_readings(int(m.year), m.season)) > 1 for m in moments)  # fmt: skip
    return "Which months the season has depends on the hemisphere, and on the year that a winter is counted in." if several else ""  # fmt: skip


def _doubt_note(said: Edtf) -> str:
    if said.kind == "date":
        doubts = [("date", doubt_words(said.start.moment))] if said.start.moment else []
    else:
        doubts = [
            (name, doubt_words(e.moment)) for name, e in (("beginning", said.start), ("end", said.end)) if e.moment
        ]
    named = [(name, doubt) for name, doubt in doubts if doubt]
    if len(named) == 2 and named[0][1] == named[1][1] and named[0][1] in MARKS.values():
        return f"Both ends are {named[0][1]}."
    return " ".join(f"The {name} is {d}." if d in MARKS.values() else f"Of the {name}: {d}." for name, d in named)


def parts(at: Moment) -> Sequence[int]:
    """(year, month, day) of a plain date, as far as it is given."""
    return [int(part) for part in (at.year, at.month, at.day) if part]


__all__ = [
    "DOUBTS",
    "MARKS",
    "MONTHS",
    "EventDate",
    "briefly",
    "day_words",
    "doubt_words",
    "event_date",
    "explained",
    "moment_words",
    "parts",
    "words",
    "year_words",
]  # fmt: skip
