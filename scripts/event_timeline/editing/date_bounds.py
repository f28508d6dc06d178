"""The first and the last day of a date, both inclusive, as the columns `earliest` and `latest` have them."""

from __future__ import annotations

from event_timeline.model import UserError
from event_timeline.profile.edtf import days, to_date


def bounds(edtf: str) -> tuple[str, str]:
    """(earliest, latest) as ISO days; empty where the date is open or unknown, and outside the years 1 to 9999.

    Raises UserError for what is not EDTF, or an interval that ends before it begins.
    """
    allowed = days(edtf)
    if allowed is None or allowed.backwards:
        what = "is not an EDTF date" if allowed is None else "ends before it begins"
        raise UserError(
            f"{edtf!r} {what}",
            "write 2023-11-29, 2023-11, 2023, 2023-11-28/2023-11-29, 2022-02-24/.. (goes on), [..2026-05-31] (a deadline) or -0043 (44 BCE: four digits, and a year 0)",
        )
    first, last = to_date(allowed.earliest), to_date(allowed.latest)
    return first.isoformat() if first else "", last.isoformat() if last else ""
