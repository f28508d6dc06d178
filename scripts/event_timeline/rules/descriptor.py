"""PKG: the descriptor, its schemas and the integrity of its files.

frictionless accepts in silence what several of these rules report: unknown hash algorithms, misspelt field
properties, wrong `uniqueKeys`, a `$schema` of any value.
"""

from __future__ import annotations

import codecs
import difflib
import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from event_timeline import profile
from event_timeline.io.paths import SAFE_NAME, is_relative
from event_timeline.package.json_files import twice
from event_timeline.profile.conformity import keeps_to
from event_timeline.profile.constraints import unusable
from event_timeline.rules.rule import Context, Finding, Found, rule

FIELD_PROPERTIES = frozenset(
    "name title description example examples type format rdfType constraints categories categoriesOrdered missingValues "
    "unit source sources skos:exactMatch skos:closeMatch skos:broadMatch skos:narrowMatch "
    "trueValues falseValues decimalChar groupChar bareNumber delimiter itemType".split()
)
"""Data Package v2, Table Schema: field properties, and SKOS mappings as Camtrap DP has them."""
CONSTRAINTS = frozenset(
    "required unique minLength maxLength minimum maximum exclusiveMinimum exclusiveMaximum pattern enum jsonSchema".split()
)
LICENSE_URLS = {
    "CC0-1.0": "creativecommons.org/publicdomain/zero/1.0",
    "CC-BY-4.0": "creativecommons.org/licenses/by/4.0",
    "CC-BY-SA-4.0": "creativecommons.org/licenses/by-sa/4.0",
    "CC-BY-NC-4.0": "creativecommons.org/licenses/by-nc/4.0",
    "ODbL-1.0": "opendatacommons.org/licenses/odbl",
    "ODC-By-1.0": "opendatacommons.org/licenses/by",
    "PDDL-1.0": "opendatacommons.org/licenses/pddl",
}
"""SPDX identifier -> what its address must contain, for the licences that data are published under."""
LICENSE_PAGES = (
    (r"creativecommons\.org/licenses/(by(?:-nc)?(?:-sa|-nd)?)/(\d\.\d)", "CC-{}-{}"),
    (r"creativecommons\.org/publicdomain/zero/(1\.0)", "CC0-{}"),
    (r"opendatacommons\.org/licenses/(odbl|pddl)", "{}-1.0"),
    (r"opendatacommons\.org/licenses/(by)", "ODC-{}-1.0"),
    (r"spdx\.org/licenses/([A-Za-z0-9.+-]+?)(?:\.html|\.json|\.txt)?/?(?:[?#].*)?$", "{}"),
)
"""Addresses at which licences live -> their SPDX identifiers, in any letter case."""
RECOMMENDED = ("id", "keywords", "sources", "temporal", "rights")


def _about(t: Context, message: str, column: str | None = None, **place: Any) -> Found:
    return Found(message, path=t.tables.package.descriptor_name, column=column, **place)


@rule("PKG001")
def breaks_the_profile(t: Context) -> Iterator[Finding]:
    if keeps_to(t.descriptor, profile.profile_schema()):
        return
    import jsonschema

    if t.profile_version is None:
        return
    validator = jsonschema.Draft202012Validator(profile.profile_schema(t.profile_version))
    for error in sorted(validator.iter_errors(t.descriptor), key=lambda e: e.json_path):
        shown = json.dumps(error.instance, ensure_ascii=False)
        value = shown if len(shown) <= 80 else shown[:77] + "..."
        yield _about(t, _said(error), column=error.json_path, value=value)


def _said(error: Any) -> str:
    if error.validator == "required":
        return f"{error.message.split(' ')[0]} is missing"
    if error.validator == "pattern":
        return "the value has not the form that the profile asks for"
    return error.message if len(error.message) <= 160 else f"the value breaks `{error.validator}` of the profile"


@rule("PKG002")
def unknown_profile_version(t: Context) -> Iterator[Finding]:
    if t.profile_version is None:
        named = str(t.descriptor["conformsTo"])
        known = ", ".join(profile.versions())
        yield _about(t, f"conformsTo is {named}, known are the versions {known}", "$.conformsTo", value=named)


@rule("PKG003")
def missing_table(t: Context) -> Iterator[Finding]:
    others = [name for name in t.tables.package.resources if name not in profile.TABLES]
    for table in t.absent:
        near = difflib.get_close_matches(table, others, 1, 0.8)
        hint = f"name {near[0]!r} so, if it is meant" if near else None
        yield _about(t, f"no resource is named {table!r}", "$.resources", value=table, hint=hint)


@rule("PKG004")
def unusable_resource(t: Context) -> Iterator[Finding]:
    for resource in t.tables.package.resources.values():
        if resource.broken:
            said, hint = f"resource {resource.name!r} {resource.broken}", resource.remedy or None
            yield _about(t, said, "$.resources", value=resource.path or None, hint=hint)


@rule("PKG005")
def stale_bytes(t: Context) -> Iterator[Finding]:
    for name, facts in t.tables.facts.items():
        declared = t.tables.package.resources[name].declared.get("bytes")
        if isinstance(declared, int | float) and declared != facts.size:
            yield Found(f"{facts.size} bytes where the descriptor says {declared}", name, value=str(declared))


