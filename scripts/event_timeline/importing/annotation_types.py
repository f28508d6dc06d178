"""What the types of other people's annotations are: actors, places, times or events, and which relations mean identity."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from event_timeline.model import UserError
from event_timeline.texts.files import read_text

Sort = Literal["actor", "place", "time", "event", "statement", "other"]
SORTS = ("actor", "place", "time", "event", "statement", "other")

ACTORS = {
    "person": "person", "per": "person", "pers": "person", "human": "person", "individual": "person",
    "organisation": "organisation", "organization": "organisation", "org": "organisation", "company": "organisation",
    "institution": "body", "body": "body", "group": "group", "norp": "group", "people": "group", "actor": "", "agent": "", "participant": "",
}  # fmt: skip
"""Type of an actor -> term of `actors.kind`, or nothing where the type itself becomes the term. Names of ACE, OntoNotes and MUC."""
PLACES = {
    "location": "", "loc": "", "place": "", "gpe": "", "country": "country", "state": "admin1", "province": "admin1",
    "region": "region", "city": "city", "town": "city", "village": "city", "facility": "site", "fac": "site",
    "building": "site", "mountain": "feature", "river": "feature", "sea": "feature",
}  # fmt: skip
TIMES = {"date", "time", "timex", "timex2", "timex3", "datetime", "duration", "year", "temporal"}
EVENTS = {"event", "trigger", "eventtrigger", "happening", "incident"}
IDENTITY = {"equiv", "coref", "coreference", "alias", "identity", "identical", "same", "sameas", "ident"}
"""Types of relations and groups whose members are the same thing."""
NEGATION = {"negation", "negated", "negative", "neg", "polarity"}
"""Attributes that negate; a polarity does so with a value that begins with `neg`."""
CONTENT, SPEAKER, CUE = (
    {"content", "quote", "quotation", "utterance", "speech", "message"},
    {"source", "speaker", "sayer", "holder"},
    {"cue", "verb", "trigger"},
)
"""Roles of a frame that is an attribution: what is said, who says it, and the words that attribute it."""
ATTRIBUTIONS = {"attribution", "quotation", "quote", "statement", "saying", "speech", "reported"}
"""First words of types of frames that are attributions if a role has the content."""
PLACE_ROLES = {"place": "location", "location": "location", "loc": "location", "at": "location", "atloc": "location",
               "toloc": "destination", "fromloc": "origin"}  # fmt: skip
RELATIONS = {"cause": "causes", "caused": "causes", "leadsto": "causes", "subevent": "part_of", "partof": "part_of"}
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def is_chain(relation: str) -> bool:
    """Whether a type of relation joins all mentions of one thing, pronouns too, so that words alone do not."""
    return plain(relation).startswith("coref")


def words_of(name: str) -> list[str]:
    """The words of a type's name, in lower case: `PROP_FAC`, `GeneExpression` and `Time-expression` have two each."""
    return [w.lower() for w in _WORDS.findall(name)] or [name.lower()]


def plain(name: str) -> str:
    """A name as it is looked up: letters only, in lower case."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


@dataclass
class TypeSorts:
    """The sort of each type: as the user says, as its tool declares, or by its name, or that of a type above it."""

    given: Mapping[str, str] = field(default_factory=dict)
    events: Iterable[str] = ()
    parents: Mapping[str, list[str]] = field(default_factory=dict)
    identity: frozenset[str] = frozenset()

    def sort(self, name: str) -> Sort:
        """The sort of a type; `other` where nothing says."""
        for one in (name, *self.parents.get(name, ())):
            if one in self.given:
                return self.given[one]  # type: ignore[return-value]
            if name in self.events:
                return "event"
            if found := _by_name(one):
                return found
        return "other"

    def kind(self, name: str, terms: Mapping[str, str]) -> str:
        """The profile's term for a type of an actor or place, or nothing."""
        for one in (name, *self.parents.get(name, ())):
            for key in (plain(one), words_of(one)[-1]):
                if terms.get(key):
                    return terms[key]
        return ""

    def is_identity(self, name: str) -> bool:
        """Whether a relation or group of this type joins what is the same."""
        return name in self.identity or plain(name) in IDENTITY


def _by_name(name: str) -> Sort | None:
    for key in (plain(name), *(words_of(name)[-1:] if len(words_of(name)) < 4 else ())):
        if key in ACTORS:
            return "actor"
        if key in PLACES:
            return "place"
        if key in TIMES:
            return "time"
        if key in EVENTS:
            return "event"
    return None


def read_mapping(file: Path | None) -> dict[str, Any]:
    """The user's mapping: `[types]` with a sort for each type, and `identity`, a list of types of relations.

    Raises UserError, with file and line where TOML has one, for anything else.
    """
    if file is None:
        return {}
    try:
        mapping = tomllib.loads(read_text(file, "name a mapping in TOML").removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"{file}: {error}", 'write it as TOML: [types], then lines such as Protein = "actor"') from None
    types, identity = mapping.get("types", {}), mapping.get("identity", [])
    for key in mapping:
        if key not in ("types", "identity"):
            raise UserError(f"{file}: unknown key {key!r}", "the keys are types and identity")
    if not isinstance(types, dict) or not isinstance(identity, list):
        raise UserError(f"{file}: types is a table and identity a list", 'write [types] and identity = ["Coref"]')
    for name, sort in types.items():
        if sort not in SORTS:
            raise UserError(f"{file}: types.{name} is {sort!r}", f"it is one of {', '.join(SORTS)}")
    return {"given": types, "identity": frozenset(map(str, identity))}
