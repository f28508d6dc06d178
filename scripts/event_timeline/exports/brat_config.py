"""brat's own settings for a folder of annotations: which types, relations and attributes there are."""

from __future__ import annotations

import re

RELATIONS = {
    "role": ("Event", "Actor"),
    "relation": ("Event", "Event"),
    "stance": ("Statement", "Event"),
    "speaker": ("Statement", "Actor"),
}
"""Kind of a relation -> the types that it joins; a relation's name begins with its kind."""


def name(*parts: str | None) -> str:
    """A type's name of the parts that are there: letters, digits, `-` and `_` only, since brat takes no others."""
    return "-".join(re.sub(r"[^A-Za-z0-9_]", "_", p.replace("+", "_plus")).capitalize() for p in parts if p)


def word(term: str) -> str:
    """A term as a value of an attribute: without blanks and without what separates values."""
    return re.sub(r"[\s|,]", "_", term)


def annotation_conf(kinds: list[tuple[str, str]], relations: list[str], attributes: dict[str, list[str]]) -> str:
    """annotation.conf for spans of these (table, part), relations of these names, attributes with these terms."""
    spans: dict[str, list[str]] = {}
    for table, part in kinds:
        spans.setdefault(name(table[:-1]), []).append(name(table[:-1], part))
    lines = ["[entities]"]
    for parent, children in spans.items():
        lines += [f"!{parent}", *(f"\t{child}" for child in children)]
    lines += ["", "[relations]"]
    for relation in relations:
        start, end = RELATIONS[relation.partition("-")[0].lower()]
        if start in spans and end in spans:
            lines.append(f"{relation}\tArg1:{'|'.join(spans[start])}, Arg2:{'|'.join(spans[end])}")
    lines += ["<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>", "", "[events]", "", "[attributes]"]
    for called, terms in attributes.items():
        if terms:
            lines.append(f"{called}\tArg:<ENTITY>, Value:{'|'.join(map(word, terms))}")
    return "\n".join(lines) + "\n"


def tools_conf() -> str:
    """tools.conf: where a normalisation leads."""
    return (
        "[options]\nTokens\ttokenizer:whitespace\nSentences\tsplitter:newline\nValidation\tvalidate:none\n\n"
        "[normalization]\nWikidata\tDB:wikidata, <URL>:https://www.wikidata.org/, <URLBASE>:https://www.wikidata.org/wiki/%s\n"
    )
