"""Changes to any node of a package's JSON files, for property tests: a strategy, and how to apply what it draws.

The package is the harbour dispute with a table more, `extras`, that has a column of every Table Schema type.
"""

from __future__ import annotations

import copy
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests import builder

EXAMPLES = int(os.environ.get("PROPERTY_EXAMPLES", "0"))
"""Examples to try in place of the few that a test run has time for."""


def bounded(examples: int) -> settings:
    """The settings of a property that a test run tries so often, with the same examples each time."""
    return settings(
        max_examples=EXAMPLES or examples,
        deadline=None,
        derandomize=not EXAMPLES,
        suppress_health_check=list(HealthCheck),
    )


COLUMNS: dict[str, tuple[dict[str, Any], str]] = {
    "extra_id": ({"type": "string", "constraints": {"required": True, "unique": True}}, "first"),
    "amount": ({"type": "integer", "constraints": {"minimum": 0}}, "12"),
    "share": ({"type": "number", "constraints": {"maximum": 100}}, "2.5"),
    "checked": ({"type": "boolean"}, "true"),
    "day": ({"type": "date"}, "2024-05-13"),
    "clock": ({"type": "time"}, "09:30:00"),
    "moment": ({"type": "datetime"}, "2024-05-13T09:30:00Z"),
    "since": ({"type": "year"}, "1999"),
    "month": ({"type": "yearmonth"}, "2024-05"),
    "lasted": ({"type": "duration"}, "P1DT2H"),
    "at": ({"type": "geopoint"}, "10.5,55.25"),
    "area": ({"type": "geojson"}, '{"type": "Point", "coordinates": [10.5, 55.25]}'),
    "facts": ({"type": "object"}, '{"piers": 4}'),
    "parts": ({"type": "array"}, "[1, 2]"),
    "labels": ({"type": "list"}, "a,b"),
    "counts": ({"type": "list", "delimiter": ";", "itemType": "integer"}, "1;2"),
    "page": ({"type": "string", "format": "uri"}, "https://example.org/a"),
    "mail": ({"type": "string", "format": "email"}, "desk@example.org"),
    "whatever": ({"type": "any"}, "x"),
    "place_id": ({"type": "string"}, "osterhavn"),
}
"""Column of `extras` -> its field without the name, and a cell."""

ODD: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 5, 2**31, 2**63, -(2**63) - 1, 2**64, 10**40, 1.5, -0.0, 1e308, float("nan"),
    "", " ", "x", "X y", "é", "日本語", "٢٠٢٤", "\u202e", "a\u0000b", "\n", "0", "true", "x" * 5_000, "(", "^a$", "../x",
    "https://example.org/x", "data/places.csv", [], {}, [[]], [{}], ["x"], ["x", "x"], [None], [1, "x"], [True], [[1]],
    {"a": 1}, {"x": {"y": []}}, {"name": "x"}, [{"name": "x"}], [{"value": "x"}], [{"value": ["x"]}], [2**63], [1.5],
    ["extra_id"], ["event_id", "event_id"],
)  # fmt: skip
"""Values of every JSON type that no, or some other, property has."""

