"""The families of rules: the letters that their codes begin with."""

from __future__ import annotations

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
    "CIT": "citation files against the descriptor, and the sources of the data",
}
FOLDERS = {
    "PKG": "descriptor",
    "TAB": "tables",
    "KEY": "keys",
    "VOC": "vocabularies",
    "DAT": "dates",
    "GEO": "places",
    "ACT": "actors",
    "EVT": "events",
    "REL": "relations",
    "STM": "statements",
    "EVD": "evidence",
    "CIT": "citation",
}
"""The package of `event_timeline.rules` that has the rules of a family, and their explanations."""
