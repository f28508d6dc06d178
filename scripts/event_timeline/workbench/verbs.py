"""Auxiliaries of English, as alternatives of a pattern: what the readings of clauses and of words of saying share."""

from __future__ import annotations

import re

BE = "is|are|was|were"
HAVE = "has|have|had"
DO = "do|does|did"
MODALS = "will|would|shall|could|may|might|must|should|can"
AUXILIARIES = f"{BE}|{HAVE}|{DO}|{MODALS}"
"""Finite forms: a verb that a subject is before."""


def whole_words(pattern: str) -> re.Pattern[str]:
    """Compile a pattern that begins and ends between words, in upper or lower case."""
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)
