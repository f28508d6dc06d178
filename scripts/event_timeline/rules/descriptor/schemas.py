"""PKG: the schemas of the tables."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from event_timeline import profile
from event_timeline.model import Problem
from event_timeline.package.json_files import as_list
from event_timeline.package.opening import Resource
from event_timeline.profile.constraints import is_of_type, unusable
from event_timeline.rules.descriptor.properties import schema_errors, shortened
from event_timeline.rules.kinds import of_schema
from event_timeline.rules.rule import Context
from event_timeline.tables import cell_formats
from event_timeline.tables.types import FALSE_VALUES, TRUE_VALUES


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
        yield from (Problem(message=message) for message in departures(resource.schema, with_optional))


def departures(schema: dict[str, Any], wanted: dict[str, Any]) -> Iterator[str]:
    """In words, how a schema falls short of the profile's; extra fields and terms do not count."""
    fields = {f["name"]: f for f in schema["fields"]}
    for field in wanted["fields"]:
        name = field["name"]
        if name not in fields:
            yield f"the field {name!r} is missing"
            continue
        own = fields[name]
        for key in ("type", "format"):
            if own.get(key, _DEFAULT[key]) != field.get(key, _DEFAULT[key]):
                yield f"the field {name!r} has {key} {own.get(key)!r} where the profile has {field.get(key)!r}"
        for key, value in field.get("constraints", {}).items():
            given = own.get("constraints", {}).get(key)
            if key == "enum":
                lost = [term for term in value if not isinstance(given, list) or term not in given]
                if lost:
                    yield f"the field {name!r} does not allow {', '.join(map(str, lost))}"
            elif given != value and value is not False and not _is_tighter(key, given, value, name):
                yield f"the field {name!r} has {key} {given!r} where the profile has {value!r}"
    for key in ("primaryKey", "missingValues"):
        if schema.get(key) != wanted.get(key):
            yield f"{key} is {schema.get(key)!r} where the profile has {wanted.get(key)!r}"
    for key in ("foreignKeys", "uniqueKeys"):
        own_keys = schema.get(key) or []
        for item in wanted.get(key, []):
            if item not in own_keys:
                yield f"{key} lacks {json.dumps(item)}"


FORMER_PATTERNS = {"language": "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"}
"""Field -> the pattern that the toolchain 1.0.0 gave it; it lets less pass than the profile's."""


def _is_tighter(key: str, given: Any, value: Any, name: str) -> bool:
    """Whether a constraint allows less than the profile's: all that is allowed then is what the profile promises."""
    if key == "pattern":
        return given is not None and given == FORMER_PATTERNS.get(name)
    if isinstance(given, bool) or not isinstance(given, int | float) or not isinstance(value, int | float):
        return False
    return (key in ("maxLength", "maximum") and given < value) or (key in ("minLength", "minimum") and given > value)


_DEFAULT = {"type": "string", "format": "default"}


@of_schema("PKG011")
def unusable_constraint(t: Context, resource: Resource) -> Iterator[Problem]:  # noqa: ARG001
    for field in resource.schema.get("fields", ()):
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
    for key in as_list(schema.get("foreignKeys")):
        reference = key.get("reference", {}) if isinstance(key, dict) else {}
        asked += [("foreignKeys", name, f) for f in as_list(key.get("fields") if isinstance(key, dict) else None)]
        other = reference.get("resource") or name
        asked += [("foreignKeys", other, f) for f in as_list(reference.get("fields"))]
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
    for error in schema_errors(resource.schema, profile.table_schema_schema()) if resource.schema else ():
        value = shortened(error.instance)
        said = error.message if len(error.message) <= 160 else f"{value} breaks `{error.validator}`"
        yield Problem(message=f"{error.json_path}: {said}", column=error.json_path, value=value)


@of_schema("PKG020")
def invalid_example(t: Context, resource: Resource) -> Iterator[Problem]:  # noqa: ARG001
    for field in resource.schema.get("fields", ()):
        example = field.get("example")
        if field.get("type", "string") in cell_formats.CONSTRAINTS and example and not _is_example(field, example):
            shown = shortened(example)
            said = f"the example of {field['name']!r}, {shown}, is not {cell_formats.words(field)}"
            yield Problem(message=said, column=field["name"], value=shown)


WRITTEN = {
    "integer": r"[+-]?[0-9]+",
    "number": rf"{cell_formats.DECIMAL}(?:[Ee][+-]?[0-9]+)?",
    "year": "[0-9]{4}",
    "date": cell_formats.DATE,
}
"""Type -> how a cell of it is written."""


def _is_example(field: dict[str, Any], value: Any) -> bool:
    kind = field.get("type", "string")
    if kind == "any":
        return True
    if kind == "list":
        return isinstance(value, str) or (isinstance(value, list) and all(isinstance(item, str) for item in value))
    if kind == "boolean" and isinstance(value, str):
        return value in (*field.get("trueValues", TRUE_VALUES), *field.get("falseValues", FALSE_VALUES))
    if kind in ("object", "array", "geojson") and isinstance(value, dict | list):
        return cell_formats.accepts({"name": "example", **_form(field)}, json.dumps(value))
    if isinstance(value, str) and kind in WRITTEN and kind != "date":
        return re.fullmatch(WRITTEN[kind], value) is not None
    return is_of_type(field, value)


def _form(field: dict[str, Any]) -> dict[str, Any]:
    kind, given = cell_formats.form(field)
    return {"type": kind, "format": given}


UNCOMPARABLE = frozenset({"object", "array", "list", "geojson"})


@of_schema("PKG021")
def unsupported_key_type(t: Context, resource: Resource) -> Iterator[Problem]:
    schema, here = resource.schema, _types(resource)
    asked = _own_keys(schema)
    for key in as_list(schema.get("foreignKeys")):
        there = _types(t.tables.package.resources.get(key["reference"].get("resource") or resource.name))
        asked += [("foreignKeys", f) for f in as_list(key["fields"])]
        for own, other in zip(as_list(key["fields"]), as_list(key["reference"]["fields"]), strict=False):
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
