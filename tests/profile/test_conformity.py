"""The quick look at a descriptor or a mapping and `jsonschema` come to the same verdict, whatever is done to it."""

from __future__ import annotations

import copy
import json
import tomllib
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from event_timeline import profile
from event_timeline.importing.mapping import PRESETS, schema
from event_timeline.profile.conformity import conforms_to
from tests import builder

DESCRIPTOR = json.loads(builder.read(builder.HARBOUR / "datapackage.json"))
ORACLE = jsonschema.Draft202012Validator(profile.profile_schema())
VALUES: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, 0, -1, 1.5, "", "x", "1.0.0", "utf-8", [], ["x"], ["x", "x"], [{}], {}, {"title": "x"}]
)


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value inside a JSON value."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(path for key, item in inside for path in places(item, (*at, key)))]


PLACES = [path for path in places(DESCRIPTOR) if path]
MAPPINGS = [tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted(PRESETS.glob("*.toml"))]
MAPPING_PLACES = [(number, path) for number, mapping in enumerate(MAPPINGS) for path in places(mapping) if path]
MAPPING_ORACLE = jsonschema.Draft202012Validator(schema())


def changed(
    path: tuple[Any, ...], value: Any, *, dropped: bool, document: dict[str, Any] = DESCRIPTOR
) -> dict[str, Any]:
    descriptor = copy.deepcopy(document)
    parent: Any = descriptor
    for key in path[:-1]:
        parent = parent[key]
    if dropped:
        del parent[path[-1]]
    else:
        parent[path[-1]] = value
    return descriptor


@settings(deadline=None)
@given(st.sampled_from(PLACES), VALUES, st.booleans())
def test_a_change_anywhere_is_judged_alike(path: tuple[Any, ...], value: Any, dropped: bool) -> None:
    descriptor = changed(path, value, dropped=dropped)
    assert conforms_to(descriptor, profile.profile_schema()) == ORACLE.is_valid(descriptor)


@settings(deadline=None)
@given(st.sampled_from(MAPPING_PLACES), VALUES, st.booleans(), st.sampled_from(["", "x", "when", "Actor"]))
def test_a_change_anywhere_in_a_mapping_is_judged_alike(
    place: tuple[int, tuple[Any, ...]], value: Any, dropped: bool, name: str
) -> None:
    mapping = changed(place[1], value, dropped=dropped, document=MAPPINGS[place[0]])
    if name and isinstance(place[1][-1], str):
        mapping = changed((*place[1][:-1], name), value, dropped=False, document=mapping)
    assert conforms_to(mapping, schema()) == MAPPING_ORACLE.is_valid(mapping)


def test_every_preset_surely_keeps_to_the_schema() -> None:
    assert all(conforms_to(mapping, schema()) for mapping in MAPPINGS)


def test_every_property_dropped_is_judged_alike() -> None:
    for path in PLACES:
        descriptor = changed(path, None, dropped=True)
        assert conforms_to(descriptor, profile.profile_schema()) == ORACLE.is_valid(descriptor), path


@pytest.mark.parametrize(
    "schema", [{"not": {}}, {"type": "null"}, {"enum": [3]}, {"minimum": 3, "oneOf": [{}]}, {"$ref": "#"}]
)
def test_what_it_does_not_know_leaves_it_unsure(schema: dict[str, Any]) -> None:
    assert not conforms_to(3, schema)
