"""What columns ask of a cell, in words, and what may have been meant by one that does not keep to it."""

from __future__ import annotations

import difflib
import shlex
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from event_timeline.io.counting import MAX_LISTED
from event_timeline.profile.codes import normalize_word
from event_timeline.rules.families import reference
from event_timeline.rules.rule import literal

FORMS: dict[str, str] = reference("tables")["forms"]
"""Pattern of a column of the profile -> the same in words."""
SYNONYMS: dict[str, list[str]] = reference("tables")["synonyms"]
"""What people write in place of a term -> terms that may be meant."""
ALIKE = 0.75
"""difflib's ratio from which a term is proposed in place of another."""


def in_words(field: dict[str, Any]) -> str:
    """What a field's pattern asks for, with the field's example if it has one."""
    pattern = field["constraints"]["pattern"]
    asked = FORMS.get(pattern) or f"the pattern {pattern}"
    return f"{asked}, such as {field['example']}" if field.get("example") is not None else asked


def term_command(vocabulary: str, term: str = "{quoted}") -> str:
    """The command that adds a term to a vocabulary, for a hint of Matches; of CAMEO's terms the meaning is known."""
    meaning = "" if vocabulary == "events.cameo" else ' --definition "…"'
    return f"timeline add term --vocabulary {literal(shlex.quote(vocabulary))} --term {term}{meaning}"


COMPARED_TERMS = 2_000
"""Terms of a vocabulary that a value is compared with letter by letter; more would take seconds a value."""


def terms_in_words(vocabulary: str, terms: Sequence[str], value: str = "") -> str:
    """What the terms of a vocabulary are: all of a short one; of a long one how many, those nearest to a value, and where to find all."""
    if len(terms) <= MAX_LISTED:
        return f"the terms are {', '.join(terms)}"
    few = difflib.get_close_matches(normalize_word(value), terms, 3, 0.5) if len(terms) <= COMPARED_TERMS else []
    near = f", nearest in spelling {', '.join(few)}" if few else ""
    return f"there are {len(terms):,} terms{near}: `timeline explain {vocabulary}` lists them"


def nearest_term(value: str, terms: Sequence[str]) -> str | None:
    """The term that differs from a value in case, blanks and signs alone, else one of the same meaning or the one most like it.

    In a vocabulary of more than COMPARED_TERMS only the former is looked for.
    """
    word, known = normalize_word(value), _by_plain_form(tuple(terms))
    same = known.get(word) or next((known[s] for s in SYNONYMS.get(word, ()) if s in known), None)
    if same is not None or len(terms) > COMPARED_TERMS:
        return same
    return next(iter(difflib.get_close_matches(word, terms, 1, ALIKE)), None)


@lru_cache(maxsize=64)
def _by_plain_form(terms: tuple[str, ...]) -> dict[str, str]:
    """What `plain` makes of a term -> the first such term."""
    return {normalize_word(term): term for term in reversed(terms)}
