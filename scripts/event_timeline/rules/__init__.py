"""The rules, all of them, by hand: what is not listed here is not run."""

from __future__ import annotations

from event_timeline.rules import (
    actor_links,
    actors,
    citation,
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
    place_links,
    places,
    relation_links,
    relations,
    source_links,
    spreadsheets,
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
    *files.RULES,
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
    *evidence.RULES,
    *evidence_links.RULES,
    *citation.RULES,
    *source_links.RULES,
)
BY_CODE: dict[str, Rule] = {r.code: r for r in RULES}
