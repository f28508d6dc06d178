"""Codes that were rules once. None is given to another rule, so that what was written about them stays true."""

from __future__ import annotations

RETIRED = {
    "EVD032": "said-of-a-distant-event: a statement may speak of an event that is told many paragraphs before.",
    "TAB048": "letters-exchanged: in every language two neighbouring letters exchanged make other words as well.",
}
"""Code -> the slug that it had, and why it is no more."""
