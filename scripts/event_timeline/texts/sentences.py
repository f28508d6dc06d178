"""A small sentence splitter, good enough for a to-do list: by paragraph, never inside a closed quotation."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import accumulate, pairwise

from event_timeline.texts.text import CLOSING, MARKS, Text

ENDS = ".!?…"
WIDE_ENDS = "。！？｡؟۔।॥"
"""Full stops of scripts that put no blank after them, or whose letters have no case."""
ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof gen col lt sgt capt sen rep gov hon st jr sr inc ltd co corp vs no vol fig ca cf al approx dept est "
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun "
    "e.g i.e a.m p.m bzw z.b d.h u.a usw nr str hr fr ing mme mlle m p.ex av".split()
)
"""Lower case, without the last full stop: English, and the commonest of German and French."""
AFTER_STOP = frozenset(")]}" + ENDS + WIDE_ENDS) | frozenset("".join(CLOSING.values()))
"""What still belongs to a sentence after its full stop. A mark that only opens, such as 「, begins the next one."""
BEFORE_FIRST = MARKS | frozenset("([{—–- ")
"""Signs before the first letter of a sentence."""
BEFORE_WORD = frozenset("([“\"‘'")
NEXT_WORD = re.compile(r"\w*")
INITIALS = re.compile(r"^(?:\w\.)*\w$")
STARTERS = frozenset(
    "The A An It He She They We I You This That These Those In On At But And As After Before When While If".split()
)
"""Words that begin a sentence after `U.S.` and the like, which may also be in mid-sentence before a name."""


def sentences(text: Text) -> list[tuple[int, int]]:
    """(start, end) of each sentence, in code points, blanks around it left out."""
    closed = [q for q in text.quotations if q.closed]
    starts, furthest = [q.start for q in closed], [0, *accumulate((q.end for q in closed), max)]
    found = []
    for start, end in text.paragraphs:
        cuts = [start, *(c for c in _cuts(text.content, start, end) if c > furthest[bisect_left(starts, c)]), end]
        for a, b in pairwise(cuts):
            piece = text.content[a:b]
            if piece.strip():
                lead = len(piece) - len(piece.lstrip())
                found.append((a + lead, a + len(piece.rstrip())))
    return found


def _cuts(content: str, start: int, end: int) -> list[int]:
    cuts, after = [], start
    for at in range(start, end):
        char = content[at]
        if char not in ENDS and char not in WIDE_ENDS:
            continue
        after = max(after, at + 1)
        while after < end and content[after] in AFTER_STOP:
            after += 1
        if char in WIDE_ENDS or _ends(content, start, at, after, end):
            cuts.append(after)
    return cuts


def _ends(content: str, start: int, at: int, after: int, end: int) -> bool:
    if after >= end or not content[after].isspace():
        return after >= end
    rest = after
    while rest < end and content[rest].isspace():
        rest += 1
    first = rest
    while first < end and content[first] in BEFORE_FIRST:
        first += 1
    if rest == end or (first < end and content[first].islower()):
        return rest == end
    if content[at] != ".":
        return True
    begin = at
    while begin > start and not (content[begin - 1].isspace() or content[begin - 1] in BEFORE_WORD):
        begin -= 1
    word = content[begin:at]
    if word.lower() in ABBREVIATIONS:
        return False
    if word and INITIALS.match(word) and word[0].isupper():
        return "." in word and NEXT_WORD.match(content, rest, end)[0] in STARTERS  # type: ignore[index]
    return True
