"""The year that the words of a date name, for the few forms in which nothing else can be meant."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from event_timeline.profile.edtf import day_number

_LISTS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
MONTHS, WEEKDAYS, WORDS = (_LISTS[name] for name in ("months", "weekdays", "words"))


def _one_of(words: str) -> str:
    return "(?:" + "|".join(sorted(words.split(), key=len, reverse=True)) + ")"


_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th|er|\.)?"
_MONTH = rf"{_one_of(MONTHS)}\.?"
_DATED = rf"(?:{_DAY} (?:(?:of|de) )?{_MONTH}|{_MONTH} {_DAY}|{_MONTH})"
_PART = rf"(?:{_DATED}|{_one_of(WEEKDAYS)}|{_one_of(WORDS)})"
_PLAIN = "(?P<year>[12][0-9]{3})"
_BEFORE = r"(?P<before>[1-9][0-9]{0,3}) ?(?:bce?|b\. ?c\.(?: ?e\.)?|v\. ?chr\.)"
_ERA = r"(?: (?:ad|ce|a\. ?d\.|c\. ?e\.))?"
NAMED = re.compile(rf"(?:{_PART},? )*(?:mid-|(?:ad|a\.d\.) )?(?:{_PLAIN}{_ERA}|{_BEFORE})")
WRITTEN = re.compile(
    r"(?P<iso>[12][0-9]{3})-[01][0-9](?:-[0-3][0-9])?|(?P<cjk>[12][0-9]{3})年(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?"
    r"|(?:[0-3]?[0-9][./])?[0-3]?[0-9][./](?P<numeric>[12][0-9]{3})"
)
YEARLESS = re.compile(rf"(?:(?:on|the|am|den|le|el|{_one_of(WEEKDAYS)}),? )*{_DATED}")


@dataclass(frozen=True)
class Words:
    """What the words of a date say.

    clear: whether they were read whole; first, last: day numbers of the year that they name, None where they name none;
    is_bare: whether they are four digits alone, which may be a time of day; is_before: whether the year is before year 1.
    """

    clear: bool
    first: int | None = None
    last: int | None = None
    is_bare: bool = False
    is_before: bool = False


def read(words: str) -> Words:
    """Read the words of a date, in English, German, French or Spanish, or in digits; others are not clear.

    A year is one of 1000 to 2999 or one BC, counted astronomically (1 BC is 0). The words must consist of it, of a day
    and month and of words that place it nowhere else: no range, decade, other calendar or anniversary is read.
    """
    text = " ".join(words.split()).strip(" .,;:()[]").casefold()
    text += "." if text.endswith(("b.c", "b.c.e", "b. c", "v. chr", "v.chr")) else ""
    match = NAMED.fullmatch(text) or WRITTEN.fullmatch(text)
    if match is None:
        return Words(YEARLESS.fullmatch(text) is not None)
    groups = match.groupdict()
    before = groups.get("before")
    year = 1 - int(before) if before else int(next(v for v in groups.values() if v))
    return Words(True, day_number(year), day_number(year, 12, 31), text.isdigit(), before is not None)