PROPERTIES: dict[str, tuple[Any, ...]] = {
    "dialect": (
        {}, {"delimiter": ","}, {"delimiter": ";"}, {"header": False}, {"header": True}, {"headerRows": [2]}, {"headerRows": [1]},
        {"commentChar": "#"}, {"quoteChar": "'"}, {"quoteChar": '"'}, {"doubleQuote": False}, {"escapeChar": "\\"},
        {"lineTerminator": "\n"}, {"lineTerminator": "|"}, {"nullSequence": "x"}, {"skipInitialSpace": True},
        {"csv": {"delimiter": ";"}}, {"skipBlankRows": True}, {"headerCase": False}, {"headerJoin": "-"},
        {"commentRows": [2]}, {"type": "x"}, {"name": "X"}, "dialect.json", {"caseSensitiveHeader": True},
        {"$schema": "https://datapackage.org/profiles/2.0/tabledialect.json"}, {"excel": {"sheet": 2}}, {"json": {"keyed": True}},
    ),
    "compression": ("gz", "zip", "no", ""), "innerpath": ("x", ""), "extrapaths": (["data/places.csv"], [], "x"),
    "format": ("tsv", "csv", "CSV", "json", "xlsx", "parquet", "default", "any", "%d/%m/%Y", "uri", "email", "binary", "uuid", "array", "object", "topojson"),
    "encoding": ("utf-8", "UTF8", "latin-1", "utf-16", "utf8", "x"), "mediatype": ("text/tab-separated-values", "application/json"),
    "scheme": ("file", "http", "buffer", "s3", ""), "data": ([], {}, [["a"], [1]], "x"), "url": ("https://example.org/a.csv",),
    "type": (
        "table", "file", "json", "string", "integer", "number", "boolean", "date", "time", "datetime", "year", "yearmonth",
        "duration", "geopoint", "geojson", "object", "array", "list", "any", "text", "String", "package", "dataset",
    ),
    "profile": ("data-package", "tabular-data-package", "fiscal-data-package", "tabular-data-resource", "data-resource", "p.json", "https://example.org/p.json"),
    "profiles": (["data-package"], ["x"]), "hashing": ("md5", "sha256"), "stats": ({"bytes": 1}, {"hash": "x"}, {"rows": 1}, {"fields": 1}, {}),
    "rows": (1, 0), "fields": (1, 0), "layout": ({"header": False}, {}), "control": ({"newline": ""},), "query": ({"limitRows": 1},),
    "$schema": (
        "https://datapackage.org/profiles/1.0/datapackage.json", "https://datapackage.org/profiles/2.0/dataresource.json",
        "https://datapackage.org/profiles/2.0/tableschema.json", "https://example.org/x.json", "x", "",
    ),
    "missingValues": ([""], ["", "-"], [], ["NA"], [{"value": ""}], [{"value": "", "label": "empty"}], [{"value": "x"}, {"value": "x"}], ["", ""]),
    "fieldsMatch": ("exact", "equal", "subset", "superset", "partial", ["exact"]),
    "primaryKey": ("extra_id", ["extra_id"], [], ["extra_id", "extra_id"], ["facts"], ["labels"], ["moment", "at"], ["amount", "share"], ["nothing"], ""),
    "uniqueKeys": ([["extra_id"]], [["facts"]], [[]], [], ["extra_id"]),
    "foreignKeys": (
        [], [{"fields": "place_id", "reference": {"resource": "places", "fields": "place_id"}}],
        [{"fields": ["place_id"], "reference": {"fields": ["extra_id"]}}], [{"fields": "place_id", "reference": {"resource": "", "fields": "place_id"}}],
        [{"fields": ["amount"], "reference": {"resource": "events", "fields": ["position"]}}],
        [{"fields": ["facts"], "reference": {"resource": "places", "fields": ["name"]}}],
        [{"fields": ["place_id"], "reference": {"resource": "places", "fields": ["latitude"]}}],
        [{"fields": [], "reference": {"resource": "places", "fields": []}}], [{}], [{"fields": ["place_id"]}],
        [{"fields": ["place_id", "whatever"], "reference": {"resource": "places", "fields": ["place_id", "within"]}}],
    ),
    "sortedBy": (["extra_id"], "extra_id", ["nothing"], [[]]),
    "constraints": ({}, {"required": True}, {"unique": True}, {"minLength": 1}, {"maxLength": 1}, {"minimum": 1}, {"enum": ["x"]}, {"jsonSchema": {}}),
    "required": (True, False), "unique": (True, False), "minLength": (0, 1, 99), "maxLength": (0, 1, 99), "pattern": (".*", "[0-9]+", r"\d+", r"\p{L}+", "a|b", "(?i)a", "[[:alpha:]]+", ".+"),
    "minimum": (0, "0", 1.5, "1.5", "2024-05-01", "2024", "2024-05", "P1D", "09:00:00", "2024-05-01T00:00:00", "2024-05-01T00:00:00Z"),
    "maximum": (100, "100", "2030-01-01", "2030", "23:00:00Z"), "exclusiveMinimum": (0, "2024-01-01"), "exclusiveMaximum": (100, "2030-01-01"),
    "enum": (["x"], ["first", "second"], [1, 2], [12, "12"], ["12"], ["true"], [True], ["2024-05-13"], [2024], ["a,b"], [["a", "b"]], [{"piers": 4}], [[1, 2]]),
    "jsonSchema": ({}, {"type": "object"}),
    "decimalChar": (",", "."), "groupChar": (",", "", "."), "bareNumber": (False, True), "floatNumber": (True, False),
    "trueValues": (["true"], ["yes"], []), "falseValues": (["false"], ["no"], []), "delimiter": (";", ",", "", "--"), "itemType": ("string", "integer", "list", "date"),
    "arrayItem": ({"type": "integer"}, {"type": "string"}, {}), "categories": (["x"], [{"value": "x"}], [{"value": ["x"]}]), "categoriesOrdered": (True, "x"),
    "example": ("x", 1, 1.5, "1", "2024-05-13", True, "", ["x"], {"a": 1}, "a,b"), "examples": (["x"], "x"), "rdfType": ("http://example.org/", 5, ["x"]),
    "title": (5, ["x"], {"en": "x"}), "description": (5, ["x"], ""), "name": ("X", "x y", "x/y", "été", "a.b", "", 5),
    "homepage": ("https://example.org/", "x", 5), "licenses": ([], [{}], [{"name": "CC0-1.0"}], [{"path": "x"}], [{"name": 5}], [5]),
    "sources": ([], [{}], [{"title": "x", "email": "x"}], [{"title": "x", "path": 5}], [{"path": "x"}], [5]),
    "contributors": ([], [{}], [{"title": "x", "email": "x"}], [{"title": "x", "role": "author"}], [{"title": "x", "role": 5}], [{"title": "x", "organisation": 5}]),
    "email": ("x", "a@b", "é@example.org", "a@example.org", 5), "roles": ({"a": 1}, "creator", [["creator"]], ["creator"]), "role": ("author", 5), "organisation": (5, "x"),
    "keywords": (["x", "x"], "x", [5]), "image": ("x", 5), "created": ("2024-06-01", "2024-06-01T00:00:00+00:00", "2024-02-30T00:00:00Z", "2024-06-01T24:00:00Z", "0000-01-01T00:00:00Z"),
    "bytes": ("5", 0, None, 5.0), "hash": ("md5:x", "x", "", "sha256:", "sha1:x", "sha256:a:b"), "path": (["data/places.csv"], [], "places.csv", ["data/places.csv", "data/actors.csv"]),
    "schema": ("schemas/places.json", {}, {"fields": []}, {"fields": [{"name": "x"}]}),
    "$frictionless": ("v5",), "dataset": ("x",), "unit": ("m", 5), "my:note": (5, ["x"]), "resources": ([{"name": "x"}],), "metadataAssigned": (["x"],), "custom": ({"a": 1},),
}  # fmt: skip
"""Properties of the Data Package standard, versions 1 and 2, and those that frictionless knows besides -> values, right and wrong."""


