"""PKG: properties of the Data Package standard that change how files are read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from event_timeline.model import Problem
from event_timeline.package.opening import PARQUET
from event_timeline.rules.descriptor.properties import schema_path, shortened
from event_timeline.rules.rule import Context, Finding, rule
from event_timeline.tables import cell_formats

DIALECT: dict[str, tuple[Any, ...]] = {
    "delimiter": (",",), "lineTerminator": ("\n", "\r\n"), "quoteChar": ('"',), "doubleQuote": (True,),
    "skipInitialSpace": (False,), "header": (True,), "headerRows": ([1],), "headerJoin": (" ",), "headerCase": (True,),
    "caseSensitiveHeader": (False,), "commentRows": ([],), "skipBlankRows": (False,), "csvddfVersion": (1.2, "1.2"),
}  # fmt: skip
"""Property of a Table Dialect (Data Package v1 and v2) -> the values under which a file is read as it is here."""
DIALECT_NOTES = frozenset({"title", "description", "$schema"})
RESOURCE: dict[str, tuple[Any, ...]] = {
    "scheme": ("file",), "compression": ("",), "innerpath": ("",), "extrapaths": (), "data": (), "url": (), "layout": (),
    "control": (), "query": (), "hashing": (), "stats": (), "fields": (), "rows": (), "missingValues": (), "profiles": (),
    "profile": ("data-resource", "tabular-data-resource"),
}  # fmt: skip
"""Property of a resource, in the standard or in frictionless -> the values under which it changes nothing."""
PACKAGE: dict[str, tuple[Any, ...]] = {"profile": ("data-package",), "profiles": (), "type": ()}
SCHEMA: dict[str, tuple[Any, ...]] = {"missingValues": ([""],), "type": ()}
FIELD: dict[str, tuple[Any, ...]] = {
    "missingValues": ([""],), "decimalChar": (".",), "groupChar": ("",), "bareNumber": (True,)
}  # fmt: skip
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
Unread = tuple[str, str, str]
"""Message, property and remedy."""


def _is_one_of(value: Any, harmless: tuple[Any, ...]) -> bool:
    return any(type(value) is type(one) and value == one for one in harmless)


@rule("PKG019", layer="descriptor")
def unsupported_property(t: Context) -> Iterator[Finding]:
    name = t.tables.package.descriptor_name
    for message, column, hint in _differing(t.descriptor, PACKAGE, "the package"):
        yield Problem(message=message, path=name, column=f"$.{column}", value=column, hint=hint)
    listed = t.descriptor["resources"]
    for resource in t.tables.package.resources.values():
        place = f"$.resources[{listed.index(resource.declared)}]"
        for message, key, hint in _of_resource(resource.declared):
            problem = Problem(message=message, resource=resource.name, path=name, value=key, hint=hint)
            yield replace(problem, column=f"{place}.{key}")
        for message, key, hint in _of_schema(resource.schema):
            problem = Problem(message=message, resource=resource.name, column=key, value=key, hint=hint)
            yield replace(problem, path=schema_path(t, resource))


def _differing(described: dict[str, Any], known: dict[str, tuple[Any, ...]], owner: str) -> Iterator[Unread]:
    """(message, property, remedy) of each property whose value is not harmless."""
    for key in described.keys() & known.keys():
        if not _is_one_of(described[key], known[key]):
            yield (
                f"{key} of {owner} is {shortened(described[key])}, which is not obeyed",
                key,
                REMEDIES.get(key, FALLBACK),
            )


def _of_resource(declared: dict[str, Any]) -> Iterator[Unread]:
    texts = {key: value for key, value in declared.items() if key != "scheme" or isinstance(value, str)}
    yield from _differing(texts, RESOURCE, "the resource")  # PKG001 reports a scheme that is not a string
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
        yield f"dialect is {shortened(dialect)}, which is not obeyed", "dialect", REMEDIES["dialect"]
        return
    options = dict(dialect)
    if isinstance(options.get("csv"), dict):
        options |= options.pop("csv")
    for key, value in options.items():
        if key in DIALECT_NOTES and isinstance(value, str):
            continue
        if not _is_one_of(value, DIALECT.get(key, ())):
            yield f"dialect.{key} is {shortened(value)}, which is not obeyed", "dialect", REMEDIES["dialect"]


def _of_schema(schema: dict[str, Any]) -> Iterator[Unread]:
    yield from _differing(schema, SCHEMA, "the schema")
    for field in schema.get("fields", ()):
        owner = f"the field {field['name']!r}"
        yield from _differing(field, FIELD, owner)
        kind, given = field.get("type", "string"), field.get("format", "default")
        known = cell_formats.FORMATS.get(kind, (given,))
        if given not in known:
            said = f"format of {owner} is {given!r}; a {kind} is read as {' or '.join(known)}"
            yield said, "format", REMEDIES["format"] if kind in ("date", "time", "datetime") else "write one of these"
