"""PKG: the schemas of the tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from event_timeline import profile
from event_timeline.model import Problem
from event_timeline.package.json_files import as_list
from event_timeline.package.opening import Resource
from event_timeline.profile.constraints import unusable
from event_timeline.profile.table_schemas import departures, foreign_keys, is_example
from event_timeline.rules.descriptor.properties import schema_errors, shortened
from event_timeline.rules.kinds import of_schema
from event_timeline.rules.rule import Context
from event_timeline.tables import cell_formats


def _is_profiles_own(resource: Resource) -> bool:
    """Whether a schema is the profile's, word for word, and so known to be sound."""
    return resource.name in profile.ALL_TABLES and resource.schema == profile.table_schema(resource.name)


@of_schema("PKG009")
def schema_profile_mismatch(t: Context, resource: Resource) -> Iterator[Problem]:
    version = t.profile_version
    if version and resource.schema and resource.name in profile.tables_of(version):
        columns = {f["name"] for f in resource.schema["fields"]}
        optional = {n: f for n, f in profile.optional_fields(resource.name, version).items() if n in columns}
        keys = [key for key in profile.optional_keys(resource.name, version) if key["fields"] in optional]
        wanted = profile.table_schema(resource.name, version)
        with_optional = wanted | {
            "fields": [*wanted["fields"], *optional.values()],
            "foreignKeys": [*wanted.get("foreignKeys", ()), *keys],
        }
        yield from (Problem(message=message) for message in departures(resource.name, resource.schema, with_optional))


@of_schema("PKG011")
def unusable_constraint(t: Context, resource: Resource) -> Iterator[Problem]:  # noqa: ARG001
    for field in () if _is_profiles_own(resource) else resource.schema.get("fields", ()):
        for key, why in unusable(field):
            value = str(field.get("type") if key == "type" else field["constraints"][key])[:80]
            yield Problem(message=f"{key} of {field['name']!r}: {why}", column=field["name"], value=value)


def _own_keys(schema: dict[str, Any]) -> list[tuple[str, Any]]:
    """(kind of key, field), of the primary and the unique keys."""
    keys = [("primaryKey", key) for key in as_list(schema.get("primaryKey"))]
    return keys + [("uniqueKeys", field) for key in as_list(schema.get("uniqueKeys")) for field in as_list(key)]


@of_schema("PKG012")
def unknown_key_target(t: Context, resource: Resource) -> Iterator[Problem]:
    resources, name, schema = t.tables.package.resources, resource.name, resource.schema
    asked = [(kind, name, field) for kind, field in _own_keys(schema)]
    for columns, other, targets in foreign_keys(name, schema):
        asked += [("foreignKeys", name, f) for f in columns] + [("foreignKeys", other, f) for f in targets]
    for kind, where, field in asked:
        if where in t.absent or (where in resources and resources[where].broken):
            continue
        if where not in resources:
            yield Problem(message=f"{kind} names the resource {where!r}, which is not there", value=str(where))
        elif field not in {f["name"] for f in resources[where].schema.get("fields", ())}:
            said = f"{kind} names the field {field!r} of {where!r}, which is not there"
            yield Problem(message=said, value=str(field))


@of_schema("PKG018")
def malformed_schema(t: Context, resource: Resource) -> Iterator[Problem]:  # noqa: ARG001
    if not resource.schema or _is_profiles_own(resource):
        return
    for error in schema_errors(resource.schema, profile.table_schema_schema()):
        value = shortened(error.instance)
        said = error.message if len(error.message) <= 160 else f"{value} breaks `{error.validator}`"
        yield Problem(message=f"{error.json_path}: {said}", column=error.json_path, value=value)


@of_schema("PKG020")
def invalid_example(t: Context, resource: Resource) -> Iterator[Problem]:  # noqa: ARG001
    for field in () if _is_profiles_own(resource) else resource.schema.get("fields", ()):
        example = field.get("example")
        if field.get("type", "string") in cell_formats.CONSTRAINTS and example and not is_example(field, example):
            shown = shortened(example)
            said = f"the example of {field['name']!r}, {shown}, is not {cell_formats.words(field)}"
            yield Problem(message=said, column=field["name"], value=shown)


UNCOMPARABLE = frozenset({"object", "array", "list", "geojson"})


@of_schema("PKG021")
def unsupported_key_type(t: Context, resource: Resource) -> Iterator[Problem]:
    schema, here = resource.schema, _types(resource)
    asked = _own_keys(schema)
    for columns, table, targets in foreign_keys(resource.name, schema):
        there = _types(t.tables.package.resources.get(table))
        asked += [("foreignKeys", f) for f in columns]
        for own, other in zip(columns, targets, strict=True):
            kinds = (here.get(own), there.get(other))
            if None not in kinds and len({"integer" if k == "year" else k for k in kinds}) > 1:
                said = f"foreignKeys compares {own!r}, a column of type {kinds[0]}, with {other!r} of type {kinds[1]}"
                yield Problem(message=said, value=own)
    for kind, column in dict.fromkeys(asked):
        if here.get(column) in UNCOMPARABLE:
            said = f"{kind} names {column!r}, a column of type {here[column]}, whose cells cannot be compared"
            yield Problem(message=said, value=column)


def _types(resource: Resource | None) -> dict[str, str]:
    """Field -> its type."""
    return {f["name"]: cell_formats.form(f)[0] for f in resource.schema.get("fields", ())} if resource else {}
