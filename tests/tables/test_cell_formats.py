"""Cells of types that stay text: their form is the standard's, and frictionless reads them."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from event_timeline.tables import cell_formats

RIGHT_AND_WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"type": "datetime"}, "2024-05-13T09:30:00Z", "2024-05-13"),
    ({"type": "time"}, "09:30:00", "24:00:00"),
    ({"type": "yearmonth"}, "2024-05", "2024-13"),
    ({"type": "duration"}, "P1DT2H30M", "P"),
    ({"type": "geopoint"}, "10.5,55.25", "10.5;55.25"),
    ({"type": "geopoint"}, "10.5,55.25", "10.5,95.25"),
    ({"type": "geopoint", "format": "array"}, "[10.5, 55.25]", "[10.5, NaN]"),
    ({"type": "geopoint", "format": "object"}, '{"lon": 10.5, "lat": 55.25}', '{"lon": 10.5}'),
    ({"type": "geojson"}, '{"type": "Point", "coordinates": [10.5, 55.25]}', '{"type": "Dot"}'),
    ({"type": "object"}, '{"a": 1}', '{"a": }'),
    ({"type": "array"}, "[1]", "[" * 100_000 + "]" * 100_000),
    ({"type": "list", "itemType": "integer", "delimiter": ";"}, "1;2", "1;b"),
    ({"type": "string", "format": "email"}, "a@example.org", "a"),
    ({"type": "string", "format": "uri"}, "https://example.org", "example.org"),
    ({"type": "string", "format": "uuid"}, "6f2b6f0e-5b7c-5d1a-9f43-0d3b8a7f6c21", "6f2b6f0e"),
    ({"type": "string", "format": "binary"}, "YQ==", "YQ"),
]


def broken(field: dict[str, Any], kind: str, *cells: str | None) -> list[bool | None]:
    frame = pl.DataFrame({"a": cells}, schema={"a": pl.String})
    masks = frame.lazy().select(pl.col("a"), cell_formats.mask({"name": "a"} | field, kind).alias("broken"))
    return masks.collect()["broken"].to_list()


@pytest.mark.parametrize(("field", "right", "wrong"), RIGHT_AND_WRONG)
def test_a_cell_has_the_form_of_its_type(field: dict[str, Any], right: str, wrong: str) -> None:
    assert cell_formats.is_read(field)
    named = {"name": "a"} | field
    assert (cell_formats.accepts(named, right), cell_formats.accepts(named, wrong)) == (True, False)
    assert [bool(b) for b in broken(field, "type", right, wrong, None)] == [False, True, False]


@pytest.mark.parametrize(
    ("field", "kind", "right", "wrong"),
    [
        ({"type": "time", "constraints": {"minimum": "09:00:00"}}, "range", "09:30:00", "08:30:00"),
        ({"type": "string", "format": "email", "constraints": {"maxLength": 9}}, "length", "a@b.org", "abcdef@b.org"),
        ({"type": "yearmonth", "constraints": {"enum": ["2024-05"]}}, "enum", "2024-05", "2024-06"),
    ],
)
def test_a_cell_keeps_the_constraints_of_its_field(field: dict[str, Any], kind: str, right: str, wrong: str) -> None:
    assert cell_formats.is_usable({"name": "a"} | field)
    assert broken(field, kind, right, wrong, None) == [False, True, False]
    assert broken(field, "type", right, wrong) == [False, False]


def test_a_time_with_a_zone_is_no_value_beside_a_bound_without_one() -> None:
    field = {"type": "time", "constraints": {"minimum": "09:00:00"}}
    assert broken(field, "type", "09:30:00", "09:30:00Z") == [False, True]


def test_a_field_of_which_no_reader_can_be_made_breaks_no_cell() -> None:
    field = {"type": "list", "itemType": "word"}
    assert not cell_formats.is_usable({"name": "a"} | field)
    assert broken(field, "type", "a,b", None) == [False, False]


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ({"type": "list", "itemType": "integer"}, "a list of integer items with ',' between them"),
        ({"type": "boolean", "trueValues": ["yes"]}, "one of its trueValues and falseValues"),
        ({"type": "boolean"}, "a boolean"),
        ({"type": "year", "format": "anything"}, "a year of four digits"),
        ({"type": "string", "format": "uuid"}, "a UUID"),
    ],
)
def test_says_what_a_cell_must_be(field: dict[str, Any], words: str) -> None:
    assert cell_formats.words(field) == words
