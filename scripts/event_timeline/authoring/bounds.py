"""The first and the last day of a date, as the columns `earliest` and `latest` hold them."""

from __future__ import annotations

from event_timeline.edtf_ import days
from event_timeline.problem import UserError


def bounds(edtf: str) -> tuple[str, str]:
    """(earliest, latest) as ISO days; empty where the date is open, unknown or outside the years 1 to 9999.

    Raises UserError for what is no EDTF, or an interval that ends before it begins.
    """
    found = days(edtf)
    if found is None or found.backwards:
        what = "is no EDTF date" if found is None else "ends before it begins"
        raise UserError(f"{edtf!r} {what}", "write 2023-11-29, 2023-11, 2023, 2023-11-28/2023-11-29 or 2022-02-24/..")
    if not found.bounded:
        return "", ""
    return tuple("" if day is None else day.isoformat() for day in (found.earliest, found.latest))  # type: ignore[return-value]
