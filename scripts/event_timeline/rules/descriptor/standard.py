"""PKG: properties of the Data Package standard that change how files are read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from event_timeline.model import Problem
from event_timeline.package.opening import PARQUET
from event_timeline.rules.descriptor.properties import schema_path, shortened
from event_timeline.rules.families import reference
from event_timeline.rules.rule import Context, Finding, rule
from event_timeline.tables import cell_formats

FACTS = reference("descriptor")
DIALECT_NOTES = frozenset({"title", "description", "$schema"})
COMPRESSED = (".gz", ".zip", ".bz2", ".xz")
FALLBACK = "leave it out; the file is read as UTF-8 CSV with commas and one header row"
Unread = tuple[str, str, str]
"""Message, property and remedy."""


def _is_one_of(value: Any, harmless: list[Any]) -> bool:
    return any(type(value) is type(one) and value == one for one in harmless)


@rule("PKG019", layer="descriptor")
def unsupported_property(t: Context) -> Iterator[Finding]:
    name = t.tables.package.descriptor_name
    for message, column, hint in _differing(t.descriptor, FACTS["package"], "the package"):
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


def _differing(described: dict[str, Any], known: dict[str, list[Any]], owner: str) -> Iterator[Unread]:
    """(message, property, remedy) of each property whose value is not harmless."""
    for key in described.keys() & known.keys():
        if not _is_one_of(described[key], known[key]):
            yield (
                f"{key} of {owner} is {shortened(described[key])}, which is not obeyed",
                key,
                FACTS["remedies"].get(key, FALLBACK),
            )


def _of_resource(declared: dict[str, Any]) -> Iterator[Unread]:
    texts = {key: value for key, value in declared.items() if key != "scheme" or isinstance(value, str)}
    yield from _differing(texts, FACTS["resource"], "the resource")  # PKG001 reports a scheme that is not a string
    paths = declared.get("path")
    paths = [p for p in (paths if isinstance(paths, list) else [paths]) if isinstance(p, str)]
    wanted = "parquet" if any(p.lower().endswith(PARQUET) for p in paths) else "csv"
    given = declared.get("format")
    if given is not None and given != wanted:
        yield f"format is {given!r} where the file is read as {wanted}", "format", f'write "format": "{wanted}"'
    for path in paths:
        if path.lower().endswith(COMPRESSED):
            yield (
                f"{path} has the name of a compressed file, which is not unpacked",
                "path",
                FACTS["remedies"]["compression"],
            )
        elif given is None and not path.lower().endswith((".csv", *PARQUET)):
            said = f"{path} does not end in .csv, so that frictionless cannot tell its format"
            yield said, "path", 'rename the file, or write "format": "csv"'
    dialect = declared.get("dialect", {})
    if not isinstance(dialect, dict):
        yield f"dialect is {shortened(dialect)}, which is not obeyed", "dialect", FACTS["remedies"]["dialect"]
        return
    options = dict(dialect)
    if isinstance(options.get("csv"), dict):
        options |= options.pop("csv")
    for key, value in options.items():
        if key in DIALECT_NOTES and isinstance(value, str):
            continue
        if not _is_one_of(value, FACTS["dialect"].get(key, [])):
            yield f"dialect.{key} is {shortened(value)}, which is not obeyed", "dialect", FACTS["remedies"]["dialect"]


def _of_schema(schema: dict[str, Any]) -> Iterator[Unread]:
    yield from _differing(schema, FACTS["schema"], "the schema")
    for field in schema.get("fields", ()):
        owner = f"the field {field['name']!r}"
        yield from _differing(field, FACTS["field"], owner)
        kind, given = field.get("type", "string"), field.get("format", "default")
        known = cell_formats.FORMATS.get(kind, (given,))
        if given not in known:
            said = f"format of {owner} is {given!r}; a {kind} is read as {' or '.join(known)}"
            yield (
                said,
                "format",
                FACTS["remedies"]["format"] if kind in ("date", "time", "datetime") else "write one of these",
            )
