"""Values of Python, pandas and NumPy as cells have them."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

import event_timeline as et
from event_timeline.editing.cell_values import cell_text


@pytest.mark.parametrize(("value", "cell"), [
    (None, ""), (float("nan"), ""), (Decimal("nan"), ""), (np.float64("nan"), ""), (pd.NA, ""), (pd.NaT, ""),
    (np.datetime64("NaT"), ""), (True, "true"), (np.bool_(False), "false"), (3, "3"), (np.int64(3), "3"), (0.5, "0.5"),
    (date(2024, 5, 13), "2024-05-13"), (datetime(2024, 5, 13), "2024-05-13"), (pd.Timestamp("2024-05-13"), "2024-05-13"),  # noqa: DTZ001
    (np.datetime64("2024-05-13"), "2024-05-13"), (pd.Timestamp("2024-05-13 10:30"), "2024-05-13T10:30:00"), ("nan", "nan"),
])  # fmt: skip
def test_a_value_is_the_cell_that_it_means(value: object, cell: str) -> None:
    assert cell_text(value) == cell


@pytest.mark.parametrize(
    "value", [["a", "b"], {"a": 1}, b"x", object(), timedelta(1), float("inf")], ids=lambda v: type(v).__name__
)
def test_what_a_cell_cannot_hold_is_refused(value: Any) -> None:
    with pytest.raises(et.Error, match="a cell cannot be"):
        cell_text(value)


ROWS = [
    {"name": "Port Court", "kind": "organisation", "note": None},
    {"name": "Ada Lund", "kind": "person", "note": "a docker"},
]


def test_a_frame_of_polars_and_records_of_pandas_have_the_types_that_are_taken(harbour: Path) -> None:
    frame: pl.DataFrame = pl.DataFrame(ROWS)
    records: list[dict[Hashable, Any]] = pd.DataFrame(ROWS).to_dict("records")  # as pandas-stubs declares it
    for rows in (frame, records, frame.to_dicts(), frame.iter_rows(named=True)):
        with et.edit(harbour, dry_run=True) as draft:
            assert draft.add_many(rows, table="actors").counts == {"actors": 2}


@pytest.mark.parametrize("frame", [pd.DataFrame, pl.DataFrame])
def test_a_frame_gives_its_rows_and_no_words_for_what_is_missing(frame: Any, harbour: Path) -> None:
    with et.edit(harbour) as draft:
        draft.add_many(frame(ROWS), table="actors")
    notes = dict(et.read(harbour)["actors"].select("name", "note").iter_rows())
    assert (notes["Port Court"], notes["Ada Lund"]) == (None, "a docker")


def test_one_row_where_rows_are_expected_is_refused(harbour: Path) -> None:
    with pytest.raises(et.Error, match="a row is given") as refused, et.edit(harbour) as draft:
        draft.add_many(ROWS[0], table="actors")  # type: ignore[arg-type]
    assert "list" in refused.value.hint


def test_an_editor_shows_itself_in_a_line(harbour: Path) -> None:
    with et.edit(harbour, dry_run=True) as draft:
        assert len(repr(draft)) < 200


def test_a_program_that_edits_a_package_is_not_kept_waiting_for_itself(harbour: Path) -> None:
    with et.edit(harbour), pytest.raises(et.Error, match="is changing"):
        et.stamp(harbour)
    assert et.stamp(harbour).changes is not None


def test_an_integer_column_takes_the_whole_floats_of_a_frame_and_no_others(harbour: Path) -> None:
    strike = et.read(harbour)["events"].row(0, named=True)
    strike = {c: strike[c] for c in ("summary", "kind", "status", "polarity", "topic", "place_id")}
    frame = pd.DataFrame(
        [{**strike, "label": "The crane is sold", "position": 2}, {**strike, "label": "It is shipped"}]
    )
    assert frame["position"].dtype == float
    with et.edit(harbour, dry_run=True) as draft:
        draft.add_many(frame, table="events")
        assert [r["position"] for r in draft.draft.table("events").rows if r["label"] == "The crane is sold"] == ["2"]
        draft.set("places/pier-4", latitude=np.float32(55.0))
        assert draft.draft.table("places").find("pier-4")["latitude"] == "55.0"
    for value in (2.5, "2.0"):
        with pytest.raises(et.Error), et.edit(harbour, dry_run=True) as draft:
            draft.set("events/strike", position=value)


def test_nested_columns_of_a_frame_take_arrays_and_miss_what_is_nan(harbour: Path) -> None:
    event = {
        "summary": "They meet.",
        "kind": "meeting",
        "status": "occurred",
        "polarity": "affirmed",
        "topic": "labour",
    }
    frame = pd.DataFrame(
        [
            event | {"event_id": "first", "label": "A first meeting"},
            event | {"event_id": "second", "label": "A second one"},
        ]
    )
    parts: Any = [np.array(["port-authority:agent"]), float("nan")]
    frame["participants"] = parts
    frame["evidence"] = float("nan")
    with et.edit(harbour, dry_run=True) as draft:
        draft.add_many(frame, table="events")
        added = [r for r in draft.draft.rows("event_actors") if r["event_id"] in ("first", "second")]
        assert [(r["event_id"], r["actor_id"]) for r in added] == [("first", "port-authority")]
