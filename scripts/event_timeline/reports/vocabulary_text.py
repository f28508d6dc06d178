"""Vocabularies: the terms of a column and what each means, in a package or in the profile, as text and as a document."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from event_timeline import profile
from event_timeline.io.terminal import style
from event_timeline.model import UserError

WIDTH = 100
CAMEO = "events.cameo"
"""The open vocabulary of the profile that no enum lists."""
TOPIC = "events.topic"
"""The vocabulary that each package makes itself."""
PARTS = ("term", "label", "definition", "mapping", "example", "counter_example")
"""What the codebook says of a term; a package may lack the last two."""
Term = dict[str, str]


@dataclass(frozen=True)
class Vocabulary:
    """The terms of a column. owner: whose they are; description: what the column holds, as its schema says."""

    name: str
    owner: str
    description: str
    terms: tuple[Term, ...]

    def document(self, terms: Sequence[str] = ()) -> dict[str, Any]:
        """As plain data, with some of its terms or all."""
        shown = [self.term(term) for term in terms] or list(self.terms)
        return {"vocabulary": self.name, "of": self.owner, "description": self.description, "terms": shown}

    def text(self, terms: Sequence[str] = ()) -> str:
        """As text: a list of the terms with their definitions, or some of them in full."""
        if terms:
            return "\n\n".join(self._in_full(self.term(term)) for term in terms)
        head = style(f"{self.name}: {len(self.terms)} terms of {self.owner}", bold=True)
        about = [textwrap.fill(self.description, WIDTH)] if self.description else []
        listed = [f"  {t['term']}\n{_indented(t['definition'] or t['label'] or 'not defined')}" for t in self.terms]
        return "\n".join([head, *about, *listed])

    def term(self, name: str) -> Term:
        """The term of a name. Raises UserError, with the nearest one, where there is none."""
        known = {t["term"]: t for t in self.terms}
        if name in known:
            return known[name]
        lists = f"`timeline explain {self.name}` lists its {len(known)} terms"
        raise UserError(f"{self.name} has no term {name!r}", _nearest(name, known) + lists)

    def _in_full(self, term: Term) -> str:
        label = f": {term['label']}" if term["label"] else ""
        parts = [style(f"{self.name} {term['term']}{label}", bold=True), textwrap.fill(term["definition"], WIDTH)]
        parts += [
            textwrap.fill(f"{head}: {term[key]}", WIDTH, subsequent_indent="  ")
            for head, key in (("Example", "example"), ("Not", "counter_example"), ("Elsewhere", "mapping"))
            if term[key]
        ]
        return "\n".join([*parts, f"(a term of {self.owner})"])


def of_profile() -> dict[str, Vocabulary]:
    """The vocabularies of the profile by their names: its enums, and CAMEO."""
    fields = {
        f"{table}.{name}": field for table in profile.ALL_TABLES for name, field in profile.known_fields(table).items()
    }
    cameo = [
        {"vocabulary": CAMEO, "term": code, "label": label, "definition": said, "mapping": f"exact:cameo:{code}"}
        for code, (label, said) in profile.cameo_terms().items()
    ]
    return _vocabularies(f"profile {profile.VERSION}", [*profile.codebook(), *cameo], fields)


def of_package(
    label: str, codebook: Iterable[Mapping[str, Any]], schemas: Mapping[str, dict[str, Any]]
) -> dict[str, Vocabulary]:
    """The vocabularies of a package by their names: of its schemas and its codebook. label: what messages call the package."""
    fields = {f"{table}.{name}": field for table, schema in schemas.items() for name, field in _fields(schema).items()}
    return _vocabularies(f"the package {label}", codebook, fields)


def chosen(name: str, known: Mapping[str, Vocabulary]) -> Vocabulary:
    """The vocabulary of a name, `TABLE.COLUMN`. Raises UserError, with the nearest one, where there is none."""
    if name in known:
        return known[name]
    if name == TOPIC:
        define = f"`timeline add term --vocabulary {TOPIC} --term TERM --label LABEL --definition WORDS`"
        raise UserError(
            f"{TOPIC} has no terms: each package defines its own, and none are defined here", f"define one: {define}"
        )
    raise UserError(f"there is no vocabulary {name!r}", f"{_nearest(name, known)}there are: {', '.join(sorted(known))}")


def _nearest(name: str, known: Iterable[str]) -> str:
    """`did you mean …? `, or nothing where no known name is near."""
    near = get_close_matches(name.lower(), known, 1, 0.6)
    return f"did you mean {near[0]}? " if near else ""


def _fields(schema: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    fields = schema.get("fields")
    return {str(f.get("name")): f for f in fields if isinstance(f, dict)} if isinstance(fields, list) else {}


def _vocabularies(
    owner: str, codebook: Iterable[Mapping[str, Any]], fields: Mapping[str, dict[str, Any]]
) -> dict[str, Vocabulary]:
    """All vocabularies: the terms that a codebook defines, and those that only an enum lists, with the profile's definition."""
    terms: dict[str, dict[str, Term]] = {}
    for row in codebook:
        defined = {part: str(row.get(part) or "") for part in PARTS}
        terms.setdefault(str(row.get("vocabulary") or ""), {})[defined["term"]] = defined
    known = profile.definitions()
    for name, field in fields.items():
        enum = field["constraints"].get("enum") if isinstance(field.get("constraints"), dict) else None
        for term in map(str, enum if isinstance(enum, list) else ()):
            definition, mapping = known.get((name, term), ("", ""))
            said = dict.fromkeys(PARTS, "") | {"term": term, "definition": definition, "mapping": mapping}
            terms.setdefault(name, {}).setdefault(term, said)
    return {
        name: Vocabulary(
            name, owner, str(fields.get(name, {}).get("description") or ""), tuple(found[t] for t in sorted(found))
        )
        for name, found in terms.items()
        if name
    }


def _indented(text: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent="      ", subsequent_indent="      ")
