"""The rules, one package a family and one file a topic; the rules of a module that its family does not name are not run."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache
from types import ModuleType

from event_timeline.rules import (
    actors,
    citation,
    dates,
    descriptor,
    events,
    evidence,
    keys,
    places,
    relations,
    statements,
    tables,
    vocabularies,
)
from event_timeline.rules.families import FAMILIES as FAMILIES
from event_timeline.rules.rule import Rule

_PACKAGES = (
    descriptor, tables, keys, vocabularies, dates, places, actors, events, relations, statements, evidence, citation,
)  # fmt: skip
RULES: tuple[Rule, ...] = tuple(rule for package in _PACKAGES for rule in package.RULES)
BY_CODE: dict[str, Rule] = {r.code: r for r in RULES}


class _Rules(ModuleType):
    """This module, which callers of `event_timeline.rules` also read as a mapping: code, slug or alias -> rule."""

    def __getitem__(self, name: str) -> Rule:
        return BY_CODE.get(name) or BY_SLUG.get(name) or by_alias()[name]

    def __contains__(self, name: object) -> bool:
        return name in BY_CODE or name in BY_SLUG or name in by_alias()

    def __iter__(self) -> Iterator[str]:
        return iter(BY_CODE)

    def __len__(self) -> int:
        return len(BY_CODE)


BY_SLUG: dict[str, Rule] = {r.slug: r for r in RULES}


@cache
def by_alias() -> dict[str, Rule]:
    """Slug of an earlier version -> rule. It reads the explanations of all families: ask for codes and slugs first."""
    return {alias: r for r in RULES for alias in r.aliases}


sys.modules[__name__].__class__ = _Rules
