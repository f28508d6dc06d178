"""Finding words in a text: offsets in code points, with the line, the paragraph and the context."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import takewhile

from event_timeline.texts.text import Text, puts_no_blanks

DOUBLE, SINGLE = '"“”„‟«»＂', "'‘’‚‛‹›＇"
CONTEXT = 30
"""Code points shown on either side of an occurrence."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Where words are: half-open offsets, paragraph (non-empty lines) and physical line, both from 1."""

    start: int
    end: int
    paragraph: int
    line: int
    exact: str
    before: str
    after: str

    @property
    def context(self) -> str:
        """One line: the occurrence between brackets, line ends written as ⏎."""
        return in_context(self)


def locate(text: Text, words: str, *, loose: bool = False, ignore_case: bool = False) -> list[Occurrence]:
    """Every occurrence, overlapping ones too, in the text's order.

    loose: straight and curly quotation marks are the same, so are any white space, and composed and
    decomposed letters.
    """
    pattern = _loose(words) if loose else re.escape(words)
    if not words.strip():
        return []
    flags = re.IGNORECASE if ignore_case else 0
    return [occurrence(text, m.start(1), m.end(1)) for m in re.finditer(f"(?=({pattern}))", text.content, flags)]


def occurrence(text: Text, start: int, end: int) -> Occurrence:
    """What there is to say of a span."""
    content = text.content
    return Occurrence(
        start, end, text.paragraph_at(start), content.count("\n", 0, start) + 1, content[start:end],
        content[max(0, start - CONTEXT) : start], content[end : end + CONTEXT],
    )  # fmt: skip


def word_around(found: Occurrence) -> str:
    """The word that an occurrence is a part of; empty where it is whole words, or where its script has no spaces."""
    before, after = _letters(found.before[::-1]), _letters(found.after)
    left = before[::-1] if found.exact and _joins(found.exact[0]) else ""
    right = after if found.exact and _joins(found.exact[-1]) else ""
    return f"{left}{found.exact}{right}" if left or right else ""


def _letters(context: str) -> str:
    """The beginning of some characters that belongs to one word with what is before them."""
    return "".join(takewhile(_joins, context))


def _joins(char: str) -> bool:
    return (char.isalnum() or bool(unicodedata.combining(char))) and not puts_no_blanks(char)


def in_context(found: Occurrence) -> str:
    """One line: the occurrence between brackets, line ends written as ⏎."""
    return f"…{found.before}⟦{found.exact}⟧{found.after}…".replace("\r", "").replace("\n", "⏎")


def _loose(words: str) -> str:
    parts = []
    for piece in re.split(r"(\s+)", words.strip()):
        if not piece:
            continue
        parts.append(r"\s+" if piece.isspace() else "".join(map(_letter, _clusters(piece))))
    return "".join(parts)


def _clusters(word: str) -> list[str]:
    """Letters with the combining marks that follow them."""
    found: list[str] = []
    for char in unicodedata.normalize("NFC", word):
        if found and unicodedata.combining(char):
            found[-1] += char
        else:
            found.append(char)
    return found


def _letter(cluster: str) -> str:
    for marks in (DOUBLE, SINGLE):
        if cluster in marks:
            return f"[{re.escape(marks)}]"
    forms = dict.fromkeys(unicodedata.normalize(form, cluster) for form in ("NFC", "NFD"))
    return re.escape(cluster) if len(forms) == 1 else "(?:" + "|".join(map(re.escape, forms)) + ")"
