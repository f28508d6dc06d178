"""PKG: properties of the Data Package standard that change how files are read, and values that other readers refuse.

What is valid here is valid in frictionless, which reads every property of the standard, some of earlier versions and
some of its own. Whatever would make it read other bytes, or the same bytes otherwise, is obeyed, harmless or reported
here by name. In these cases frictionless 5.21 refuses what the standard allows, and so do the rules, with a remedy:

- `example` of a list whose items are not text: it is read with the default `itemType` (PKG020);
- `unique` or a key over a column of JSON objects or lists, whose values it cannot look up (PKG021, PKG011);
- a path whose name ends neither in `.csv` nor in `.parquet`, without `format` (PKG019).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from event_timeline import profile
from event_timeline.package.opening import PARQUET, Resource
from event_timeline.profile.conformity import keeps_to
from event_timeline.profile.constraints import fits
from event_timeline.rules.rule import Context, Finding, Found, rule
from event_timeline.tables import cell_formats
from event_timeline.tables.types import FALSE_VALUES, TRUE_VALUES

DIALECT: dict[str, tuple[Any, ...]] = {
    "delimiter": (",",),
    "lineTerminator": ("\n", "\r\n"),
    "quoteChar": ('"',),
    "doubleQuote": (True,),
    "skipInitialSpace": (False,),
    "header": (True,),
    "headerRows": ([1],),
    "headerJoin": (" ",),
    "headerCase": (True,),
    "caseSensitiveHeader": (False,),
    "commentRows": ([],),
    "skipBlankRows": (False,),
    "csvddfVersion": (1.2, "1.2"),
}
"""Property of a Table Dialect (Data Package v1 and v2) -> the values under which a file is read as it is here."""
DIALECT_NOTES = frozenset({"title", "description", "$schema"})
RESOURCE: dict[str, tuple[Any, ...]] = {
    "scheme": ("file",),
    "compression": ("",),
    "innerpath": ("",),
    "extrapaths": (),
    "data": (),
    "url": (),
    "layout": (),
    "control": (),
    "query": (),
    "hashing": (),
    "stats": (),
    "fields": (),
    "rows": (),
    "missingValues": (),
    "profiles": (),
    "profile": ("data-resource", "tabular-data-resource"),
}
"""Property of a resource, in the standard or in frictionless -> the values under which it changes nothing."""
PACKAGE: dict[str, tuple[Any, ...]] = {"profile": ("data-package",), "profiles": (), "type": ()}
SCHEMA: dict[str, tuple[Any, ...]] = {"missingValues": ([""],), "type": ()}
FIELD: dict[str, tuple[Any, ...]] = {
    "missingValues": ([""],),
    "decimalChar": (".",),
    "groupChar": ("",),
    "bareNumber": (True,),
}
COMPRESSED = (".gz", ".zip", ".bz2", ".xz")
REMEDIES = {
    "missingValues": "leave it out and write missing values as empty cells",
    "decimalChar": "leave it out and write decimals with a point",
    "groupChar": "leave it out and write numbers without separators",
    "bareNumber": "leave it out and write numbers without units or signs",
    "format": "leave it out and write dates and times as ISO 8601 has them",
    "dialect": "leave it out and write the table as CSV with commas, double quotes and one header row",
    "compression": "unpack the file and leave it out",
    "profile": "leave it out: `$schema` names the standard since Data Package v2",
}
"""Property -> what to do about it."""
FALLBACK = "leave it out; the file is read as UTF-8 CSV with commas and one header row"


def _where(t: Context, resource: Resource) -> str:
    return resource.schema_path or t.tables.package.descriptor_name


def _is_one_of(value: Any, harmless: tuple[Any, ...]) -> bool:
    return any(type(value) is type(one) and value == one for one in harmless)


@rule("PKG018")
def malformed_schema(t: Context) -> Iterator[Finding]:
    wanted = profile.table_schema_schema()
    for name, resource in t.tables.package.resources.items():
        if not resource.schema or keeps_to(resource.schema, wanted):
            continue
        import jsonschema

        for error in sorted(jsonschema.Draft202012Validator(wanted).iter_errors(resource.schema), key=_path):
            shown = json.dumps(error.instance, ensure_ascii=False)
            value = shown if len(shown) <= 80 else f"{shown[:77]}..."
            said = error.message if len(error.message) <= 160 else f"{value} breaks `{error.validator}`"
            yield Found(f"{error.json_path}: {said}", name, _where(t, resource), column=error.json_path, value=value)


def _path(error: Any) -> str:
    return str(error.json_path)


@rule("PKG019")
def unread_property(t: Context) -> Iterator[Finding]:
    name = t.tables.package.descriptor_name
    for message, column, hint in _differing(t.descriptor, PACKAGE, "the package"):
        yield Found(message, path=name, column=f"$.{column}", value=column, hint=hint)
    listed = t.descriptor["resources"]
    for resource in t.tables.package.resources.values():
        place = f"$.resources[{listed.index(resource.declared)}]"
        for message, column, hint in _of_resource(resource.declared):
            yield Found(message, resource.name, name, column=f"{place}.{column}", value=column, hint=hint)
        for message, column, hint in _of_schema(resource.schema):
            yield Found(message, resource.name, _where(t, resource), column=column, value=column, hint=hint)


def _differing(
    described: dict[str, Any], known: dict[str, tuple[Any, ...]], owner: str
) -> Iterator[tuple[str, str, str]]:
    """(message, property, remedy) of each property whose value is not harmless."""
    for key in described.keys() & known.keys():
        if not _is_one_of(described[key], known[key]):
            shown = json.dumps(described[key], ensure_ascii=False)[:80]
            yield f"{key} of {owner} is {shown}, which is not obeyed", key, REMEDIES.get(key, FALLBACK)


def _of_resource(declared: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    texts = {key: value for key, value in declared.items() if key != "scheme" or isinstance(value, str)}
    yield from _differing(texts, RESOURCE, "the resource")  # a scheme that is no text breaks the profile, PKG001
    paths = declared.get("path")
    paths = [p for p in (paths if isinstance(paths, list) else [paths]) if isinstance(p, str)]
    wanted = "parquet" if any(p.lower().endswith(PARQUET) for p in paths) else "csv"
    given = declared.get("format")
    if given is not None and given != wanted:
        yield f"format is {given!r} where the file is read as {wanted}", "format", f'write "format": "{wanted}"'
    for path in paths:
        if path.lower().endswith(COMPRESSED):
            yield f"{path} has the name of a compressed file, which is not unpacked", "path", REMEDIES["compression"]
        elif given is None and not path.lower().endswith((".csv", *PARQUET)):
            said = f"{path} does not end in .csv, so that frictionless cannot tell its format"
            yield said, "path", 'rename the file, or write "format": "csv"'
    dialect = declared.get("dialect", {})
    if not isinstance(dialect, dict):
        yield f"dialect is {json.dumps(dialect)[:80]}, which is not obeyed", "dialect", REMEDIES["dialect"]
        return
    options = dict(dialect)
    if isinstance(options.get("csv"), dict):
        options |= options.pop("csv")
    for key, value in options.items():
        if key in DIALECT_NOTES and isinstance(value, str):
            continue
        if not _is_one_of(value, DIALECT.get(key, ())):
            shown = json.dumps(value, ensure_ascii=False)[:80]
            yield f"dialect.{key} is {shown}, which is not obeyed", "dialect", REMEDIES["dialect"]


def _of_schema(schema: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    yield from _differing(schema, SCHEMA, "the schema")
    for field in schema.get("fields", ()):
        owner = f"the field {field['name']!r}"
        yield from _differing(field, FIELD, owner)
        kind, given = field.get("type", "string"), field.get("format", "default")
        known = cell_formats.FORMATS.get(kind, (given,))
        if given not in known:
            said = f"format of {owner} is {given!r}; a {kind} is read as {' or '.join(known)}"
            yield said, "format", REMEDIES["format"] if kind in ("date", "time", "datetime") else "write one of these"


@rule("PKG020")
def wrong_example(t: Context) -> Iterator[Finding]:
    for name, resource in t.tables.package.resources.items():
        for field in resource.schema.get("fields", ()):
            example = field.get("example")
            if field.get("type", "string") in cell_formats.CONSTRAINTS and example and not _is_example(field, example):
                shown = json.dumps(example, ensure_ascii=False)[:80]
                said = f"the example of {field['name']!r}, {shown}, is not {cell_formats.words(field)}"
                yield Found(said, name, _where(t, resource), column=field["name"], value=shown)


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
    return fits(field, value)


def _form(field: dict[str, Any]) -> dict[str, Any]:
    kind, given = cell_formats.form(field)
    return {"type": kind, "format": given}


@rule("PKG021")
def uncomparable_key(t: Context) -> Iterator[Finding]:
    resources = t.tables.package.resources
    types = {
        name: {f["name"]: cell_formats.form(f)[0] for f in r.schema.get("fields", ())} for name, r in resources.items()
    }
    for name, resource in resources.items():
        schema, here = resource.schema, types[name]
        asked = [("primaryKey", f) for f in _list(schema.get("primaryKey"))]
        asked += [("uniqueKeys", f) for key in _list(schema.get("uniqueKeys")) for f in _list(key)]
        for key in _list(schema.get("foreignKeys")):
            there = types.get(key["reference"].get("resource") or name, {})
            asked += [("foreignKeys", f) for f in _list(key["fields"])]
            for own, other in zip(_list(key["fields"]), _list(key["reference"]["fields"]), strict=False):
                kinds = (here.get(own), there.get(other))
                if None not in kinds and len({"integer" if k == "year" else k for k in kinds}) > 1:
                    said = (
                        f"foreignKeys compares {own!r}, a column of type {kinds[0]}, with {other!r} of type {kinds[1]}"
                    )
                    yield Found(said, name, _where(t, resource), value=own)
        for kind, column in dict.fromkeys(asked):
            if here.get(column) in UNCOMPARABLE:
                said = f"{kind} names {column!r}, a column of type {here[column]}, whose cells cannot be compared"
                yield Found(said, name, _where(t, resource), value=column)


UNCOMPARABLE = frozenset({"object", "array", "list", "geojson"})


def _list(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


RULES = (malformed_schema, unread_property, wrong_example, uncomparable_key)
