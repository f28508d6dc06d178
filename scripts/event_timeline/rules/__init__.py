"""The rules, all of them, by hand: what is not listed here is not run."""

from __future__ import annotations

from event_timeline.rules import dates, descriptor, evidence, evidence_links, files, keys, spreadsheets, vocabularies
from event_timeline.rules.rule import Rule

FAMILIES = {
    "PKG": "the descriptor, its schemas and the integrity of its files",
    "TAB": "files, headers, types and constraints",
    "KEY": "primary, unique and foreign keys",
    "VOC": "vocabularies against the codebook",
    "DAT": "dates by themselves, against each other and against publication",
    "EVD": "evidence against records, spans and source texts",
}
RULES: tuple[Rule, ...] = (
    *descriptor.RULES,
    *files.RULES,
    *spreadsheets.RULES,
    *keys.RULES,
    *vocabularies.RULES,
    *dates.RULES,
    *evidence.RULES,
    *evidence_links.RULES,
)
BY_CODE: dict[str, Rule] = {r.code: r for r in RULES}
