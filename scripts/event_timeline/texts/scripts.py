"""Letters of two scripts that look alike (Unicode Technical Standard 39, mixed-script confusables)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LOOKALIKES = {
    "CYRILLIC": "аеорсухіјѕһАВЕКМНОРСТУХІЈЅҮ",
    "GREEK": "οΑΒΕΖΗΙΚΜΝΟΡΤΥΧϲϳ",
    "LATIN": "aeopcyxijsABEKMHOPCTYXIJS",
}
"""Letters of a script that look like letters of another one of the three (confusables.txt of UTS 39). Greek alpha, mu, omega
and others that formulas and units use are left out."""
MIXED = r"\p{Latin}\p{M}*[\p{Cyrillic}\p{Greek}]|\p{Cyrillic}\p{M}*[\p{Latin}\p{Greek}]|\p{Greek}\p{M}*[\p{Latin}\p{Cyrillic}]"
WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*")
COINED = re.compile(r"[A-Z]{2,}[\u0430-\u045f]+|[\u0410-\u042f]{2,}[a-z]+|[ie][\u0410-\u042f]\w+")
"""An abbreviation in capitals with an ending of the other script, as in *VPNа*, or a brand such as *iСпорт*."""


@lru_cache(2**16)
def odd_letter(word: str) -> str | None:
    """The first letter of a word that looks like one of the word's own script and is of another; None where there is none."""
    scripts: dict[str, list[str]] = {}
    for letter in unicodedata.normalize("NFC", word):
        script = unicodedata.name(letter, "").partition(" ")[0]
        if script in LOOKALIKES:
            scripts.setdefault(script, []).append(letter)
    if len(scripts) < 2 or COINED.fullmatch(word):
        return None
    fewest, most = min(scripts.values(), key=len), max(scripts.values(), key=len)
    like = any(set(fewest) <= set(LOOKALIKES[script]) for script, letters in scripts.items() if letters is fewest)
    return fewest[0] if like and len(fewest) < len(most) else None


def odd_word(cell: str) -> tuple[str, str] | None:
    """The first word of a cell with such a letter, and the letter."""
    return next(((w, odd) for w in WORD.findall(cell) if (odd := odd_letter(w))), None)


def describe_odd(cell: str | None) -> str | None:
    """In words, what is odd about a cell."""
    found = odd_word(cell or "")
    return f"{found[0]!r} has U+{ord(found[1]):04X} {unicodedata.name(found[1])}" if found else None
