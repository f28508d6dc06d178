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


@pytest.mark.parametrize("family", FOLDERS)
def test_every_rule_of_a_family_is_run_once_and_has_the_name_of_its_slug(family: str) -> None:
    defined = [
        (name, value) for m in modules(FOLDERS[family]) for name, value in vars(m).items() if isinstance(value, Rule)
    ]
    assert [(rule.slug.replace("-", "_"), rule.family) for _, rule in defined] == [
        (name, family) for name, _ in defined
    ]
    assert sorted(rule.code for _, rule in defined) == [rule.code for rule in RULES if rule.family == family]
