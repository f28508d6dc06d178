"""Every rule reports its bad example, and nothing else does; its near miss stays quiet."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline import validate
from event_timeline.rules import RULES
from event_timeline.rules.explanations import Example
from event_timeline.rules.rule import Rule
from tests import builder


def codes(folder: Path, example: Example) -> set[str]:
    package = builder.edited(folder, example.edits)
    sources = [str(builder.ARTICLE)] if example.with_text else []
    return set(validate(str(package), sources).counts)


@pytest.mark.parametrize("rule", RULES, ids=lambda r: f"{r.code}-{r.slug}")
def test_the_bad_example_is_reported_by_this_rule_alone(rule: Rule, tmp_path: Path) -> None:
    assert codes(tmp_path, rule.bad) == {rule.code}


@pytest.mark.parametrize("rule", RULES, ids=lambda r: f"{r.code}-{r.slug}")
def test_the_near_miss_stays_quiet(rule: Rule, tmp_path: Path) -> None:
    assert codes(tmp_path, rule.good) == set()
