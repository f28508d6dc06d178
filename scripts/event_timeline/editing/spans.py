"""From words to spans: what an author means by words of the text, distinguished where they occur several times."""

from __future__ import annotations

import re
from collections.abc import Sequence

from event_timeline.model import UserError
from event_timeline.texts.locating import Occurrence, in_context, locate
from event_timeline.texts.text import Text

Span = tuple[int, int]
CLOSING_PUNCTUATION = ".,;:!?… "


def spans_of_words(text: Text, words: str, near: list[Span] | None = None, taken: Sequence[Span] = ()) -> list[Span]:
    """The span that some words mean; `words@2` is their second occurrence, `words@all` every one.

    Words are taken as written, or else with any quotation marks and white space; whole words before
    parts of words. near: spans that the words belong to; of several occurrences in their paragraph the
    nearest is taken. taken: spans of the same record and part; what lies inside one is not meant again. Raises UserError where the words do not occur, or occur several times.
    """
    found = _found(text, words)
    wanted = None
    if not found and (suffix := re.search(r"@(\d+|all)$", words)):
        found, wanted = _found(text, words[: suffix.start()]), suffix[1]
    if not found:
        raise UserError(
            f"{words!r} is not in the text", "copy the words from the text; `timeline locate` searches more freely"
        )
    if wanted == "all":
        return [(o.start, o.end) for o in found]
    if wanted:
        if not 1 <= int(wanted) <= len(found):
            raise UserError(f"{words!r}: the words occur {len(found)} times", f"choose from @1 to @{len(found)}")
        return [(found[int(wanted) - 1].start, found[int(wanted) - 1].end)]
    if len(found) > 1 and taken:
        found = [o for o in found if not any(a <= o.start and o.end <= b for a, b in taken)] or found
    if len(found) > 1 and near:
        found = _nearest(text, found, near)
    if len(found) > 1:
        numbers = {o: i for i, o in enumerate(_found(text, words), 1)}
        places = "; ".join(f"@{numbers[o]} {in_context(o)}" for o in found)
        raise UserError(
            f"{words!r} occurs {len(found)} times", f'write "{words}@{numbers[found[0]]}", or @all. {places}'
        )
    return [(found[0].start, found[0].end)]


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
    return bool(_found(text, words) or _found(text, re.sub(r"@(\d+|all)$", "", words)))


def _found(text: Text, words: str, *, whole_words: bool = True) -> list[Occurrence]:
    found = locate(text, words) or locate(text, words, loose=True)
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
