"""A resource's bytes and records, before they are a table: what polars would not say, or not where.

The fast questions (`inspect`) read the bytes once and answer for the whole file; the slow ones walk the
records with the csv module and are asked only where something is wrong.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Literal

from event_timeline.tables import quoting

CHUNK = 2**20
MARKS = b"\n,"
"""The bytes that are counted."""
_NO_MARKS = bytes(sorted(set(range(256)) - set(MARKS)))
SAMPLED = 509
"""A prime, so that no records are as far apart as what is sampled."""
SHORT = 3
"""Commas of every so many cells that the lines have at most if they are short: whole ones have one for every two at least."""
MAX_CELL = 1_000_000
"""Code points in one cell; the longest quotation is thousands of times shorter."""
MAX_HEADER = 4 * MAX_CELL
MAX_COLUMNS = 1_000


@dataclass(frozen=True)
class ByteScan:
    """The result of one pass over a file's bytes. `bad_utf8` and `nul` are byte offsets, None where there is none.

    A file that is not a table, by a NUL or by a line of many MAX_CELL, is not read to its end: sha256 is then
    empty, what is counted is counted up to there, and how it ends is taken to be well.
    """

    path: Path
    size: int
    sha256: str
    bom: bool
    carriage_returns: int
    first_return: int
    """Byte offset of the first carriage return; 0 where there is none."""
    counted: bool
    """Whether `newlines`, `breaks` and `commas` were counted, and are not those of the sample; see `all_counted`."""
    newlines: int
    breaks: int
    """Line ends inside quoted cells, where the quoting is sound."""
    quotes: int
    commas: int
    """Those that separate cells, where the quoting is sound."""
    doubled: int
    """Quotation marks inside quoted cells, each of which is written twice, where the quoting is sound."""
    nul: int | None
    final_newline: bool
    ends_in_comma: bool
    longest_line: int
    first_line: int
    """Bytes of the first line with its end."""
    quoting_sound: bool
    """Whether every quotation mark of CSV is in its place (`quoting`)."""
    all_needed: bool
    """Whether all quoted cells, where they hold no mark, hold a comma or a line feed."""

    @property
    def has_lines(self) -> bool:
        """Whether a line ends in the file."""
        return self.final_newline or self.first_line < self.size

    def may_have_short_lines(self, columns: int) -> bool:
        """Whether, by the sample, there are so few commas that the lines cannot have so many columns as a rule."""
        return not self.counted and self.newlines * columns > SHORT * self.commas

    @cached_property
    def all_counted(self) -> ByteScan:
        """The same with all line ends and commas: a pass of its own, where they were not counted. Raises OSError."""
        if self.counted:
            return self
        found = inspect(self.path)
        return replace(self, counted=True, newlines=found.newlines, breaks=found.breaks, commas=found.commas)

    @cached_property
    def bad_utf8(self) -> int | None:
        """Offset of the first byte that is not UTF-8: a pass of its own, for files that polars refuses. Raises OSError."""
        decoder, size = codecs.getincrementaldecoder("utf-8")(), 0
        with self.path.open("rb") as file:
            while chunk := file.read(CHUNK):
                pending = len(decoder.getstate()[0])
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError as error:
                    return size - pending + error.start
                size += len(chunk)
        pending = len(decoder.getstate()[0])
        return size - pending if pending else None


def inspect(
    path: Path,
    digest: hashlib._Hash | None = None,
    *,
    binary: bool = False,
    headless: bool = False,
    counted: bool = True,
    stopped: Callable[[], bool] = lambda: False,
) -> ByteScan:
    """Read a file once, in chunks. Raises OSError.

    digest: goes on from the parts before, where a resource has several files; without one nothing is hashed;
    binary: a file that may hold NULs and has no lines, read to its end; headless: the digest leaves out the first
    line, as the parts after the first do; counted: whether line ends and commas are counted, which takes most of the
    time; otherwise they are those of a sample of every SAMPLEDth byte; stopped: called before each chunk: whether the caller no longer waits, and if
    so what is returned is of a part of the file and to be thrown away. Whether the bytes are UTF-8 is left to
    polars, which looks at all of them anyway; `Facts.bad_utf8` finds the place.
    """
    size = returns = first_return = newlines = commas = longest = run = first_line = 0
    nul: int | None = None
    bom, last, placed = False, b"", quoting.QuoteScanner(counted=counted)
    with path.open("rb") as file, ThreadPoolExecutor(1) as beside:
        hashed: Future[None] | None = None
        header = True
        while not stopped() and (chunk := file.read(CHUNK)):
            if hashed is not None:
                hashed.result()
            start = 0
            if header:
                start = chunk.find(b"\n") + 1
                header, start = not start, start or len(chunk)
                first_line += start
            if digest is not None:
                hashed = beside.submit(digest.update, memoryview(chunk)[start:] if headless else chunk)
            if size == 0:
                bom = chunk.startswith(codecs.BOM_UTF8)
            if b"\r" in chunk:
                first_return = first_return if returns else size + chunk.find(b"\r")
                returns += chunk.count(b"\r")
            # what is counted are a tenth of the bytes, so that the counts cost nothing; the sample begins anywhere, so that
            # no file is written around it
            marks = chunk.translate(None, _NO_MARKS) if counted else chunk[os.urandom(1)[0] :: SAMPLED]
            newlines += marks.count(b"\n")
            commas += marks.count(b",")
            if nul is None and b"\0" in chunk:
                nul = size + chunk.find(b"\0")
            if not binary:
                placed.feed(chunk.removeprefix(codecs.BOM_UTF8) if size == 0 else chunk)
            longest, run = _longest(chunk, longest, run)
            size += len(chunk)
            last = chunk[-1:]
            if not binary and (nul is not None or max(longest, run) > 16 * MAX_CELL):
                break
        if hashed is not None:
            hashed.result()
        whole = not file.read(1)
        size = os.fstat(file.fileno()).st_size
    return ByteScan(
        path, size, digest.hexdigest() if whole and digest else "", bom, returns, first_return, counted, newlines, placed.breaks,
        placed.marks, commas - placed.commas if counted else commas, placed.doubled, nul,
        last == b"\n" or not whole, last == b",",
        max(longest, run), first_line, placed.sound(), placed.all_needed,
    )  # fmt: skip


def _longest(chunk: bytes, longest: int, run: int) -> tuple[int, int]:
    """(longest line of more than MAX_CELL bytes so far, bytes of the line that the chunk leaves open).

    run: bytes of the line that the chunk goes on with. Leaps from line end to line end a MAX_CELL apart, so
    that ordinary lines are not looked at one by one.
    """
    start = -run
    while start + MAX_CELL < len(chunk):
        leap = max(start + MAX_CELL + 1, 0)
        end = chunk.rfind(b"\n", max(start, 0), leap)
        if end < 0:
            end = chunk.find(b"\n", leap)
            if end < 0:
                return max(longest, len(chunk) - start), len(chunk) - start
            longest = max(longest, end - start)
        start = end + 1
    last = chunk.rfind(b"\n", max(start, 0))
    return longest, len(chunk) - (start if last < 0 else last + 1)


def position(path: Path, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of a byte offset; the column counts code points where they decode."""
    line, column, left = 1, 1, offset
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    with path.open("rb") as file:
        while left and (chunk := file.read(min(left, CHUNK))):
            left -= len(chunk)
            text = decoder.decode(chunk)
            line += text.count("\n")
            column = len(text) - text.rfind("\n") if "\n" in text else column + len(text)
    return line, column + len(decoder.decode(b"", True))


