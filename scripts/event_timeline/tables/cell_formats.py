"""Cells of Table Schema types that stay text in polars: times, durations, points, lists, JSON, and formats of strings.

A cell must have the lexical form that the Data Package standard (v2, Table Schema, "Field types") gives its type, and
the reader of frictionless must accept it. frictionless takes a third of a second to import, so it is asked only about
columns of these types, which no table of the profile has.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

import polars as pl

CONTROLS = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufff9-\ufffc]"
"""Control characters that no cell may have, as a class of a regular expression."""
DATE = r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})?(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])?"
"""XML Schema 1.1 part 2, 3.3.8; Python's readers keep six digits of a second."""
DECIMAL = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
SHAPES: dict[tuple[str, str], str] = {
    ("datetime", "default"): f"{DATE}T{TIME}",
    ("time", "default"): TIME,
    ("yearmonth", "default"): "[0-9]{4}-(?:0[1-9]|1[0-2])",
    # XML Schema 1.1 part 2, 3.3.6
    ("duration", "default"): r"-?P(?=[0-9T])(?:[0-9]+Y)?(?:[0-9]+M)?(?:[0-9]+D)?(?:T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:\.[0-9]+)?S)?)?",
    ("geopoint", "default"): rf"{DECIMAL}, ?{DECIMAL}",
    ("geopoint", "array"): r"\s*\[.*\]\s*",
    ("geopoint", "object"): r"\s*\{.*\}\s*",
    ("geojson", "default"): r"\s*\{.*\}\s*",
    ("geojson", "topojson"): r"\s*\{.*\}\s*",
    ("object", "default"): r"\s*\{.*\}\s*",
    ("array", "default"): r"\s*\[.*\]\s*",
    ("list", "default"): ".*",
    ("string", "email"): r"[^@\s]+@[^@\s]+",
    ("string", "uri"): r"[A-Za-z][A-Za-z0-9+.-]*:\S*",
    ("string", "uuid"): "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}",
    ("string", "binary"): "(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?",
    ("string", "wkt"): ".*",
}  # fmt: skip
"""(type, format) -> the form of a whole cell; what has none here is plain text, or a type of polars."""
SUFFICIENT = frozenset({("string", "uri"), ("string", "uuid"), ("string", "binary"), ("yearmonth", "default")})
"""Types and formats of which the form says all."""
CONSTRAINTS: dict[str, frozenset[str]] = {
    kind: frozenset(names.split())
    for kind, names in {
        "string": "required unique minLength maxLength pattern enum",
        "any": "required unique enum",
        "integer": "required unique minimum maximum exclusiveMinimum exclusiveMaximum enum",
        "number": "required unique minimum maximum exclusiveMinimum exclusiveMaximum enum",
        "boolean": "required unique enum",
        "date": "required unique minimum maximum exclusiveMinimum exclusiveMaximum enum",
        "datetime": "required unique minimum maximum exclusiveMinimum exclusiveMaximum enum",
        "time": "required unique minimum maximum exclusiveMinimum exclusiveMaximum enum",
        "year": "required unique minimum maximum exclusiveMinimum exclusiveMaximum enum",
        "yearmonth": "required unique minimum maximum exclusiveMinimum exclusiveMaximum enum",
        "duration": "required unique enum",
        "geopoint": "required unique enum",
        "geojson": "required enum",
        "object": "required minLength maxLength enum",
        "array": "required minLength maxLength enum",
        "list": "required minLength maxLength",
    }.items()
}
"""Table Schema type -> the constraints that the standard gives it and frictionless 5.21 checks."""
KINDS = {
    "type": "type", "pattern": "pattern", "enum": "enum", "minLength": "length", "maxLength": "length", "minimum": "range",
    "maximum": "range", "exclusiveMinimum": "range", "exclusiveMaximum": "range",
}  # fmt: skip
"""Constraint -> the kind of violation, as `schemas.masks` names them."""
JSON = frozenset({("geopoint", "array"), ("geopoint", "object"), ("geojson", "default"), ("geojson", "topojson"), ("object", "default"), ("array", "default")})  # fmt: skip
READ = ("name", "type", "format", "constraints", "delimiter", "itemType")
"""Properties of a field that its reader is made from."""