@dataclass(frozen=True)
class Change:
    """One change: of the node at a path of a file, by an operation, with a property's name and a value where it has them."""

    file: str
    path: tuple[str | int, ...]
    operation: str
    name: str = ""
    value: Any = None


def package(folder: Path) -> Path:
    """The package before any change."""
    target = builder.copy_of_harbour(folder)
    header = ",".join(COLUMNS)
    quoted = ['"' + cell.replace('"', '""') + '"' if set(cell) & {",", '"'} else cell for _, cell in COLUMNS.values()]
    rows = [",".join(quoted), ",".join(["second", *[""] * (len(COLUMNS) - 1)])]
    (target / "data/extras.csv").write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    fields = [{"name": name, **field} for name, (field, _) in COLUMNS.items()]
    key = {"fields": ["place_id"], "reference": {"resource": "places", "fields": ["place_id"]}}
    schema = {"fields": fields, "primaryKey": ["extra_id"], "foreignKeys": [key]}
    (target / "schemas/extras.json").write_text(json.dumps(schema, indent=1), encoding="utf-8")
    descriptor = json.loads((target / "datapackage.json").read_text(encoding="utf-8"))
    about = {"name": "extras", "type": "table", "title": "Extras", "description": "A column of every type."}
    descriptor["resources"].append(
        {**about, "path": "data/extras.csv", "schema": "schemas/extras.json", "bytes": 0, "hash": "sha256:"}
    )
    (target / "datapackage.json").write_text(json.dumps(descriptor, indent=2), encoding="utf-8")
    builder.stamp(target)
    return target


