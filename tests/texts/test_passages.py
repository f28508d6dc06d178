"""Passages of a text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from event_timeline.texts.passages import NEARBY, WORD, beside, name_occurrences, nearby
from event_timeline.texts.text import span_hash


@pytest.mark.parametrize(
    "shift", [(1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, -1), (NEARBY, NEARBY), (0, -NEARBY)], ids=str
)
def test_a_span_whose_start_end_or_both_are_off_is_found(shift: tuple[int, int]) -> None:
    content = "".join(chr(0x4E00 + i) for i in range(100))
    start, end = 30, 60
    right = (start + shift[0], end + shift[1])
    assert nearby(content, start, end, span_hash(content[slice(*right)])) == right


def test_a_span_that_is_off_by_more_is_not_found() -> None:
    content = "".join(chr(0x4E00 + i) for i in range(100))
    assert nearby(content, 30, 60, span_hash(content[31 + NEARBY : 61 + NEARBY])) is None


@pytest.mark.parametrize("right", [(0, 10), (90, 100)])
def test_a_span_at_the_edge_of_the_text_is_found(right: tuple[int, int]) -> None:
    content = "".join(chr(0x4E00 + i) for i in range(100))
    inner = (right[0] + 1, right[1]) if right[0] == 0 else (right[0], right[1] - 1)
    assert nearby(content, *inner, span_hash(content[slice(*right)])) == right


def test_the_first_and_the_last_character_of_a_text_are_beside_what_they_touch() -> None:
    assert beside("'a'", 1, -1) == "'"
    assert beside("'a'", 1, 1) == "'"
    assert beside("  a  ", 2, -1) == beside("  a  ", 2, 1) == ""


LETTERS = "ABabé中1 -.'"
WORDS = st.text(LETTERS, min_size=1, max_size=5)


def occurrences_by_definition(content: str, names: set[str]) -> list[tuple[int, int]]:
    """As `name_occurrences` describes them, by trying every name at every word."""
    words = list(WORD.finditer(content))
    found, done = [], 0
    for i, word in enumerate(words):
        start = word.start()
        fits = [
            n
            for n in names
            if (first := WORD.match(n)) and first[0] == word[0] and content.startswith(n, start)
            and not WORD.match(content, start + len(n))
        ]  # fmt: skip
        if start < done or not fits:
            continue
        name = max(fits, key=len)
        done = start + len(name)
        later = next((w for w in words if w.start() == done + 1 and content[done] in " -"), None)
        earlier = words[i - 1] if i and content[words[i - 1].end() : start] in (" ", "-") else None
        before = earlier is not None and " " not in name and earlier[0][0].isupper()
        if not before and not (later is not None and later[0][0].isupper()):
            found.append((start, done))
    return found


@given(st.text(LETTERS, max_size=40), st.sets(WORDS, max_size=4))
def test_names_are_found_as_they_are_defined(content: str, names: set[str]) -> None:
    assert list(name_occurrences(content, names)) == occurrences_by_definition(content, names)


@settings(deadline=None)
@given(st.data())
def test_occurrences_that_are_known_may_be_left_out(data: st.DataObject) -> None:
    part = st.sampled_from(["Ann", "Ann Bo", "Bo", "Bob", "Øst", "the", "-", " ", ". ", "\n"])
    text = "".join(data.draw(st.lists(part, max_size=20)))
    names = data.draw(st.sets(st.sampled_from(["Ann", "Ann Bo", "Bo", "Bob", "Øst"])))
    found = list(name_occurrences(text, names))
    known = dict(data.draw(st.lists(st.sampled_from(found), unique=True))) if found else {}
    others = list(name_occurrences(text, names, known))
    assert others == [place for place in found if known.get(place[0]) != place[1]]
