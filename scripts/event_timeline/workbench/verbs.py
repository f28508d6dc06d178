"""Auxiliaries of English, as alternatives of a pattern: what the readings of clauses and of words of saying share."""

from __future__ import annotations

import re

BE = "is|are|was|were"
HAVE = "has|have|had"
DO = "do|does|did"
MODALS = "will|would|shall|could|may|might|must|should|can"
AUXILIARIES = f"{BE}|{HAVE}|{DO}|{MODALS}"
"""Finite forms: a verb that a subject is before."""
PAST = (
    r"\w{2,}ed|struck|met|held|said|told|took|taken|gave|given|won|lost|left|went|gone|came|fell|fallen|broke|broken|began|begun|sent|led|shot|"
    r"made|fled|wrote|written|spoke|spoken|threw|thrown|drove|driven|rose|risen|blew|bought|brought|built|caught|chose|chosen|cut|drew|drawn|fought|found|"
    r"flew|flown|got|grew|heard|hid|hit|hurt|kept|knew|known|laid|lent|let|paid|put|ran|rang|read|sank|sunk|saw|seen|sold|set|shook|shut|slept|spent|split|"
    r"spread|stole|stolen|stood|stuck|swore|sworn|swept|swam|taught|tore|torn|thought|understood|withdrew|withdrawn|woke|overran|overthrew|undertook|became|done|bound|burst|"
    r"cast|cost|dealt|fed|felt|forbade|forgot|forgotten|froze|frozen|meant|quit|rode|sought|shown|spun|stung|wore|worn|beat|beaten|bit|bitten|born|dug|eaten|ate|hung"
)
"""Past tenses and past participles, the regular ones by their ending."""


def whole_words(pattern: str) -> re.Pattern[str]:
    """Compile a pattern that begins and ends between words, in upper or lower case."""
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)
