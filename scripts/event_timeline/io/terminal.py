"""The one way out: whatever is written to stdout or stderr goes through `guarded`, and only shows.

A cell, file name or error message of a hostile package may hold what a terminal obeys (ECMA-48: ESC, C1 controls;
OSC 8 links, OSC 52), what turns the order of letters around (Unicode's bidi controls, UTS 55) or what is not seen.
All of it is written out as `\\x1b` or `\\u202e`. Colours are ours: `style` marks them with a number that is drawn
when the program starts, so that no text of anyone else can hold such a mark.
"""

from __future__ import annotations

import codecs
import json
import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TextIO, cast

COLOURS = {"red": 31, "green": 32, "yellow": 33, "cyan": 36}
"""SGR parameters (ECMA-48, 8.3.117)."""
UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u3164\uffa0]")
"""What is default-ignorable (Unicode, DerivedCoreProperties) and printable to Python; variation selectors stay."""
JOINED = re.compile("(?<=[^\x00-\u02ff])[\u200c\u200d](?=[^\x00-\u02ff])")
"""Zero-width (non-)joiners that emoji and many scripts need: between two characters that are not Latin."""
_OURS = os.urandom(8).hex()
_MARK = re.compile(f"\0{_OURS}([0-9;]*[mK]|\r)")


def printable(text: str) -> str:
    """A value on one line: controls, line breaks, unusual blanks and what is not seen are written out."""
    if text.isprintable() and not UNSEEN.search(text):
        return text
    return "".join(map(_escaped, text))


def one_line(text: str) -> str:
    """Prose on one line: line breaks are written out, so that no value starts a line; blanks stay, as in `harmless`."""
    return _harmless_line(text)


def harmless(text: str) -> str:
    """Text of several lines that only shows: line feeds, tabs, blanks and needed joiners stay, the rest as `printable`."""
    return "\n".join(map(_harmless_line, text.split("\n")))


def shown_width(text: str) -> int:
    """Columns of a terminal that a text takes: wide letters two, combining marks none (Unicode Standard Annex 11)."""
    taking = (c for c in text if not unicodedata.combining(c) and unicodedata.category(c) not in ("Mn", "Me", "Cf"))
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in taking)


def json_text(document: Any, indent: int | None = 2) -> str:
    """JSON, by default indented, that shows and loses nothing: what does not print is a \\u escape (RFC 8259, 7)."""
    text = json.dumps(document, indent=indent, ensure_ascii=False)
    return "\n".join(
        line if line.isprintable() and not UNSEEN.search(line) else "".join(map(_json_escaped, line))
        for line in text.split("\n")
    )


def style(text: str, fg: str = "", *, bold: bool = False, dim: bool = False, underline: bool = False) -> str:
    """Text in a colour of COLOURS or a manner, on streams that are coloured."""
    codes = [str(COLOURS[fg])] if fg else []
    codes += [code for code, wanted in (("1", bold), ("2", dim), ("4", underline)) if wanted]
    return f"\0{_OURS}{';'.join(codes)}m{text}\0{_OURS}0m"


def unstyle(text: str) -> str:
    """Text without the marks of `style`."""
    return _MARK.sub("", text)


def obeys(stream: TextIO | Guarded) -> bool:
    """Whether a stream is a terminal that knows colours and moves (terminfo's `dumb` knows none)."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def again(text: str) -> str:
    """Text that takes the place of the terminal's last line."""
    return f"\0{_OURS}\r\0{_OURS}2K{text}"


def take_over(text: str) -> None:
    """Write last words to stderr, in place of the line that shows the progress where stderr is a guarded terminal."""
    sys.stderr.write(again(text) if isinstance(sys.stderr, Guarded) and obeys(sys.stderr) else text)


def write_data(content: bytes) -> None:
    """Write a file's content to stdout: as it is, unless stdout is a terminal, which gets it as text that only shows."""
    stream = sys.stdout
    if isinstance(stream, Guarded):
        stream.write_data(content)
    else:  # used as a library
        stream.write(content.decode("utf-8", "backslashreplace"))


class Guarded:
    """A text stream that lets nothing pass but what shows. It has no `buffer`: nothing goes around it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._decode = codecs.getincrementaldecoder("utf-8")("backslashreplace").decode

    def write(self, text: str) -> int:
        """Write text, harmless, with the colours and moves that are ours where they are wanted.

        Where the reader has gone (`| head`) the rest of the text is dropped, so that the exit code is that of the command.
        """
        if not isinstance(text, str):
            raise TypeError("a text stream takes str")
        try:
            self._write(text)
        except BrokenPipeError:
            self._drop()
        return len(text)

    def flush(self) -> None:
        """Write what is buffered, or drop it where the reader has gone."""
        try:
            self._stream.flush()
        except BrokenPipeError:
            self._drop()

    def _drop(self) -> None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), self._stream.fileno())

    def _write(self, text: str) -> None:
        parts = _MARK.split(text)  # text and marks in turn
        for number, part in enumerate(parts):
            if number % 2 == 0:
                self._stream.write(harmless(part))
            elif part == "\r":
                self._stream.write("\r")
            elif part.endswith("K") or self._coloured():
                self._stream.write(f"\x1b[{part}")

    def writelines(self, lines: Iterable[str]) -> None:
        """Write each of some texts."""
        for line in lines:
            self.write(line)

    def write_data(self, content: bytes) -> None:
        """Write a file's content, or the next part of it: see the function of this name."""
        raw = getattr(self._stream, "buffer", None)
        if raw is None or self._stream.isatty():
            self.write(self._decode(content))
        else:
            self._stream.flush()
            raw.write(content)
            raw.flush()

    def _coloured(self) -> bool:
        """No under NO_COLOR, yes under FORCE_COLOR, else as the stream is a terminal that knows them."""
        if os.environ.get("NO_COLOR"):
            return False
        return os.environ.get("FORCE_COLOR", "0") not in ("", "0") or obeys(self._stream)

    def __getattr__(self, name: str) -> Any:
        if name == "buffer":
            raise AttributeError(name)
        return getattr(self._stream, name)


@contextmanager
def guarded() -> Iterator[None]:
    """Guard stdout and stderr while the body runs."""
    out, err = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = cast("TextIO", Guarded(out)), cast("TextIO", Guarded(err))
    try:
        yield
    finally:
        sys.stdout, sys.stderr = out, err


def _harmless_line(line: str) -> str:
    if line.isprintable() and not UNSEEN.search(line):
        return line
    joiners = {found.start() for found in JOINED.finditer(line)}
    return "".join(
        c if c == "\t" or i in joiners or unicodedata.category(c) == "Zs" else _escaped(c) for i, c in enumerate(line)
    )


def _escaped(c: str) -> str:
    return c if c.isprintable() and not UNSEEN.match(c) else c.encode("unicode_escape").decode("ascii")


def _json_escaped(c: str) -> str:
    return c if c.isprintable() and not UNSEEN.match(c) else json.dumps(c)[1:-1].replace("\x7f", "\\u007f")
