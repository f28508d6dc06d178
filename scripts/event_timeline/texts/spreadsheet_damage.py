"""What spreadsheet programs do to words, and what they were before."""

from __future__ import annotations

import re

from event_timeline.texts.text import span_hash

FORMULA = (
    r"""^[=+][-+(]*(?:[A-Za-z_][\w.]*\(|\$?[A-Z]{1,3}\$?\d+(?:\s*[-+*/^&=<>:,;)]|$)|'[^']+'!|[A-Za-z]+\|'|\w+!\$?[A-Z]|["{])"""
    r"|^@[A-Za-z.]+\(|^=[ ]?[\d.(][\d., ()%]*[-+*/^&=<>][\d., ()%*/^&=<>+-]*$"
)
"""After a sign: a function (`=SUM(`), a cell (`+B7*2`), one of another sheet (`=Port!B7`) or program (`=cmd|'/c dir'!A1`), a text or a
list in braces. A word alone is a name (`+Europa`, a party). A function after an at sign is Lotus's way; without one it is
somebody's name on the web. A sum of numbers is a formula (`=1+1`); one number after the sign (`=1`) and a telephone number
(`+47-22`) are not."""
FORMULA_IN_WORDS = r"^=[A-Z(+-]"
BROKEN = r"^(?:#(?:NAME\?|REF!|VALUE!|DIV/0!|NUM!|NULL!|SPILL!|CALC!|FIELD!|BUSY!|BLOCKED!)|Err:\d{3}|#{5,})$"
"""Error values of Excel and LibreOffice, and the hashes of a column too narrow. `#N/A` is a word for missing."""
MOJIBAKE = "â[€‚„†˜œ]|ðŸ|ï»¿"
PERHAPS = "[ÃÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
"""What the lead bytes of UTF-8 and one byte after them become in Windows-1252: signs that no text has, and pairs that
Portuguese has at the end of a quotation in capitals (“AMANHÃ”), which are taken for it where the whole cell decodes."""
DAMAGED_DATE = (
    r"^['‘’]?(?:\d{1,2}[./-]\d{1,2}[./-]\d{2}(?:\d{2})?|\d{4}[/.]\d{1,2}[/.]\d{1,2}|\d{4}[‐‑–—−]\d\d(?:[‐‑–—−]\d\d)?"
    r"|\d{1,2}(?:\. |[-. ])[A-Za-zéûäçñ]{3,10}\.?[-. ]\d{2}(?:\d{2})?|[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}|[A-Z][a-z]{2}-\d{2}"
    r"|\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?|[1-9]\d{4}(?:[.,]\d+)?)[?~%]?$|^['‘’]\d{4}(?:-\d\d){0,2}[?~%]?$"
)
"""Dates as locales write them, with typographic dashes or apostrophes, with a time of day, or as serial numbers: none is EDTF."""
SCIENTIFIC = r"^[+-]?\d(?:[.,]\d+)?E[+-]?\d+$"
CURLY = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})
BEYOND_ASCII = re.compile("[^\x00-\x7f]+")
STRAIGHT = str.maketrans({"'": "’", '"': "”"})


def said_before(cell: str | None) -> str:
    """In words, what a cell said; empty where nothing decodes."""
    words = BEYOND_ASCII.sub(lambda run: _decoded(run[0]) or run[0], cell or "")
    return "" if words == (cell or "") else f"; it said {words!r}"


def decodes(cell: str | None) -> bool | None:
    """Whether all that lies beyond ASCII decodes, as it does where a whole cell was misread."""
    return None if cell is None else all(_decoded(run) for run in BEYOND_ASCII.findall(cell))


def _decoded(run: str) -> str | None:
    found = b"".join(c.encode("cp1252", "ignore") or (c.encode("latin-1") if c < "\u0100" else b"?") for c in run)
    try:
        return found.decode("utf-8")
    except UnicodeDecodeError:
        return None


def is_retouched(cell: dict[str, str | None]) -> bool:
    """Whether the hash is that of the words with other marks, and not of the words as written."""
    words, wanted = cell["exact"] or "", cell["sha256"]
    others = {words.translate(CURLY), words.translate(STRAIGHT), _dressed(words)} - {words}
    return span_hash(words) != wanted and any(span_hash(other) == wanted for other in others)


def _dressed(words: str) -> str:
    """With typographic marks, opening ones before a word."""
    return re.sub(r"(?<!\w)'(?=\w)", "‘", re.sub(r'(?<!\w)"(?=\w)', "“", words)).translate(STRAIGHT)
