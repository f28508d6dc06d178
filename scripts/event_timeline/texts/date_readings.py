"""What a match of `date_expressions` says: a date for each way to read it, the likeliest first, in EDTF and in words."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from event_timeline.profile.edtf import days, to_date

MONTHS = "january february march april may june july august september october november december".split()
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
NUMBERS = {
    word: number
    for number, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
} | {"a": 1, "an": 1}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
LAST_YEAR = 9999

Parts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reading:
    """A date in EDTF and in words. is_stated: whether the words name its year; several: of a week, which has two forms."""

    edtf: str
    text: str
    is_stated: bool = False


def _reading(edtf: str, how: str = "", *, is_stated: bool = False) -> Reading:
    return Reading(edtf, describe(edtf) + (f", {how}" if how else ""), is_stated)


def describe(edtf: str) -> str:
    """A day, month, season or year, or an interval or range of them, in words; another string as it is."""
    for separator, words in (("/", " to "), ("..", " to ")):
        first, found, last = edtf.strip("[]").partition(separator)
        if found and first and last:
            return f"{describe(first)}{words}{describe(last)}"
    year, _, rest = edtf.partition("-") if not edtf.startswith("-") else (edtf, "", "")
    month, _, day = rest.partition("-")
    if day.isdigit():
        at = date(int(year), int(month), int(day))
        return f"{WEEKDAYS[at.weekday()].capitalize()} {at.day} {MONTHS[at.month - 1].capitalize()} {year}"
    if not month.isdigit():
        return f"the {year[:3]}0s" if year.endswith("X") and not year.endswith("XX") else year
    number = int(month)
    if number <= 12:
        return f"{MONTHS[number - 1].capitalize()} {year}" + (", day 10 to 19" if day == "1X" else "")
    if number <= 24:
        return f"{('spring', 'summer', 'autumn', 'winter')[number - 21]} {year}"
    if number in (40, 41):
        return f"{('first', 'second')[number - 40]} half of {year}"
    return f"{('first', 'second', 'third', 'fourth')[number - 33]} quarter of {year}"


def _period(first: date, last: date, how: str) -> Iterator[Reading]:
    """A period that EDTF has no name for: some day of it, or all of it."""
    text = f"{describe(first.isoformat())} to {describe(last.isoformat())}"
    yield Reading(f"[{first}..{last}]", f"one day of {text}, {how}")
    yield Reading(f"{first}/{last}", f"all days from {text}, {how}")


def iso(parts: Parts, _on: date | None, _later: bool) -> Iterator[Reading]:
    """A day or month as ISO 8601 has it."""
    yield _reading(parts["iso"], is_stated=True)


def year(parts: Parts, _on: date | None, _later: bool) -> Iterator[Reading]:
    """A year alone."""
    yield _reading(parts["year"], is_stated=True)


def years(parts: Parts, _on: date | None, _later: bool) -> Iterator[Reading]:
    """Two years and all between."""
    yield _reading(f"{parts['year']}/{parts['year2']}", is_stated=True)


def _month_number(parts: Parts) -> int:
    return next(i for i, name in enumerate(MONTHS, 1) if name.startswith(parts["month"][:3]))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _years(on: date, first: tuple[int, int], last: tuple[int, int], later: bool) -> Iterator[tuple[int, str]]:
    """Years of a period that is named without one, and how each was counted: the nearest first, or the next where `later` is true.

    first, last: (month, day) that it begins and ends with.
    """
    if first <= (on.month, on.day) <= last:
        yield on.year, f"counted from {on}"
        return
    is_over = last < (on.month, on.day)
    before, after = (on.year, on.year + 1) if is_over else (on.year - 1, on.year)
    both = [(before, f"the last before {on}"), (after, f"the next after {on}")]
    months_since = (on.month - last[0]) % 12 + 12 * (on.month == last[0] and not is_over)
    yield from reversed(both) if later or months_since > NEAR_MONTHS else both


NEAR_MONTHS = 7
"""A month, or a day of it, that lies further back than this is more often the coming one: the months of articles in
TempEval-3's training data are so."""


def day_of_month(parts: Parts, on: date | None, later: bool) -> Iterator[Reading]:
    """A day and month, with its year or without, with its weekday or without."""
    month, number = _month_number(parts), int(parts["day"])
    name = next((w for w in WEEKDAYS if "weekday" in parts and w.startswith(parts["weekday"])), "")
    if "year" in parts:
        at = _day(int(parts["year"]), month, number)
        if at:
            conflict = f"which is not a {name.capitalize()}" if name and WEEKDAYS[at.weekday()] != name else ""
            yield _reading(at.isoformat(), conflict, is_stated=True)
        return
    if on is None:
        return
    dated = list(_years(on, (month, number), (month, number), later))
    of_weekday = [(y, how) for y, how in dated if (at := _day(y, month, number)) and WEEKDAYS[at.weekday()] == name]
    for y, how in of_weekday or dated:
        if at := _day(y, month, number):
            yield _reading(
                at.isoformat(), how if not name or of_weekday else f"{how}, which is not a {name.capitalize()}"
            )


