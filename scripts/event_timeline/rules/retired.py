"""Codes that were rules once. A code is not used for another rule, so that what was written about it stays true."""

from __future__ import annotations

from event_timeline.rules.families import toml

RETIRED: dict[str, str] = toml("retired.toml")
"""Code -> the slug that it had, and why it was retired."""