@rule("PKG006")
def stale_hash(t: Context) -> Iterator[Finding]:
    for name, facts in t.tables.facts.items():
        declared = t.tables.package.resources[name].declared.get("hash")
        if (
            isinstance(declared, str)
            and declared.startswith("sha256:")
            and facts.sha256
            and declared[7:] != facts.sha256
        ):
            yield Found(f"the SHA-256 is {facts.sha256}", name, value=declared)


@rule("PKG007")
def uncheckable_hash(t: Context) -> Iterator[Finding]:
    for resource in t.tables.package.resources.values():
        declared = resource.declared.get("hash")
        if not re.fullmatch(r"sha256:[0-9a-f]{64}", str(declared)) or "bytes" not in resource.declared:
            yield _about(
                t, f"resource {resource.name!r} has no `bytes` or no `sha256:` hash", "$.resources", value=str(declared)
            )


@rule("PKG008")
def duplicate_name(t: Context) -> Iterator[Finding]:
    names = Counter(str(r.get("name")) for r in t.descriptor["resources"] if isinstance(r, dict))
    for name in sorted(n for n in names if names[n] > 1):
        yield _about(t, f"{names[name]} resources are named {name!r}", "$.resources", value=name)
    package = t.tables.package
    files = [package.descriptor_name] if package.duplicate_keys else []
    files += [r.schema_path for r in package.resources.values() if r.schema_path and r.doubled]
    for file in dict.fromkeys(files):
        for key, line, column in twice((package.root / file).read_text(encoding="utf-8-sig")):
            message = f"the property {key!r} stands twice in one object, for the second time at column {column}"
            yield Found(message, path=file, value=key, line=line)


@rule("PKG009")
def departs_from_the_profile(t: Context) -> Iterator[Finding]:
    for table in profile.TABLES if t.profile_version else ():
        resource = t.tables.package.resources.get(table)
        if resource and resource.schema:
            for message in departures(resource.schema, profile.table_schema(table, t.profile_version or "")):
                yield Found(message, table, path=resource.schema_path or t.tables.package.descriptor_name, line=None)


def departures(schema: dict[str, Any], wanted: dict[str, Any]) -> Iterator[str]:
    """In words, how a schema falls short of the profile's; extra fields and terms are no departures."""
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
            elif (
                given != value
                and value is not False
                and not _is_tighter(key, given, value)
                and not (key == "pattern" and given == FORMER_PATTERNS.get(name))
            ):
                yield f"the field {name!r} has {key} {given!r} where the profile has {value!r}"
    for key in ("primaryKey", "missingValues"):
        if schema.get(key) != wanted.get(key):
            yield f"{key} is {schema.get(key)!r} where the profile has {wanted.get(key)!r}"
    for key in ("foreignKeys", "uniqueKeys"):
        own_keys = schema.get(key) or []
        for item in wanted.get(key, []):
            if item not in own_keys:
                yield f"{key} lacks {json.dumps(item)}"


FORMER_PATTERNS = {"language": "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"}
"""Field -> the pattern that the toolchain 1.0.0 gave it; it lets less pass than the profile's."""


def _is_tighter(key: str, given: Any, value: Any) -> bool:
    """Whether a bound allows less than the profile's: all that is allowed then is what the profile promises."""
    if isinstance(given, bool) or not isinstance(given, int | float) or not isinstance(value, int | float):
        return False
    return (key in ("maxLength", "maximum") and given < value) or (key in ("minLength", "minimum") and given > value)


_DEFAULT = {"type": "string", "format": "default"}


@rule("PKG010")
def unknown_property(t: Context) -> Iterator[Finding]:
    for name, resource in t.tables.package.resources.items():
        for field in resource.schema.get("fields", ()):
            for known, given in ((FIELD_PROPERTIES, field), (CONSTRAINTS, field.get("constraints", {}))):
                for key in given:
                    if key not in known and ":" not in key:
                        near = difflib.get_close_matches(key, known, 1)
                        asked = f"; did you mean {near[0]!r}?" if near else ""
                        yield Found(
                            f"the field {field['name']!r} has the unknown property {key!r}{asked}",
                            name,
                            path=resource.schema_path or t.tables.package.descriptor_name,
                            column=field["name"],
                            value=key,
                        )


@rule("PKG011")
def unusable_constraint(t: Context) -> Iterator[Finding]:
    for name, resource in t.tables.package.resources.items():
        for field in resource.schema.get("fields", ()):
            for key, why in unusable(field):
                yield Found(
                    f"{key} of {field['name']!r}: {why}",
                    name,
                    path=resource.schema_path or t.tables.package.descriptor_name,
                    column=field["name"],
                    value=str(field.get("type") if key == "type" else field["constraints"][key])[:80],
                )


