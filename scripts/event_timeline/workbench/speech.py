"""Who says what in an English text, by its words of saying: a guess for the form of a statement. What is not clear is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from event_timeline.texts.placed import InOrder
from event_timeline.texts.sentences import sentences
from event_timeline.texts.text import Text
from event_timeline.workbench.verbs import AUXILIARIES, BE, MODALS, PAST

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Saying:
    """A word of saying in a sentence, in code points, half-open.

    start, end: of the sentence; cue is None for a quotation without one; speaker: the words that name who speaks, those that named
    the subject last where it is left out; elsewhere: whether these are in an earlier sentence; report: the content outside quotations.
    """

    start: int
    end: int
    cue: Span | None
    speaker: Span | None
    report: Span | None
    quotes: tuple[Span, ...]
    elsewhere: bool = False


_CUE = re.compile(
    r"\b(?:said|says|say|told|tells|added|adds|warn(?:s|ed)|claim(?:s|ed)?|call(?:s|ed)|promise[sd]|vow(?:s|ed)|announce[sd]|den(?:ies|ied)"
    r"|argue[sd]|asked|answered|insist(?:s|ed)|state[sd]|wrote|writes|report(?:s|ed)|blame[sd]|accuse[sd]|demand(?:s|ed)|urge[sd]|praise[sd]"
    r"|condemn(?:s|ed)|criticise[sd]|criticize[sd]|welcome[sd]|confirm(?:s|ed)|conceded|acknowledged|admitted|explain(?:s|ed)|declare[sd]"
    r"|replied|predict(?:s|ed)|doubt(?:s|ed)|reject(?:s|ed)|describe[sd]|pledge[sd])\b"
)
_ACCORDING = re.compile(r"\baccording\s+to\s+", re.IGNORECASE)
_HIDDEN = "\0"
_NAMED_AFTER = re.compile(
    r"\s+((?:(?:the|an?|one|its|his|her|their)\s+)?(?:[\w'’-]+\s+){0,5}?(?:[\w'’-]+))(?=[,.;:]|\s+(?:who|which|in|on|at|after|before|during|of)\b|\s*$|\s*\0)"
)
_LEADS_IN = re.compile(
    r"^(?:[\s,]*(?:and|but|while|as|then|also|later|that|which|who|when|where|because|whether)\b)*[\s,]*", re.IGNORECASE
)
_TAIL = re.compile(
    r"(?:\s+(?:has|have|had|also|later|then|who|himself|herself|itself|themselves|again|immediately|repeatedly|\w+ly))*\s*$"
)
_NO_SAYING = re.compile(
    rf"\b(?:not|never|{BE}|be|been|being|having|to|{MODALS}|the|an?|his|her|its|their|this|that)\s*$",
    re.IGNORECASE,
)
_ADVERBIAL = re.compile(
    r"\s*(?:(?:on|last|next) (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today|in an? \w+)?\s*(?:that\b)?\s*",
    re.IGNORECASE,
)
_NOTHING_SAID = re.compile(
    r"\s+(?:nothing|little|no|yes|so|more|much|otherwise|goodbye|noon)(?=\s*(?:[.,;!?]|$)|\s+(?:on|in|at|about)\b)"
    r"|\s+(?:than|to (?:be|have))\b"
)
"""What comes after a word of saying where it has no content, or is a participle: `said nothing`, `a man said to be ill`."""
_PARTICIPLE = re.compile(r"\s+(?:in|on|by|at|as)\b")
_OF = re.compile(r"\s+(?:of|for)\b")
_LIVES = re.compile(r"\s+(?:\d|(?:[\w-]+ ){0,3}(?:lives|victims)\b)")
_NOUN_OR_VERB = re.compile(r"\s*(?:[,.;\0]|(?:he|she|it|they|the|an?)\b|$)|\s+[A-Z]")
_NOBODY = re.compile(
    r"(?:no|no[ -]?one|nobody|none|neither|nothing|few|on|in|at|by|after|before|during|since|until|for|with|from|asked|last|earlier|yesterday|today)\b",
    re.IGNORECASE,
)
"""What words begin with that do not name who speaks, or have more than that before the name."""
_TWO_NAMES = re.compile(
    r"\b(?!(?:of|in|on|at|for|from|to|by|with|and|or|over|under|near|against|between|behind|outside|about|as|all|both)\b)"
    r"[\w-]+ (?:the|an?|his|her|its|their) \w",
    re.IGNORECASE,
)
"""A second noun right after the first, as in `the paper the mayor`."""
_AFTERTHOUGHT = re.compile(
    r"\s*(?:[,;.!?\0]|$|(?:in|on|at|during|to|by|from|through|as|when|while|before|after|last|next|earlier|later|today|yesterday|tonight|"
    r"\w+day|this (?:week|month|year|morning|afternoon|evening))\b)"
)
"""What comes after a word of saying whose content is before it."""
_SUBORDINATE = re.compile(r"\W*(?:after|before|when|while|as|asked|speaking|following|since|until)\b", re.IGNORECASE)
_DESCRIBES = re.compile(r"\W*(?:who|which|whose|whom|where|an?)\b")
_HEARER = re.compile(r"\s+[^,;]{2,60}?\s+that\s+")
_CALLED_ON = re.compile(r" (?:for|on) (?!\w+day\b)")
_INVERTED = re.compile(
    r"(?:say|sa|add|ask|answer|wr|warn|explain|insist|repl|argue|declare|announce|claim|state|admit|conce|acknowledge|predict)"
)
"""Words of saying that come before the name of who speaks, too."""
_NAME_FIRST = re.compile(r"\s+(?:[A-Z]|the\b|an?\b|one\b)")
_OBJECT = re.compile(r"^(?:call|describe)", re.IGNORECASE)
_VERB = re.compile(rf"\b(?:{AUXILIARIES}|be|been|\w{{2,}}ed)\b")
_FINITE = re.compile(rf"\b(?:{AUXILIARIES}|be|been|{PAST})\b")
_ACTS = re.compile(rf"\b(?:{AUXILIARIES}|be|been|{PAST}|[a-z]+[^s\W]s)\b")
"""A finite verb, or what may be one."""
_AUXILIARY = re.compile(rf"\b(?:{AUXILIARIES})\b")
_AUXILIARY_FIRST = re.compile(rf"\s*(?:{AUXILIARIES})\b")
_PREDICATE = re.compile(rf"\b(?:{BE}|{MODALS})\b")
_LONGEST_NAME = 90
_LONGEST_SENTENCE = 2000
"""Code points; what is longer is not a sentence of an article but a list without full stops."""


def sayings(text: Text) -> Iterator[Saying]:
    """The words of saying of a text in its order, and quotations that stay without one in their sentence."""
    outer = [q for q in text.quotations if q.depth == 0 and q.closed]
    hidden = list(text.content)
    for q in outer:
        a, b = max(0, q.start - 1), min(len(hidden), q.end + 1)
        hidden[a:b] = _HIDDEN * (b - a)
    content, last, paragraph, quoted = "".join(hidden), None, 0, InOrder(outer)
    for start, end in sentences(text):
        if end - start > _LONGEST_SENTENCE:
            continue
        if text.paragraph_at(start) != paragraph:
            last, paragraph = None, text.paragraph_at(start)
        quotes = [(q.start, q.end) for q in quoted.between(start, end)]
        found = list(_of_sentence(content, start, end, quotes))
        if not found and quotes and not re.search(r"\w", content[start:end]):
            found = [
                Saying(
                    start, end, None, last.speaker if last else None, None, tuple(quotes), elsewhere=last is not None
                )
            ]
        yield from found
        last = next((s for s in reversed(found) if s.speaker and s.quotes), last if found else None)


def _of_sentence(content: str, start: int, end: int, quotes: Sequence[Span]) -> Iterator[Saying]:
    according = _ACCORDING.search(content, start, end)
    if according:
        yield from _according(content, start, end, according, quotes)
        return
    cues = [m for m in _CUE.finditer(content, start, end) if _is_saying(content, start, end, m)]
    begin, last = start, None
    for i, cue in enumerate(cues):
        following = cues[i + 1].start() if i + 1 < len(cues) else None
        stop = end if following is None else _ends_before(content, cue.end(), following)
        one = _saying(content, (start, end), begin, cue, stop, [q for q in quotes if begin <= q[0] < stop])
        if one and one.speaker is None and last is not None and last.speaker:
            one = replace(one, speaker=last.speaker)
        if one and one.speaker:
            yield one
            last = one
        begin = stop


def _is_saying(content: str, start: int, end: int, cue: re.Match[str]) -> bool:
    if _NO_SAYING.search(content[max(start, cue.start() - 20) : cue.start()]):
        return False
    if _NOTHING_SAID.match(content, cue.end(), end) or (
        cue[0].startswith("claim") and _LIVES.match(content, cue.end(), end)
    ):
        return False
    if cue[0] in ("accused", "blamed") and _OF.match(content, cue.end(), end):
        return False
    if cue[0].startswith("describe") and _PARTICIPLE.match(content, cue.end(), end):
        return False
    if cue[0].startswith("call"):
        return _HIDDEN in content[cue.end() : end] or _CALLED_ON.match(content, cue.end()) is not None
    return cue[0] not in ("reports", "claims") or _NOUN_OR_VERB.match(content, cue.end(), end) is not None


def _ends_before(content: str, start: int, following: int) -> int:
    """Where what one word of saying introduces ends, the next one being at an offset: before the `and` or the subject of that."""
    part = content[start:following]
    cut = max(part.rfind(sign) for sign in (",", ";", _HIDDEN, " and ", " but "))
    if cut < 0:
        return following
    return start + cut + (1 if part[cut] == _HIDDEN else 0)


def _saying(
    content: str, sentence: Span, begin: int, cue: re.Match[str], stop: int, quotes: Sequence[Span]
) -> Saying | None:
    at = (cue.start(), cue.end())
    before = content[begin : cue.start()]
    relative = re.search(r"\b(?:that|which)\s+([\w'’-]+\s)$", before)
    if relative and _AUXILIARY_FIRST.match(content, cue.end()):  # a group that it says is trained
        clause = re.compile(r"[,;.]|$").search(content, cue.end(), stop)
        a = begin + relative.start(1)
        return Saying(
            *sentence, at, (a, cue.start() - 1), _trimmed(content, cue.end(), clause.start() if clause else stop), ()
        )
    lead = _LEADS_IN.match(before)
    is_elided = lead is not None and lead.end() == len(before) and bool(before.strip(" ,"))
    after = _NAMED_AFTER.match(content, cue.end(), stop)
    if after is not None and _FINITE.search(after[1]):  # said the army had left
        after = None
    is_led = before.rstrip(" ").endswith(_HIDDEN) or (
        before.rstrip(" ").endswith(",") and _VERB.search(before) is not None
    )
    if is_led and after is not None and not is_elided and _INVERTED.match(cue[0]) and _NAME_FIRST.match(after[0]):
        return Saying(*sentence, at, after.span(1), _before(content, begin, cue.start()), tuple(quotes))
    if (  # The army, said the mayor, fled
        before.strip(" ").endswith(",") and before.count(",") == 1 and not _ACTS.search(before) and after is not None
        and _INVERTED.match(cue[0]) and _NAME_FIRST.match(after[0]) and content.startswith(",", after.end(1))
    ):  # fmt: skip
        return Saying(*sentence, at, after.span(1), None, tuple(quotes))
    speaker = None if is_elided else _subject(content, begin, cue.start())
    if speaker is None and not is_elided:
        return None
    if (
        speaker
        and content[begin : speaker[0]].strip(" ,")
        and content[begin : speaker[0]].rstrip().endswith((",", _HIDDEN))
    ):
        lead_in, rest = content[begin : speaker[0]], content[cue.end() : stop]
        if _HIDDEN in lead_in or not _goes_on(content, cue, stop):
            is_whole = _HIDDEN in lead_in or _is_content(lead_in, rest)
            return Saying(
                *sentence, at, speaker, _before(content, begin, speaker[0]) if is_whole else None, tuple(quotes)
            )
    return Saying(
        *sentence, at, speaker, _after(content, cue, stop, quotes), tuple(q for q in quotes if q[0] > cue.end())
    )


def _goes_on(content: str, cue: re.Match[str], stop: int) -> bool:
    """Whether what is reported comes after the word of saying, so that words before the speaker only lead in."""
    if re.match(r"tell|told", cue[0]):
        return _HEARER.match(content, cue.end(), stop) is not None
    adverbial = _ADVERBIAL.match(content, cue.end(), stop)
    a = adverbial.end() if adverbial else cue.end()
    is_that = content[cue.end() : a].rstrip().endswith("that")
    return is_that or _AFTERTHOUGHT.match(content, a, stop) is None


def _is_content(before: str, after: str) -> bool:
    """Whether words before a speaker are what is reported, with what comes after the word of saying: not a part that goes on there."""
    if _ACTS.search(before):
        return "," in before.strip(" ,") or _SUBORDINATE.match(before) is None
    is_adverbial = re.match(r"\s*(?:in|on|at|during|by)\b", before, re.IGNORECASE) or _SUBORDINATE.match(before)
    return not is_adverbial and not re.match(r",\s*\w", after)


def _subject(content: str, begin: int, end: int) -> Span | None:
    """The words before a word of saying that name who speaks, with what these are, between commas, beside it."""
    words = content[begin:end]
    tail = _TAIL.search(words)
    stop = begin + (tail.start() if tail else len(words))
    cut = max(content.rfind(_HIDDEN, begin, stop), content.rfind(";", begin, stop), begin - 1) + 1
    has_comma = content[cut:stop].endswith(",")
    parts, at = list[Span](), stop - has_comma
    while at > cut and len(parts) < 3:
        comma = max(content.rfind(",", cut, at), cut - 1)
        part = content[comma + 1 : at]
        described = re.match(r"\s*(?:an?|the|its|his|her)\b", part) and not _AUXILIARY.search(part)
        if parts and _VERB.search(part) and not described:
            break
        parts.append((comma + 1, at))
        at = comma
        if not has_comma:
            break
    if not parts:
        return None
    first = parts[-1][0]
    lead = _LEADS_IN.match(content[first:stop])
    a = first + (lead.end() if lead else 0)
    b = parts[0][1]
    found = content[a:b]
    inside = re.search(
        r"\b(?:that|and|but|while|when|because) (?=(?:he|she|it|they|we|I|the [\w'’-]+(?: [\w'’-]+)?|[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*)$)",
        found,
    )
    a += inside.end() if inside and _VERB.search(found[: inside.start()]) else 0
    found = content[a:b]
    return (
        (a, b)
        if 0 < len(found) <= _LONGEST_NAME
        and found.strip() == found
        and not (_PREDICATE.search(found) or _NOBODY.match(found) or _TWO_NAMES.search(found))
        else None
    )


def _before(content: str, begin: int, end: int) -> Span | None:
    """The reported words before who said them; none where these are quotations."""
    if _HIDDEN in content[begin:end]:
        return None
    return _trimmed(content, begin, end)


def _after(content: str, cue: re.Match[str], stop: int, quotes: Sequence[Span]) -> Span | None:
    inside = [q for q in quotes if q[0] > cue.end()]
    adverbial = _ADVERBIAL.match(content, cue.end(), stop)
    a = adverbial.end() if adverbial else cue.end()
    if re.match(r"tell|told", cue[0]):
        hearer = _HEARER.match(content, cue.end(), stop)
        if hearer is None:
            return None
        a = hearer.end()
    if not inside:
        return _trimmed(content, a, stop)
    is_that = content[cue.end() : a].rstrip().endswith("that")
    return _trimmed(content, a, inside[0][0] - 1) if is_that or _OBJECT.match(cue[0]) else None


def _according(content: str, start: int, end: int, found: re.Match[str], quotes: Sequence[Span]) -> Iterator[Saying]:
    comma = re.compile(r"[,;.!?]|$").search(content, found.end(), end)
    stop = comma.start() if comma else end
    speaker, cue = (found.end(), stop), (found.start(), len(content[: found.end()].rstrip()))
    before, after = content[start : found.start()], content[stop:end]
    report = None
    if re.search(r"\w", before):
        report = _before(content, start, found.start()) if _is_content(before, after) else None
    elif not _DESCRIBES.match(after):
        report = _before(content, stop, end)
    if stop > found.end() and _HIDDEN not in content[found.end() : stop]:
        yield Saying(start, end, cue, speaker, report, tuple(quotes))


def _trimmed(content: str, start: int, end: int) -> Span | None:
    """A stretch without blanks, commas and full stops at its ends, `and` at its beginning; none where nothing is left."""
    words = content[start:end]
    lead = re.match(r"[\s,;:]*(?:(?:and|but)\s+)?", words)
    a = start + (lead.end() if lead else 0)
    b = start + len(re.sub(r"[\s,;:.!?\0]+$", "", words))
    return (a, b) if a < b else None
