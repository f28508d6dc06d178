"""What the cells of a column cannot hold, by its schema."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from event_timeline.rules.tables.columns import excludes


def blank(cell: pl.Expr) -> pl.Expr:
    return cell.str.contains(" ")


@pytest.mark.parametrize(("constraints", "possible", "excluded"), [
    ({}, (), False), ({"enum": ["a", "b"]}, (), True), ({"enum": ["a", "b c"]}, (), False), ({"pattern": "[a-z]+"}, (), True),
    ({"pattern": "[a-z]+"}, ("a b",), True), ({"pattern": "[^a]+"}, (), False), ({"pattern": "[a-z ]+"}, (), False),
    ({"pattern": "a.b"}, (), False),
])  # fmt: skip
def test_terms_and_plain_patterns_exclude_what_they_do_not_allow(
    constraints: dict[str, Any], possible: tuple[str, ...], excluded: bool
) -> None:
    assert excludes({"name": "column", "type": "string", "constraints": constraints}, blank, possible) is excluded


def test_a_pattern_excludes_only_what_does_not_match_it() -> None:
    field = {"name": "column", "type": "string", "constraints": {"pattern": "[a-z]+"}}
    assert not excludes(field, lambda cell: cell.is_in(["none", "NA"]), ("none", "NA"))
    assert excludes(field, lambda cell: cell.is_in(["none", "NA"]), ("NA",))
