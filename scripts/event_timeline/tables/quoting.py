"""Where the quotation marks of a CSV file break RFC 4180, section 2, rules 5 to 7.

A mark may only open a cell, close one, or be one of two inside a quoted cell. Readers recover from anything else in
ways of their own: one drops characters, another keeps them, a third refuses the file. The fast question (`QuoteScanner`) is
asked of every file while its bytes are counted; `faults` walks through a file that fails it, line by line.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from event_timeline.model import UserError

_COMMA, _LINE_FEED = b",\n"  # bytes as numbers are found ten times as fast as bytes objects
_AROUND = frozenset(b",\n\r")
"""What may be beside the outside of a mark, where another mark is not."""


class QuoteScanner:
    """Whether all quotation marks are in their places, asked of a file in chunks of any size.

    Between two marks a text is inside a quoted cell and outside of one by turns, so that it is enough to look at how
    each piece that is outside begins and ends. counted: whether commas and line feeds inside quoted cells are counted.
    """

    def __init__(self, *, counted: bool = True) -> None:
        self._counted = counted
        self._sound, self._inside, self._last = True, False, b"\n"
        self.marks = 0
        """All quotation marks so far, as long as they are in their places."""
        self.commas = 0
        """Commas inside quoted cells so far, as long as all marks are in their places."""
        self.breaks = 0
        """Line feeds inside quoted cells so far, as long as all marks are in their places."""
        self.doubled = 0
        """Marks inside quoted cells so far, each of which is written twice."""
        self.all_needed = True
        """Whether all quoted cells so far, but for an open one, hold a comma or a line feed; of no meaning where they hold marks."""
        self._needed = False

    def feed(self, chunk: bytes) -> None:
        """Look at the next bytes of the file; a byte order mark must have been removed."""
        if not chunk or not self._sound:
            return
        if b'"' not in chunk and self._last != b'"':  # many times as fast as to split nothing
            if self._inside:
                self.commas += chunk.count(b",")
                self.breaks += chunk.count(b"\n")
                self._needed = self._needed or _COMMA in chunk or _LINE_FEED in chunk
            self._last = chunk[-1:]
            return
        pieces = chunk.split(b'"')
        self.marks += len(pieces) - 1
        inside, self._inside = self._inside, self._inside ^ (len(pieces) % 2 == 0)
        outside, cells = pieces[inside::2], pieces[1 - inside :: 2]
        if self._counted:
            inner = b"".join(cells)
            self.commas += inner.count(b",")
            self.breaks += inner.count(b"\n")
        if self.all_needed:
            needed = [_COMMA in cell or _LINE_FEED in cell for cell in cells]
            if inside:
                needed[0] = needed[0] or self._needed
            self._needed = self._inside and needed.pop()
            self.all_needed = all(needed)
        opens, closes = not inside and len(pieces) > 1, not self._inside and len(pieces) > 1
        self.doubled += (
            outside.count(b"") - (opens and not pieces[0] and self._last != b'"') - (closes and not pieces[-1])
        )
        after = outside if inside or self._last == b'"' else outside[1:]
        before = outside if self._inside else outside[:-1]
        self._sound = {p[0] for p in after if p} <= _AROUND and {p[-1] for p in before if p} <= _AROUND
        if not inside and len(pieces) > 1 and not pieces[0]:
            self._sound = self._sound and self._last in (b",", b"\n", b"\r", b'"')
        self._last = chunk[-1:]

    def sound(self) -> bool:
        """Whether they are, of the file as a whole, which ends here."""
        return self._sound and not self._inside


@dataclass(frozen=True)
class QuotingFault:
    """A quotation mark that is out of its place. `line` and `character` count from 1, `cell` from 0 in its record."""

    line: int
    character: int
    cell: int
    message: str
    hint: str
    open_at_end: bool = False
    """Whether the file ends inside the quoted cell."""

    def error(self, path: str) -> UserError:
        """The fault as what ends a command."""
        return UserError(f"{path}:{self.line}: {self.message}", self.hint)


_UNQUOTED = re.compile(rb'[^",\r\n]*+')
_QUOTED = re.compile(rb'[^"]*+(?:""[^"]*+)*+')
"""The inside of a quoted cell, after its first mark, up to the line's end or the mark that closes it."""
_SHOWN = 24
"""Bytes before and after a mark that are shown."""


