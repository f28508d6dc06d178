"""The rules, one package a family and one file a topic, listed in `families.py`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from types import ModuleType

from event_timeline.model import UserError
from event_timeline.rules.families import FAMILIES as FAMILIES
from event_timeline.rules.families import FOLDERS, TOPICS
from event_timeline.rules.rule import Rule


def _rules_of(folder: str) -> list[Rule]:
    """Every rule that the modules of a family define at their top level, in the order of the codes."""
    modules = [import_module(f"{__name__}.{folder}.{topic}") for topic in TOPICS[folder].split()]
    found = (value for module in modules for value in vars(module).values() if isinstance(value, Rule))
    return sorted(found, key=lambda r: r.code)


RULES: tuple[Rule, ...] = tuple(r for folder in FOLDERS.values() for r in _rules_of(folder))
BY_CODE: dict[str, Rule] = {r.code: r for r in RULES}


class NoRuleError(UserError, KeyError):
    """No rule has the name that was asked for; a KeyError as well, which readers of a mapping expect."""

    __module__ = "event_timeline"
    __str__ = Exception.__str__


class _Rules(ModuleType, Mapping[str, Rule]):
    """This module, which callers of `event_timeline.rules` also read as a mapping: code, slug or alias -> rule."""

    def __getitem__(self, name: str) -> Rule:
        rule = find_rule(name) if isinstance(name, str) else None
        if rule is None:
            raise NoRuleError(f"there is no rule {name!r}", nearest_rule(str(name)))
        return rule

    __eq__, __hash__ = ModuleType.__eq__, ModuleType.__hash__

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and find_rule(name) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(BY_CODE)

    def __len__(self) -> int:
        return len(BY_CODE)


BY_SLUG: dict[str, Rule] = {r.slug: r for r in RULES}


@cache
def by_alias() -> dict[str, Rule]:
    """Slug of an earlier version -> rule. It reads the explanations of all families: ask for codes and slugs first."""
    return {alias: r for r in RULES for alias in r.aliases}


def find_rule(name: str) -> Rule | None:
    """The rule of a code, slug or alias, in capitals or not; None where there is none."""
    slug = name.lower()
    return BY_CODE.get(name.upper()) or BY_SLUG.get(slug) or by_alias().get(slug)


def can_be_accepted(code: str) -> bool:
    """Whether a row of `exceptions` may accept findings of a rule: all but errors that other programs report as well."""
    rule = BY_CODE.get(code)
    return rule is not None and not (rule.severity == "error" and code[:3] in ("PKG", "TAB", "KEY", "VOC"))


def nearest_rule(name: str, rules: Sequence[Rule] = RULES) -> str:
    """A hint for a code or slug that does not exist."""
    from difflib import get_close_matches

    names = {r.code.lower(): r.code for r in rules} | {r.slug: r.code for r in rules}
    near = get_close_matches(name.lower(), names, 1, 0.65)
    return f"did you mean {names[near[0]]}?" if near else "`timeline explain` lists all rules"


sys.modules[__name__].__class__ = _Rules
