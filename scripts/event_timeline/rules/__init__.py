"""The rules, one file per topic; a rule that is not listed here is not run."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import ModuleType

from event_timeline.rules import (
    actor_links,
    actors,
    citation,
    copied,
    date_links,
    dates,
    descriptor,
    event_links,
    events,
    evidence,
    evidence_links,
    extents,
    files,
    keys,
    parties,
    place_links,
    places,
    relation_links,
    relations,
    scripts,
    source_links,
    spreadsheets,
    standard,
    statement_links,
    statements,
    vocabularies,
)
from event_timeline.rules.rule import Rule

FAMILIES = {
    "PKG": "the descriptor, its schemas and the integrity of its files",
    "TAB": "files, headers, types and constraints",
    "KEY": "primary, unique and foreign keys",
    "VOC": "vocabularies against the codebook",
    "DAT": "dates by themselves, against each other and against publication",
    "GEO": "places, their codes and coordinates, and what lies within what",
    "ACT": "actors, their codes, what they belong to and what they do",
    "EVT": "events against their codes, participants, evidence and each other",
    "REL": "relations between events, as a graph and against the events",
    "STM": "statements: quotes, order, speakers, occasions, stances",
    "EVD": "evidence against records, spans and source texts",
    "CIT": "citation files against the descriptor, and the sources the data rest on",
}
RULES: tuple[Rule, ...] = (
    *descriptor.RULES,
    *standard.RULES,
    *files.RULES,
    *scripts.RULES,
    *spreadsheets.RULES,
    *keys.RULES,
    *vocabularies.RULES,
    *dates.RULES,
    *date_links.RULES,
    *places.RULES,
    *place_links.RULES,
    *extents.RULES,
    *actors.RULES,
    *actor_links.RULES,
    *events.RULES,
    *event_links.RULES,
    *relations.RULES,
    *relation_links.RULES,
    *statements.RULES,
    *statement_links.RULES,
    *parties.RULES,
    *evidence.RULES,
    *evidence_links.RULES,
    *copied.RULES,
    *citation.RULES,
    *source_links.RULES,
)
BY_CODE: dict[str, Rule] = {r.code: r for r in RULES}


class _Rules(ModuleType):
    """This module, which callers of `event_timeline.rules` also read as a mapping: code or slug -> rule."""

    def __getitem__(self, name: str) -> Rule:
        return BY_CODE[name] if name in BY_CODE else BY_SLUG[name]

    def __contains__(self, name: object) -> bool:
        return name in BY_CODE or name in BY_SLUG

    def __iter__(self) -> Iterator[str]:
        return iter(BY_CODE)

    def __len__(self) -> int:
        return len(BY_CODE)


BY_SLUG: dict[str, Rule] = {r.slug: r for r in RULES}
sys.modules[__name__].__class__ = _Rules
