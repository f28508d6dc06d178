"""Records that are looked up by the numbers of their keys."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from event_timeline.tables.key_hashes import looked_up

CELLS = st.sampled_from(["", "a", "b", "ab", "ä", "\0", "number"])
ROWS = st.lists(st.tuples(CELLS, st.none() | CELLS), max_size=12)


def table(rows: list[tuple[str, str | None]]) -> pl.LazyFrame:
    return pl.LazyFrame(rows, schema={"key": pl.String, "part": pl.String}, orient="row").with_row_index("n")


@settings(deadline=None)
@given(ROWS, ROWS, st.sampled_from([["key"], ["key", "part"]]), st.sampled_from(["semi", "anti"]))
def test_numbers_find_the_records_that_the_words_find(
    rows: list[tuple[str, str | None]], keys: list[tuple[str, str | None]], on: list[str], how: str
) -> None:
    known = {tuple(row[: len(on)]) for row in keys}
    wanted = [n for n, row in enumerate(rows) if (tuple(row[: len(on)]) in known) == (how == "semi")]
    for small in (True, False):
        found = looked_up(table(rows), table(keys).select(on), on, how, small=small).sort("n").collect()  # type: ignore[arg-type]
        assert found["n"].to_list() == wanted
        assert found.columns == ["n", "key", "part"]


@pytest.mark.parametrize("values", [[1, 2, 2], [1.5, -0.0, 2.0], [True, False, True]], ids=str)
def test_keys_of_any_type_are_looked_up(values: list[object]) -> None:
    rows = pl.LazyFrame({"key": values})
    found = looked_up(rows, pl.LazyFrame({"key": values[1:]}), ["key"], "anti", small=False).collect()
    assert found["key"].to_list() == [value for value in values if value not in values[1:]]
