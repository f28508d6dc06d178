"""A package's Table Schema against the profile's, and the examples in it against its types."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from event_timeline.package.json_files import as_list
from event_timeline.profile.constraints import is_of_type
from event_timeline.tables import cell_formats
from event_timeline.tables.types import FALSE_VALUES, TRUE_VALUES

_DEFAULT = {"type": "string", "format": "default"}


def departures(table: str, schema: dict[str, Any], wanted: dict[str, Any]) -> Iterator[str]:
    """Say how a table's schema falls short of the profile's; extra fields and terms do not count.

    Keys are compared by what they mean: one column may be a list, and a key to the table itself may name it.
    """
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
    yield from _key_departures(table, schema, wanted)


def _key_departures(table: str, schema: dict[str, Any], wanted: dict[str, Any]) -> Iterator[str]:
    if as_list(schema.get("primaryKey")) != as_list(wanted.get("primaryKey")):
        yield f"primaryKey is {schema.get('primaryKey')!r} where the profile has {wanted.get('primaryKey')!r}"
    if schema.get("missingValues", [""]) != wanted.get("missingValues", [""]):
        yield f"missingValues is {schema['missingValues']!r} where the profile has {wanted.get('missingValues')!r}"
    own_keys = foreign_keys(table, schema)
    for item, key in zip(wanted.get("foreignKeys", ()), foreign_keys(table, wanted), strict=True):
        if key not in own_keys:
            yield f"foreignKeys lacks {json.dumps(item)}"
    own_unique = [as_list(key) for key in schema.get("uniqueKeys") or ()]
    for key in wanted.get("uniqueKeys", ()):
        if as_list(key) not in own_unique:
            yield f"uniqueKeys lacks {json.dumps(key)}"


FORMER_PATTERNS = {"language": "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", "vocabulary": r"^[a-z_]+\.[a-z_]+$"}
"""Field -> the pattern that an earlier toolchain gave it under the same version of the profile; it lets less pass than the profile's."""


def _is_tighter(key: str, given: Any, value: Any, name: str) -> bool:
    """Whether a constraint allows less than the profile's: all that is allowed then is what the profile promises."""
    if key == "pattern":
        return given is not None and given == FORMER_PATTERNS.get(name)
    if isinstance(given, bool) or not isinstance(given, int | float) or not isinstance(value, int | float):
        return False
    return (key in ("maxLength", "maximum") and given < value) or (key in ("minLength", "minimum") and given > value)


def foreign_keys(table: str, schema: dict[str, Any]) -> list[tuple[list[str], str, list[str]]]:
    """(columns, table that they refer to, its columns) of the foreign keys of a table's schema."""
    keys = ((as_list(key["fields"]), key["reference"]) for key in schema.get("foreignKeys") or ())
    return [(columns, to.get("resource") or table, as_list(to["fields"])) for columns, to in keys]


WRITTEN = {
    "integer": r"[+-]?[0-9]+",
    "number": rf"{cell_formats.DECIMAL}(?:[Ee][+-]?[0-9]+)?",
    "year": "[0-9]{4}",
}
"""Type -> how a cell of it is written."""


def is_example(field: dict[str, Any], value: Any) -> bool:
    """Whether a value is an example of a field's type, as JSON or as a cell has it."""
    kind = field.get("type", "string")
    if kind == "any":
        return True
    if kind == "list":
        return isinstance(value, str) or (isinstance(value, list) and all(isinstance(item, str) for item in value))
    if kind == "boolean" and isinstance(value, str):
        return value in (*field.get("trueValues", TRUE_VALUES), *field.get("falseValues", FALSE_VALUES))
    if kind in ("object", "array", "geojson") and isinstance(value, dict | list):
        form = cell_formats.form(field)[1]
        return cell_formats.accepts({"name": "example", "type": kind, "format": form}, json.dumps(value))
    if isinstance(value, str) and kind in WRITTEN:
        return re.fullmatch(WRITTEN[kind], value) is not None
    return is_of_type(field, value)
