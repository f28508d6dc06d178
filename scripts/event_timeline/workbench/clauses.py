"""The clauses of an English text, and what their verbs say of an event: a guess, for a form that a person corrects.

A part of a sentence is cut off wherever the date or the verb of one side may not hold for the other. What cannot be known stays
empty: a proposal that is wrong costs more than one that is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from event_timeline.texts.date_expressions import DateWords
from event_timeline.texts.placed import InOrder
from event_timeline.texts.sentences import sentences
from event_timeline.texts.text import Quotation, Text
from event_timeline.workbench.verbs import AUXILIARIES, BE, HAVE, whole_words

Span = tuple[int, int]
MOST_BEFORE = 60
"""Characters before the date of a dateline."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence in code points, half-open; status of an event that it reports, stance and factuality of a statement on it."""

    start: int
    end: int
    status: str
    stance: str
    factuality: str


@dataclass(frozen=True, slots=True)
class _Verb:
    pattern: re.Pattern[str]
    status: str
    stance: str
    factuality: str


_DETERMINER = (
    r"the|an?|its|his|her|their|our|my|your|this|that|these|those|all|both|each|every|some|many|several|most|any|no|two|three|four|"
    r"five|six|seven|eight|nine|ten|dozens|hundreds|thousands|him|them|us|me|you|it|more|less|date|whom|which|\w+ing|"
    r"\w+(?:ian|ical|ional|ous|ary|tion|sion|ity|ness|ers|ors)"
)
"""Words after which `to` is a preposition."""
GOVERNING = rf"{BE}|{HAVE}|expect(?:s|ed)?|due|plans?|planned|planning|scheduled|set|going|likely|unlikely|ought|used|able|beg(?:an|in|ins|un)|continue[sd]?|fail(?:s|ed)?|need(?:s|ed)?|about|ready|willing|want(?:s|ed)?|hopes?|hoped|intend(?:s|ed)?|aims?|aimed"
"""Words with which an infinitive is one verb."""
_INFINITIVE = rf"\bto (?!(?:{_DETERMINER})\b)[a-z]+\b"
_CUTS = re.compile(
    r"(?<=[,;:]) (?!\d)|(?<=[–—])\s|(?<= )-(?= )"
    r"|\b(?:that|which|who|whom|whose|where|when|while|because|although|though|if|unless|after|before|following|since|until|ahead of|despite)\b"
    rf"|{_INFINITIVE}"
    rf"|\b(?:and|but|or) (?=(?:then |also |later )?(?:{AUXILIARIES}|it|he|she|they|we|I|said|says|told|[a-z]+ed)\b)"
)
_ONE_VERB = re.compile(rf"\b(?:{GOVERNING})(?: \w+ly)? $", re.IGNORECASE)
_NOUN_OF_DATE = re.compile(r"\b(?:(?:the|an?|its|his|her|their|this) )?(?:[\w'’-]+ ){1,3}of (?:the )?$", re.IGNORECASE)
_ONLY_PREPOSITIONS = re.compile(
    r"[\s,]*(?:(?:on|in|at|by|since|until|during|from|late|early|and|but|the)\s+)*[\s,.]*", re.IGNORECASE
)
_AUXILIARY = re.compile(rf"\b(?:{AUXILIARIES}|said|says|that|who|which)\b")
_VERB_FIRST = re.compile(rf"(?:{AUXILIARIES}|\w+ed|struck|met|held|said|told|took|gave|won|left|went)\b")
_RESUMED = re.compile(r"[^,]{2,80}, [^,]{2,60},(?! (?:and|but))|[A-Z][^,]{2,60},")
"""A name and what it is, after which its verb comes."""
_DATELINE_END = re.compile(r"(?:,? ?\([^)\n]{1,40}\))? ?(?:[–—]|-{1,2}(?= ))|\s*(?:\n|$)")
_NEGATION = whole_words(
    r"not|never|no longer|neither|nor|no ?(?:one|body)|cannot|without|\w+n['’]t|(?:fail|refus|declin)(?:s|es|ed)? to"
)
_CONDITION = re.compile(r"\s*(?:if|unless)\b", re.IGNORECASE)
_FIRST_PERSON = whole_words(r"we|I|our|my|us")
_VERBS = (
    _Verb(whole_words(r"unlikely"), "", "predicts", "PR-"),
    _Verb(whole_words(r"would"), "", "", ""),
    _Verb(whole_words(r"must|should|ha(?:s|ve|d) to|ought to|needs? to|needed to"), "", "demands", "U"),
    _Verb(whole_words(r"could|(?-i:may)|might|can"), "", "predicts", "PS+"),
    _Verb(whole_words(r"ready to|willing to"), "planned", "", "PS+"),
    _Verb(whole_words(r"hop(?:es?|ed) to|wants? to|wanted to"), "", "intends", "PR+"),
    _Verb(whole_words(r"plans? to|(?:is|are|was|were|been) (?:planned|scheduled)|planned to|planning to|intends? to|intended to|aims? to|aimed to"), "planned", "", "PR+"),
    _Verb(whole_words(r"expects? to|(?:is|are|was|were|been) expected|due to|set to|likely|(?:is|are|was|were) to"), "planned", "predicts", "PR+"),
    _Verb(whole_words(r"will|shall|going to|\w+['’]ll"), "planned", "predicts", "CT+"),
    _Verb(whole_words(r"every|each|usually|always|as a rule|once an?"), "", "asserts", "CT+"),
    _Verb(whole_words(r"(?:is|are|(?:has|have) been) (?:\w+ly )?(?!\w*(?:thing|during|being)\b)\w{2,}ing"), "ongoing", "asserts", "CT+"),
)  # fmt: skip
"""What a verb says, the first that a clause has."""
_OCCURRED = ("occurred", "asserts", "CT+")
_UNKNOWN = ("", "", "")
_TO_COME = whole_words(r"promise[sd]?|pledg(?:e|es|ed)|vow(?:s|ed)?|agree[sd]?|decide[sd]?|undertook|swore|will|shall")
_DEMANDED = whole_words(
    r"urge[sd]?|ask(?:s|ed)?|demand(?:s|ed)?|call(?:s|ed)? (?:for|on)|order(?:s|ed)?|warn(?:s|ed)?|invite[sd]?|appeal(?:s|ed)?|beg(?:s|ged)?"
)
_FINITE = whole_words(rf"{AUXILIARIES}|said|says|\w+ed")


