"""PKG: properties of the Data Package standard that change how files are read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from event_timeline.model import Problem
from event_timeline.package.json_files import as_list
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
    name, listed = t.tables.package.descriptor_name, t.descriptor["resources"]
    for said, key, hint in _differing(t.descriptor, "package", "the package"):
        yield Problem(message=said, path=name, column=f"$.{key}", value=key, hint=hint)
    for resource in t.tables.package.resources.values():
        place, of = f"$.resources[{listed.index(resource.declared)}]", resource.name
        for said, key, hint in _of_resource(resource.declared):
            yield Problem(message=said, resource=of, path=name, column=f"{place}.{key}", value=key, hint=hint)
        for said, key, hint in _of_schema(resource.schema):
            yield Problem(message=said, resource=of, path=schema_path(t, resource), column=key, value=key, hint=hint)


def _not_obeyed(what: str, value: Any, key: str) -> Unread:
    return f"{what} is {shortened(value)}, which is not obeyed", key, FACTS["remedies"].get(key, FALLBACK)


def _differing(described: dict[str, Any], kind: str, owner: str) -> Iterator[Unread]:
    """Each property whose value is not harmless."""
    for key in described.keys() & FACTS[kind].keys():
        if not _is_one_of(described[key], FACTS[kind][key]):
            yield _not_obeyed(f"{key} of {owner}", described[key], key)


def _of_resource(declared: dict[str, Any]) -> Iterator[Unread]:
    texts = {key: value for key, value in declared.items() if key != "scheme" or isinstance(value, str)}
    yield from _differing(texts, "resource", "the resource")  # PKG001 reports a scheme that is not a string
    paths = [path for path in as_list(declared.get("path")) if isinstance(path, str)]
    wanted = "parquet" if any(path.lower().endswith(PARQUET) for path in paths) else "csv"
    given = declared.get("format")
    if given is not None and given != wanted:
        yield f"format is {given!r} where the file is read as {wanted}", "format", f'write "format": "{wanted}"'
    for path in paths:
        if path.lower().endswith(COMPRESSED):
            said = f"{path} has the name of a compressed file, which is not unpacked"
            yield said, "path", FACTS["remedies"]["compression"]
        elif given is None and not path.lower().endswith((".csv", *PARQUET)):
            said = f"{path} does not end in .csv, so that frictionless cannot tell its format"
            yield said, "path", 'rename the file, or write "format": "csv"'
    dialect = declared.get("dialect", {})
    if not isinstance(dialect, dict):
        yield _not_obeyed("dialect", dialect, "dialect")
        return
    options = dict(dialect)
    if isinstance(options.get("csv"), dict):
        options |= options.pop("csv")
    for key, value in options.items():
        is_note = key in DIALECT_NOTES and isinstance(value, str)
        if not is_note and not _is_one_of(value, FACTS["dialect"].get(key, [])):
            yield _not_obeyed(f"dialect.{key}", value, "dialect")


def _of_schema(schema: dict[str, Any]) -> Iterator[Unread]:
    yield from _differing(schema, "schema", "the schema")
    for field in schema.get("fields", ()):
        owner, kind = f"the field {field['name']!r}", field.get("type", "string")
        yield from _differing(field, "field", owner)
        given = field.get("format", "default")
        known = cell_formats.FORMATS.get(kind, (given,))
        if given not in known:
            said = f"format of {owner} is {given!r}; a {kind} is read as {' or '.join(known)}"
            is_dated = kind in ("date", "time", "datetime")
            yield said, "format", FACTS["remedies"]["format"] if is_dated else "write one of these"
