"""A small sentence splitter, good enough for a to-do list: by paragraph, never inside a closed quotation."""

from __future__ import annotations

import re
from itertools import pairwise

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
INITIALS = re.compile(r"^(?:\w\.)*\w$")
STARTERS = frozenset(
    "The A An It He She They We I You This That These Those In On At But And As After Before When While If".split()
)
"""Words that begin a sentence after `U.S.` and the like, which may also be in mid-sentence before a name."""


def sentences(text: Text) -> list[tuple[int, int]]:
    """(start, end) of each sentence, in code points, blanks around it left out."""
    inside = [(q.start, q.end) for q in text.quotations if q.closed]
    found = []
    for start, end in text.paragraphs:
        cuts = [start, *(c for c in _cuts(text.content, start, end) if not any(a < c <= b for a, b in inside)), end]
        for a, b in pairwise(cuts):
            piece = text.content[a:b]
            if piece.strip():
                lead = len(piece) - len(piece.lstrip())
                found.append((a + lead, a + len(piece.rstrip())))
    return found


def _cuts(content: str, start: int, end: int) -> list[int]:
    cuts = []
    for at in range(start, end):
        char = content[at]
        if char not in ENDS and char not in WIDE_ENDS:
            continue
        after = at + 1
        while after < end and content[after] in AFTER_STOP:
            after += 1
        if char in WIDE_ENDS or _ends(content, start, at, after, end):
            cuts.append(after)
    return cuts


def _ends(content: str, start: int, at: int, after: int, end: int) -> bool:
    if after >= end or not content[after].isspace():
        return after >= end
    rest = content[after:end].lstrip()
    first = rest.lstrip("".join(MARKS) + "([{—–- ")[:1]
    if not rest or first.islower():
        return not rest
    if content[at] != ".":
        return True
    word = re.split(r"[\s(\[“\"‘']", content[start:at])[-1]
    if word.lower() in ABBREVIATIONS:
        return False
    if word and INITIALS.match(word) and word[0].isupper():
        return "." in word and re.split(r"\W", rest)[0] in STARTERS
    return True