@rule("PKG012")
def key_of_nothing(t: Context) -> Iterator[Finding]:
    resources = t.tables.package.resources
    for name, resource in resources.items():
        schema = resource.schema
        own = {f["name"] for f in schema.get("fields", ())}
        asked = [("primaryKey", name, f) for f in _list(schema.get("primaryKey"))]
        asked += [("uniqueKeys", name, f) for key in _list(schema.get("uniqueKeys")) for f in _list(key)]
        for key in _list(schema.get("foreignKeys")):
            reference = key.get("reference", {}) if isinstance(key, dict) else {}
            asked += [("foreignKeys", name, f) for f in _list(key.get("fields") if isinstance(key, dict) else None)]
            other = reference.get("resource") or name
            asked += [("foreignKeys", other, f) for f in _list(reference.get("fields"))]
        for kind, where, field in asked:
            if where in t.absent or (where in resources and resources[where].broken):
                continue
            fields = (
                own
                if where == name
                else {f["name"] for f in resources[where].schema.get("fields", ())}
                if where in resources
                else None
            )
            if fields is None or field not in fields:
                what = f"the resource {where!r}" if fields is None else f"the field {field!r} of {where!r}"
                yield Found(
                    f"{kind} names {what}, which is not there",
                    name,
                    path=resource.schema_path or t.tables.package.descriptor_name,
                    value=str(where if fields is None else field),
                )


def _list(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


@rule("PKG013", severity="warning")
def unlisted_file(t: Context) -> Iterator[Finding]:
    package = t.tables.package
    named = {p for r in package.resources.values() for p in r.paths}
    for folder in sorted({p.rpartition("/")[0] for p in named if "/" in p and is_relative(p)}):
        directory = package.root / folder
        if directory.is_dir():
            for file in sorted(directory.iterdir()):
                path = f"{folder}/{file.name}"
                if file.is_file() and path not in named and not file.name.startswith("."):
                    yield Found("the descriptor does not name this file", path=path)


@rule("PKG014")
def contradictory_license(t: Context) -> Iterator[Finding]:
    places = [("$.licenses", t.descriptor.get("licenses"))]
    places += [
        (f"$.resources[{r.name}].licenses", r.declared.get("licenses")) for r in t.tables.package.resources.values()
    ]
    for where, licenses in places:
        for item in licenses if isinstance(licenses, list) else ():
            if isinstance(item, dict):
                name, path = str(item.get("name")), str(item.get("path") or "")
                other = _license_at(path)
                # a port to a country's law has the identifier with the country's code after it
                if name in LICENSE_URLS and other and not f"{name}-".upper().startswith(f"{other}-".upper()):
                    yield _about(t, f"{path} is the address of {other}, not of {name}", where, value=path)


def _license_at(path: str) -> str:
    """The SPDX identifier of the licence that is known to live at an address, else empty."""
    for pattern, form in LICENSE_PAGES:
        if found := re.search(pattern, path, re.IGNORECASE):
            return form.format(*(part.upper() if form != "{}" else part for part in found.groups()))
    return ""


@rule("PKG015", severity="warning")
def hard_to_find(t: Context) -> Iterator[Finding]:
    for key in RECOMMENDED:
        if not t.descriptor.get(key):
            yield _about(t, f"no `{key}`", f"$.{key}")
    if not any(
        isinstance(c, dict) and any(role in ("creator", "author") for role in _list(c.get("roles")))
        for c in _list(t.descriptor.get("contributors"))
    ):
        yield _about(t, "no contributor has the role `creator`", "$.contributors")


@rule("PKG016", mended=True)
def byte_order_mark_of_json(t: Context) -> Iterator[Finding]:
    package = t.tables.package
    for path in package.json_files():
        with package.file(path).open("rb") as file:
            if file.read(3) == codecs.BOM_UTF8:
                yield Found("the file begins with a byte order mark", path=path, line=1)


@rule("PKG017")
def unportable_name(t: Context) -> Iterator[Finding]:
    tables: dict[str, str] = {}
    for name, resource in t.tables.package.resources.items():
        if name != resource.declared.get("name"):
            continue
        if not SAFE_NAME.fullmatch(name):
            yield _about(t, f"no file can safely be named after the table {name[:120]!r}", "$.resources", value=name)
        elif name.lower().startswith("sqlite_"):
            yield _about(t, f"the table {name!r} has a name that SQLite keeps to itself", "$.resources", value=name)
        if (other := tables.setdefault(name.lower(), name)) != name:
            yield _about(t, f"the tables {other!r} and {name!r} differ by case alone", "$.resources", value=name)
        columns: dict[str, str] = {}
        for field in resource.schema.get("fields", ()):
            column = field["name"]
            if (other := columns.setdefault(column.lower(), column)) != column:
                where = resource.schema_path or t.tables.package.descriptor_name
                yield Found(f"the columns {other!r} and {column!r} differ by case alone", name, where, value=column)


RULES = (
    breaks_the_profile,
    unknown_profile_version,
    missing_table,
    unusable_resource,
    stale_bytes,
    stale_hash,
    uncheckable_hash,
    duplicate_name,
    departs_from_the_profile,
    unknown_property,
    unusable_constraint,
    key_of_nothing,
    unlisted_file,
    contradictory_license,
    hard_to_find,
    byte_order_mark_of_json,
    unportable_name,
)
