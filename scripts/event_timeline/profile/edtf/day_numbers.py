"""Day numbers: the calendar as integers, for every year.

A day number counts days in the proleptic Gregorian calendar with astronomical years (year 0 is 1 BCE), as ISO 8601
does. 1 is 0001-01-01, so that inside the years 1 to 9999 it equals `datetime.date.toordinal()`; it is 0 or
negative before. Comparisons, differences and sorting of dates use these integers, since `datetime.date` has no
other years. The arithmetic is Howard Hinnant's `days_from_civil` and `civil_from_days`
(https://howardhinnant.github.io/date_algorithms.html), moved to the epoch above.
"""

from __future__ import annotations

from datetime import date

MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
ERA_DAYS, ERA_YEARS = 146_097, 400
"""The Gregorian calendar repeats after so many days and years."""
SHIFT_DAYS = 305
"""Days from 0000-03-01, where the algorithm counts from, to 0000-12-31, which is day number 0."""


def is_leap(year: int) -> bool:
    """Whether an astronomical year has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_days(year: int, month: int) -> int:
    """Return the number of days of a month (1 to 12)."""
    return 29 if month == 2 and is_leap(year) else MONTH_DAYS[month - 1]


def day_number(year: int, month: int = 1, day: int = 1) -> int:
    """Return the day number of a day of the calendar, whatever its year.

    year: astronomical, 0 is 1 BCE; month: 1 to 12; day: 1 to the month's length. The caller checks both.
    """
    shifted = year - (month <= 2)
    era, of_era = divmod(shifted, ERA_YEARS)
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return era * ERA_DAYS + of_era * 365 + of_era // 4 - of_era // 100 + of_year - SHIFT_DAYS


def civil(number: int) -> tuple[int, int, int]:
    """Return (astronomical year, month 1 to 12, day 1 to 31) of a day number."""
    era, of_era = divmod(number + SHIFT_DAYS, ERA_DAYS)
    year_of_era = (of_era - of_era // 1_460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted_month = (5 * of_year + 2) // 153
    month = shifted_month + 3 if shifted_month < 10 else shifted_month - 9
    return (
        year_of_era + era * ERA_YEARS + (month <= 2),
        month,
        of_year - (153 * shifted_month + 2) // 5 + 1,
    )


def month_end(year: int, month: int) -> int:
    """Return the day number of a month's last day. `month` may lie outside 1 to 12: 0 is December of the year before."""
    years, index = divmod(month - 1, 12)
    return day_number(year + years, index + 1, month_days(year + years, index + 1))


def month_start(year: int, month: int) -> int:
    """Return the day number of a month's first day; `month` as in `month_end`."""
    years, index = divmod(month - 1, 12)
    return day_number(year + years, index + 1)


def iso_year(year: int) -> str:
    """Write an astronomical year as EDTF does: `0079`, `-0044`, `Y12345`."""
    if abs(year) > 9999:
        return f"Y{year}"
    return f"-{-year:04d}" if year < 0 else f"{year:04d}"


def iso_day(number: int) -> str:
    """Write a day number as `2024-05-13`, `-0044-03-15`, or `Y12345-01-31`: the last is for readers, and no EDTF."""
    year, month, day = civil(number)
    return f"{iso_year(year)}-{month:02d}-{day:02d}"


def covered_day(number: int) -> str:
    """Write a day number as EDTF; of a year with more than four digits the year alone, since EDTF has no days of it."""
    return iso_day(number) if abs(civil(number)[0]) <= 9999 else f"Y{civil(number)[0]}"


def to_date(number: int | None) -> date | None:
    """Return a day number as a `date`; None for None and outside the years 1 to 9999, which a `date` cannot hold."""
    return date.fromordinal(number) if number is not None and 1 <= number <= date.max.toordinal() else None
