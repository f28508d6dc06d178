"""The same package in other forms: tables in several CSV files, in Parquet, in several Parquet files."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import polars as pl

from event_timeline.tables import data_files
from tests import builder


def in_parts(package: Path, target: Path, n: int) -> Path:
    """Each table in up to `n` CSV files of about as many records, every one with the header."""
    descriptor = _copied(package, target)
    for resource in descriptor["resources"]:
        header, *records = (package / resource["path"]).read_bytes().splitlines(keepends=True)
        step = -(-len(records) // n) or 1
        made = [header + b"".join(records[i : i + step]) for i in range(0, len(records), step)]
        _store(target, resource, made, "csv")
    return _stamped(target, descriptor)


def in_parquet(package: Path, target: Path, n: int = 1, *, typed: bool = False) -> Path:
    """Each table in up to `n` Parquet files, columns as text or with the types of their schemas."""
    kinds = {"integer": pl.Int64, "number": pl.Float64, "date": pl.Date}
    descriptor = _copied(package, target)
    for resource in descriptor["resources"]:
        schema = builder.schema(package, resource["name"])
        types = {f["name"]: kinds.get(f["type"], pl.String) for f in schema["fields"]} if typed else None
        frame = pl.read_csv(package / resource["path"], infer_schema=False, schema=types)
        step = -(-frame.height // n) or 1
        made = []
        for start in range(0, frame.height, step):
            file = target / "part"
            frame.slice(start, step).write_parquet(file)
            made.append(file.read_bytes())
            file.unlink()
        _store(target, resource, made, "parquet")
    return _stamped(target, descriptor)


def _copied(package: Path, target: Path) -> dict[str, Any]:
    shutil.copytree(package, target, ignore=lambda folder, names: names if Path(folder) == package / "data" else ())
    return json.loads((package / "datapackage.json").read_text(encoding="utf-8"))


def _store(target: Path, resource: dict[str, Any], contents: list[bytes], form: str) -> None:
    name = resource["name"]
    names = [f"data/{name}.{form}"] if len(contents) == 1 else [f"data/{name}-{i}.{form}" for i in range(len(contents))]
    for path, content in zip(names, contents, strict=True):
        (target / path).write_bytes(content)
    resource["path"] = names[0] if len(names) == 1 else names
    resource["format"] = form
    resource["mediatype"] = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}[form]


def _stamped(target: Path, descriptor: dict[str, Any]) -> Path:
    for resource in descriptor["resources"]:
        paths = [resource["path"]] if isinstance(resource["path"], str) else resource["path"]
        facts = data_files.combine(data_files.inspect((p, target / p) for p in paths))
        resource |= {"bytes": facts.size, "hash": f"sha256:{facts.sha256}"}
    builder.write(target / "datapackage.json", json.dumps(descriptor, indent=2, ensure_ascii=False) + "\n")
    return target