def documents(folder: Path) -> dict[str, Any]:
    """File -> parsed JSON, of the descriptor and every schema."""
    files = ["datapackage.json", *sorted(f"schemas/{p.name}" for p in (folder / "schemas").glob("*.json"))]
    return {file: json.loads((folder / file).read_text(encoding="utf-8")) for file in files}


def nodes(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The path of every node of a JSON value, its root first."""
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(deeper for key, child in children for deeper in nodes(child, (*path, key)))]


def changes(files: dict[str, Any]) -> st.SearchStrategy[Change]:
    """One change of one node: `extras` and the descriptor as often as the other schemas together."""
    often = [f for f in files if f in ("datapackage.json", "schemas/extras.json")]
    paths = {file: nodes(value) for file, value in files.items()}
    odd = st.sampled_from(ODD)
    known = st.sampled_from([(name, value) for name, values in PROPERTIES.items() for value in values])

    def of(file: str) -> st.SearchStrategy[Change]:
        where = st.sampled_from(paths[file])
        objects = [p for p in paths[file] if isinstance(at(files[file], p), dict)]
        inside = st.sampled_from(objects)
        return st.one_of(
            st.builds(Change, st.just(file), where, st.just("delete")),
            st.builds(Change, st.just(file), where, st.just("set"), value=odd),
            where.flatmap(lambda p: _alike(file, p)),
            st.builds(Change, st.just(file), where, st.just("duplicate")),
            st.builds(Change, st.just(file), where, st.just("append"), value=odd),
            st.builds(Change, st.just(file), inside, st.just("add"), st.sampled_from(list(PROPERTIES)), odd),
            st.tuples(inside, known).map(lambda drawn: Change(file, drawn[0], "add", *drawn[1])),
            st.tuples(inside, known).map(lambda drawn: Change(file, drawn[0], "add", *drawn[1])),
        )

    return st.one_of(st.sampled_from(often), st.sampled_from(list(files))).flatmap(of)


def _alike(file: str, path: tuple[str | int, ...]) -> st.SearchStrategy[Change]:
    """A node set to a value that its property might have."""
    name = next((key for key in reversed(path) if isinstance(key, str)), "")
    return st.builds(
        Change, st.just(file), st.just(path), st.just("set"), value=st.sampled_from(PROPERTIES.get(name, ODD))
    )


def at(value: Any, path: tuple[str | int, ...]) -> Any:
    """The node at a path."""
    for key in path:
        value = value[key]
    return value


def changed(files: dict[str, Any], made: list[Change]) -> dict[str, Any]:
    """The documents after some changes; one whose node is no longer there changes nothing."""
    files = copy.deepcopy(files)
    for change in made:
        try:
            _change(files, change)
        except (KeyError, IndexError, TypeError):
            continue
    return files


def _change(files: dict[str, Any], change: Change) -> None:
    value = copy.deepcopy(change.value)
    path = (change.file, *change.path)
    parent, key = at(files, path[:-1]), path[-1]
    if change.operation == "delete" and change.path:
        del parent[key]
    elif change.operation == "set":
        parent[key] = value
    elif change.operation == "duplicate" and isinstance(parent, list) and isinstance(key, int):
        parent.insert(key, copy.deepcopy(parent[key]))
    elif change.operation == "append" and isinstance(parent[key], list):
        parent[key].append(value)
    elif change.operation == "add" and isinstance(parent[key], dict):
        parent[key][change.name] = value


def write(folder: Path, files: dict[str, Any], before: dict[str, Any]) -> None:
    """Write the documents that differ from what is there."""
    for file, value in files.items():
        if value is not before[file]:
            text = json.dumps(value, ensure_ascii=False, indent=1)
            (folder / file).write_bytes(text.encode("utf-8", "surrogatepass"))
