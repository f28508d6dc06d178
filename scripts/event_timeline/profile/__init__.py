"""The profile: Table Schemas, the descriptor's JSON Schema, constraints, EDTF dates, code lists."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Any

TABLES = (
    "sources",
    "places",
    "actors",
    "events",
    "event_actors",
    "event_relations",
    "statements",
    "statement_events",
    "evidence",
    "codebook",
)
"""The ten tables, in the order in which they refer to each other."""

URN = "urn:event-timeline:profile:"
"""A descriptor's `conformsTo` is this and a version."""


VERSION = "1.0.0"
"""Version of the profile in `schemas/`; `schemas/profile.json` says the same. Older ones are in `schemas/versions/`."""


def table_names() -> tuple[str, ...]:
    """The ten tables, in the order in which they refer to each other."""
    return TABLES


@cache
def folder() -> Path:
    """Where the profile's files are: inside the installed package, or in a checkout's `schemas/`."""
    installed = Path(__file__).parent / "schemas"
    return installed if installed.is_dir() else Path(__file__).parents[3] / "schemas"


@cache
def versions() -> tuple[str, ...]:
    """Every version of the profile that this toolchain brings along, VERSION last."""
    kept = [p.name for p in (folder() / "versions").glob("*.*.*") if p.is_dir()]
    return (*sorted(kept, key=lambda v: [int(n) for n in v.split(".")]), VERSION)


def version_of(descriptor: dict[str, Any]) -> str | None:
    """The version that a descriptor's `conformsTo` names, None where it is not among `versions`.

    A descriptor that names no version of this profile at all is checked against VERSION.
    """
    named = descriptor.get("conformsTo")
    if not isinstance(named, str) or not named.startswith(URN):
        return VERSION
    version = named.removeprefix(URN)
    return version if version in versions() else None


def _of(version: str) -> Path:
    return folder() if version == VERSION else folder() / "versions" / version


@cache
def table_schema(table: str, version: str = VERSION) -> dict[str, Any]:
    """The Table Schema of one of TABLES, in one of `versions`."""
    return _json(_of(version) / f"{table}.json")


@cache
def profile_schema(version: str = VERSION) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the descriptor, in one of `versions`."""
    return _json(_of(version) / "profile.json")


@cache
def table_schema_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a Table Schema."""
    return _json(folder() / "tableschema.json")


@cache
def cameo_terms() -> dict[str, tuple[str, str]]:
    """Code -> (label, definition) of the CAMEO codebook 1.1b3 (Schrodt 2012), two to four digits.

    The codes are the scheme's, the labels follow its names, the definitions are this project's words.
    """
    with (folder() / "reference" / "cameo.csv").open(encoding="utf-8", newline="") as file:
        return {r["code"]: (r["label"], r["definition"]) for r in csv.DictReader(file)}


@cache
def cameo_codes() -> frozenset[str]:
    """Event codes of CAMEO, as `cameo_terms` has them."""
    return frozenset(cameo_terms())


def cameo_readings(cell: str, terms: Collection[str] = ()) -> list[str]:
    """The CAMEO codes that a cell may have been before a program took it for a number; none where it is a code.

    terms: the codes that the package's codebook defines. A code that it lacks, and that it has with a zero before it, is
    that one: 10 is 010.
    """
    known = cameo_codes()
    match = re.fullmatch(r"(\d{1,4})(?:\.0+)?", cell)
    if match is None:
        return []
    if cell in known:
        padded = f"0{cell}"
        return [padded] if cell not in terms and padded in terms and padded in known else []
    return [code for code in (match[1], f"0{match[1]}") if code in known]


@cache
def definitions(version: str = VERSION) -> dict[tuple[str, str], tuple[str, str]]:
    """(vocabulary, term) -> (definition, mapping) of every term that the profile defines."""
    with (_of(version) / "reference" / "codebook.csv").open(encoding="utf-8", newline="") as file:
        return {(r["vocabulary"], r["term"]): (r["definition"], r["mapping"]) for r in csv.DictReader(file)}


@cache
def plover_codes() -> frozenset[str]:
    """Event types of PLOVER 1.0, as `events.plover` lists them."""
    field = next(f for f in table_schema("events")["fields"] if f["name"] == "plover")
    return frozenset(field["constraints"]["enum"])


def vocabulary_columns(schemas: dict[str, dict[str, Any]]) -> dict[str, list[str]]:
    """`table.column` -> its terms, for every column of these Table Schemas that has an `enum`."""
    return {
        f"{table}.{field['name']}": [str(term) for term in field["constraints"]["enum"]]
        for table, schema in schemas.items()
        for field in schema["fields"]
        if "enum" in field.get("constraints", {})
    }


def _json(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded
