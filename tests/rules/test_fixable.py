"""What `timeline validate --fix` repairs is declared of the rule, by which a report counts it."""

from __future__ import annotations

from pathlib import Path

import pytest

import event_timeline as et
from event_timeline.rules import RULES
from event_timeline.rules.rule import Rule
from tests import builder

CONDITIONAL = ("TAB007", "TAB010", "TAB020")
"""Repaired only where a hash or the other cells prove what was there."""
OF_TABLES = [r for r in RULES if r.family == "TAB" and r.code not in CONDITIONAL]


@pytest.mark.slow
@pytest.mark.parametrize("rule", OF_TABLES, ids=lambda r: r.code)
def test_a_rule_is_fixable_where_fix_repairs_its_bad_example(rule: Rule, tmp_path: Path) -> None:
    package = builder.edited(tmp_path, rule.bad.edits, rule.bad.package)
    et.fix(package)
    assert (rule.code not in et.validate(package, select=[rule.code]).counts) is rule.fixable
