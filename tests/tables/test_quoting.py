"""Quotation marks in their places: the fast answer, the walk through the lines, and a plain automaton agree."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from event_timeline.tables import quoting

FILES = st.lists(st.sampled_from(['"', '"', '""', ",", "\n", "x", "é", "\r\n", "\r", " "]), max_size=30).map("".join)


def follows_rfc_4180(text: str) -> bool:
    """Section 2, rules 5 to 7, character by character."""
    state = "start"
    for c in text:
        if state in ("start", "unquoted"):
            if c == '"' and state == "unquoted":
                return False
            state = "quoted" if c == '"' else "start" if c in ",\r\n" else "unquoted"
        elif state == "quoted":
            state = "mark" if c == '"' else "quoted"
        elif c == '"':
            state = "quoted"
        elif c in ",\r\n":
            state = "start"
        else:
            return False
    return state != "quoted"


def fast(content: bytes, sizes: list[int]) -> bool:
    marks = quoting.QuoteScanner()
    while content:
        size = sizes.pop() if sizes else len(content)
        marks.feed(content[:size])
        content = content[size:]
    return marks.sound()


@given(FILES, st.lists(st.integers(1, 4), max_size=20))
def test_the_fast_answer_is_that_of_the_automaton_wherever_the_chunks_are_cut(text: str, sizes: list[int]) -> None:
    assert fast(text.encode(), sizes) == follows_rfc_4180(text)


@given(FILES, st.lists(st.integers(1, 4), max_size=20))
def test_marks_and_commas_inside_cells_are_counted_wherever_the_chunks_are_cut(text: str, sizes: list[int]) -> None:
    assume(follows_rfc_4180(text) and "\r" not in text)
    marks, content = quoting.QuoteScanner(), text.encode()
    while content:
        size = sizes.pop() if sizes else len(content)
        marks.feed(content[:size])
        content = content[size:]
    cells = [cell for record in csv.reader(io.StringIO(text, newline="")) for cell in record]
    assert marks.doubled == sum(cell.count('"') for cell in cells)
    assert marks.commas == sum(cell.count(",") for cell in cells)


CELLS = st.sampled_from(["x", "", '"a,b"', '",é"', '"a\nb,"', '","', '"x"', '""', '"\n"'])


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=4), st.lists(st.integers(1, 4), max_size=20))
def test_marks_around_cells_that_do_not_need_them_are_seen(records: list[list[str]], sizes: list[int]) -> None:
    content = "".join(",".join(cells) + "\n" for cells in records).encode()
    marks = quoting.QuoteScanner(counted=False)
    while content:
        size = sizes.pop() if sizes else len(content)
        marks.feed(content[:size])
        content = content[size:]
    quoted = [cell for cells in records for cell in cells if cell.startswith('"')]
    assert marks.sound()
    assert marks.all_needed == all("," in cell or "\n" in cell for cell in quoted)


@given(FILES)
def test_the_walk_finds_a_fault_wherever_there_is_one(text: str) -> None:
    found = list(quoting.faults(io.BytesIO(text.encode())))
    assert (not found) == follows_rfc_4180(text)
    lines = [fault.line for fault in found]
    assert lines == sorted(set(lines))


@given(FILES)
def test_what_has_no_fault_is_read_strictly(text: str) -> None:
    if follows_rfc_4180(text) and "\r" not in text:
        list(csv.reader(io.StringIO(text, newline=""), strict=True))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('a,b\nx,"The "union" warns"\n', [(2, 8, 1, "is followed by 'u'")]),
        ('a,b\nx,"The \\"union\\" warns"\n', [(2, 9, 1, "is followed by 'u'")]),
        ('a,b\nx,"The "union", it warns"\n', [(2, 8, 1, "is followed by 'u'")]),
        ('a,b\nx,A 40" container\n', [(2, 7, 1, "inside a cell that is not quoted")]),
        ('a,b\nx,A 40" x 30" box\né,A 8" pipe\n', [(2, 7, 1, "not quoted"), (3, 6, 1, "not quoted")]),
        ('a,b\n "x",y\n', [(2, 2, 0, "not quoted")]),
        ('a,b\n"x" ,y\n', [(2, 3, 0, "is followed by ' '")]),
        ('a,b\n"x,y\nz,"q"\n', [(2, 1, 0, "is not closed before")]),
        ('a,b\n"x,y\nz,q\n', [(2, 1, 0, "is never closed")]),
        ('a,b\n"x\ny",z"\n', [(3, 5, 1, "not quoted")]),
        ('\ufeff"a",b\nx,y\n', []),
        ('a,b\n"x\n""y""\n",z\n', []),
    ],
)
def test_each_fault_is_placed(text: str, found: list[tuple[int, int, int, str]]) -> None:
    seen = list(quoting.faults(io.BytesIO(text.encode())))
    assert [(f.line, f.character, f.cell) for f in seen] == [tuple(place) for *place, _ in found]
    assert all(said in f.message for f, (*_, said) in zip(seen, found, strict=True))


def test_a_file_of_open_cells_is_walked_in_time_that_grows_with_its_size() -> None:
    content = b'x,"y\n' * 200_000
    assert sum(1 for _ in quoting.faults(io.BytesIO(content))) == 200_000
