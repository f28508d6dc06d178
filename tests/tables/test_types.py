"""Text becomes the type of its field, or null."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from event_timeline.tables.types import cast, is_text


@pytest.mark.parametrize(
    ("field", "cells", "values"),
    [
        ({"type": "date"}, ["2024-02-29", "2023-02-29", "0000-01-01", "24-2-9"], [date(2024, 2, 29), None, None, None]),
        ({"type": "boolean"}, ["true", "0", "yes"], [True, False, None]),
        ({"type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]}, ["yes", "no", "true"], [True, False, None]),
        ({"type": "year"}, ["2024", "24", "-2024"], [2024, None, None]),
        ({"type": "integer"}, ["7", "7.5"], [7, None]),
        ({"type": "number"}, ["7.5", "words"], [7.5, None]),
        ({"type": "time"}, ["09:30:00", "words"], ["09:30:00", "words"]),
        ({}, ["words"], ["words"]),
    ],
)
def test_a_cell_is_cast_or_null(field: dict[str, Any], cells: list[str], values: list[Any]) -> None:
    frame = pl.DataFrame({"a": cells}).select(cast({"name": "a"} | field))
    assert frame["a"].to_list() == values
    assert is_text(field) == (frame["a"].dtype == pl.String)
