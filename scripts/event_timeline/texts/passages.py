"""Passages of a text: the names in it, what another text repeats, and what is around a span. Offsets are code points."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from event_timeline.texts.text import span_hash

WORD = re.compile(r"\w+")
NEARBY = 20
"""Code points by which a start, an end or both may be off."""


def nearby(content: str, start: int, end: int, sha256: str | None) -> tuple[int, int] | None:
    """The offsets nearest to a span's whose words have its hash, if one end or the whole span was moved by a little."""
    for step in range(1, NEARBY + 1):
        shifts = [(a * step, b * step) for a in (-1, 0, 1) for b in (-1, 0, 1) if a == b or not a or not b]
        for a, b in shifts:
            if 0 <= start + a < end + b <= len(content) and span_hash(content[start + a : end + b]) == sha256:
                return start + a, end + b
    return None


def beside(content: str, at: int, step: int) -> str:
    """Return the first character before or after one that is not a blank; line ends count, and `""` is the end of the text."""
    at += step
    while 0 <= at < len(content) and content[at].isspace() and content[at] not in "\r\n":
        at += step
    return content[at].replace("\r", "\n") if 0 <= at < len(content) else ""


def follows(content: str, at: int) -> str:
    """Return the first character after the sign at a place, or after the blanks before it."""
    while at < len(content) and content[at].isspace():
        at += 1
    return beside(content, at, 1)


def name_occurrences(
    content: str, names: Iterable[str], left_out: Mapping[int, int] | None = None
) -> Iterator[tuple[int, int]]:
    """Find the names as whole words and as whole names; the names are looked up by their first word.

    A word in capitals after it, or beside a name of one word, makes another name of the two. left_out: start -> end of
    occurrences that are known, and need not be found.
    """
    left_out = left_out or {}
    known = {name: first.group() for name in names if (first := WORD.match(name))}
    if not known:
        return
    lengths: dict[str, set[int]] = {}
    for name, first_word in known.items():
        lengths.setdefault(first_word, set()).add(len(name))
    longest_first = {word: sorted(of_word, reverse=True) for word, of_word in lengths.items()}
    done = 0
    # most words of a text begin with another letter than any name, and are passed over by the pattern
    initials = re.escape("".join({word[0] for word in lengths}))
    for found in re.finditer(rf"\b[{initials}]\w*", content):
        of_word = longest_first.get(found[0])
        if of_word is None or (start := found.start()) < done:
            continue
        for length in of_word:
            name = content[start : start + length]
            end = start + len(name)
            if name in known and not _in_word(content[end : end + 1]):
                done = end
                if left_out.get(start) == end:
                    break
                after = content[end + 1 : end + 2] if content[end : end + 1] in (" ", "-") else ""
                joined = after.isupper() and _in_word(after)
                if not joined and (" " in name or not _follows_a_capital(content, start)):
                    yield start, end
                break


def _in_word(sign: str) -> bool:
    """Whether a sign is one that patterns call `\\w`."""
    return sign.isalnum() or sign == "_"


def _follows_a_capital(content: str, start: int) -> bool:
    """Whether the word before, a blank or hyphen away, begins with a capital."""
    end = first = start - 1
    if end < 1 or content[end] not in " -":
        return False
    while first > 0 and _in_word(content[first - 1]):
        first -= 1
    return first < end and content[first].isupper()


def shared_run(summary: str, prose: str, least: int) -> str:
    """The longest run of characters that two texts share, if it has at least so many; empty otherwise.

    Any such run holds a whole block of half the length that begins at a multiple of it in the summary.
    """
    half = least // 2
    best = ""
    for start in range(0, len(summary) - half + 1, half):
        block = summary[start : start + half]
        at = prose.find(block)
        while at >= 0:
            left, right = 0, half
            while start > left and at > left and summary[start - left - 1] == prose[at - left - 1]:
                left += 1
            while start + right < len(summary) and prose[at + right : at + right + 1] == summary[start + right]:
                right += 1
            if left + right > len(best):
                best = summary[start - left : start + right]
            at = prose.find(block, at + 1)
    return best if len(best) >= least else ""
