"""Duplicated keys are the same ones whether a few records are compared or many are hashed."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from event_timeline.profile.constraints import count_in_small, count_violations
from event_timeline.tables.loading import ROW
from event_timeline.tables.uniqueness import duplicated, repeated, repeats

CELLS = st.none() | st.sampled_from("abc")
RECORDS = st.lists(st.tuples(CELLS, CELLS), max_size=8)


def frame(records: list[tuple[str | None, str | None]]) -> pl.LazyFrame:
    schema = {"one": pl.String, "two": pl.String}
    return pl.LazyFrame(records, schema=schema, orient="row").with_row_index(ROW, 1)


@given(RECORDS, st.sampled_from([["one"], ["one", "two"]]))
def test_finds_the_duplicated_keys_of_few_records_and_of_many(
    records: list[tuple[str | None, str | None]], key: list[str]
) -> None:
    few, many = repeated(frame(records), key, small=True), repeated(frame(records), key).filter(duplicated(key))
    keys = [tuple(dict(zip(["one", "two"], record, strict=True))[c] for c in key) for record in records]
    expected = [row for row, mine in enumerate(keys, 1) if keys.count(mine) > 1]
    assert few.collect()[ROW].to_list() == expected
    assert many.collect()[ROW].to_list() == expected
    assert repeats(frame(records), key, missing=True) == bool(expected)


@given(RECORDS)
def test_counts_duplicated_values_with_the_other_constraints_or_apart(
    records: list[tuple[str | None, str | None]],
) -> None:
    fields = [{"name": c, "type": "string", "constraints": {"unique": True, "required": True}} for c in ("one", "two")]
    (together,) = count_in_small([(frame(records), fields)], pl.collect_all)
    assert together == count_violations(frame(records), fields)
