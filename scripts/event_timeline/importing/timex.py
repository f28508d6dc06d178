"""Values of TIMEX3 (TimeML 1.2.1, ISO 24617-1) as EDTF dates."""

from __future__ import annotations

import re
from datetime import date, timedelta

from event_timeline.profile.edtf import days

SEASONS = {"SP": 21, "SU": 22, "FA": 23, "WI": 24}
"""EDTF level 1; winter is that of the year that is named."""
YEAR = r"(\d{4})"


def edtf(value: str, mod: str = "") -> str:
    """The date of a value and its modifier; empty for durations, sets, references such as PRESENT_REF, and unknown years.

    Weeks and weekends become intervals, quarters and halves the codes 33 to 36 and 40, 41 of EDTF level 2. A time of
    day is left out. START, MID and END have no EDTF, and the whole period is given.
    """
    found = _date(value.strip())
    if not found or (allowed := days(found)) is None or allowed.backwards:
        return ""
    plain = "/" not in found
    if mod == "APPROX" and plain:
        return f"{found}~"
    if mod in ("BEFORE", "ON_OR_BEFORE") and plain:
        return f"[..{found}]"
    if mod in ("AFTER", "ON_OR_AFTER") and plain:
        return f"[{found}..]"
    if mod in HALVES and re.fullmatch(YEAR, found):
        return f"{found}-{HALVES[mod]}"
    return found


HALVES = {"FIRST_HALF": 40, "SECOND_HALF": 41}
"""Modifiers of the Estonian corpus."""


def _date(value: str) -> str:
    if m := re.fullmatch(r"BC(\d{4})", value):
        return f"-{int(m[1]) - 1:04}" if int(m[1]) > 1 else "0000"
    if m := re.fullmatch(r"(\d{4})(\d{2})(\d{2})(?:T.*)?", value):
        return "-".join(m.groups())
    value = re.sub(r"(\d{4}-\d{2}-\d{2})(?:T.*| .*)", r"\1", value)
    if re.fullmatch(r"\d{4}(-\d{2}){0,2}", value):
        return value
    if m := re.fullmatch(rf"{YEAR}-W(\d\d?)(?:-(WE|\d))?", value):
        return _week(int(m[1]), int(m[2]), m[3] or "")
    if m := re.fullmatch(rf"{YEAR}-Q([1-4])", value):
        return f"{m[1]}-{32 + int(m[2])}"
    if m := re.fullmatch(rf"{YEAR}-H([12])", value):
        return f"{m[1]}-{39 + int(m[2])}"
    if (m := re.fullmatch(rf"{YEAR}-(\w\w)", value)) and m[2] in SEASONS:
        return f"{m[1]}-{SEASONS[m[2]]}"
    if m := re.fullmatch(r"(\d{4}(?:-\d{2})?)-(?:W?XX|[QH]X|XX-XX)(?:-.*)?", value):
        return m[1]
    if m := re.fullmatch(r"(\d{3}|\d{2})(X{0,2})(?:-XX)*", value):
        return f"{m[1]}{'X' * (4 - len(m[1]))}"
    return ""


def _week(year: int, week: int, part: str) -> str:
    try:
        monday = date.fromisocalendar(year, week, 1)
    except ValueError:
        return ""
    if part.isdigit():
        return (monday + timedelta(int(part) - 1)).isoformat() if 1 <= int(part) <= 7 else ""
    first = monday + timedelta(5 if part == "WE" else 0)
    return f"{first.isoformat()}/{(monday + timedelta(6)).isoformat()}"
