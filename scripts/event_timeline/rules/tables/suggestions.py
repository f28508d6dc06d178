"""What columns ask of a cell, in words, and what may have been meant by one that does not keep to it."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from event_timeline.profile.codes import normalize_word

FORMS = {
    "^[a-z0-9]+(-[a-z0-9]+)*$": "lower-case letters and digits, with a hyphen between words",
    "^[A-Z]{3}$": "three capital letters",
    "^Q[1-9][0-9]*$": "Q and a number",
    "^([A-Z]{3})+$": "capital letters, three for each part of the code",
    r"^[a-z_]+\.[a-z_]+$": "table.column",
    r"^[a-z]+:\S+( [a-z]+:\S+)*$": "scheme:code, several of them with a blank between",
    "^(0[1-9]|1[0-9]|20)[0-9]{0,2}$": "two to four digits that begin with 01 to 20",
    "^[0-9a-f]{64}$": "64 digits and letters a to f, in lower case",
    "^[1-9][0-9]*$": "a whole number that does not begin with 0",
    "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$": "a language's tag of two or three lower-case letters",  # of version 1.0
    "^([a-z]{2,3}(-[A-Za-z0-9]{2,8})*(-[0-9A-WY-Za-wy-z](-[A-Za-z0-9]{2,8})+)*"
    "(-[Xx](-[A-Za-z0-9]{1,8})+)?|x(-[A-Za-z0-9]{1,8})+|i(-[a-z]{2,8})+)$": "a language tag (BCP 47) whose language is in lower case",
}
"""Pattern of a column of the profile -> the same in words."""
ALIKE = 0.75
"""difflib's ratio from which a term is proposed in place of another."""


def in_words(field: dict[str, Any]) -> str:
    """What a field's pattern asks for, with the field's example if it has one."""
    pattern = field["constraints"]["pattern"]
    asked = FORMS.get(pattern) or f"the pattern {pattern}"
    return f"{asked}, such as {field['example']}" if field.get("example") is not None else asked


COMPARED_TERMS = 2_000
"""Terms of a vocabulary that a value is compared with letter by letter; more would take seconds a value."""


def nearest_term(value: str, terms: Sequence[str]) -> str | None:
    """The term that differs from a value in case, blanks and signs alone, else the one most like it, if any is.

    In a vocabulary of more than COMPARED_TERMS only the former is looked for.
    """
    same = _by_plain_form(tuple(terms)).get(normalize_word(value))
    if same is not None or len(terms) > COMPARED_TERMS:
        return same
    return next(iter(difflib.get_close_matches(normalize_word(value), terms, 1, ALIKE)), None)


@lru_cache(maxsize=64)
def _by_plain_form(terms: tuple[str, ...]) -> dict[str, str]:
    """What `plain` makes of a term -> the first such term."""
    return {normalize_word(term): term for term in reversed(terms)}
