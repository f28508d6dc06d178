"""The clauses of an English text, and what their verbs say of an event: a guess, for a form that a person corrects.

A part of a sentence is cut off wherever the date or the verb of one side may not hold for the other. What cannot be known stays
empty: a proposal that is wrong costs more than one that is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from event_timeline.texts.date_expressions import DateWords
from event_timeline.texts.placed import InOrder
from event_timeline.texts.sentences import sentences
from event_timeline.texts.text import Quotation, Text
from event_timeline.workbench.verbs import AUXILIARIES, BE, DO, HAVE, PAST, whole_words

Span = tuple[int, int]
MOST_BEFORE = 60
"""Characters before the date of a dateline."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence in code points, half-open; status and polarity of an event that it reports, stance and factuality of
    a statement on it.

    negated: the words that a negation holds for; what else the part has, such as the object of the verb, may have taken place.
    subject: what is to act where it says what will happen; a statement by that actor commits instead of predicting.
    """

    start: int
    end: int
    status: str
    stance: str
    factuality: str
    polarity: str = "affirmed"
    negated: Span | None = None
    subject: Span | None = None


@dataclass(frozen=True, slots=True)
class _Sentence:
    is_headline: bool
    is_question: bool
    is_lasting: bool
    is_dated: bool = False
    """Whether the clause that is read has a date of its own."""


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
GOVERNING = rf"{BE}|{HAVE}|expect(?:s|ed)?|due|plans?|planned|planning|scheduled|set|going|likely|unlikely|ought|used|able|beg(?:an|in|ins|un)|continue[sd]?|fail(?:s|ed)?|need(?:s|ed)?|about|ready|willing|want(?:s|ed)?|hopes?|hoped|intend(?:s|ed)?|aims?|aimed|yet|believed|thought|alleged|said|reported|understood|rumoured|feared|suspected|presumed|claimed"
"""Words with which an infinitive is one verb."""
_INFINITIVE = rf"\b(?:not )?to (?!(?:{_DETERMINER})\b)[a-z]+\b"
_CUTS = re.compile(
    r"(?<=[,;:]) (?!\d)|(?<=[–—])\s|(?<= )-(?= )"
    r"|\b(?:that|which|who|whom|whose|where|when|while|because|although|though|if|unless|whether|after|before|following|since|until|ahead of|despite)\b"
    rf"|{_INFINITIVE}"
    rf"|\b(?:and|but|or) (?=(?:then |also |later )?(?:{AUXILIARIES}|it|he|she|they|we|I|says|{PAST})\b)"
    r"|\b(?:close to|short of|on the verge of|instead of|rather than|from|against|of|with) (?=(?!morning|evening|nothing|spring|king)[a-z]+ing\b)"
)
_ONE_VERB = re.compile(rf"\b(?:{GOVERNING})(?: \w+ly)? $", re.IGNORECASE)
_PLAN = re.compile(
    r"\b(?:(?:the|an?|its|his|her|their|our|this|that|any|no|of|has|have|had)(?: [\w-]*[^\Ws])? plan|(?:the|its|his|her|their|our|these|any|no|of|has|have|had|new) plans) $",
    re.IGNORECASE,
)
"""A plan, not who plans."""
_KEEPS = whole_words(
    r"prevent\w*|stop(?:s|ped)?|ke(?:ep|eps|pt)|ban(?:s|ned)?|barr?(?:s|ed)?|block(?:s|ed)?|deter(?:s|red)?|prohibit\w*|refrain\w*|abstain\w*"
)
"""Words after which `from attacking` has not taken place."""
_ACCUSED = whole_words(
    r"accus\w+|suspect(?:s|ed)?|charge[sd]?|acquit\w*|clear(?:s|ed)|convict\w*|blam\w+|possibility|risk|idea"
)
_WITH_ING = re.compile(
    r"\W*(?P<by>close to|short of|on the verge of|instead of|rather than|from|against|of|with) [a-z]+ing\b"
)
"""What is named without having taken place; of what somebody is accused, that is left open."""
_NOUN_OF_DATE = re.compile(r"\b(?:(?:the|an?|its|his|her|their|this) )?(?:[\w'’-]+ ){1,3}of (?:the )?$", re.IGNORECASE)
_GOES_ON = re.compile(r"(?:since|until|till|today|tonight|this)\b", re.IGNORECASE)
"""What dates begin with on which something may go on."""
_ONLY_PREPOSITIONS = re.compile(
    r"[\s,]*(?:(?:on|in|at|by|since|until|during|from|late|early|and|but|the)\s+)*[\s,.]*", re.IGNORECASE
)
_AUXILIARY = re.compile(rf"\b(?:{AUXILIARIES}|said|says|that|who|which)\b")
_VERB_FIRST = re.compile(rf"(?:{AUXILIARIES}|\w+ed|struck|met|held|said|told|took|gave|won|left|went)\b")
_RESUMED = re.compile(r"[^,]{2,80}, [^,]{2,60},(?! (?:and|but))|[A-Z][^,]{2,60},")
"""A name and what it is, after which its verb comes."""
_DATELINE_END = re.compile(r"(?:,? ?\([^)\n]{1,40}\))? ?(?:[–—]|-{1,2}(?= ))|\s*(?:\n|$)")
_RELATIVE = re.compile(r"\s*(?:which|who|whom|whose|where)\b")
_CONDITION = re.compile(
    r"\W*(?:if|unless|whether|in case|in the event|(?-i:Had|Were|Should) (?!to\b)[\w'’-]+ )\b", re.IGNORECASE
)
_AT_A_TIME = re.compile(r"\W*(?:until|till|before|when|whenever|once|(?P<both>after|while|since))\b", re.IGNORECASE)
_IN_THE_PAST = re.compile(rf"\b(?:was|were|had|did|{PAST})\b")
_NOT_PAST = re.compile(r"\b(?:is|are|has|have|does|do|can|may|will)\b")
_BEING = r"(?:is|am|are|\w+['’](?:re|m)|(?:it|he|she|that|there|who)['’]s) "
_DOING = r"(?!(?:\w*(?:thing|during|being)|going)\b)\w{2,}ing"
_VERBS = (
    _Verb(whole_words(r"unlikely"), "", "predicts", "PR-"),
    _Verb(whole_words(r"would|wish(?:es|ed)?|hop(?:es?|ed)(?! (?:to|for)\b)|believes?|thinks?|rul(?:es?|ed) out"), "", "", ""),
    _Verb(whole_words(rf"allegedly|reportedly|supposedly|apparently|perhaps|possibly|probably|maybe|presumably|purportedly|rumou?red|(?:nearly|almost|all but) (?:{PAST})|(?:{BE}|been) (?:nearly|almost)"), "", "", ""),
    _Verb(whole_words(r"(?:believed|thought|alleged|said|reported|understood|rumoured|feared|suspected|presumed|claimed) to [a-z]+"), "", "", ""),
    _Verb(whole_words(r"averted|foiled|thwarted|prevented|cancelled|canceled|called off|postponed|scrapped|(?:is|are|was|were) (?:\w+ly |still )?(?:possible|impossible|imminent|feared|uncertain|unclear)"), "", "", ""),
    _Verb(whole_words(r"used to (?!\w+ing\b)[a-z]+"), "", "", ""),
    _Verb(whole_words(rf"(?:must|should|ought to|(?:{BE}|been) (?:\w+ )?to) have (?:been )?\w+"), "", "", ""),
    _Verb(whole_words(r"(?:could|may|might) have (?:been )?\w+"), "", "", "PS+"),
    _Verb(whole_words(r"must|should|ha(?:s|ve|d) to|ought to|needs? to|needed to"), "", "demands", "U"),
    _Verb(whole_words(r"could|(?-i:may)|might|can"), "", "predicts", "PS+"),
    _Verb(whole_words(r"ready to|willing to"), "planned", "", "PS+"),
    _Verb(whole_words(r"hop(?:es?|ed) to|wants? to|wanted to"), "", "intends", "PR+"),
    _Verb(whole_words(r"plans? to|(?:is|are|was|were|been) (?:planned|scheduled)|planned to|planning to|intends? to|intended to|aims? to|aimed to"), "planned", "", "PR+"),
    _Verb(whole_words(r"expects? to|(?:is|are|was|were|been) expected|due to|set to|likely|(?:is|are|was|were) to"), "planned", "predicts", "PR+"),
    _Verb(whole_words(r"wants?|wanted|hop(?:es?|ed) for"), "", "", ""),
    _Verb(whole_words(rf"(?:{BE}|am|been|\w+['’](?:re|m)) (?:\w+ly |also |still |now )?(?:planning|considering|threatening|preparing|seeking|trying|hoping|mulling|weighing|facing|demanding|calling for|expecting|fearing|urging|discussing)"), "", "", ""),
    _Verb(whole_words(rf"will|shall|going to (?-i:(?=[a-z]))(?!(?:{_DETERMINER})\b)\w+|\w+['’]ll"), "planned", "predicts", "CT+"),
    _Verb(whole_words(r"expects?|expected|fears?|feared|foresees?|awaits?|awaited|hop(?:es?|ed) for"), "", "", ""),
    _Verb(whole_words(r"every|each|usually|always|as a rule|once an?"), "", "asserts", "CT+"),
    _Verb(whole_words(rf"{_BEING}(?:still |now |also |\w+ly )?(?:being|{_DOING})|(?:has|have|\w+['’]ve) been (?:\w+ly )?{_DOING}"), "ongoing", "asserts", "CT+"),
    _Verb(whole_words(r"continues? to|keeps? \w+ing|go(?:es)? on \w+ing"), "ongoing", "asserts", "CT+"),
    _Verb(whole_words(rf"(?:was|were|had been) (?:still |also |\w+ly )?(?:being|{_DOING})"), "", "asserts", "CT+"),
    _Verb(whole_words(r"is|am|are|remains?|\w+['’](?:re|m)|(?:it|he|she|that|there|what|who)['’]s"), "", "asserts", "CT+"),
    _Verb(whole_words(r"(?:has|have) (?:an?|the|no|its|their|his|her|our|some|many|several|two|three|\d+)"), "", "asserts", "CT+"),
)  # fmt: skip
"""What a verb says, the first that a clause has."""
_PERFECT = whole_words(rf"{HAVE}|\w+['’]ve")
_LASTING = whole_words(
    r"since|ever|so far|until now|(?:for|in|over|during|throughout) (?:the )?(?:\w+ ){0,3}(?:years?|months?|weeks?|days?|decades?|hours|centuries)"
)
"""Words with which a perfect may be of what goes on or comes again."""
_PRESENT = re.compile(
    rf"^\W*(?:(?:[A-Z][\w-]*[^\W_s]|[Ii]t|[Hh]e|[Ss]he|who|which|(?:[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir) [a-z][\w-]*[^\W_s]) )"
    rf"(?!(?:{AUXILIARIES}|says)\b)[a-z]+[^s\W]s(?= [\w\"“]|[.,;!?]|$)"
)
"""A name, noun or pronoun in the singular and a word in -s: `Veldora trains fighters`."""
_PAST_FORM = re.compile(rf"\b(?:{AUXILIARIES}|{PAST})\b")
_OWN = re.compile(
    r"\b(?:we|I)(?: all| both| also| now| then| never|,[^,]{1,40},)* (?:will|shall|won['’]t|are going to|am going to)\b"
    r"|\b(?:we|I)['’]ll\b|\b(?:we['’]re|I['’]m) going to\b",
    re.IGNORECASE,
)
_WILL = re.compile(r"\b(?:will|shall|won['’]t|(?:is|are) going to)\b|['’]ll\b", re.IGNORECASE)
_UNDERGONE = re.compile(
    r"(?:will|shall|won['’]t|going to|['’]ll) (?:not |never |also |all |then |\w+ly )*"
    r"(?:be|have|see|lose|win|need|suffer|die|miss|know|face|feel|become|fall|fail|remember|regret|find out|run out|hear|learn|notice|prevail|survive|succeed|benefit|receive|get)\b",
    re.IGNORECASE,
)
"""What a subject does not do by itself, so that it does not commit to it."""
_LEADS_IN = re.compile(
    r"(?:.*\b(?:said|says|say|added|announced|warned|insisted|hopes?|believes?|thinks?|expects?) )?\W*(?:(?:and|but|or|then|also|that|so)\s+)*"
)
_FIRST = re.compile(r"\W*(?:we|I)\b", re.IGNORECASE)
_FIRST_PERSON = whole_words(r"we|I|our|my|us")
_LEFT_UNDONE = whole_words(
    r"refus\w+|declin\w+|fail\w*|forg\w+|neglect\w*|forb\w+|ban\w*|hesitat\w+|avoid\w*|prevent\w*|unable|reluctant|too"
)
_ANY_NEGATION = re.compile(
    r"\b(?:not|never|no longer|no ?one|nobody|none|nothing|nowhere|neither|nor|no(?!\.? ?\d)|cannot|without|yet to|hardly|barely|scarcely|rarely|seldom|"
    r"(?<!\ba )few|unable|(?:fail|refus|declin)(?:s|es|ed)? to|\w+n['’]t)\b",
    re.IGNORECASE,
)
_NOT = re.compile(
    rf"\b(?:(?P<verb>{BE}|am|{HAVE}|{DO}|will|shall|\w+['’](?:ve|re|m|ll|d)|it['’]s|s?he['’]s)(?: \w+)? (?:not|never|no longer)"
    rf"|(?P<short>{BE}|{HAVE}|{DO}|wo|sha)n['’]t"
    r"|never|no longer)(?: yet| even| been| ever)* (?P<main>[a-z][\w-]*)",
    re.IGNORECASE,
)
"""The negation of the verb of a clause, and the next word."""
_NO_SUBJECT = re.compile(
    rf"\W*(?:(?:that|and|but) )*(?P<denied>(?:no (?!doubt|matter|wonder|sooner|longer|more|fewer|less|later|earlier)(?:[\w-]+ ){{1,4}}?|no ?one |nobody |none of (?:the |its |their )?[\w-]+ )(?:(?:{HAVE}|was|were) )?(?:been )?(?:{PAST})\b)",
    re.IGNORECASE,
)
_THERE_IS_NO = re.compile(
    r"\bthere (?:was|were|is|are|has been|have been) no (?!doubt|longer|more|fewer|less|need|way|question|reason)[\w-]+(?: (?!of|in|on|at|to|for|by|with|from|over|about|between|among)[\w-]+){0,2}",
    re.IGNORECASE,
)
_NOT_THE_VERB = whole_words(
    r"only|just|merely|simply|solely|alone|necessarily|always|all|every\w*|both|each|entirely|fully|completely|exactly|quite|enough|"
    r"again|well|badly|long|but|rather|instead|until|because|most|some|several|half|many|few|"
    r"expected|likely|due|set|planned|scheduled|ready|willing|able|about|allowed|supposed|"
    r"(?-i:(?!(?:reply|supply|family|rally|apply|ally|assembly|comply|rely|fly|multiply)\b)[a-z]+ly)"
)
"""Words that may be what is denied instead of the event, or that leave open how much of it is."""
_LIMITED = re.compile(r"\s*(?:until|because|unless|if|before|but)\b", re.IGNORECASE)
_INFINITIVE_OF = re.compile(_INFINITIVE)
_OCCURRED = ("occurred", "asserts", "CT+")
_UNKNOWN = ("", "", "")
_TO_COME = whole_words(r"promise[sd]?|pledg(?:e|es|ed)|vow(?:s|ed)?|agree[sd]?|decide[sd]?|undertook|swore|will|shall")
_DEMANDED = whole_words(
    r"urge[sd]?|ask(?:s|ed)?|demand(?:s|ed)?|call(?:s|ed)? (?:for|on)|order(?:s|ed)?|warn(?:s|ed)?|invite[sd]?|appeal(?:s|ed)?|beg(?:s|ged)?"
)
_ASKED_THAT = whole_words(
    r"demand\w*|urg(?:e[sd]?|ing)|ask(?:s|ed|ing)|request(?:s|ed)?|recommend(?:s|ed)?|propose[sd]?|order(?:s|ed)|require[sd]?"
)
_NOT_SURE_THAT = whole_words(
    r"dismiss\w*|refut\w+|disput\w+|rumou?rs?|allegations?|accusations?|suspicions?|suspect(?:s|ed)?|fears?|feared|wish\w*|hop(?:es?|ed)|unclear|uncertain|"
    r"false|unconfirmed|thinks?|thought|believ\w+|assume[sd]?|assuming|assumptions?|(?<!no )doubt|myth|speculat\w+|theory|possib\w+|chances?|risks?|threats?|prospects?"
)
"""Words after which `that` introduces what may not have taken place."""
_FINITE = whole_words(rf"{AUXILIARIES}|said|says|\w+ed")


def clauses(text: Text, dates: Sequence[DateWords] = ()) -> Iterator[Clause]:
    """The clauses of a text in its order. dates: those of the text, which no clause ends in."""
    dated = InOrder(dates)
    quoted = InOrder([q for q in text.quotations if q.depth == 0])
    for start, end in sentences(text):
        inside = dated.between(start, end)
        cuts = sorted({start, end, *_cuts(text.content, start, end, inside, quoted.between(start, end))})
        parts = list(_joined(text.content, list(pairwise(cuts)), inside))
        sentence = _Sentence(
            is_headline=text.content[end - 1] not in ".!?…\"'”’»",
            is_question=text.content[end - 1] == "?" and not quoted.between(start, end),
            is_lasting=_LASTING.search(text.content, start, end) is not None,
        )
        before: Clause | None = None
        for a, b in parts:
            is_dated = any(not _GOES_ON.match(d.words) for d in dated.between(a, b))
            following = text.content[b : min(end, b + 10)]
            before = _clause(text.content, a, b, before, following, replace(sentence, is_dated=is_dated))
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
    placed, longest = InOrder(dates), max((d.end - d.start for d in dates), default=0)
    for found in _CUTS.finditer(content, start, end):
        at = found.start()
        is_infinitive = found[0].startswith(("to ", "not to "))
        words = content[max(start, at - 40) : at]
        if is_infinitive and _ONE_VERB.search(words) and not _PLAN.search(words):
            continue
        governing = {"from ": _KEEPS, "of ": _ACCUSED, "with ": _ACCUSED}.get(found[0])
        if governing and not governing.search(content, max(start, at - 60), at):
            continue
        if not any(at < d.end for d in placed.between(at - longest, at + 1)):
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
    placed = InOrder(dates)
    for start, end in parts:
        rest = content[start:end]
        for d in placed.between(start, end):
            if d.end <= end:
                rest = rest.replace(d.words, "", 1)
        if rest != content[start:end] and _ONLY_PREPOSITIONS.fullmatch(rest):
            if found and _is_aside(content, found[-1]):  # the date is that of what it interrupts
                found.append((start, end))
            elif found:
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


def _is_aside(content: str, part: Span) -> bool:
    """Whether a part is a relative clause between commas."""
    words = content[part[0] : part[1]].rstrip()
    return words.endswith(",") and content[: part[0]].rstrip().endswith(",") and _RELATIVE.match(words) is not None


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


def _clause(content: str, start: int, end: int, before: Clause | None, following: str, sentence: _Sentence) -> Clause:
    words, governing = content[start:end], content[before.start : before.end] if before else ""
    if sentence.is_question or words.rstrip(" \"'”’»").endswith("?"):
        return Clause(start, end, *_UNKNOWN, polarity="")
    if re.match(r"\s*(?:not )?to ", words):
        return _infinitive(start, end, governing, is_negated=words.lstrip().startswith("not "), sentence=sentence)
    is_negated = _ANY_NEGATION.search(words) is not None
    unreal = _unreal(start, end, words, before, governing, is_negated=is_negated)
    if unreal:
        return unreal
    will = _WILL.search(words)
    is_own = _OWN.search(words) is not None or (
        will is not None and _is_elided(words, will) and _FIRST.match(governing) is not None
    )
    is_open = words.lstrip().startswith(("that ", "how ")) and _ANY_NEGATION.search(governing.replace("no doubt", ""))
    if is_open or (is_negated and before is not None and before.factuality == "U"):
        return Clause(start, end, *_UNKNOWN, polarity="")
    if is_negated:
        return _negative(start, end, words, following, is_own=is_own)
    status, stance, factuality = _said(words, before, sentence)
    if will is None or stance != "predicts" or factuality != "CT+":
        return Clause(start, end, status, stance, factuality, "" if factuality == "PR-" else "affirmed")
    if is_own:
        return Clause(start, end, status, "" if _UNDERGONE.search(words) else "commits", factuality)
    subject = _subject(start, words, will)
    if subject is None and before is not None and _is_elided(words, will):
        subject = before.subject
    if subject is None or _FIRST_PERSON.search(content, *subject):
        stance = ""
    return Clause(start, end, status, stance, factuality, subject=None if _UNDERGONE.search(words) else subject)


def _unreal(
    start: int, end: int, words: str, before: Clause | None, governing: str, *, is_negated: bool
) -> Clause | None:
    """A clause whose first words, or those before it, say that it is not known to take place; none where they do not."""
    with_ing = _WITH_ING.match(words)
    if with_ing and with_ing["by"] in ("of", "with"):
        return Clause(start, end, *_UNKNOWN)
    if with_ing or _is_ahead(words, before):
        return Clause(start, end, *_UNKNOWN, polarity="")
    if words.rstrip(" \"'”’»").endswith("!") and not _IN_THE_PAST.search(words) and not _NOT_PAST.search(words):
        return Clause(start, end, *_UNKNOWN)  # an imperative
    if _CONDITION.match(words):
        return Clause(start, end, "", "", "" if is_negated else "U", "" if is_negated else "affirmed")
    if not words.lstrip().startswith("that "):
        return None
    if _NOT_SURE_THAT.search(governing):
        return Clause(start, end, *_UNKNOWN, polarity="")
    if _ASKED_THAT.search(governing) and (re.search(r"\bbe\b", words) or not _PAST_FORM.search(words)):
        return Clause(start, end, "", "demands", "U", "" if is_negated else "affirmed")
    return None


def _is_ahead(words: str, before: Clause | None) -> bool:
    """Whether a clause says when something is to come: `until they pay`, and `after the vote` beside what is planned."""
    found = _AT_A_TIME.match(words)
    if found is None or (_IN_THE_PAST.search(words) and not _NOT_PAST.search(words)):
        return False
    is_planned = before is not None and (before.status in ("planned", "conditional") or before.factuality == "U")
    return found["both"] is None or is_planned


def _is_elided(words: str, will: re.Match[str]) -> bool:
    """Whether a clause such as `and will close` has the subject of the one before."""
    return re.fullmatch(r"\W*(?:and|but|or)(?: then| also| later)? ", words[: will.start()]) is not None


def _subject(start: int, words: str, will: re.Match[str]) -> Span | None:
    """The words before `will`, without what leads in."""
    lead = _LEADS_IN.match(words, 0, will.start())
    a, b = lead.end() if lead else 0, will.start()
    while b > a and not words[b - 1].isalnum():
        b -= 1
    return (start + a, start + b) if b > a else None


def _infinitive(start: int, end: int, governing: str, *, is_negated: bool, sentence: _Sentence) -> Clause:
    if _LEFT_UNDONE.search(governing) or _ANY_NEGATION.search(governing):
        return Clause(start, end, *_UNKNOWN, polarity="")
    if _DEMANDED.search(governing):
        return Clause(start, end, "", "demands", "U", "" if is_negated else "affirmed")
    if _TO_COME.search(governing):
        if is_negated:
            return Clause(start, end, "planned", "", "CT-", "negated", (start, end))
        return Clause(start, end, "planned", "", "CT+")
    if is_negated:
        return Clause(start, end, *_UNKNOWN, polarity="")
    if sentence.is_headline and governing and not _FINITE.search(governing):
        return Clause(start, end, "planned", "predicts", "CT+")
    return Clause(start, end, *_UNKNOWN)


def _negative(start: int, end: int, words: str, following: str, *, is_own: bool) -> Clause:
    """A clause with a word that denies: what the codebook has for an event that does not take place, or nothing."""
    open_ = Clause(start, end, *_UNKNOWN, polarity="")
    found = _NO_SUBJECT.match(words) or _THERE_IS_NO.search(words) or _NOT.search(words)
    if found is None or _LIMITED.match(following) or _NOT_THE_VERB.search(words):
        return open_
    if len(_ANY_NEGATION.findall(words)) > 1 or _INFINITIVE_OF.search(words, found.end() - 1):
        return open_
    groups = found.groupdict()
    a, b = found.span("denied" if "denied" in groups else 0)
    verb = (groups.get("verb") or groups.get("short") or "").lower()
    negated = (start + a, start + b)
    if verb in ("will", "shall", "wo", "sha") or verb.endswith(("’ll", "'ll")):
        stance = "commits" if is_own and not _UNDERGONE.search(words) else ""
        return Clause(start, end, "planned", stance, "CT-", "negated", negated)
    main = (groups.get("main") or "").lower()
    if verb in ("is", "are", "am") or re.search(r"['’](?:re|m|s)$", verb):
        if not re.fullmatch(_DOING, main):
            return (
                open_
                if not re.fullmatch(r"\w+ed|being", main)
                else Clause(start, end, "", "denies", "CT-", "negated", negated)
            )
        if main == "going":
            return open_
        return Clause(start, end, "ongoing", "denies", "CT-", "negated", negated)
    if verb in ("was", "were") and not re.fullmatch(rf"{PAST}|being|{_DOING}", main):
        return open_
    if verb in ("has", "have", "had") and re.fullmatch(r"an?|the|any|to|much|one", main):
        return open_
    if any(m in words.lower().split() for m in ("must", "should", "could", "would", "may", "might", "can", "ought")):
        return open_
    return Clause(start, end, "", "denies", "CT-", "negated", negated)


def _said(words: str, before: Clause | None, sentence: _Sentence) -> tuple[str, str, str]:
    for verb in _VERBS:
        if verb.pattern.search(words):
            is_conditional = (
                before is not None and before.factuality == "U" and before.status == "" and verb.status != "ongoing"
            )
            if verb.status == "ongoing" and sentence.is_dated:  # is arriving on Monday
                return _UNKNOWN
            if is_conditional and verb.stance == "predicts":
                return "conditional", verb.stance, verb.factuality
            return verb.status, verb.stance, verb.factuality
    if sentence.is_lasting and _PERFECT.search(words):
        return "", "asserts", "CT+"
    if not sentence.is_headline and _PRESENT.search(words) and not _PAST_FORM.search(words):
        return "", "asserts", "CT+"
    return _OCCURRED