class StrictReader:
    """The records of CSV text, read in the one way in which all commands read it. Raises csv.Error while it is read.

    A cell of more than `most` code points is an error; an empty quote means that quotation marks are plain characters. The limit of `csv` is the whole process's, and libraries such as
    frictionless change it, so it is set for each record.
    """

    def __init__(
        self, lines: Iterable[str], delimiter: str = ",", *, quote: str = '"', strict: bool = True, most: int = MAX_CELL + 1
    ) -> None:  # fmt: skip
        quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE
        self._reader = csv.reader(lines, strict=strict, delimiter=delimiter, quotechar=quote or None, quoting=quoting)
        self._most = most

    def __iter__(self) -> StrictReader:
        return self

    def __next__(self) -> list[str]:
        former = csv.field_size_limit(self._most)
        try:
            return next(self._reader)
        finally:
            csv.field_size_limit(former)

    @property
    def line_num(self) -> int:
        """Physical lines read so far."""
        return self._reader.line_num


def header(path: Path) -> list[str]:
    """The first record's cells. Raises csv.Error, UnicodeDecodeError, OSError; empty where there is none."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return next(StrictReader(_shorter(file)), [])


def _shorter(file: Iterable[str]) -> Iterator[str]:
    """Lines, until they are longer together than a header can be. Raises csv.Error there."""
    size = 0
    for line in file:
        size += len(line)
        if size > MAX_HEADER:
            raise csv.Error("it goes on and on: a quotation mark is open")
        yield line


@dataclass(frozen=True)
class Record:
    """One record of a file: its number after the header (0 is the header), its first physical line, its cells."""

    row: int
    line: int
    cells: list[str]


def records(path: Path) -> Iterator[Record]:
    """Every record with its line; a broken one ends the walk with csv.Error."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        reader = StrictReader(file)
        line = 1
        for row, cells in enumerate(reader):
            yield Record(row, line, cells)
            line = reader.line_num + 1


def lines_of(path: Path, rows: set[int], newlines: int, total: int) -> dict[int, int]:
    """Physical line of each record number in `rows`.

    newlines: line ends in the file; total: records after the header. Where they agree no cell holds a line
    break and the line is known without a walk.
    """
    if newlines in (total, total + 1):
        return {row: row + 1 for row in rows}
    found: dict[int, int] = {}
    last = max(rows, default=0)
    try:
        for record in records(path):
            if record.row in rows:
                found[record.row] = record.line
            if record.row >= last:
                break
    except csv.Error:
        pass
    return found
