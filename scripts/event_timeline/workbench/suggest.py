"""Proposals that are shown and never written unasked: mentions of a name, dates with their EDTF, codes of a kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from itertools import pairwise
from typing import Any

from event_timeline import profile
from event_timeline.editing.date_bounds import bounds
from event_timeline.editing.date_entry import day_of
from event_timeline.editing.draft import Draft
from event_timeline.editing.evidence_rows import has_offsets
from event_timeline.model import UserError
from event_timeline.texts.date_expressions import DateWords, find, propose
from event_timeline.texts.passages import name_occurrences
from event_timeline.texts.text import Text
from event_timeline.workbench import clauses, people, speech

SEASON = re.compile(r"\b(?:in|during|over|by) the (spring|summer|autumn|winter)\b(?! of\b|,? [12]\d{3})", re.IGNORECASE)
"""Words that may mean a season of a year, or of every year: offered, never certain."""

_NUMBER_BEFORE = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)?(?:,? (?:and|or|to|until)|,) (?:the )?$")
_JOINS_DATES = re.compile(r",? ?(?:and|or|to|until|till|through|[-–—]) ?(?:(?:on|in|the) )*", re.IGNORECASE)
_UNTIL = re.compile(r"(?:until|till|up to)\b", re.IGNORECASE)
LONGEST_BEFORE = 30
"""Characters before a date in which the number of an earlier day is looked for."""


def suggest(draft: Draft, texts: Mapping[str, Text], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return proposals. given: `{"what": "mentions", "actor"}`, `{"what": "dates" | "clauses" | "sayings" | "people", "source"}` or `{"what": "codes", "kind"}`.

    Raises UserError for another.
    """
    what = given.get("what")
    if what == "mentions":
        return {"spans": mentions(draft, texts, str(given.get("actor")))}
    if what in ("dates", "clauses", "sayings", "people"):
        source = str(given.get("source"))
        if source not in texts:
            return {what: []}
        if what == "sayings":
            return {what: [asdict(s) for s in speech.sayings(texts[source])]}
        if what == "people":
            return {what: [asdict(p) for p in people.people(texts[source])]}
        published = next((r["published_edtf"] for r in draft.rows("sources") if r["source_id"] == source), "")
        if what == "clauses":
            found = find(texts[source].content, day_of(published))
            return {what: [asdict(c) for c in clauses.clauses(texts[source], list(found))]}
        return {what: list(dates(texts[source], published))}
    if what == "codes":
        return {"codes": codes(draft, str(given.get("kind")))}
    raise UserError(f"nothing is proposed for {what!r}", "ask for mentions, dates, clauses, sayings, people or codes")


def mentions(draft: Draft, texts: Mapping[str, Text], actor: str) -> list[list[Any]]:
    """[source_id, start, end, words] of each further occurrence of an actor's name, or of words that mention it, if these are a name."""
    row = next((r for r in draft.rows("actors") if r["actor_id"] == actor), None)
    if row is None:
        return []
    own = [r for r in draft.rows("evidence") if r["actor_id"] == actor]
    names = {n for n in [row["name"], *(r["exact"] for r in own if r["part"] == "mention")] if n[:1].isupper()}
    surname = _surname(row)
    if surname and not any(_surname(r) == surname for r in draft.rows("actors") if r["actor_id"] != actor):
        names.add(surname)
    coded = [
        (r["source_id"], int(r["char_start"]), int(r["char_end"]))
        for r in own
        if r["part"] == "mention" and has_offsets(r)
    ]
    return [
        [source_id, start, end, text.content[start:end]]
        for source_id, text in texts.items()
        for start, end in name_occurrences(text.content, names)
        if not any(s == source_id and a < end and start < b for s, a, b in coded)
    ]


SURNAME = re.compile(
    r"(?<!\S)(?:(?:van|von|zu|de|der|den|da|di|du|bin|ibn|al|el|la|le|ter) )*[^\W\d_][\w'’-]*(?=(?:,? (?:[JS]r\.?|I{2,3}|IV))?$)"
)


def _surname(actor: Mapping[str, str]) -> str:
    """The last name of a person with several, with `van der` before it and without `Jr` after it; empty for others."""
    found = SURNAME.search(actor["name"]) if actor["kind"] == "person" and " " in actor["name"] else None
    return found.group() if found and found.start() > 0 else ""


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
    """Words of a text that name a date: start, end, words, the EDTF dates that they may mean, the likeliest first, and how each is read.

    published: EDTF of the source; without a day in it, only what names a year is read. dateline: whether they are only when
    the article was written; certain: whether it is sure that they name a date, and all of it: not one of two, or an end of a time;
    ahead: whether the likeliest lasts beyond the day of publication and does not begin before it: what has occurred has no such date.
    """
    on = day_of(published)
    named = list(find(text.content, on))
    several = _of_several(text.content, named)
    known = [
        *((found, found.start not in several) for found in named),
        *((found, False) for found in _seasons(text, on)),
    ]
    for found, certain in sorted(known, key=lambda one: one[0].start):
        yield {
            "source": text.source_id,
            "start": found.start,
            "end": found.end,
            "words": found.words,
            "edtf": [p.edtf for p in found.proposals],
            "readings": [p.reading for p in found.proposals],
            "basis": found.proposals[0].basis,
            "dateline": clauses.is_dateline(text, found),
            "certain": certain,
            "ahead": on is not None and _is_ahead(found.proposals[0].edtf, on),
        }


def _of_several(content: str, named: Sequence[DateWords]) -> set[int]:
    """Where dates begin that are joined with another: `from 3 March to 5 April`, `3 and 5 March`, `Monday or Tuesday`."""
    found = {d.start for d in named if _NUMBER_BEFORE.search(content, max(0, d.start - LONGEST_BEFORE), d.start)}
    for before, after in pairwise(named):
        between = content[before.end : after.start] if after.start - before.end <= LONGEST_BEFORE else "."
        if _JOINS_DATES.fullmatch(between) or (between == " " and _UNTIL.match(after.words)):
            found |= {before.start, after.start}
    return found


def _is_ahead(edtf: str, on: date) -> bool:
    first, last = bounds(edtf)
    return bool(first) and first >= on.isoformat() and (not last or last > on.isoformat())


def _seasons(text: Text, on: date | None) -> Iterator[DateWords]:
    """Words such as “in the summer”, with the seasons of this year and the years beside it that they may mean."""
    for words in SEASON.finditer(text.content):
        start, end = words.start() + words[0].index("the"), words.end()
        proposals = {p.edtf: p for which in ("this", "last", "next") for p in propose(f"{which} {words[1]}", on)}
        if proposals:
            yield DateWords(start, end, text.content[start:end], tuple(proposals.values()))
