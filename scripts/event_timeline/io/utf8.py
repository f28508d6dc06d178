"""Text as the bytes of a file."""

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
