"""Text as the bytes of a file, and back."""

from __future__ import annotations

from event_timeline.model import UserError


def encode(text: str) -> bytes:
    """Return a text as UTF-8.

    Raises UserError for half of a surrogate pair, which no UTF-8 can hold (RFC 3629, 3): such is in an argument whose bytes
    are not UTF-8, and in a string that a program cut.
    """
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        begin = text[max(0, error.start - 20) : error.end]
        raise UserError(
            f"{begin!r} ends in half a character, which no file can hold", "give text that is UTF-8"
        ) from None


def decode(content: bytes, shown: str, remedy: str = "save it as UTF-8", first_line: int = 1) -> str:
    """Return the text of UTF-8 bytes. Raises UserError, with line and column of the first byte that is not UTF-8.

    shown: the file; first_line: the number of the first line of the bytes there.
    """
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise UserError(f"{shown}: UTF-16, not UTF-8", remedy) from None
        before = content[: error.start].decode("utf-8")
        line, column = before.count("\n") + first_line, len(before) - before.rfind("\n")
        raise UserError(f"{shown}:{line}:{column}: not UTF-8", remedy) from None
