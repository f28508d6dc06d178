"""Families: which rules are run."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

import pytest

from event_timeline.rules import RULES
from event_timeline.rules.families import FOLDERS
from event_timeline.rules.rule import Rule


def modules(folder: str) -> Iterator[ModuleType]:
    package = import_module(f"event_timeline.rules.{folder}")
    yield from (import_module(f"{package.__name__}.{module.name}") for module in iter_modules(package.__path__))


@pytest.mark.parametrize("rule", RULES, ids=lambda r: f"{r.code}-{r.slug}")
def test_a_rule_is_defined_once_in_its_family_under_the_name_of_its_slug(rule: Rule) -> None:
    names = [
        name
        for m in modules(FOLDERS[rule.family])
        for name, value in vars(m).items()
        if isinstance(value, Rule) and value.code == rule.code
    ]
    assert names == [rule.slug.replace("-", "_")]


@pytest.mark.parametrize("family", FOLDERS)
def test_every_rule_of_a_family_is_run_once(family: str) -> None:
    defined = [value for m in modules(FOLDERS[family]) for value in vars(m).values() if isinstance(value, Rule)]
    assert {rule.family for rule in defined} == {family}
    assert sorted(rule.code for rule in defined) == [rule.code for rule in RULES if rule.family == family]
