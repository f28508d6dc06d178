"""The first and the last day that an EDTF date allows."""

from __future__ import annotations

from datetime import date
from typing import Any

from event_timeline.problem import UserError


def bounds(edtf: str) -> tuple[str, str]:
    """(earliest, latest) as ISO days; empty where the date is open, unknown or outside the years 1 to 9999.

    By the library `edtf`: bounds as written, `~` and `?` do not widen them. An unknown end (`2023/`) has no
    bound. Raises UserError for what is no EDTF.
    """
    from edtf import parse_edtf
    from edtf.parser.edtf_exceptions import EDTFParseException

    try:
        parsed: Any = parse_edtf(edtf)
        lower, upper = _day(parsed.lower_strict()), _day(parsed.upper_strict())
    except (EDTFParseException, ValueError, AttributeError, NotImplementedError):
        raise UserError(f"{edtf!r} is no EDTF date", "write 2023-11-29, 2023-11, 2023, 2023-11-28/2023-11-29 or 2022-02-24/..") from None
    if "/" in edtf:
        lower = "" if edtf.startswith("/") else lower
        upper = "" if edtf.endswith("/") else upper
    return lower, upper


def _day(bound: Any) -> str:
    """A struct_time as an ISO day; plus or minus infinity and far years have none."""
    try:
        return date(*bound[:3]).isoformat()
    except (TypeError, ValueError):
        return ""
