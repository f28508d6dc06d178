"""What one pass over a file's bytes tells, held against the slow way of finding it out."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from event_timeline.tables import byte_scan

SMALL = 10


@given(st.lists(st.binary(max_size=30).map(lambda b: b.replace(b"\r", b"\n")), max_size=12))
def test_the_longest_line_is_found_wherever_the_chunks_are_cut(chunks: list[bytes]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(byte_scan, "MAX_CELL", SMALL)
        longest = run = 0
        for chunk in chunks:
            longest, run = byte_scan._longest(chunk, longest, run)
    lines = b"".join(chunks).split(b"\n")
    true = max(map(len, lines))
    found = max(longest, run)
    assert run == len(lines[-1])
    assert found == true if true > SMALL else found <= SMALL


def test_a_character_cut_by_a_chunk_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(byte_scan, "CHUNK", 3)
    path = tmp_path / "a.csv"
    path.write_text("aaé🙂ü\n", encoding="utf-8")
    assert byte_scan.inspect(path).bad_utf8 is None


def test_the_first_bad_byte_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(byte_scan, "CHUNK", 3)
    path = tmp_path / "a.csv"
    path.write_bytes("aé,b\n1,".encode() + b"\xff2\n")
    facts = byte_scan.inspect(path)
    assert facts.bad_utf8 == 8
    assert byte_scan.position(path, 8) == (2, 3)


def test_quoted_line_breaks_count_as_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b'a,b\n1,"x\n\ny"\n2,z\n')
    facts = byte_scan.inspect(path)
    assert byte_scan.lines_of(path, {1, 2}, facts.newlines, 2) == {1: 2, 2: 5}


def test_without_them_the_line_follows_from_the_record(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n1,x\n2,z\n")
    facts = byte_scan.inspect(path)
    assert byte_scan.lines_of(path, {2}, facts.newlines, 2) == {2: 3}


def test_a_file_that_is_not_read_to_its_end_is_not_said_to_be_cut_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(byte_scan, "CHUNK", 64)
    monkeypatch.setattr(byte_scan, "MAX_CELL", 4)
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n" + b"x" * 1000 + b",1\n")
    facts = byte_scan.inspect(path)
    assert facts.longest_line < 1000
    assert (facts.final_newline, facts.sha256) == (True, "")
    path.write_bytes(b"a,b\n1,2")
    assert not byte_scan.inspect(path).final_newline


@pytest.mark.parametrize(
    "content", [b"", b"a,b\n", b'a,b\n"x, y","z ""z"""\n', b"a,b\r\n1,2\r\n", b"a\rb\r", b"a\n\0\n"]
)
def test_all_but_line_ends_and_commas_is_the_same_where_they_are_not_counted(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    whole, fast = (byte_scan.inspect(path, hashlib.sha256(), counted=counted) for counted in (True, False))
    assert not fast.counted
    assert fast == replace(whole, counted=False, newlines=fast.newlines, breaks=0, commas=fast.commas)
    assert fast.all_counted == whole
    assert whole.all_counted is whole


@pytest.mark.parametrize(
    ("line", "columns", "short"),
    [("a,", 18, True), (",", 18, True), ("", 18, True), ("a,,", 18, True), (",".join("a" * 18), 18, False), ("1,2", 2, False), ("1", 1, True)],
)  # fmt: skip
def test_a_sample_shows_lines_that_are_too_short(line: str, columns: int, short: bool, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(",".join("a" * columns) + "\n" + f"{line}\n" * 3_000_000, encoding="utf-8")
    facts = byte_scan.inspect(path, counted=False)
    assert facts.may_have_short_lines(columns) is short
    assert not facts.all_counted.may_have_short_lines(columns)


def test_line_ends_inside_quoted_cells_are_counted_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b'a,b\n1,"x\n\ny"\n2,"z\n"\n')
    for size in (1, 3, 2**20):
        monkeypatch.setattr(byte_scan, "CHUNK", size)
        facts = byte_scan.inspect(path)
        assert (facts.newlines, facts.breaks) == (6, 3)
