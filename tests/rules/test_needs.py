"""What a rule declares that it needs suffices it."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline.model import Problem
from event_timeline.package.opening import open_package
from event_timeline.rules import RULES
from event_timeline.rules.rule import Context, Rule
from event_timeline.tables.loading import load_tables
from tests import builder

OF_ANY_TABLE = ("KEY004", "VOC005")
"""They read the tables that the exceptions, and the columns that the codebook, name, where they are there."""


def found(context: Context, rule: Rule) -> list[object]:
    """The records, or the problems, that a rule finds."""
    return [f if isinstance(f, Problem) else sorted(f.rows.collect()["_row"]) for f in rule.check(context)]


@pytest.mark.parametrize(
    "rule", [r for r in RULES if r.needs and not r.text and r.code not in OF_ANY_TABLE], ids=lambda r: r.code
)
def test_a_rule_finds_the_same_in_the_tables_that_it_needs_alone(rule: Rule, tmp_path: Path) -> None:
    package = builder.edited(tmp_path, rule.bad.edits, rule.bad.package)
    expected = found(Context(load_tables(open_package(package))), rule)
    tables = load_tables(open_package(package))
    for name in set(tables.tables) - set(rule.needs):
        del tables.tables[name]
    assert found(Context(tables), rule) == expected
