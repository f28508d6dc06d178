"""KEY: primary, unique and foreign keys."""

from __future__ import annotations

from event_timeline.rules.keys import references, uniqueness

RULES = (
    uniqueness.duplicate_primary_key,
    uniqueness.duplicate_unique_key,
    references.broken_reference,
)
"""In the order of their codes."""
