"""From words to spans: what an author means by words of the text, distinguished where they occur several times."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from event_timeline.io.counting import times
from event_timeline.model import UserError
from event_timeline.texts.locating import Occurrence, in_context, locate
from event_timeline.texts.text import Text

Span = tuple[int, int]
MARKS = re.compile(r"@(i|(?:\d+|all)(?:,i)?|i,(?:\d+|all))$")
CLOSING_PUNCTUATION = ".,;:!?… "
MAX_PLACES = 20
"""Occurrences that a message lists."""


def spans_of_words(text: Text, words: str, near: list[Span] | None = None, taken: Sequence[Span] = ()) -> list[Span]:
    """The span that some words mean; `words@2` is their second occurrence, `words@all` every one, `@i` in any case.

    The marks can be joined, as in `words@all,i`.

    Words are taken as written, or else with any quotation marks and white space; whole words before
    parts of words. near: spans that the words belong to; of several occurrences in their paragraph the
    nearest is taken. taken: spans of the same record and part; what lies inside one is not meant again. Raises UserError where the words do not occur, or occur several times.
    """
    found = _found(text, words)
    wanted, ignore_case = "", False
    if not found:
        plain, wanted, ignore_case = split_words(words)
        found = _found(text, plain, ignore_case=ignore_case) if plain != words else []
    if not found:
        raise UserError(
            f"{words!r} is not in the text",
            "copy the words from the text; `timeline locate WORDS --loose` searches more freely",
        )
    if wanted == "all":
        return [(o.start, o.end) for o in found]
    if wanted:
        if not 1 <= int(wanted) <= len(found):
            said = f"{words!r}: the words occur {times(len(found))}"
            chosen = f"choose from @1 to @{len(found)}" if len(found) > 1 else f"leave @{wanted} out"
            raise UserError(said, f"{chosen}. {_listed(enumerate(found, 1))}")
        return [(found[int(wanted) - 1].start, found[int(wanted) - 1].end)]
    if len(found) > 1 and taken:
        found = [o for o in found if not any(a <= o.start and o.end <= b for a, b in taken)] or found
    if len(found) > 1 and near:
        found = _nearest(text, found, near)
    if len(found) > 1:
        plain = split_words(words)[0] if ignore_case else words
        numbers = {o: i for i, o in enumerate(_found(text, plain, ignore_case=ignore_case), 1)}
        places = _listed((numbers[o], o) for o in found)
        mark = f"{numbers[found[0]]}{',i' if ignore_case else ''}"
        raise UserError(f"{words!r} occurs {len(found)} times", f'write "{plain}@{mark}", or @all. {places}')
    return [(found[0].start, found[0].end)]


def _listed(numbered: Iterable[tuple[int, Occurrence]]) -> str:
    """Occurrences by number, each with its offsets and the words around it; at most MAX_PLACES."""
    return "; ".join(f"@{i} [{o.start}, {o.end}) {in_context(o)}" for i, o in islice(numbered, MAX_PLACES))


def quotation_span(text: Text, words: str) -> Span:
    """The whole quotation that a number of `timeline quotes`, or its words, mean. Raises UserError."""
    quotations = text.quotations
    if words.isdecimal():
        if not 1 <= int(words) <= len(quotations):
            raise UserError(f"there is no quotation {words}", f"the text has {len(quotations)}: see `timeline quotes`")
        return quotations[int(words) - 1].start, quotations[int(words) - 1].end
    spans = []
    for o in _found(text, words, whole_words=False):
        for q in quotations:
            left = text.content[o.end : q.end].strip(CLOSING_PUNCTUATION)
            if q.start == o.start and o.end <= q.end and not left and (q.start, q.end) not in spans:
                spans.append((q.start, q.end))
    if len(spans) != 1:
        what = "is not a whole quotation of the text" if not spans else f"is quoted {len(spans)} times"
        raise UserError(f"{words!r} {what}", "give its number in `timeline quotes`")
    return spans[0]


def has_words(text: Text, words: str, *, quotation: bool = False) -> bool:
    """Whether a text has some words, given as for the functions above."""
    if quotation and words.isdecimal():
        return int(words) <= len(text.quotations)
    plain, _, ignore_case = split_words(words)
    return bool(_found(text, words) or _found(text, plain, ignore_case=ignore_case))


def split_words(words: str) -> tuple[str, str, bool]:
    """(words, the occurrence that their marks ask for: a number, `all` or nothing, whether case is ignored)."""
    marked = MARKS.search(words)
    if not marked:
        return words, "", False
    marks = marked[1].split(",")
    return words[: marked.start()], next((m for m in marks if m != "i"), ""), "i" in marks


def _found(text: Text, words: str, *, whole_words: bool = True, ignore_case: bool = False) -> list[Occurrence]:
    found = locate(text, words, ignore_case=ignore_case) or locate(text, words, loose=True, ignore_case=ignore_case)
    whole = [o for o in found if _is_whole(text.content, o)]
    return whole if whole and whole_words else found


def _is_whole(content: str, o: Occurrence) -> bool:
    before, after = content[o.start - 1 : o.start], content[o.end : o.end + 1]
    starts_inside = before.isalnum() and o.exact[:1].isalnum()
    ends_inside = after.isalnum() and o.exact[-1:].isalnum()
    return not (starts_inside or ends_inside)


def _nearest(text: Text, found: list[Occurrence], near: list[Span]) -> list[Occurrence]:
    paragraphs = {text.paragraph_at(start) for start, _ in near}
    beside = [o for o in found if o.paragraph in paragraphs]
    if not beside:
        return found

    def distance(o: Occurrence) -> int:
        return min(max(a - o.end, o.start - b, 0) for a, b in near)

    least = min(map(distance, beside))
    return [o for o in beside if distance(o) == least]
