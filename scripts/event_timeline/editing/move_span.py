"""Moving a row of evidence to other words: its offsets, paragraph, words and hash follow."""

from __future__ import annotations

from collections.abc import Mapping

from event_timeline.editing.csv_tables import Row
from event_timeline.editing.draft import Draft
from event_timeline.editing.row_lookup import find_row
from event_timeline.editing.spans import spans_of_words
from event_timeline.model import UserError
from event_timeline.texts.text import Text, span_hash

TABLE = "evidence"
OFFSETS = ("char_start", "char_end")


def moved(draft: Draft, address: str, given: Mapping[str, str], texts: Mapping[str, Text]) -> dict[str, str]:
    """The cells to set where new words (`exact`) or offsets are given for a row of evidence, with those that follow.

    address: `TABLE/KEY` of the row; given: column -> value. Other rows, and spans whose hash is given as well, stay as they are given. Raises
    UserError where the words are not in the text, or are there several times.
    """
    words, offsets = given.get("exact", ""), [c for c in OFFSETS if given.get(c)]
    if address.partition("/")[0] != TABLE or bool(words) == bool(offsets) or given.get("sha256"):
        return dict(given)
    _, row = find_row(draft, address)
    fresh = row | dict(given)
    text = texts.get(fresh["source_id"])
    if text is None:
        without = "; offsets with `sha256` beside them are set without it" if offsets else ""
        raise UserError(
            f"{address}: the text of the source {fresh['source_id']!r} is not given",
            f"name it with --source {fresh['source_id']}=FILE{without}",
        )
    if words:
        spans = spans_of_words(text, words)
        if len(spans) > 1:
            raise UserError(
                f"{words!r} means {len(spans)} spans, and the row is one", "write WORDS@2 for the second one"
            )
        start, end = spans[0]
    else:
        start, end = _offset(fresh["char_start"]), _offset(fresh["char_end"])
        if not 0 <= start < end <= len(text.content):
            raise UserError(
                f"[{start}, {end}) is not a span of the text of {len(text.content):,} characters", "correct the offsets"
            )
    return dict(given) | _cells(text, start, end, fresh["part"])


def _cells(text: Text, start: int, end: int, part: str) -> Row:
    exact = text.content[start:end]
    return {
        "char_start": str(start),
        "char_end": str(end),
        "paragraph": str(text.paragraph_at(start)),
        "exact": "" if part == "report" else exact,
        "sha256": span_hash(exact),
    }


def _offset(cell: str) -> int:
    if not cell.isdecimal():
        raise UserError(f"{cell!r} is not an offset", "give a whole number of code points")
    return int(cell)
