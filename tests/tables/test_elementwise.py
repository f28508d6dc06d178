"""Python functions over the cells of a column: the values are those of each cell, and few cells are asked."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from event_timeline.tables import elementwise
from event_timeline.tables.elementwise import each, filtered_last

CELLS = st.lists(st.one_of(st.none(), st.text(max_size=3)), max_size=40)


@settings(deadline=None)
@given(CELLS, st.integers(1, 7))
def test_each_cell_has_its_value_whatever_batches_they_come_in(cells: list[str | None], batch: int) -> None:
    values = each(pl.col("cell"), lambda cell: None if cell is None else cell[::-1])
    frame = pl.DataFrame({"cell": cells}, schema={"cell": pl.String})
    parts = [frame.slice(at, batch).select(values)["cell"].to_list() for at in range(0, len(cells), batch)]
    assert [value for part in parts for value in part] == [None if c is None else c[::-1] for c in cells]


def test_a_cell_is_asked_once_in_all_batches_together() -> None:
    asked: list[str | None] = []

    def same(cell: str | None) -> str | None:
        asked.append(cell)
        return cell

    values, frame = each(pl.col("cell"), same), pl.DataFrame({"cell": ["a", "b", "a", None]})
    for _ in range(3):
        frame.select(values)
    assert sorted(map(str, asked)) == ["None", "a", "b"]


def test_no_more_cells_are_remembered_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elementwise, "REMEMBERED", 2)
    asked: list[str] = []

    def same(cell: str) -> str:
        asked.append(cell)
        return cell

    values, frame = each(pl.col("cell"), same), pl.DataFrame({"cell": ["a", "b", "c", "d"]})
    assert frame.select(values).equals(frame)
    assert frame.select(values).equals(frame)
    assert len(asked) == 6


def test_a_costly_condition_is_asked_of_what_another_one_left() -> None:
    asked: list[str] = []

    def is_long(cell: str) -> bool:
        asked.append(cell)
        return len(cell) > 1

    rows = pl.LazyFrame({"cell": ["a", "bb", "cc", "d"], "kind": [1, 1, 2, 2]}).filter(pl.col("kind") == 2)
    assert filtered_last(rows, each(pl.col("cell"), is_long, pl.Boolean)).collect()["cell"].to_list() == ["cc"]
    assert sorted(asked) == ["cc", "d"]
