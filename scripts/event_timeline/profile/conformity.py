"""Whether a value certainly keeps to a JSON Schema: what a sound descriptor or mapping needs, without a library's start-up.

`jsonschema` takes as long to import as all tables take to read. It is asked, and says what is wrong, where this
finds anything that is wrong or that it does not know. The tests hold the two to the same verdicts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

ANNOTATIONS = frozenset({"$schema", "$id", "$defs", "title", "description", "version"})
TYPES: Mapping[str, Callable[[Any], bool]] = {
    "object": lambda v: isinstance(v, dict),
    "array": lambda v: isinstance(v, list),
    "string": lambda v: isinstance(v, str),
    "integer": lambda v: isinstance(v, int) and not isinstance(v, bool),
    "number": lambda v: isinstance(v, int | float) and not isinstance(v, bool),
    "boolean": lambda v: isinstance(v, bool),
}


def conforms_to(value: Any, schema: dict[str, Any]) -> bool:
    """Whether a value of a parsed JSON or TOML file surely meets a JSON Schema (draft 2020-12) that refers only to its `$defs`."""
    return _keeps(value, schema, schema.get("$defs", {}))


def _keeps(value: Any, schema: Any, known: Any) -> bool:
    """Each keyword in turn; one that is not known here leaves it unsure."""
    for keyword, wanted in schema.items():
        if keyword in ANNOTATIONS:
            continue
        if keyword == "$ref":
            good = wanted.startswith("#/$defs/") and _keeps(value, known[wanted.removeprefix("#/$defs/")], known)
        elif keyword == "anyOf":
            good = any(_keeps(value, one, known) for one in wanted)
        elif keyword == "type":
            names = [wanted] if isinstance(wanted, str) else wanted
            good = any(name in TYPES and TYPES[name](value) for name in names)
        elif keyword == "const":
            good = isinstance(wanted, str) and value == wanted
        elif keyword == "enum":
            good = isinstance(value, str) and value in wanted
        elif keyword in CHECKS:
            kind, check = CHECKS[keyword]
            good = not TYPES[kind](value) or check(value, wanted)
        elif keyword == "properties":
            good = not isinstance(value, dict) or all(
                _keeps(value[k], s, known) for k, s in wanted.items() if k in value
            )
        elif keyword == "additionalProperties":
            others = set(value) - set(schema.get("properties", ())) if isinstance(value, dict) else ()
            good = all(wanted is not False and _keeps(value[name], wanted, known) for name in others)
        elif keyword == "propertyNames":
            good = not isinstance(value, dict) or all(_keeps(name, wanted, known) for name in value)
        elif keyword == "items":
            good = not isinstance(value, list) or all(_keeps(item, wanted, known) for item in value)
        else:
            good = False
        if not good:
            return False
    return True


def _all_different(value: Any, wanted: Any) -> bool:
    """`uniqueItems` of strings; other items are left to the library."""
    return not wanted or (all(isinstance(item, str) for item in value) and len(set(value)) == len(value))


CHECKS: Mapping[str, tuple[str, Callable[[Any, Any], bool]]] = {
    "required": ("object", lambda value, wanted: all(name in value for name in wanted)),
    "minLength": ("string", lambda value, wanted: len(value) >= wanted),
    "maxLength": ("string", lambda value, wanted: len(value) <= wanted),
    "pattern": ("string", lambda value, wanted: re.search(wanted, value) is not None),
    "minItems": ("array", lambda value, wanted: len(value) >= wanted),
    "uniqueItems": ("array", _all_different),
    "minimum": ("integer", lambda value, wanted: value >= wanted),
}
"""Keyword -> the type of value that it is about, and what it asks of one."""
