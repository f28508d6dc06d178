"""What the cells of a column cannot hold, by its schema."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from event_timeline.rules.tables.columns import WATCHED, excludes
from event_timeline.tables.types import cast


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


@pytest.mark.parametrize("kind", ["integer", "year", "date"])
def test_damage_of_spreadsheets_is_in_no_cell_that_is_read_as_a_number_or_date(kind: str) -> None:
    cells = ["0", "-7", "+12", "2024", "1999", "2024-05-13", "0001-01-01", "9223372036854775807"]
    field = {"name": "column", "type": kind}
    frame = pl.DataFrame({"column": cells})
    read = frame.filter(frame.select(cast(field))["column"].is_not_null())
    assert read.height
    damaged = [read.select(mask(pl.col("column")).any()).item() for mask in WATCHED]
    assert not any(damaged)
    assert excludes(field, blank)


@pytest.mark.parametrize("kind", ["number", "boolean", "string"])
def test_other_columns_without_a_pattern_may_hold_damage(kind: str) -> None:
    assert not excludes({"name": "column", "type": kind}, blank)
