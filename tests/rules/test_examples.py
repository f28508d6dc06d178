"""Every rule reports its bad example, and nothing else does; its near miss stays quiet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from event_timeline import validate
from event_timeline.rules import RULES
from event_timeline.rules.explanations import Example
from event_timeline.rules.rule import Rule
from tests import builder

CAUSES = [rule.code for rule in RULES if rule.cause]
NAMED = pytest.mark.parametrize("rule", RULES, ids=lambda r: f"{r.code}-{r.slug}")


def codes(folder: Path, example: Example, select: Sequence[str] = ()) -> set[str]:
    package = builder.edited(folder, example.edits)
    sources = [str(builder.ARTICLE)] if example.with_text else []
    return set(validate(str(package), sources, select=select).counts)


@NAMED
def test_the_bad_example_is_reported(rule: Rule, tmp_path: Path) -> None:
    assert codes(tmp_path, rule.bad, [rule.family, *CAUSES]) == {rule.code}


@pytest.mark.slow
@NAMED
def test_no_rule_of_another_family_reports_it_too(rule: Rule, tmp_path: Path) -> None:
    assert codes(tmp_path, rule.bad) == {rule.code}


@pytest.mark.slow
@NAMED
def test_no_rule_of_another_family_reports_the_near_miss(rule: Rule, tmp_path: Path) -> None:
    assert codes(tmp_path, rule.good) == set()


@NAMED
def test_the_near_miss_stays_quiet(rule: Rule, tmp_path: Path) -> None:
    assert codes(tmp_path, rule.good, [rule.family, *CAUSES]) == set()
