"""Proposals that are shown and never written unasked: mentions of a name, dates with their EDTF, codes of a kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from event_timeline import profile
from event_timeline.editing.date_bounds import bounds
from event_timeline.editing.draft import Draft
from event_timeline.model import UserError
from event_timeline.profile.edtf import days
from event_timeline.texts.passages import name_occurrences
from event_timeline.texts.text import Text

MONTHS = "january february march april may june july august september october november december".split()
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_MONTH, _WEEKDAY = rf"(?P<month>{'|'.join(MONTHS)})", rf"(?P<weekday>{'|'.join(WEEKDAYS)})"
DATES = re.compile(
    r"\b(?:(?P<iso>[12]\d{3}-[01]\d(?:-[0-3]\d)?)"
    rf"|(?P<day>[0-3]?\d)(?:st|nd|rd|th)? {_MONTH}(?:,? (?P<year>[12]\d{{3}}))?"
    rf"|{_MONTH.replace('month', 'month2')} (?:(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?(?:,? (?P<year2>[12]\d{{3}}))?(?!\d)|(?P<year3>[12]\d{{3}}))"
    rf"|(?:in|since|until|by|last) {_MONTH.replace('month', 'month3')}"
    rf"|(?:(?P<direction>last|next) )?{_WEEKDAY}|(?P<near>today|yesterday|tomorrow|tonight)"
    r"|(?:(?P<since>since) |in )(?P<year4>[12]\d{3}))\b",
    re.IGNORECASE,
)
"""Words that name a date, in English."""


def suggest(draft: Draft, texts: Mapping[str, Text], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return proposals. given: `{"what": "mentions", "actor"}`, `{"what": "dates", "source"}` or `{"what": "codes", "kind"}`.

    Raises UserError for another.
    """
    what = given.get("what")
    if what == "mentions":
        return {"spans": mentions(draft, texts, str(given.get("actor")))}
    if what == "dates":
        source = str(given.get("source"))
        published = next((r["published_edtf"] for r in draft.rows("sources") if r["source_id"] == source), "")
        return {"dates": list(dates(texts[source], published)) if source in texts else []}
    if what == "codes":
        return {"codes": codes(draft, str(given.get("kind")))}
    raise UserError(f"nothing is proposed for {what!r}", "ask for mentions, dates or codes")


def mentions(draft: Draft, texts: Mapping[str, Text], actor: str) -> list[list[Any]]:
    """[source_id, start, end, words] of each further occurrence of an actor's name, or of words that mention it, if these are a name."""
    row = next((r for r in draft.rows("actors") if r["actor_id"] == actor), None)
    if row is None:
        return []
    own = [r for r in draft.rows("evidence") if r["actor_id"] == actor]
    names = {n for n in [row["name"], *(r["exact"] for r in own if r["part"] == "mention")] if n[:1].isupper()}
    if row["kind"] == "person" and " " in row["name"]:
        names.add(row["name"].split()[-1])
    coded = [(r["source_id"], int(r["char_start"]), int(r["char_end"])) for r in own if r["part"] == "mention"]
    return [
        [source_id, start, end, text.content[start:end]]
        for source_id, text in texts.items()
        for start, end in name_occurrences(text.content, names)
        if not any(s == source_id and a < end and start < b for s, a, b in coded)
    ]


def codes(draft: Draft, kind: str) -> list[dict[str, str]]:
    """The PLOVER and CAMEO codes that the codebook maps a kind of event to: column, value and relation."""
    cell = next(
        (r["mapping"] for r in draft.rows("codebook") if (r["vocabulary"], r["term"]) == ("events.kind", kind)), ""
    )
    return [
        {"column": scheme, "value": term, "relation": relation}
        for relation, scheme, term in profile.mappings(cell)
        if scheme in ("plover", "cameo")
    ]


def dates(text: Text, published: str) -> Iterator[dict[str, Any]]:
    """Words of a text that name a date: start, end, words and the EDTF dates that they may mean, the likeliest first.

    published: EDTF of the source; without a day in it, only what names a year is read.
    """
    first, last = bounds(published) if published else ("", "")
    day = date.fromisoformat(first) if first and first == last else None
    for found in DATES.finditer(text.content):
        edtf = [value for value in dict.fromkeys(_read(found, day)) if days(value)]
        if edtf:
            yield {
                "source": text.source_id,
                "start": found.start(),
                "end": found.end(),
                "words": found[0],
                "edtf": edtf,
                "basis": "inferred" if day and not re.search(r"[12]\d{3}", found[0]) else "stated",
            }


def _read(found: re.Match[str], day: date | None) -> Iterator[str]:
    part = {name: value.lower() for name, value in found.groupdict().items() if value}
    if "iso" in part:
        yield part["iso"]
    elif "year4" in part:
        yield f"{part['year4']}/.." if "since" in part else part["year4"]
    elif month := part.get("month") or part.get("month2") or part.get("month3"):
        number, year = MONTHS.index(month) + 1, part.get("year") or part.get("year2") or part.get("year3")
        of_month = part.get("day") or part.get("day2")
        if year is None and day is None:
            return
        years = (
            [int(year)] if year else [day.year - (number > day.month), day.year + (number < day.month)] if day else []
        )
        for one in years:
            yield f"{one:04d}-{number:02d}" + (f"-{int(of_month):02d}" if of_month else "")
    elif day is not None and "near" in part:
        yield (day + timedelta({"yesterday": -1, "tomorrow": 1}.get(part["near"], 0))).isoformat()
    elif day is not None and "weekday" in part:
        back = (day.weekday() - WEEKDAYS.index(part["weekday"])) % 7
        before, after = day - timedelta(back), day + timedelta(7 - back)
        if part.get("direction") == "last" and back == 0:
            before -= timedelta(7)
        order = (after, before) if part.get("direction") == "next" else (before, after)
        yield from (one.isoformat() for one in order)
