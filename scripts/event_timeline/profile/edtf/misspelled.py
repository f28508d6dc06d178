"""Dates that are almost EDTF: what is wrong with them, in words."""

from __future__ import annotations

import re

from event_timeline.profile.edtf import days

BEFORE_CHRIST = re.compile(r"([0-9]{1,4}) ?(?:BCE?|B\.C\.(?:E\.)?)")
SHORT_YEAR = re.compile(r"-([0-9]{1,3})((?:-[0-9]{2}){0,2}[?~%]?)")
"""A year before year 0 that lost its zeros, as spreadsheets make -49 of -0049."""


def describe_fault(text: str) -> str:
    """In words, what is wrong: blanks, digits of another script, or one end of an interval; empty where that is not known."""
    ends = text.split("/")
    written = "/".join(map(before_year_0, ends))
    if written != text and days(written) is not None:
        counted = " (there is a year 0: 44 BC is -0043)" if "B" in text else ""
        return f": years before year 0 are written with four digits: {written}{counted}"
    if any(c.isspace() for c in text.strip()):
        return ": EDTF has no blanks"
    if any(c.isdigit() and not c.isascii() for c in text):
        return ": its digits are not 0 to 9"
    odd = [end for end in ends if end not in ("", "..") and days(end) is None]
    return f": {odd[0]!r} is not" if len(ends) == 2 and len(odd) == 1 else ""


def before_year_0(end: str) -> str:
    """A year before year 0 as EDTF has it, astronomically numbered (ISO 8601-1, 4.3.2); another text as it is."""
    if match := BEFORE_CHRIST.fullmatch(end):
        year = int(match[1]) - 1
        return f"-{year:04}" if year > 0 else "0000" if year == 0 else end
    match = SHORT_YEAR.fullmatch(end)
    return f"-{int(match[1]):04}{match[2]}" if match and int(match[1]) else end