def faults(file: BinaryIO) -> Iterator[QuotingFault]:
    """Every fault of a CSV file, which is read from its beginning; each line has one at most.

    A cell that is opened in one line and closed wrongly in a later one, or never, is a fault of the line in which it
    opens, and the walk goes on in the line after that.
    """
    number, cell = 0, 0
    opened: tuple[int, int, int] | None = None
    """Line, character and cell of the quoted cell that a line leaves open."""
    after_opening = 0
    line = b""
    while True:
        line = file.readline()
        if not line and opened is None:
            return
        number += 1
        if line and b'"' not in line:
            number += _skip_lines_without_mark(file)
            continue
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        place = 0
        if opened is None:
            cell = 0
        elif not line or (end := _QUOTED.match(line)) is None or _closes_badly(line, end.end()):
            yield _left_open(*opened, at_end=not line)
            number = opened[0]
            opened = None
            file.seek(after_opening)
            continue
        elif end.end() == len(line):
            continue
        else:
            opened, place = None, end.end() + 1
            place += line[place : place + 1] == b","
            cell += line[place - 1 : place] == b","
        fault, opening = _in_line(line, number, place, cell)
        if fault is not None:
            yield fault
        elif opening is not None:
            opened, after_opening = (number, *opening), file.tell()
            cell = opened[2]


def _skip_lines_without_mark(file: BinaryIO) -> int:
    """Move to the beginning of the line with the next mark, or to the end; return how many lines were passed."""
    passed, size = 0, 256
    start = base = file.tell()
    while chunk := file.read(size):
        at = chunk.find(b'"')
        before = chunk if at < 0 else chunk[:at]
        if breaks := before.count(b"\n"):
            passed, start = passed + breaks, base + before.rfind(b"\n") + 1
        if at >= 0:
            break
        base, size = base + len(chunk), min(2 * size, 2**20)
    else:
        start = base
    file.seek(start)
    return passed


def _closes_badly(line: bytes, end: int) -> bool:
    return end + 1 < len(line) and line[end + 1] not in _AROUND


def _in_line(line: bytes, number: int, place: int, cell: int) -> tuple[QuotingFault | None, tuple[int, int] | None]:
    """The fault of a line from `place` on, or (character, cell) of the quoted cell that it leaves open."""
    while place < len(line):
        start = place
        if line[place : place + 1] == b'"':
            end = _QUOTED.match(line, place + 1)
            assert end is not None
            place = end.end()
            if place == len(line):
                return None, (_characters(line, start), cell)
            if _closes_badly(line, place):
                follows = line[place + 1 : place + 5].decode("utf-8", "replace")[:1]
                said = f"character {_characters(line, place)} closes the quoted cell and is followed by {follows!r}"
                message = f"{said}, not by a comma or the end of the line: {_shown(line, place)}"
                return QuotingFault(number, _characters(line, place), cell, message, TWICE), None
            place += 1
        else:
            end = _UNQUOTED.match(line, place)
            assert end is not None
            place = end.end()
            if line[place : place + 1] == b'"':
                said = f"a quotation mark at character {_characters(line, place)}, inside a cell that is not quoted"
                return QuotingFault(
                    number, _characters(line, place), cell, f"{said}: {_shown(line, place)}", QUOTE
                ), None
        if line[place : place + 1] == b",":
            cell += 1
        place += 1
    return None, None


TWICE = "write each quotation mark inside a quoted cell twice"
QUOTE = "put the cell in quotation marks, and write each quotation mark inside it twice"
CLOSE = "close it before the next comma or the end of the line, or delete the mark"


def _left_open(line: int, character: int, cell: int, *, at_end: bool) -> QuotingFault:
    where = f"the quotation mark at character {character} opens a cell that"
    said = "is never closed" if at_end else "is not closed before other quotation marks follow in a later line"
    return QuotingFault(line, character, cell, f"{where} {said}", CLOSE, open_at_end=at_end)


def _characters(line: bytes, place: int) -> int:
    """The character, from 1, of a byte of a line."""
    return len(line[:place].decode("utf-8", "replace")) + 1


def _shown(line: bytes, place: int) -> str:
    """The surroundings of a place, as they are in the file."""
    before = line[max(place - _SHOWN, 0) : place].decode("utf-8", "ignore")
    after = line[place : place + _SHOWN].decode("utf-8", "ignore").rstrip("\r\n")
    return f"{'…' if place > _SHOWN else ''}{before}{after}{'…' if len(line) > place + _SHOWN + 1 else ''}"


def first_fault(content: bytes) -> QuotingFault | None:
    """The first fault of a file's bytes; None where all marks are in their places, which is asked the fast way."""
    scanner = QuoteScanner(counted=False)
    scanner.feed(content.removeprefix(codecs.BOM_UTF8))
    return None if scanner.sound() else next(faults(io.BytesIO(content)), None)


def check(content: bytes, path: str) -> None:
    """Raise UserError with the first fault of a file's bytes, `path` being how it is named."""
    if fault := first_fault(content):
        raise fault.error(path)