FORMATS: dict[str, tuple[str, ...]] = {
    "string": ("default", "email", "uri", "binary", "uuid", "wkt"),
    "geopoint": ("default", "array", "object"),
    "geojson": ("default", "topojson"),
    "date": ("default",),
    "time": ("default",),
    "datetime": ("default",),
}
"""Type -> the formats that are read; a format of another type means nothing to any reader."""
WORDS: dict[tuple[str, str], str] = {
    ("integer", "default"): "an integer",
    ("date", "default"): "an ISO date (YYYY-MM-DD)",
    ("datetime", "default"): "a date and time such as 2024-05-13T09:30:00Z",
    ("time", "default"): "a time such as 09:30:00",
    ("year", "default"): "a year of four digits",
    ("yearmonth", "default"): "a year and month such as 2024-05",
    ("duration", "default"): "a duration such as P1DT2H30M",
    ("geopoint", "default"): "a point such as 10.5,55.25 (longitude, latitude)",
    ("geopoint", "array"): "a point such as [10.5, 55.25] (longitude, latitude)",
    ("geopoint", "object"): 'a point such as {"lon": 10.5, "lat": 55.25}',
    ("geojson", "default"): "a GeoJSON object",
    ("geojson", "topojson"): "a TopoJSON object",
    ("object", "default"): "a JSON object",
    ("array", "default"): "a JSON array",
    ("string", "email"): "an e-mail address",
    ("string", "uri"): "an address with its scheme, such as https://",
    ("string", "uuid"): "a UUID",
    ("string", "binary"): "base64",
    ("string", "wkt"): "well-known text (WKT)",
}


def words(field: dict[str, Any]) -> str:
    """What a cell of a field must be."""
    if field.get("type") == "list":
        return f"a list of {field.get('itemType', 'string')} items with {field.get('delimiter', ',')!r} between them"
    if field.get("type") == "boolean" and {"trueValues", "falseValues"} & set(field):
        return "one of its trueValues and falseValues"
    return WORDS.get(form(field), f"a {form(field)[0]}")


def form(field: dict[str, Any]) -> tuple[str, str]:
    """(type, format) of a field; the format is "default" where the type has none."""
    kind = field.get("type", "string")
    return kind, field.get("format", "default") if kind in FORMATS else "default"


def is_read(field: dict[str, Any]) -> bool:
    """Whether cells of a field have a lexical form that this module checks."""
    return form(field) in SHAPES


def mask(field: dict[str, Any], kind: str) -> pl.Expr:
    """True for each cell of a text column that breaks a field in one of KINDS; missing cells break nothing.

    Nothing breaks a field of which no reader can be made: that field is a finding by itself.
    """
    described = json.dumps({key: field[key] for key in READ if key in field}, sort_keys=True)

    def broken(cells: pl.Series) -> pl.Series:
        breaks = _breaks(described)
        return pl.Series(cells.name, [cell is not None and kind in breaks(cell) for cell in cells], dtype=pl.Boolean)

    column = pl.col(field["name"])
    if kind == "type" and form(field) in SUFFICIENT:
        return ~column.str.contains(f"^(?:{SHAPES[form(field)]})$")
    if not is_usable(field):
        return pl.lit(False)
    return column.map_batches(broken, return_dtype=pl.Boolean, is_elementwise=True)


def accepts(field: dict[str, Any], cell: str) -> bool:
    """Whether a cell has the form of the field's type, whatever its constraints."""
    if form(field) in SUFFICIENT:
        return re.fullmatch(SHAPES[form(field)], cell) is not None
    bare = {key: field[key] for key in READ if key in field and key != "constraints"}
    return "type" not in _breaks(json.dumps(bare, sort_keys=True))(cell)


def is_usable(field: dict[str, Any]) -> bool:
    """Whether a reader can be made of a field and its constraints."""
    try:
        _breaks(json.dumps({key: field[key] for key in READ if key in field}, sort_keys=True))
    except Exception:  # frictionless raises whatever its parsers raise
        return False
    return True


@cache
def _breaks(described: str) -> Callable[[str], frozenset[str]]:
    """What a cell of a field, given as JSON, breaks: some of KINDS' values. Raises what frictionless raises for a bad field."""
    import frictionless

    field = json.loads(described)
    kind = form(field)
    constraints = {k: v for k, v in field.get("constraints", {}).items() if k in KINDS}
    shape = re.compile(SHAPES[kind], re.DOTALL)
    read = frictionless.Field.from_descriptor({**field, "constraints": constraints}).create_cell_reader()

    @lru_cache(maxsize=65_536)
    def breaks(cell: str) -> frozenset[str]:
        if not shape.fullmatch(cell) or (kind in JSON and not _is_json(cell)):
            return frozenset({"type"})
        try:
            _, notes = read(cell)
        except Exception:  # a time with a zone compared with one without, a number too large for a date
            return frozenset({"type"})
        return frozenset(KINDS[name] for name in notes or () if name in KINDS)

    return breaks


def _is_json(cell: str) -> bool:
    """Whether a cell is JSON as RFC 8259 has it: no NaN."""
    try:
        json.loads(cell, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return False
    return True


def _refuse(token: str) -> None:
    raise ValueError(token)
