"""Dates that English words may mean, as EDTF, counted from a day such as that of publication.

Words that may mean several dates have a proposal for each; words that are not certain to name a calendar date, such as *now*,
*a year earlier*, *the past year* or *fiscal 1989*, have none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from event_timeline.profile.edtf import days
from event_timeline.texts import date_readings, date_relations
from event_timeline.texts.date_readings import MONTHS, WEEKDAYS, Reading

Parts = dict[str, str]
"""Name of a group -> what it matched, in small letters."""
Reader = Callable[[Parts, "date | None", bool], Iterator[Reading]]
"""(parts, the day to count from, whether later dates come first) -> readings, the likeliest first."""


@dataclass(frozen=True, slots=True)
class DateProposal:
    """A date that words may mean.

    edtf: as `date_edtf` takes it; reading: the same in words, and how it was counted; basis: `stated` where the words name the
    year, otherwise `inferred`.
    """

    edtf: str
    reading: str
    basis: Literal["stated", "inferred"]


@dataclass(frozen=True, slots=True)
class DateWords:
    """Words of a text that name a date: offsets in code points, half-open, and the proposals, the likeliest first."""

    start: int
    end: int
    words: str
    proposals: tuple[DateProposal, ...]


def _any(words: str) -> str:
    return "(?:" + "|".join(words.split()) + ")"


COUNTS = "a one two three four five six seven eight nine ten eleven twelve".split()
_MONTH = rf"(?P<month>(?:{'|'.join(MONTHS)})\b|(?:{'|'.join(m[:3] for m in MONTHS)}|sept)\b\.?)"
_WEEKDAY = rf"(?P<weekday>{'|'.join(WEEKDAYS)})"
_WEEKDAY_BEFORE = rf"(?:(?P<weekday>{'|'.join(w[:n] for w in WEEKDAYS for n in (20, 4, 3))})\b\.?,? (?:the )?)?"
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[12]\d{3})(?!\d|[,.:/]\d|-\d)"
_TIME = r"(?: (?:morning|afternoon|evening|night))?"
_WHICH = r"(?P<which>last|next|this|this past|this coming|coming)"
_TO = r" ?(?:-|–|to|through) ?"
_PREFIX = re.compile(
    r"(?:\b(?P<relation>no later than|not later than|by|until|till|up to|before|after|since) )?"
    r"(?:(?:\bthe )?\b(?P<part>(?:very )?end(?: of)?|close(?: of)?|beginning(?: of)?|start(?: of)?|middle(?: of)?|early(?: in)?|late(?: in)?|mid|earlier|later)[ -])?"
    r"(?:\bthe )?$",
    re.IGNORECASE,
)
"""Words before a date that say how it is meant."""
PREFIX_CHARS = 40
_NOT_BEFORE = "".join(
    f"(?<!{words} )"
    for words in ("fiscal", "academic", "school", "each", "every", "most", "more than", "less than", "over", "at least")
)
"""Words after which a date is that of another calendar, or a length of time."""

PATTERNS: tuple[tuple[str, Reader], ...] = (
    (r"(?P<iso>[12]\d{3}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)(?![-\d])", date_readings.iso),
    (rf"{_WEEKDAY_BEFORE}{_DAY} (?:of )?{_MONTH}(?:,? {_YEAR})?", date_readings.day_of_month),
    (rf"{_WEEKDAY_BEFORE}{_MONTH} {_DAY}(?!\d|[:.]\d|-\d|,\d| ?(?:percent|million|billion|%))(?:,? {_YEAR})?", date_readings.day_of_month),
    (rf"{_DAY}{_TO}(?P<day2>[0-3]?\d)(?:st|nd|rd|th)? {_MONTH}(?:,? {_YEAR})?", date_readings.days_of_month),
    (rf"{_MONTH} {_DAY}{_TO}(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?(?!\d)(?:,? {_YEAR})?", date_readings.days_of_month),
    (r"(?P<first>\d{1,2})(?P<separator>[/.])(?P<second>\d{1,2})(?P=separator)(?P<year>[12]\d{3})(?!\d)", date_readings.in_digits),
    (rf"{_MONTH}(?: of|,)? {_YEAR}", date_readings.month),
    (rf"(?:{_WHICH} )?{_MONTH}(?! \d)", date_readings.month),
    (rf"(?:{_WHICH} )?{_WEEKDAY}{_TIME}(?! (?:morning|afternoon|evening|night)s)", date_readings.weekday),
    (rf"(?P<near>day before yesterday|day after tomorrow|yesterday|today|tomorrow|tonight|last night|this (?:morning|afternoon|evening)){_TIME}", date_readings.near),
    (rf"(?<!the ){_WHICH} (?P<unit>weekend|week|month|quarter|year)(?!-|'|’| to)", date_readings.unit),
    (r"(?P<unit>weekend|week|month|year) (?P<which>after next|before last)", date_readings.unit),
    (rf"(?:(?P<about>about|around|almost|nearly|roughly|some) )?(?P<count>{_any(' '.join(COUNTS))}|an|\d{{1,3}}) (?P<unit>day|week|month|year|decade)s? (?P<direction>ago|from now|from today|hence)", date_readings.counted),
    (rf"within (?:the next )?(?P<count>{_any(' '.join(COUNTS))}|an|\d{{1,3}}) (?P<unit>day|week|month|year)s?(?!['’-]| (?:of|after|before|from|to|old)\b)", date_readings.deadline),
    (r"(?P<nth>first|second|third|fourth|last)[ -](?P<unit>quarter|half)(?:(?: of|,)? (?:the year )?(?P<year>[12]\d{3})|(?: of)? (?P<which>this|last|next) year)?", date_readings.part_of_year),
    (r"(?:(?P<which>this|last|next) year['’]s|(?P<year>[12]\d{3})['’]s) (?P<nth>first|second|third|fourth|last)[ -](?P<unit>quarter|half)", date_readings.part_of_year),
    (r"q(?P<quarter>[1-4])(?: |/|, )(?P<year>[12]\d{3})", date_readings.part_of_year),
    (rf"(?:{_WHICH} )(?P<season>spring|summer|autumn|fall|winter)", date_readings.season),
    (rf"(?P<season>spring|summer|autumn|fall|winter)(?: of|,)? {_YEAR}", date_readings.season),
    (r"(?P<decade>[12]\d\d)0['’]?s", date_readings.decade),
    (r"(?P<century>[1-9]|1\d|2[01])(?:st|nd|rd|th)[ -]century", date_readings.century),
    (r"(?P<year>[1-9]\d{0,3}) (?P<era>bce?)\b", date_readings.before_christ),
    (rf"(?P<year>[12]\d{{3}}){_TO}(?P<year2>[12]\d{{3}})(?!\d)", date_readings.years),
)  # fmt: skip
_ALONE = (*PATTERNS, (_YEAR, date_readings.year))
_IN_TEXTS = (
    *PATTERNS,
    (
        rf"(?:(?<=\bin )|(?<=\bduring )|(?<=\bsince )|(?<=\bby )|(?<=\buntil )|(?<=\bbefore )|(?<=\bafter )|(?<=\bend of )|(?<=\blate )|(?<=\bearly )|(?<=\bmid-)){_YEAR}",
        date_readings.year,
    ),
)
_READERS, _READERS_ALONE = (
    [(re.compile(rf"{_NOT_BEFORE}{core}(?![\w%])", re.IGNORECASE), reader) for core, reader in some]
    for some in (_IN_TEXTS, _ALONE)
)
_BEGINNING = re.compile(
    rf"(?<![\w/.$£€])(?<![\d]-)(?:[12]?\d{{1,3}}\b|[0-3]?\d(?:st|nd|rd|th)\b|[12]\d{{3}}['’]?s\b"
    rf"|(?:{'|'.join({*MONTHS, *(m[:3] for m in MONTHS), 'sept', *WEEKDAYS, *(w[:n] for w in WEEKDAYS for n in (3, 4)), *COUNTS, *date_readings.ORDINALS, *date_readings.SEASONS})}"
    r"|an|within|last|next|this|coming|day|yesterday|today|tomorrow|tonight|weekend|week|month|year|q[1-4]|about|around|almost|nearly|roughly|some)\b)",
    re.IGNORECASE,
)
"""What a date begins with: only there the patterns are tried, so that a text is read in one pass."""
_BEFORE_DATES = re.compile(r"\b(?:on|in|at|during|of|for|from) (?:the (?=\d|[a-z]+ of))?", re.IGNORECASE)
LATER = re.compile(
    r"\b(?:will|shall|due|scheduled|plans? to|planned (?:to|for)|planning to|expect(?:s|ed)? to|set to|going to|to be|upcoming)\b",
    re.IGNORECASE,
)
"""Words before a date, in its sentence, after which a date without a year is more often a later one."""
SENTENCE_END = re.compile(r"[.!?]['\"”’]?\s|\n")
CONTEXT_CHARS = 100
NAMES_THAT_ARE_WORDS = frozenset({"may", "march", "mar", "jan", "sun", "sat", "wed", "august", "april", "june", "dec"})
"""Months that are also words or names of persons: alone they are read in a text only after a preposition or beside a number."""
_COMES_BEFORE = re.compile(
    r"\b(?:in|since|until|till|by|last|next|this|early|late|mid|of|from|during|before|after"
    r"|(?:planned|scheduled|set|due|fixed|booked|postponed) for)[ -]$",
    re.IGNORECASE,
)


def propose(words: str, on: date | None = None) -> list[DateProposal]:
    """The dates that words may mean, the likeliest first; none where it is not certain that they name a date.

    words: English, the date alone, such as `last Thursday`, `8 May 2026`, `by the end of May`, `the third quarter`; on: the
    day to count from, without which only words that name their year are read.
    """
    text = _BEFORE_DATES.sub("", " ".join(words.split()).strip(" .,;:()[]"), count=1)
    begins = [
        m.start() for m in _BEGINNING.finditer(text) if (p := _PREFIX.search(text, 0, m.start())) and p.start() == 0
    ]
    for at in begins:
        for pattern, reader in _READERS_ALONE:
            if (match := pattern.fullmatch(text, at)) and (proposals := _proposals(match, reader, on, later=False)):
                return proposals
    return []


def find(text: str, on: date | None = None) -> Iterator[DateWords]:
    """Words of a text that name a date, in its order; of several that begin at a place the longest. on: as in `propose`."""
    end = 0
    for beginning in _BEGINNING.finditer(text):
        at = beginning.start()
        if at < end:
            continue
        matches = [(m, reader) for pattern, reader in _READERS if (m := pattern.match(text, at)) and _is_name(m, text)]
        start = end
        for match, reader in sorted(matches, key=lambda found: -found[0].end()):
            end = max(end, match.end())  # 31 February 2021 has no date inside it, such as February 2021
            before = SENTENCE_END.split(text[max(0, at - CONTEXT_CHARS) : at])[-1]
            if proposals := _proposals(match, reader, on, later=LATER.search(before) is not None):
                start, end = max(start, _prefix(match).start()), match.end()
                yield DateWords(start, end, text[start:end], tuple(proposals))
                break


def _prefix(match: re.Match[str]) -> re.Match[str]:
    at = match.start()
    found = _PREFIX.search(match.string, max(0, at - PREFIX_CHARS), at)
    assert found is not None  # all of it is optional
    return found


def _is_name(match: re.Match[str], text: str) -> bool:
    """Whether months and weekdays are written with a capital letter, and a month is not another word."""
    names = [name for group in ("month", "weekday") if (name := match.groupdict().get(group))]
    if any(name[0].islower() for name in names):
        return False
    words = match[0].lower()
    if words in NAMES_THAT_ARE_WORDS:
        return _COMES_BEFORE.search(text, max(0, match.start() - PREFIX_CHARS), match.start()) is not None
    return not (len(words) <= 4 and names and words == names[0].lower())


def _proposals(match: re.Match[str], reader: Reader, on: date | None, *, later: bool) -> list[DateProposal]:
    parts = {name: " ".join(value.lower().split()) for name, value in match.groupdict().items() if value}
    prefix = _prefix(match)
    relation, part = (" ".join((prefix[name] or "").lower().split()) for name in ("relation", "part"))
    part = part.removesuffix(" of").removesuffix(" in")
    if relation and re.match(
        "['’]s", match.string[match.end() :]
    ):  # before Friday's meeting, which may be on that Friday
        relation = ""
    later = later or relation in (*date_relations.DEADLINES, "until", "till", "before")
    proposals: dict[str, DateProposal] = {}
    try:
        for reading in reader(parts, on, later):
            for related in date_relations.related(reading, relation, part):
                allowed = days(related.edtf)
                if allowed is not None and not allowed.backwards and related.edtf not in proposals:
                    basis: Literal["stated", "inferred"] = "stated" if reading.is_stated else "inferred"
                    proposals[related.edtf] = DateProposal(related.edtf, related.text, basis)
    except (ValueError, OverflowError):  # a day that its month does not have, or outside the years 1 to 9999
        return []
    return list(proposals.values())
