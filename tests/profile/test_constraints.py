"""Table Schema as pandera and as one fused pass: whatever the table, both say the same."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import Any

import pandera.errors
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from event_timeline import profile
from event_timeline.profile import constraints
from event_timeline.tables import loading, types

FIELDS = {
    "slug": {"type": "string", "constraints": {"required": True, "unique": True, "pattern": "^[a-z]+(-[a-z]+)*$"}},
    "term": {"type": "string", "constraints": {"enum": ["a", "b", "á"]}},
    "label": {"type": "string", "constraints": {"minLength": 2, "maxLength": 3}},
    "rank": {"type": "integer", "constraints": {"minimum": 1, "maximum": 9, "unique": True}},
    "share": {"type": "number", "constraints": {"required": True, "minimum": -0.5, "maximum": 0.5}},
    "day": {"type": "date", "constraints": {"minimum": "2020-01-01"}},
}
SCHEMA = {"name": "made", "fields": [{"name": n, **f} for n, f in FIELDS.items()]}
CELLS = {
    "slug": st.sampled_from(["a", "a-b", "A", "a-", "-", "é", "a\n", ""]) | st.none(),
    "term": st.sampled_from(["a", "b", "á", "á", "c", "A"]) | st.none(),
    "label": st.sampled_from(["x", "xy", "xyz", "wxyz", "🙂🙂", "é"]) | st.none(),
    "rank": st.integers(-1, 11) | st.none(),
    "share": st.sampled_from([-0.6, -0.5, 0.0, 0.5, 0.51]) | st.none(),
    "day": st.sampled_from([datetime.date(2019, 12, 31), datetime.date(2020, 1, 1)]) | st.none(),
}
TYPES = {f["name"]: types.POLARS_TYPES[f["type"]] for f in SCHEMA["fields"]}


def checked(rows: list[dict[str, Any]]) -> pl.LazyFrame:
    frame = pl.LazyFrame(rows, schema=TYPES).with_row_index(loading.ROW, 1)
    raw = [pl.col(n).cast(pl.String).alias(loading.RAW + n) for n, t in TYPES.items() if t != pl.String()]
    return frame.with_columns(raw)


KINDS = {
    "not_nullable": "required",
    "isin": "enum",
    "str_matches": "pattern",
    "str_length": "length",
    "greater_than_or_equal_to": "range",
    "less_than_or_equal_to": "range",
}
"""pandera's name of a check -> the kind of constraint; our own checks have the kind as their name."""


def failure_cases(frame: pl.DataFrame) -> set[constraints.Violation]:
    """The cells that pandera reports."""
    try:
        constraints.pandera_schema(SCHEMA).validate(frame.select(*TYPES), lazy=True)
    except pandera.errors.SchemaErrors as error:
        return {
            constraints.Violation(
                case["column"],
                KINDS.get(kind := case["check"].split("(")[0], kind),
                case["index"] + 1,
                case["failure_case"],
            )
            for case in error.failure_cases.to_dicts()
        }
    return set()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.fixed_dictionaries(CELLS), min_size=1, max_size=6))
def test_the_fused_pass_and_pandera_name_the_same_cells(rows: list[dict[str, Any]]) -> None:
    frame = checked(rows)
    counts = constraints.count_violations(frame, SCHEMA["fields"])  # type: ignore[arg-type]
    cells = constraints.violations(frame, SCHEMA, counts, 100) if counts else []
    assert Counter((v.column, v.kind) for v in cells) == counts
    assert set(cells) == failure_cases(frame.collect())


@pytest.mark.parametrize("table", profile.table_names())
def test_every_table_of_the_profile_has_a_pandera_schema(table: str) -> None:
    schema = constraints.pandera_schema(table)
    assert list(schema.columns) == [f["name"] for f in profile.table_schema(table)["fields"]]
    with pytest.raises(pandera.errors.SchemaErrors):
        schema.validate(
            pl.DataFrame(
                {n: [None] for n in schema.columns}, schema={n: c.dtype.type for n, c in schema.columns.items()}
            ),
            lazy=True,
        )


def test_a_table_that_does_not_exist_has_none() -> None:
    with pytest.raises(KeyError, match="there are sources"):
        constraints.pandera_schema("nothing")


@pytest.mark.parametrize("pattern", ["(", "[a", "(a)\\1", "(?=a)", "(?<!a)b", None, 5])
def test_a_pattern_that_is_malformed_or_slow_is_not_used(pattern: object) -> None:
    assert not constraints.usable_pattern(pattern)
