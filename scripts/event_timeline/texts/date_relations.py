"""The words around a date, such as `by`, `since`, `until` or `the end of`, and what they make of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from event_timeline.profile.edtf import days, to_date
from event_timeline.texts.date_readings import Reading

DEADLINES = ("by", "no later than", "not later than", "up to")


def related(reading: Reading, relation: str, part: str) -> Iterator[Reading]:
    """A reading with the words around it: `by`, `since`, `until`, `before`, `after`, and the part that is meant."""
    at_end = part in ("end", "very end", "close")
    allowed = days(reading.edtf)
    first, last = (to_date(allowed.earliest), to_date(allowed.latest)) if allowed else (None, None)
    name = f"the end of {reading.text}" if at_end else reading.text
    if not relation or first is None or last is None:
        yield _part(reading, part)
        return
    edtf, is_longer = reading.edtf, len(reading.edtf) > 10
    if relation in DEADLINES:
        made = {f"[..{last if at_end or edtf[0] == '[' else edtf}]": f"some day up to {name}"}
    elif relation == "before":
        made = {f"[..{last if at_end else _beside(edtf, first, -1)}]": f"some day before {name}"}
    elif relation == "after":
        made = {f"[{last + timedelta(1) if at_end else _beside(edtf, last, 1)}..]": f"some day after {name}"}
    elif relation == "since":
        made = {f"{last if at_end else first if is_longer else edtf}/..": f"since {name}, and going on"}
    else:
        end = last if at_end or is_longer else edtf
        made = {f"../{end}": f"lasting until {name}", f"[..{end}]": f"some day up to {name}"}
    for related_edtf, text in made.items():
        yield replace(reading, edtf=related_edtf, text=text)


def _beside(edtf: str, day: date, step: int) -> str:
    """The day, month or year before (-1) or after (1), as precise as the date is."""
    beside = day + timedelta(step)
    return beside.isoformat()[
        : len(edtf)
        if len(edtf) in (4, 7) and edtf.replace("-", "").isdigit() and (len(edtf) == 4 or int(edtf[5:]) <= 12)
        else 10
    ]


def _part(reading: Reading, part: str) -> Reading:
    if part in ("mid", "middle") and len(reading.edtf) == 7 and reading.edtf[5:] <= "12":
        return replace(reading, edtf=f"{reading.edtf}-1X", text=f"the middle of {reading.text}")
    if part and len(reading.edtf) < 10:
        return replace(reading, text=f"{reading.text}; EDTF has no form for “{part}”")
    return reading