def clauses(text: Text, dates: Sequence[DateWords] = ()) -> Iterator[Clause]:
    """The clauses of a text in its order. dates: those of the text, which no clause ends in."""
    dated = InOrder(dates)
    quoted = InOrder([q for q in text.quotations if q.depth == 0])
    for start, end in sentences(text):
        inside = dated.between(start, end)
        cuts = sorted({start, end, *_cuts(text.content, start, end, inside, quoted.between(start, end))})
        parts = list(_joined(text.content, list(pairwise(cuts)), inside))
        before: Clause | None = None
        for a, b in parts:
            words, governing = text.content[a:b], text.content[before.start : before.end] if before else ""
            said = _said(words, governing, before, is_headline=text.content[end - 1] not in ".!?…\"'”’»")
            before = Clause(a, b, *said)
            yield before


def is_dateline(text: Text, date: DateWords) -> bool:
    """Whether a date is only where and when an article was written: `OSTERHAVN, 14 May 2024 –`, or a line by itself."""
    start = text.content.rfind("\n", max(0, date.start - MOST_BEFORE - 1), date.start) + 1
    if date.start - start > MOST_BEFORE:
        return False
    before = text.content[start : date.start]
    names = all(not word[0].islower() or word in ("the", "of", "de", "la") for word in re.findall(r"[^\W\d_]+", before))
    return names and not re.search(r"[.!?]\s", before) and _DATELINE_END.match(text.content, date.end) is not None


def _cuts(
    content: str, start: int, end: int, dates: Sequence[DateWords], quotations: Sequence[Quotation]
) -> Iterator[int]:
    for found in _CUTS.finditer(content, start, end):
        at = found.start()
        is_infinitive = found[0].startswith("to ")
        if is_infinitive and _ONE_VERB.search(content, max(start, at - 40), at):
            continue
        if not any(d.start <= at < d.end for d in dates):
            yield at
    for d in dates:
        noun = _NOUN_OF_DATE.search(content, max(start, d.start - 60), d.start)
        if noun:
            yield noun.start()
        elif content[d.end : d.end + 2] in ("'s", "’s"):  # Monday's talks
            yield d.start
    for q in quotations:
        yield from (max(start, q.start - 1), min(end, q.end + 1))


def _joined(content: str, parts: Sequence[Span], dates: Sequence[DateWords]) -> Iterator[Span]:
    """Parts of a sentence, one that is nothing but a date with the one after it, or before it at the end."""
    waiting: int | None = None
    found: list[Span] = []
    for start, end in parts:
        rest = content[start:end]
        for d in dates:
            if start <= d.start and d.end <= end:
                rest = rest.replace(d.words, "", 1)
        if rest != content[start:end] and _ONLY_PREPOSITIONS.fullmatch(rest):
            if found:
                found[-1] = (found[-1][0], end)
            else:
                waiting = start if waiting is None else waiting
            continue
        if found and (not re.search(r"\w", rest) or _is_apposition(content, found[-1], (start, end))):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start if waiting is None else waiting, end))
        waiting = None
    yield from found or [(parts[0][0], parts[-1][1])]


def _is_apposition(content: str, before: Span, part: Span) -> bool:
    """Whether a part after a comma only names again what is before it, or goes on after such words."""
    if content[before[0] : before[1]].rstrip()[-1:] != ",":
        return False
    words = content[part[0] : part[1]].strip()
    names = re.fullmatch(
        r"(?:(?:Mr|Mrs|Ms|Dr)\. )?[A-Z][\w'’-]*(?: (?:of|de|van|al-)?\s?[A-Z][\w'’.-]*)*,(?: (?:on|in|at|by) .*)?",
        words,
    )
    described = (
        re.match(r"(?:an?|the|its|his|her|their) ", words) and not _AUXILIARY.search(words) and words.endswith(",")
    )
    resumed = _RESUMED.fullmatch(content[before[0] : before[1]].strip()) and _VERB_FIRST.match(words)
    return bool(names or described or resumed)


def _said(words: str, governing: str, before: Clause | None, *, is_headline: bool) -> tuple[str, str, str]:
    if _CONDITION.match(words):
        return "", "", "U"
    if re.match(r"\s*to ", words):
        if _DEMANDED.search(governing):
            return "", "demands", "U"
        if _TO_COME.search(governing):
            return "planned", "", "CT+"
        if is_headline and governing and not _FINITE.search(governing):
            return "planned", "predicts", "CT+"
        return _UNKNOWN
    if _NEGATION.search(words):
        return _UNKNOWN
    for verb in _VERBS:
        if verb.pattern.search(words):
            own = verb.factuality == "CT+" and verb.stance == "predicts" and _FIRST_PERSON.search(words)
            is_conditional = (
                before is not None and before.factuality == "U" and before.status == "" and verb.status != "ongoing"
            )
            if is_conditional and verb.stance == "predicts":
                return "conditional", verb.stance, verb.factuality
            return verb.status, "commits" if own else verb.stance, verb.factuality
    return _OCCURRED
