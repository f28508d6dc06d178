"""The profile: Table Schemas, the descriptor's JSON Schema, constraints, EDTF dates, code lists."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Collection, Mapping
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
"""The ten tables of every package, in the order in which they refer to each other; `may_be_absent` has the exceptions."""
OPTIONAL_TABLES = ("event_sources", "event_places", "measures", "exceptions")
"""Tables that a package may have besides, since version 1.1."""
ALL_TABLES = (*TABLES[:6], *OPTIONAL_TABLES[:3], *TABLES[6:9], OPTIONAL_TABLES[3], TABLES[9])
"""Both: tables of events after `events`, the codebook last."""

ASPECTS = {
    "evidence": ("evidence",),
    "participants": ("event_actors",),
    "mentions": (),
    "quotations": (),
    "statements": ("statements", "statement_events"),
    "stances": ("statement_events",),
    "relations": ("event_relations",),
}
"""What the `coding` of a descriptor declares -> the tables that have no rows, and may be absent, where it is `none`."""
DEPENDENT_ASPECTS = {"evidence": ("mentions", "quotations"), "statements": ("stances", "quotations")}
"""Aspect -> those that are `none` where it is."""
EXTENTS = ("complete", "partial", "none")
"""The extents that `coding` declares. The first is the default."""

URN = "urn:event-timeline:profile:"
"""A descriptor's `conformsTo` is this and a version."""


VERSION = "1.1.0"
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


def followed(descriptor: dict[str, Any]) -> str:
    """The version that a package follows; VERSION where it names one that is not known."""
    return version_of(descriptor) or VERSION


def has_coding(version: str | None) -> bool:
    """Whether a version of the profile has `coding`, OPTIONAL_TABLES and optional columns; 1.0.0 and older ones have not."""
    return version is not None and (_of(version) / "columns.json").is_file()


def coding(descriptor: dict[str, Any]) -> dict[str, str]:
    """ASPECTS -> one of EXTENTS: what a package declares to have coded.

    `complete` is the default, also where the version of the profile has no `coding` and where a value is invalid, which PKG001
    reports. An aspect is `none` where one that it depends on is (DEPENDENT_ASPECTS).
    """
    declared = descriptor.get("coding") if has_coding(version_of(descriptor)) else None
    values = declared if isinstance(declared, dict) else {}
    extents = {a: values[a] if values.get(a) in EXTENTS[1:] else EXTENTS[0] for a in ASPECTS}
    for whole, parts in DEPENDENT_ASPECTS.items():
        if extents[whole] == "none":
            extents |= dict.fromkeys(parts, "none")
    return extents


def has_optional(tables: Mapping[str, Mapping[str, Any]], name: str) -> bool:
    """Whether tables (name -> Table Schema) have an optional table with the profile's columns.

    A package of version 1.0.0 may have a table of its own of that name.
    """
    if name not in tables:
        return False
    own = {f["name"]: f.get("type", "string") for f in tables[name].get("fields", ())}
    return all(own.get(f["name"]) == f["type"] for f in table_schema(name)["fields"])


def may_be_absent(descriptor: dict[str, Any]) -> frozenset[str]:
    """The tables that a package need not have: optional ones, and those that its `coding` declares as `none`."""
    if not has_coding(version_of(descriptor)):
        return frozenset()
    extents = coding(descriptor)
    return frozenset((*OPTIONAL_TABLES, *(t for a, tables in ASPECTS.items() if extents[a] == "none" for t in tables)))


def _of(version: str) -> Path:
    return folder() if version == VERSION else folder() / "versions" / version


@cache
def table_schema(table: str, version: str = VERSION) -> dict[str, Any]:
    """The Table Schema of one of ALL_TABLES, in one of `versions`. Raises FileNotFoundError where that has no such table."""
    return _json(_of(version) / f"{table}.json")


@cache
def fields_by_name() -> dict[str, list[dict[str, Any]]]:
    """Name of a field -> the fields of that name in the schemas of ALL_TABLES."""
    named: dict[str, list[dict[str, Any]]] = {}
    for field in (field for table in ALL_TABLES for field in table_schema(table)["fields"]):
        named.setdefault(field["name"], []).append(field)
    return named


def tables_of(version: str) -> tuple[str, ...]:
    """The tables that a version of the profile describes, of ALL_TABLES."""
    return ALL_TABLES if has_coding(version) else TABLES


@cache
def _columns(version: str) -> dict[str, Any]:
    """Table -> the optional columns that a version of the profile describes, and their foreign keys."""
    path = _of(version) / "columns.json"
    tables: dict[str, Any] = _json(path)["tables"] if path.is_file() else {}
    return tables


def optional_fields(table: str, version: str = VERSION) -> dict[str, dict[str, Any]]:
    """Name -> field of the columns that a table may have besides those of its schema."""
    return {f["name"]: f for f in _columns(version).get(table, {}).get("fields", ())}


def known_fields(table: str, version: str = VERSION) -> dict[str, dict[str, Any]]:
    """Name -> field of all columns that the profile knows of a table, the optional ones last."""
    return {f["name"]: f for f in table_schema(table, version)["fields"]} | optional_fields(table, version)


def optional_keys(table: str, version: str = VERSION) -> list[dict[str, Any]]:
    """The foreign keys of `optional_fields`."""
    keys: list[dict[str, Any]] = _columns(version).get(table, {}).get("foreignKeys", [])
    return keys


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


def file(name: str, version: str = VERSION) -> bytes:
    """A file of one of `versions`."""
    return (_of(version) / name).read_bytes()


def codebook(version: str = VERSION) -> list[dict[str, str]]:
    """The rows of the profile's codebook, with the columns that its schema and the optional ones describe."""
    with (_of(version) / "reference" / "codebook.csv").open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


@cache
def definitions(version: str = VERSION) -> dict[tuple[str, str], tuple[str, str]]:
    """(vocabulary, term) -> (definition, mapping) of every term that the profile defines."""
    return {(r["vocabulary"], r["term"]): (r["definition"], r["mapping"]) for r in codebook(version)}


RELATIONS = ("exact", "broader", "narrower", "related")
"""What a mapping of the codebook may say of the other scheme's term, as SKOS: how it compares with the package's own."""
MAPPING = rf"^(?:({'|'.join(RELATIONS)}):)?([^:]*):?(.*)$"
"""A mapping as a regular expression: relation, scheme and term. Profile 1.0.0 has no relations."""


def mappings(cell: str | None) -> list[tuple[str, str, str]]:
    """(relation, scheme, term) of the mappings in a cell of the codebook; the relation is empty where it has none."""
    found = (re.match(MAPPING, one) for one in (cell or "").split())
    return [(m[1] or "", m[2], m[3]) for m in found if m]


@cache
def plover_codes() -> frozenset[str]:
    """Event types of PLOVER, as `events.plover` lists them: those of its drafts from 1.0 (2021) to 2.0 (2024)."""
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