def days_of_month(parts: Parts, on: date | None, later: bool) -> Iterator[Reading]:
    """Two days of a month: all from the first to the second, or one of them."""
    month, first, last = _month_number(parts), int(parts["day"]), int(parts["day2"])
    if first >= last:
        return
    if "year" in parts:
        dated = [(int(parts["year"]), "")]
    elif on is not None:
        dated = list(_years(on, (month, first), (month, last), later))
    else:
        return
    for y, how in dated:
        if (start := _day(y, month, first)) and (end := _day(y, month, last)):
            yield _reading(f"{start}/{end}", how, is_stated="year" in parts)


def in_digits(parts: Parts, _on: date | None, _later: bool) -> Iterator[Reading]:
    """A date in digits, such as 08/05/2026: with points the day comes first, with strokes either."""
    a, b, y = (int(parts[name]) for name in ("first", "second", "year"))
    orders = [(a, b, "day first")] + ([(b, a, "month first")] if parts["separator"] == "/" else [])
    for day, month, how in orders:
        at = _day(y, month, day)
        if at:
            yield _reading(at.isoformat(), how if a != b else "", is_stated=True)


def month(parts: Parts, on: date | None, later: bool) -> Iterator[Reading]:
    """A month, with its year, with `last`, `this` or `next`, or alone."""
    number = _month_number(parts)
    if "year" in parts:
        yield _reading(f"{parts['year']}-{number:02d}", is_stated=True)
        return
    if on is None:
        return
    which = parts.get("which", "")
    if which in ("last", "this past"):
        found = (
            [(on.year, "this year"), (on.year - 1, "last year")] if number < on.month else [(on.year - 1, "last year")]
        )
    elif which in ("next", "this coming", "the coming", "the following"):
        found = (
            [(on.year, "this year"), (on.year + 1, "next year")] if number > on.month else [(on.year + 1, "next year")]
        )
    elif which == "this":
        found = [(on.year, "this year")]
    else:
        found = list(_years(on, (number, 1), (number, 31), later))
    for y, how in found:
        yield _reading(f"{y:04d}-{number:02d}", how if str(on) in how else f"{how}, counted from {on}")


def weekday(parts: Parts, on: date | None, later: bool) -> Iterator[Reading]:
    """A weekday: the last or, after words of the future, the next; `last` and `next` are read in both ways that are in use."""
    if on is None:
        return
    number = WEEKDAYS.index(parts["weekday"])
    back = (on.weekday() - number) % 7
    of_week = on - timedelta(on.weekday() - number)
    before, after = on - timedelta(back), on + timedelta(7 - back)
    which = parts.get("which", "")
    if which in ("last", "this past"):
        previous = before if back else on - timedelta(7)
        found = [(previous, f"the last before {on}")]
        if which == "last":
            found.append((of_week - timedelta(7), "of the week before"))
    elif which in ("next", "this coming", "the coming", "the following"):
        found = [(after, f"the first after {on}")]
        if which == "next":
            found.append((of_week + timedelta(7), "of the week after"))
    elif which == "this":
        found = (
            [(of_week, "of this week")]
            if of_week >= on
            else [(after, f"the first after {on}"), (of_week, "of this week")]
        )
    elif back == 0:
        found = [(on, "the day that is counted from"), (after, "a week later")]
    else:
        found = [(before, f"the last before {on}"), (after, f"the first after {on}")]
        found = found[::-1] if later or after == on + timedelta(1) else found
    for at, how in found:
        yield _reading(at.isoformat(), how)


NEAR = {
    "day before yesterday": -2, "yesterday": -1, "last night": -1, "tomorrow": 1, "day after tomorrow": 2,
}  # fmt: skip
"""Words -> days from the day that they are said on; others that are read are of the day itself."""


def near(parts: Parts, on: date | None, _later: bool) -> Iterator[Reading]:
    """Today, and the days beside it."""
    if on is not None:
        yield _reading((on + timedelta(NEAR.get(parts["near"], 0))).isoformat(), f"counted from {on}")


STEPS = {
    "before last": -2,
    "last": -1,
    "this past": -1,
    "this": 0,
    "next": 1,
    "this coming": 1,
    "the coming": 1,
    "the following": 1,
    "after next": 2,
}


def unit(parts: Parts, on: date | None, _later: bool) -> Iterator[Reading]:
    """A week, weekend, month, quarter, year, decade or century, counted from that of a day."""
    if on is not None:
        yield from _stepped(parts["unit"], STEPS[parts["which"]], on, f"counted from {on}")


