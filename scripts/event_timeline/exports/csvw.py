"""CSV on the Web (W3C, 2015): copies of the tables and one metadata file beside them."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

from event_timeline.exports import sql
from event_timeline.exports.dataset import Dataset

METADATA = "csv-metadata.json"
"""The name under which the standard's tools look for metadata beside a table."""
TYPES = {
    "string": "string",
    "date": "date",
    "integer": "integer",
    "year": "integer",
    "number": "number",
    "boolean": "boolean",
}


def write(data: Dataset, target: Path) -> None:
    """Write `<table>.csv` and `csv-metadata.json`."""
    target.mkdir()
    copy_tables(data, target)
    text = json.dumps(metadata(data), indent=1, ensure_ascii=False) + "\n"
    (target / METADATA).write_text(text, encoding="utf-8", newline="\n")


def copy_tables(data: Dataset, target: Path) -> None:
    """Write `<table>.csv` of every table into a folder.

    A table that is one CSV file is copied byte for byte; one in several files, or in Parquet, is written again, and one that the
    package need not have as its header.
    """
    if data.package is None:
        raise ValueError("the package's files are copied, and it has none")
    for table in data.schemas:
        resource = data.package.resources.get(table)
        copy = target / f"{table}.csv"
        if resource is not None and len(resource.paths) == 1 and resource.path.endswith(".csv"):
            shutil.copyfile(data.package.file(resource.path), copy)
        else:
            data.frames[table].sink_csv(copy, maintain_order=True)


def metadata(data: Dataset) -> dict[str, Any]:
    """The metadata document: a table group with columns, datatypes, keys and foreign keys."""
    said = data.descriptor
    about = {
        "dc:title": said.get("title"),
        "dc:description": said.get("description"),
        "dc:identifier": said.get("id"),
        "dc:issued": said.get("created"),
        "schema:version": said.get("version"),
        "dc:creator": [c["title"] for c in said.get("contributors", []) if c.get("title")],
        "dc:license": next(({"@id": x["path"]} for x in said.get("licenses", []) if _is_url(x.get("path"))), None),
        "dc:subject": said.get("keywords"),
    }
    return {
        "@context": "http://www.w3.org/ns/csvw",
        **{k: v for k, v in about.items() if v},
        "dialect": {
            "encoding": "utf-8",
            "lineTerminators": ["\n"],
            "header": True,
            "delimiter": ",",
            "doubleQuote": True,
        },
        "tables": [_table(table, data) for table in data.schemas],
    }


def _table(table: str, data: Dataset) -> dict[str, Any]:
    schema = data.schemas[table]
    required = {f["name"] for f in schema["fields"] if f.get("constraints", {}).get("required")}
    optional = {
        fields[0]: f"{other}.csv"
        for fields, other, _ in sql.foreign_keys(table, data.schemas)
        if not required.issuperset(fields)
    }
    description: dict[str, Any] = {"columns": [_column(f, optional.get(f["name"])) for f in schema["fields"]]}
    if schema.get("primaryKey"):
        description["primaryKey"] = variables(sql.as_list(schema["primaryKey"]))
    keys = [
        {
            "columnReference": variables(fields),
            "reference": {"resource": f"{other}.csv", "columnReference": variables(there)},
        }
        for fields, other, there in sql.foreign_keys(table, data.schemas)
        if required.issuperset(fields)
    ]
    if keys:
        description["foreignKeys"] = keys
    about = {"dc:title": schema.get("title"), "dc:description": schema.get("description")}
    return {"url": f"{table}.csv", **{k: v for k, v in about.items() if v}, "tableSchema": description}


def variables(names: list[str]) -> list[str]:
    """Columns' names as the standard has them: a variable of a URI template, not beginning with `_` (Metadata, 5.6)."""
    return [
        re.sub(r"^_|[^A-Za-z0-9_]", lambda found: "".join(f"%{b:02X}" for b in found[0].encode()), n) for n in names
    ]


def _column(field: dict[str, Any], refers_to: str | None) -> dict[str, Any]:
    """refers_to: where a column that may be empty points; the standard's foreign keys know no missing reference."""
    constraints = field.get("constraints", {})
    column = {
        "name": variables([field["name"]])[0],
        "titles": field["name"],
        "dc:title": field.get("title"),
        "dc:description": field.get("description"),
        "dc:references": refers_to,
        "propertyUrl": field.get("rdfType") if _is_url(field.get("rdfType")) else None,
        "datatype": _datatype(field.get("type", "string"), constraints),
        "required": bool(constraints.get("required")),
    }
    return {k: v for k, v in column.items() if v is not None}


def _datatype(kind: str, constraints: dict[str, Any]) -> dict[str, Any]:
    """A vocabulary becomes a pattern, as CSVW has no lists of terms."""
    datatype: dict[str, Any] = {"base": TYPES.get(kind, "string")}
    if kind == "string":
        if "enum" in constraints:
            datatype["format"] = f"^({'|'.join(re.escape(str(t)) for t in constraints['enum'])})$"
        elif "pattern" in constraints:
            datatype["format"] = f"^(?:{constraints['pattern']})$"
    bounds = ("minLength", "maxLength") if kind == "string" else ("minimum", "maximum")
    return datatype | {k: constraints[k] for k in bounds if k in constraints}


def _is_url(value: Any) -> bool:
    return isinstance(value, str) and value.startswith(("http://", "https://"))
