"""Croissant 1.0 (MLCommons): `croissant.json` with a record set for each table, beside the tables in Parquet.

https://docs.mlcommons.org/croissant/docs/croissant-spec.html. The record sets point at Parquet and not at the
CSV files, because mlcroissant reads CSV with guessed types: `040` becomes 40.0, and the text `NA` a missing value.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from event_timeline.citations import bibtex
from event_timeline.citations.work import Name, Work, coverage, sources, work
from event_timeline.exports import iris, parquet, sql
from event_timeline.exports.dataset import Dataset
from event_timeline.exports.listed_files import ListedFile, listed_file, require

METADATA = "croissant.json"
CONFORMS = "http://mlcommons.org/croissant/1.0"
TYPES = {
    "string": "sc:Text",
    "date": "sc:Date",
    "integer": "sc:Integer",
    "year": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
}
CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""The terms of the specification's own context; its tools warn where one is missing."""


def write(data: Dataset, target: Path) -> None:
    """Write the folder. Raises UserError where the descriptor lacks what Croissant requires."""
    about = work(data.descriptor)
    _require(about)
    parquet.write(data, target)
    (target / METADATA).write_text(render(data, about, tables(data, target)), encoding="utf-8", newline="\n")


def tables(data: Dataset, folder: Path) -> dict[str, ListedFile]:
    """Table -> its Parquet file in a folder that the parquet export wrote."""
    return {table: listed_file(f"{table}.parquet", folder / f"{table}.parquet") for table in data.schemas}


def render(data: Dataset, about: Work, files: Mapping[str, ListedFile], archive: ListedFile | None = None) -> str:
    """The document. files: table -> Parquet file; archive: the zip that they lie in, if in one.

    Raises UserError where the descriptor lacks what Croissant requires.
    """
    _require(about)
    return json.dumps(document(data, about, files, archive), indent=2, ensure_ascii=False) + "\n"


def document(
    data: Dataset, about: Work, files: Mapping[str, ListedFile], archive: ListedFile | None = None
) -> dict[str, Any]:
    """The JSON-LD; see `render`."""
    fields = {
        "@context": CONTEXT | {"@language": about.language or "en"},
        "@type": "sc:Dataset",
        "conformsTo": CONFORMS,
        "name": about.title,
        "alternateName": about.key,
        "description": about.description,
        "license": about.license_address or about.license_id,
        "url": about.link,
        "identifier": about.address,
        "citeAs": bibtex.render(about),
        "version": about.version,
        "datePublished": about.date,
        "creator": [_agent(n) for n in about.creators],
        "publisher": {"@type": "sc:Organization", "name": about.publisher},
        "keywords": list(about.keywords),
        "inLanguage": about.language,
        "temporalCoverage": coverage(about.descriptor),
        "isBasedOn": [address for _, address in sources(about.descriptor) if iris.is_web(address)],
        "isLiveDataset": False,
        "distribution": [*([_archive(archive)] if archive else []), *(_file(f, archive) for f in files.values())],
        "recordSet": [_record_set(table, data, files[table]) for table in data.schemas],
    }
    return {k: v for k, v in fields.items() if v not in ("", [], None)}


def _require(about: Work) -> None:
    license_ = about.license_address or about.license_id
    require("Croissant", description=about.description, licenses=license_, id=about.address)


def _agent(name: Name) -> dict[str, Any]:
    agent = {"@type": "sc:Person" if name.is_person else "sc:Organization", "name": name.literal}
    return agent | ({"url": f"https://orcid.org/{name.orcid}"} if name.orcid else {})


def _archive(one: ListedFile) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": one.path,
        "name": one.path,
        "description": one.title,
        "contentUrl": one.link,
        "contentSize": f"{one.size} B",
        "encodingFormat": one.media,
        "sha256": one.sha256,
    }


def _file(one: ListedFile, archive: ListedFile | None) -> dict[str, Any]:
    described = _archive(one) | {"description": one.title, "encodingFormat": "application/x-parquet"}
    return described | ({"containedIn": {"@id": archive.path}} if archive else {})


def _record_set(table: str, data: Dataset, file: ListedFile) -> dict[str, Any]:
    schema = data.schemas[table]
    keys = sql.foreign_keys(table, data.schemas)
    refers = {here[0]: f"{other}.{there[0]}" for here, other, there in keys if len(here) == 1}
    key = [{"@id": f"{table}/{column}"} for column in sql.as_list(schema.get("primaryKey") or [])]
    fields = {
        "@type": "cr:RecordSet",
        "@id": table,
        "name": table,
        "description": str(schema.get("description", "")),
        "key": key[0] if len(key) == 1 else key,
        "field": [_field(table, f, file, refers.get(f["name"])) for f in schema["fields"]],
    }
    return {k: v for k, v in fields.items() if v not in ("", [])}


def _field(table: str, field: dict[str, Any], file: ListedFile, refers_to: str | None) -> dict[str, Any]:
    """refers_to: the column that this one's foreign key points at, in words.

    Croissant's `references` would say it to machines, but mlcroissant 1.1 joins what refers, and reads no record
    set that refers to itself or to two others.
    """
    said = [str(field.get("description", "")), f"Refers to {refers_to}." if refers_to else ""]
    meaning = field.get("rdfType")
    described: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{table}/{field['name']}",
        "name": field["name"],
        "description": " ".join(filter(None, said)),
        "dataType": TYPES.get(field.get("type", "string"), "sc:Text"),
        "equivalentProperty": meaning if isinstance(meaning, str) and iris.is_web(meaning) else None,
        "source": {"fileObject": {"@id": file.path}, "extract": {"column": field["name"]}},
    }
    return {k: v for k, v in described.items() if v not in ("", None)}
