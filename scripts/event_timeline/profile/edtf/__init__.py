"""EDTF (Library of Congress, 2019; ISO 8601-2:2019), levels 0 to 2, and the days that its strings allow.

Days are integers, so that no rule ends at year 1 or 9999: 15 March of 45 BCE (`-0044-03-15`) is -16362, and
`day_number`, `civil`, `iso_day`, `covered_day` and `to_date` translate. Use these for every comparison of dates.
"""

from __future__ import annotations

from event_timeline.profile.edtf.day_numbers import civil, covered_day, day_number, iso_day, to_date
from event_timeline.profile.edtf.expressions import SEASON, Days, Edtf, End, days, days_of, has_season, parse
from event_timeline.profile.edtf.moments import Moment, season_readings

__all__ = [
    "SEASON",
    "Days",
    "Edtf",
    "End",
    "Moment",
    "civil",
    "covered_day",
    "day_number",
    "days",
    "days_of",
    "has_season",
    "iso_day",
    "parse",
    "season_readings",
    "to_date",
]