def counted(parts: Parts, on: date | None, _later: bool) -> Iterator[Reading]:
    """So many days, weeks, months, years or decades before or after a day, as precise as the unit."""
    if on is None:
        return
    count = NUMBERS.get(parts["count"]) or int(parts["count"])
    for reading in _stepped(parts["unit"], -count if parts["direction"] == "ago" else count, on, f"counted from {on}"):
        is_about = "about" in parts and reading.edtf[0] != "[" and "/" not in reading.edtf
        yield replace(reading, edtf=f"{reading.edtf}~", text=f"about {reading.text}") if is_about else reading


def deadline(parts: Parts, on: date | None, _later: bool) -> Iterator[Reading]:
    """Some day from the one that is counted from to the last of so many days, weeks, months or years."""
    if on is None:
        return
    count, unit = NUMBERS.get(parts["count"]) or int(parts["count"]), parts["unit"]
    if unit in ("day", "week"):
        last = on + timedelta(count * (7 if unit == "week" else 1))
    else:
        months = on.year * 12 + on.month - 1 + count * (12 if unit == "year" else 1)
        last = date(months // 12, months % 12 + 1, min(on.day, monthrange(months // 12, months % 12 + 1)[1]))
    yield Reading(f"[{on}..{last}]", f"some day up to {describe(last.isoformat())}, counted from {on}")


def _stepped(unit: str, steps: int, on: date, how: str) -> Iterator[Reading]:
    try:
        if unit == "day":
            yield _reading((on + timedelta(steps)).isoformat(), how)
        elif unit in ("week", "weekend"):
            monday = on - timedelta(on.weekday()) + timedelta(7 * steps)
            yield from _period(monday + timedelta(5 if unit == "weekend" else 0), monday + timedelta(6), how)
        elif unit == "month":
            y, m = divmod(on.year * 12 + on.month - 1 + steps, 12)
            yield _reading(f"{y:04d}-{m + 1:02d}", how)
        elif unit == "quarter":
            y, q = divmod(on.year * 4 + (on.month - 1) // 3 + steps, 4)
            yield _reading(f"{y:04d}-{q + 33}", how)
        else:
            yield _reading(f"{on.year + steps * (10 if unit == 'decade' else 1):04d}", how)
    except OverflowError:
        return


def part_of_year(parts: Parts, on: date | None, _later: bool) -> Iterator[Reading]:
    """A quarter or half of a calendar year."""
    halves = parts.get("unit") == "half"
    number = int(parts["quarter"]) if "quarter" in parts else ORDINALS.get(parts["nth"], 2 if halves else 4)
    if halves and number > 2:
        return
    code = (39 if halves else 32) + number
    if "year" in parts:
        yield _reading(f"{parts['year']}-{code}", "of the calendar year", is_stated=True)
    elif on is not None and "which" in parts:
        yield _reading(f"{on.year + STEPS[parts['which']]:04d}-{code}", f"of the calendar year, counted from {on}")
    elif on is not None and parts["nth"] != "last":
        last = number * (6 if halves else 3)
        for y, how in _years(on, (last - (5 if halves else 2), 1), (last, 31), later=False):
            yield _reading(f"{y:04d}-{code}", f"of the calendar year, {how}")


def season(parts: Parts, on: date | None, _later: bool) -> Iterator[Reading]:
    """A season, with its year or with `last`, `this` or `next`."""
    code = SEASONS[parts["season"]]
    if "year" in parts:
        yield _reading(f"{parts['year']}-{code}", is_stated=True)
    elif on is not None:
        step = STEPS[parts["which"]]
        for y in (on.year + step, on.year) if step else (on.year,):
            first = days(f"{y:04d}-{code}")
            over = (
                first is not None
                and first.ends_from is not None
                and (at := to_date(first.latest)) is not None
                and at < on
            )
            ahead = first is not None and (start := to_date(first.earliest)) is not None and start > on
            if y != on.year or step == 0 or (step < 0 and over) or (step > 0 and ahead):
                yield _reading(f"{y:04d}-{code}", f"counted from {on}")


def decade(parts: Parts, _on: date | None, _later: bool) -> Iterator[Reading]:
    """Ten years, such as the 1990s."""
    yield _reading(f"{parts['decade']}X", is_stated=True)


def century(parts: Parts, _on: date | None, _later: bool) -> Iterator[Reading]:
    """A century by its number; EDTF counts the hundreds."""
    hundreds = int(parts["century"]) - 1
    yield Reading(f"{hundreds:02d}XX", f"the years {hundreds}00 to {hundreds}99", is_stated=True)


def before_christ(parts: Parts, _on: date | None, _later: bool) -> Iterator[Reading]:
    """A year before year 1; EDTF has a year 0."""
    number = int(parts["year"]) - 1
    yield Reading(f"-{number:04d}" if number else "0000", f"{parts['year']} BC", is_stated=True)
