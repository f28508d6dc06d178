"""The schemas of the tables."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest

from event_timeline import profile, validate
from event_timeline.profile.conformity import conforms_to
from event_timeline.profile.constraints import unusable
from event_timeline.profile.table_schemas import _is_tighter, departures, is_example
from event_timeline.rules.explanations import Replaced
from tests import builder
from tests.rules.asking import found


@pytest.mark.parametrize("table", profile.ALL_TABLES)
def test_the_profiles_own_schemas_are_sound_so_that_they_need_no_check(table: str) -> None:
    schema = profile.table_schema(table)
    assert conforms_to(schema, profile.table_schema_schema())
    assert [found for field in schema["fields"] for found in unusable(field)] == []
    assert all(is_example(field, field["example"]) for field in schema["fields"] if field.get("example"))


@pytest.mark.parametrize(("old", "new", "n"), [
    ('"maxLength": 80', '"maxLength": 60', 0), ('"maxLength": 80', '"maxLength": 90', 1), ('"maxLength": 80', '"minLength": 1', 1),
])  # fmt: skip
def test_a_schema_may_be_narrower_than_the_profile_and_not_wider(old: str, new: str, n: int, tmp_path: Path) -> None:
    assert len(found(tmp_path, "PKG009", Replaced("schemas/events.json", old, new))) == n


@pytest.mark.parametrize(("pattern", "n"), [("^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", 0), ("^[a-z]{2,8}$", 1)])
def test_the_narrower_pattern_of_languages_that_version_1_0_0_shipped_is_no_departure(
    pattern: str, n: int, tmp_path: Path
) -> None:
    fields = {f["name"]: f for f in profile.table_schema("sources")["fields"]}
    edit = Replaced("schemas/sources.json", fields["language"]["constraints"]["pattern"], pattern)
    assert len(found(tmp_path, "PKG009", edit)) == n


@pytest.mark.parametrize("change", [
    {"primaryKey": "place_id"}, {"missingValues": None},
    {"foreignKeys": [{"fields": ["within"], "reference": {"fields": ["place_id"]}},
        {"fields": ["identifiers_source"], "reference": {"fields": "source_id", "resource": "sources"}}]},
    {"foreignKeys": [{"fields": "within", "reference": {"fields": "place_id", "resource": "places"}},
        {"fields": "identifiers_source", "reference": {"fields": ["source_id"], "resource": "sources"}}]},
    {"foreignKeys": [{"fields": "within", "reference": {"fields": "place_id", "resource": ""}},
        {"fields": "identifiers_source", "reference": {"fields": "source_id", "resource": "sources"}}]},
])  # fmt: skip
def test_a_key_may_be_written_in_another_form_that_means_the_same(change: dict[str, object], harbour: Path) -> None:
    path = harbour / "schemas" / "places.json"
    schema = json.loads(builder.read(path)) | change
    builder.write(path, json.dumps({key: value for key, value in schema.items() if value is not None}, indent=2) + "\n")
    builder.stamp(harbour)
    assert validate(harbour).problems == []


@pytest.mark.parametrize(("change", "message"), [
    ({"primaryKey": ["name"]}, "primaryKey is ['name'] where the profile has ['place_id']"),
    ({"missingValues": ["", "NA"]}, "missingValues is ['', 'NA'] where the profile has ['']"),
    ({"foreignKeys": [{"fields": "within", "reference": {"fields": "place_id", "resource": "places"}}]},
        'foreignKeys lacks {"fields": "identifiers_source", "reference": {"fields": "source_id", "resource": "sources"}}'),
    ({"foreignKeys": [{"fields": "within", "reference": {"fields": "source_id", "resource": "sources"}},
        {"fields": "identifiers_source", "reference": {"fields": "source_id", "resource": "sources"}}]},
        'foreignKeys lacks {"fields": "within", "reference": {"fields": "place_id"}}'),
])  # fmt: skip
def test_a_key_that_means_something_else_is_a_departure(change: dict[str, object], message: str) -> None:
    wanted = profile.table_schema("places")
    assert list(departures("places", wanted | change, wanted)) == [message]


@pytest.mark.parametrize("constraint", ["pattern", "minLength", "unique", "required", "enum", "minimum"])
def test_a_constraint_of_the_profile_that_a_schema_drops_is_a_departure(constraint: str) -> None:
    for table in profile.TABLES:
        for number, field in enumerate(profile.table_schema(table)["fields"]):
            if field.get("constraints", {}).get(constraint):
                schema = copy.deepcopy(profile.table_schema(table))
                del schema["fields"][number]["constraints"][constraint]
                (words,) = departures(table, schema, profile.table_schema(table))
                assert repr(field["name"]) in words


@pytest.mark.parametrize(("key", "given", "tighter"), [
    ("maxLength", 79, True), ("maxLength", 80, False), ("maxLength", 81, False), ("maximum", 79, True),
    ("minLength", 81, True), ("minLength", 80, False), ("minLength", 79, False), ("minimum", 81, True), ("minimum", True, False),
])  # fmt: skip
def test_a_limit_is_tighter_where_it_allows_less(key: str, given: object, tighter: bool) -> None:
    assert _is_tighter(key, given, 80, "label") is tighter


@pytest.mark.parametrize(("kind", "example", "fits"), [
    ("object", {"a": 1}, True), ("object", '{"a": 1}', True), ("object", [1], False), ("object", "a", False),
    ("array", [1], True), ("array", "[1]", True), ("array", {"a": 1}, False), ("string", ["a"], False), ("integer", [1], False),
    ("integer", "1", True), ("integer", 1, True), ("date", "2024-05-14", True), ("date", "14 May", False), ("boolean", "true", True),
    ("boolean", "yes", False), ("list", ["a"], True), ("list", [1], False), ("any", [1], True),
])  # fmt: skip
def test_an_example_is_a_value_or_the_text_of_a_cell(kind: str, example: object, fits: bool, harbour: Path) -> None:
    path = harbour / "schemas" / "events.json"
    schema = json.loads(builder.read(path))
    schema["fields"].append({"name": "extra", "type": kind, "example": example})
    builder.write(path, json.dumps(schema))
    assert (validate(str(harbour), select=["PKG020"]).counts == {}) is fits
