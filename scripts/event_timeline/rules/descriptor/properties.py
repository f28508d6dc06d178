"""PKG: the properties of the descriptor."""

from __future__ import annotations

import difflib
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from event_timeline import profile
from event_timeline.io.counting import counted
from event_timeline.io.paths import SAFE_NAME
from event_timeline.model import Problem
from event_timeline.package.json_files import as_list, duplicate_keys, objects
from event_timeline.package.opening import Resource
from event_timeline.profile.conformity import conforms_to
from event_timeline.rules.families import reference
from event_timeline.rules.kinds import of_schema
from event_timeline.rules.rule import Context, Finding, rule

FIELD_PROPERTIES, CONSTRAINTS = (
    frozenset(reference("descriptor")[n].split()) for n in ("field_properties", "constraints")
)
RECOMMENDED = {
    "id": ('"id": "https://doi.org/10.…", the address at which the dataset is or will be found',),
    "keywords": ('"keywords": ["strikes", "ports"]', "run `timeline stamp --keyword WORD`"),
    "sources": ('"sources": [{"title": "Daily Herald, 2 to 9 May 2031", "path": "https://…"}], without `path` where there is no address',),
    "temporal": ('"temporal": {"start": "YYYY-MM-DD", "end": "YYYY-MM-DD"}', "run `timeline stamp`, which takes it from the dates of the events"),
    "rights": ('"rights": "…", a sentence on what may be done with the data and with quotations',),
}  # fmt: skip
"""Property -> the form in which it is written, and what writes it."""


def schema_path(t: Context, resource: Resource) -> str:
    return resource.schema_path or t.tables.package.descriptor_name


def in_descriptor(t: Context, message: str, column: str | None = None, **place: Any) -> Problem:
    return Problem(message=message, path=t.tables.package.descriptor_name, column=column, **place)


def shortened(value: Any) -> str:
    """A value as JSON of at most 80 characters."""
    shown = json.dumps(value, ensure_ascii=False)
    return shown if len(shown) <= 80 else f"{shown[:77]}..."


def schema_errors(document: Any, schema: dict[str, Any]) -> Iterator[Any]:
    """The errors of jsonschema, in the order of their places, in a document that does not keep to its schema."""
    if not conforms_to(document, schema):
        import jsonschema

        yield from sorted(jsonschema.Draft202012Validator(schema).iter_errors(document), key=lambda e: str(e.json_path))


@rule("PKG001", layer="descriptor")
def profile_violation(t: Context) -> Iterator[Finding]:
    if t.profile_version is None or conforms_to(t.descriptor, profile.profile_schema()):
        return
    for error in schema_errors(t.descriptor, profile.profile_schema(t.profile_version)):
        yield in_descriptor(t, _said(error), column=error.json_path, value=shortened(error.instance))


def _said(error: Any) -> str:
    if error.validator == "required":
        return f"{error.message.split(' ')[0]} is missing"
    if error.validator == "pattern":
        return f"{shortened(error.instance)} does not match the profile's pattern {shortened(error.validator_value)}"
    if error.validator == "minLength":
        return f"{shortened(error.instance)} is shorter than {counted(error.validator_value, 'character')}"
    if error.validator == "additionalProperties" and error.validator_value is False:
        known = error.schema.get("properties", {})
        unknown = next(name for name in error.instance if name not in known)
        near = difflib.get_close_matches(unknown, known, 1)
        return f"{unknown!r} is not known here; " + (
            f"did you mean {near[0]!r}?" if near else f"known are {', '.join(known)}"
        )
    return error.message if len(error.message) <= 160 else f"the value breaks `{error.validator}` of the profile"


@rule("PKG002", layer="descriptor", blocks=True)
def unknown_profile_version(t: Context) -> Iterator[Finding]:
    if t.profile_version is None:
        named = str(t.descriptor["conformsTo"])
        known = ", ".join(profile.versions())
        yield in_descriptor(t, f"conformsTo is {named}, known are the versions {known}", "$.conformsTo", value=named)


@rule("PKG008", layer="descriptor")
def duplicate_name(t: Context) -> Iterator[Finding]:
    names = Counter(str(r.get("name")) for r in t.descriptor["resources"] if isinstance(r, dict))
    for name in sorted(n for n in names if names[n] > 1):
        yield in_descriptor(t, f"{names[name]} resources are named {name!r}", "$.resources", value=name)
    package = t.tables.package
    files = [package.descriptor_name] if package.duplicate_keys else []
    files += [r.schema_path for r in package.resources.values() if r.schema_path and r.doubled]
    for file in dict.fromkeys(files):
        for key, line, column in duplicate_keys((package.root / file).read_text(encoding="utf-8-sig")):
            message = f"the property {key!r} is duplicated in one object, the second time at column {column}"
            yield Problem(message=message, path=file, value=key, line=line)


@of_schema("PKG010")
def unknown_property(t: Context, resource: Resource) -> Iterator[Problem]:  # noqa: ARG001
    for field in resource.schema.get("fields", ()):
        for known, given in ((FIELD_PROPERTIES, field), (CONSTRAINTS, field.get("constraints", {}))):
            for key in (key for key in given if key not in known and ":" not in key):
                near = difflib.get_close_matches(key, known, 1)
                asked = f"; did you mean {near[0]!r}?" if near else ""
                message = f"the field {field['name']!r} has the unknown property {key!r}{asked}"
                yield Problem(message=message, column=field["name"], value=key)


@rule("PKG015", layer="descriptor", severity="warning")
def incomplete_metadata(t: Context) -> Iterator[Finding]:
    for key in RECOMMENDED:
        if not t.descriptor.get(key):
            form, *command = RECOMMENDED[key]
            hint = f"{command[0]}, or add" if command else "add"
            yield in_descriptor(
                t, f"no `{key}`", f"$.{key}", hint=f"{hint} to {t.tables.package.descriptor_name}: {form}"
            )
    roles = [role for c in objects(as_list(t.descriptor.get("contributors"))) for role in as_list(c.get("roles"))]
    if not any(role in ("creator", "author") for role in roles):
        yield in_descriptor(t, "no contributor has the role `creator`", "$.contributors")


@rule("PKG017", layer="descriptor")
def unportable_name(t: Context) -> Iterator[Finding]:
    tables: dict[str, str] = {}
    for name, resource in t.tables.package.resources.items():
        if name != resource.declared.get("name"):
            continue
        if not SAFE_NAME.fullmatch(name):
            said = f"no file can safely be named after the table {name[:120]!r}"
            yield in_descriptor(t, said, "$.resources", value=name)
        elif name.lower().startswith("sqlite_"):
            said = f"the table {name!r} has a name that SQLite keeps to itself"
            yield in_descriptor(t, said, "$.resources", value=name)
        if (other := tables.setdefault(name.lower(), name)) != name:
            yield in_descriptor(t, f"the tables {other!r} and {name!r} differ by case alone", "$.resources", value=name)
        columns: dict[str, str] = {}
        for column in (field["name"] for field in resource.schema.get("fields", ())):
            if (other := columns.setdefault(column.lower(), column)) != column:
                message = f"the columns {other!r} and {column!r} differ by case alone"
                yield Problem(message=message, resource=name, path=schema_path(t, resource), value=column)
