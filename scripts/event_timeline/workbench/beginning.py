"""Proposals for a new package, before there is one: its title and day of publication from the text, and a day from its words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from event_timeline.editing.date_entry import day_of
from event_timeline.texts.date_expressions import find, propose

TITLE, HEAD = 200, 600
"""Characters of a first line that may be a title, and of a text in which its dateline is."""


def beginning(given: Mapping[str, Any]) -> dict[str, str]:
    """Return `title` and `published_edtf` for a `text`, or `published_edtf` for the words of a `day`; empty where none is found."""
    if "day" in given:
        return {"published_edtf": _day_in(str(given["day"]))}
    text = str(given.get("text", ""))
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    title = lines[0] if len(lines) > 1 and len(lines[0]) <= TITLE and not lines[0].endswith((".", ":", ";")) else ""
    # the dateline names its year: nothing is counted from another day
    days = (p.edtf for found in find(text[:HEAD]) for p in found.proposals if day_of(p.edtf))
    return {"title": title, "published_edtf": next(days, "")}


def _day_in(words: str) -> str:
    """What words that name a date are in EDTF; empty where they are EDTF already, or name several."""
    if day_of(words):
        return ""
    proposals = propose(words)
    return proposals[0].edtf if len(proposals) == 1 and day_of(proposals[0].edtf) else ""
