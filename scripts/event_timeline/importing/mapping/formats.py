"""Formats of dates, as polars reads them (https://docs.rs/chrono/latest/chrono/format/strftime/)."""

from __future__ import annotations

import re
from collections.abc import Iterable

EDTF = "edtf"
"""Among formats: a date as `date_edtf` of the profile has it, of any level."""
MIDNIGHT = (
    r"(?:[T ]0?0:00(?::00(?:[.,]0+)?)?(?:Z| ?[+-]00:?00)?|"  # ISO 8601, and as pandas and Excel write it
    r" 12:00(?::00)? ?[Aa][Mm])$"
)
"""A time behind a day that says no more than the day."""
_DIRECTIVE = re.compile(r"%[-_0]?(\.?[A-Za-z%]?)")
_YEARS, _MONTHS, _DAYS = set("YyFDxcs"), set("mbBhFDxcsj"), set("deFDxcsj")
_TIMES = set("HITXRMSkfpPl") | {".f"}
_DIRECTIVES = _YEARS | _MONTHS | _DAYS | _TIMES | set("aA%ntzZ")
"""Those of weeks are left out: they are not dates by themselves."""


def has_time(written: str) -> bool:
    """Whether a format has a time of day."""
    return bool(set(_DIRECTIVE.findall(written)) & _TIMES)


def width_of(written: str) -> str | None:
    """`month` or `year` of a format without day or month; None for a day."""
    names = set(_DIRECTIVE.findall(written))
    if names & _DAYS:
        return None
    return "month" if names & _MONTHS else "year"


_FIGURES = {"Y": "[0-9]{4}", "y": "[0-9]{2}", "m": "[0-9]{1,2}", "d": "[0-9]{1,2}", "e": "[0-9]{1,2}"}
_NAMES = dict.fromkeys("Bbh", r"[^\W\d]+\.?")


def has_form(cell: str, formats: Iterable[str]) -> bool:
    """Whether a cell is written like a day in one of some formats, or in EDTF where it is among them."""
    known = _FIGURES | _NAMES
    for written in ("%Y-%m-%d" if f == EDTF else f for f in formats):
        parts = _DIRECTIVE.split(written)
        if set(parts[1::2]) <= set(known):
            form = "".join(known[p] if n % 2 else re.escape(p) for n, p in enumerate(parts))
            if re.fullmatch(form, re.sub(MIDNIGHT, "", cell.strip())):
                return True
    return False


def fault(written: str) -> str | None:
    """What is wrong with a format: a directive that does not exist, no year, a time without a day. None for a right one."""
    if written == EDTF:
        return None
    names = _DIRECTIVE.findall(written)
    unknown = next((name for name in names if name not in _DIRECTIVES), None)
    if unknown is not None:
        return f"%{unknown} is not a directive" if unknown else "% has no letter behind it"
    if not set(names) & _YEARS:
        return "it has no year"
    if not set(names) & _MONTHS and set(names) & _DAYS:
        return "it has a day and no month"
    return "it has a time and no day" if set(names) & _TIMES and not set(names) & _DAYS else None
