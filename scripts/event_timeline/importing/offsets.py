"""Offsets that a program counted in its own way, as code points of the text as it is stored."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from event_timeline.importing.annotations import Piece

BOM = "\ufeff"


def same_words(text: str, pieces: Iterable[Piece], words: str) -> bool:
    """Whether pieces of a text, joined by blanks, are these words; any white space is like any other."""
    return " ".join(" ".join(text[a:b] for a, b in pieces).split()) == " ".join(words.split())


def code_points(text: str) -> range:
    """Code points of the stored text itself."""
    return range(len(text) + 1)


def utf16_units(text: str, starts: Sequence[int]) -> list[int]:
    """Offset in UTF-16 units -> code point. starts: the stored code points that are counted, and the end."""
    found: list[int] = []
    for at in starts[:-1]:
        found += [at] * (2 if text[at] > "\uffff" else 1)
    return [*found, starts[-1]]


def counted(text: str) -> list[Sequence[int]]:
    """The ways in which programs count a text, each as a sequence: offset -> code point of the stored text.

    Code points as stored come first; then without a byte order mark, with CR LF as one, and each of them in UTF-16 units,
    as JavaScript and Java count. Ways that make no difference for the text are left out.
    """
    whole = code_points(text)
    ways: list[Sequence[int]] = [whole]
    skipped = [0] if text.startswith(BOM) else []
    breaks = [m.start() for m in re.finditer("\r\n", text)]
    for left_out in (skipped, breaks, skipped + breaks):
        if left_out:
            gone = set(left_out)
            way = [at for at in whole if at not in gone]
            if way not in ways:
                ways.append(way)
    if any(c > "\uffff" for c in text):
        ways += [utf16_units(text, way) for way in ways]
    return ways


def moved(pieces: Iterable[Piece], way: Sequence[int]) -> list[Piece] | None:
    """Pieces counted in a way, as code points of the stored text; None where one is outside it or is empty."""
    found = []
    for start, end in pieces:
        if not 0 <= start < end < len(way):
            return None
        found.append((way[start], way[end]))
    return found


def best_way(text: str, quoted: Sequence[tuple[list[Piece], str]]) -> Sequence[int]:
    """The way of counting in which most spans have the words that are quoted with them; the stored text's own of equals."""
    ways = counted(text)
    if len(ways) == 1:
        return ways[0]

    def fitting(way: Sequence[int]) -> int:
        places = ((moved(pieces, way), words) for pieces, words in quoted)
        return sum(at is not None and same_words(text, at, words) for at, words in places)

    return max(ways, key=fitting)
