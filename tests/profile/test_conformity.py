"""The quick look at a descriptor and `jsonschema` come to the same verdict, whatever is done to it."""

from __future__ import annotations

import copy
import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from event_timeline import profile
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


def changed(path: tuple[Any, ...], value: Any, *, dropped: bool) -> dict[str, Any]:
    descriptor = copy.deepcopy(DESCRIPTOR)
    parent: Any = descriptor
    for key in path[:-1]:
        parent = parent[key]
    if dropped:
        del parent[path[-1]]
    else:
        parent[path[-1]] = value
    return descriptor


@given(st.sampled_from(PLACES), VALUES, st.booleans())
def test_a_change_anywhere_is_judged_alike(path: tuple[Any, ...], value: Any, dropped: bool) -> None:
    descriptor = changed(path, value, dropped=dropped)
    assert conforms_to(descriptor, profile.profile_schema()) == ORACLE.is_valid(descriptor)


def test_every_property_dropped_is_judged_alike() -> None:
    for path in PLACES:
        descriptor = changed(path, None, dropped=True)
        assert conforms_to(descriptor, profile.profile_schema()) == ORACLE.is_valid(descriptor), path


@pytest.mark.parametrize(
    "schema", [{"not": {}}, {"type": "null"}, {"enum": [3]}, {"minimum": 3, "oneOf": [{}]}, {"$ref": "#"}]
)
def test_what_it_does_not_know_leaves_it_unsure(schema: dict[str, Any]) -> None:
    assert not conforms_to(3, schema)
