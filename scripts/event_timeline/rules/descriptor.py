"""PKG: the descriptor against the profile, and what Data Package tools let pass in silence."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import datetime
from difflib import get_close_matches
from pathlib import PurePosixPath
from typing import Any

from event_timeline import profile
from event_timeline.rules.rule import Context, Found, Replaced, Rule, Written, bad, good, rule

DESCRIPTOR = "datapackage.json"
DATA_PACKAGE = "https://datapackage.org/profiles/2.0/datapackage.json"
SEMVER = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?")
"""Semantic Versioning 2.0.0, as Data Package v2 recommends."""
PACKAGE_PROPERTIES = (
    "$schema", "conformsTo", "id", "name", "title", "description", "version", "created", "homepage", "image", "keywords",
    "licenses", "rights", "contributors", "sources", "temporal", "spatial", "resources",
)
RESOURCE_PROPERTIES = (
    "name", "type", "title", "description", "path", "scheme", "format", "mediatype", "encoding", "schema", "dialect",
    "bytes", "hash", "licenses", "sources", "rights",
)
LICENSE_URLS = {
    "CC0-1.0": r"creativecommons\.org/publicdomain/zero/1\.0",
    "CC-BY-4.0": r"creativecommons\.org/licenses/by/4\.0",
    "CC-BY-SA-4.0": r"creativecommons\.org/licenses/by-sa/4\.0",
    "CC-BY-NC-4.0": r"creativecommons\.org/licenses/by-nc/4\.0",
    "CC-BY-ND-4.0": r"creativecommons\.org/licenses/by-nd/4\.0",
    "CC-BY-NC-SA-4.0": r"creativecommons\.org/licenses/by-nc-sa/4\.0",
    "CC-BY-NC-ND-4.0": r"creativecommons\.org/licenses/by-nc-nd/4\.0",
    "ODC-By-1.0": r"opendatacommons\.org/licenses/by",
    "ODbL-1.0": r"opendatacommons\.org/licenses/odbl",
    "PDDL-1.0": r"opendatacommons\.org/licenses/pddl",
    "MIT": r"opensource\.org/licen[sc]es?/mit",
    "Apache-2.0": r"apache\.org/licenses/license-2\.0",
}
"""SPDX identifier -> what its canonical address looks like."""


@rule(
    "PKG001",
    bad=bad("roles as text, as in Data Package v1", Replaced(DESCRIPTOR, '"roles": [\n        "creator"\n      ]', '"roles": "creator"')),
    good=good("a role of one's own", Replaced(DESCRIPTOR, '"creator"', '"translator"')),
)
def invalid_descriptor(c: Context) -> Iterator[Found]:
    """The descriptor breaks the profile's JSON Schema.

    Why: tools that find, cite or load the package read these properties; a wrong one is ignored in silence.
    Repair: change the property at the JSON path to what the message asks for.
    """
    from jsonschema import Draft202012Validator

    for error in Draft202012Validator(profile.profile_schema()).iter_errors(c.descriptor):
        where = "$" + "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in error.absolute_path)
        message = error.message
        if error.validator == "anyOf":
            message = "needs one of " + ", ".join(str(o["required"][0]) for o in error.validator_value)
        elif error.validator == "not":
            message = str(error.schema.get("description", message))
        yield Found(f"{where}: {message[:300]}", path=c.tables.package.descriptor_name, column=where, value=_shown(error.instance))


@rule(
    "PKG002",
    bad=bad("the title twice", Replaced(DESCRIPTOR, '"version": "1.0.0"', '"version": "0.9.0",\n  "version": "1.0.0"')),
    good=good("the same key in two objects", Replaced(DESCRIPTOR, '"title": "Osterhavn"', '"title": "Osterhavn", "version": "1"')),
)
def duplicate_json_key(c: Context) -> Iterator[Found]:
    """A key stands twice in one JSON object.

    Why: programs keep the first or the last of them, so that two readers see two descriptors.
    Repair: keep one of the two.
    """
    for key in c.tables.package.duplicate_keys:
        yield Found(f"the key {key!r} stands twice in one object", path=c.tables.package.descriptor_name, column=key)


@rule(
    "PKG003",
    bad=bad("a path out of the package", Replaced(DESCRIPTOR, '"data/places.csv"', '"../places.csv"')),
    good=good("a plain path elsewhere", Replaced(DESCRIPTOR, '"data/places.csv"', '"places.csv"'), Written("places.csv", PLACES)),
)
def unusable_resource(c: Context) -> Iterator[Found]:
    """A resource's path or schema cannot be used.

    Why: packages come from anywhere, so only plain relative paths inside the folder are opened, and nothing is fetched.
    Repair: put the file into the package and name it with a relative POSIX path.
    """
    for resource in c.tables.package.resources.values():
        if resource.broken:
            yield Found(f"the resource {resource.name} cannot be read: {resource.broken}", resource.name, c.tables.package.descriptor_name)


@rule(
    "PKG004",
    bad=bad("a table under another name", Replaced(DESCRIPTOR, '"name": "event_relations"', '"name": "relations"')),
    good=good("a resource's title changed", Replaced(DESCRIPTOR, '"title": "How it hangs together"', '"title": "Links"')),
)
def missing_table(c: Context) -> Iterator[Found]:
    """One of the profile's ten tables is not among the resources.

    Why: every reader of the profile counts on all ten, empty ones included.
    Repair: add the table, at least with its header, and name it in `resources`.
    """
    for name in profile.table_names():
        if name not in c.tables.package.resources:
            near = get_close_matches(name, c.tables.package.resources, 1)
            hint = f"rename the resource {near[0]!r} to {name!r}" if near else None
            yield Found(f"there is no resource {name!r}", path=c.tables.package.descriptor_name, column="$.resources", value=name, hint=hint)


@rule(
    "PKG005",
    bad=bad("a resource declared twice", Replaced(
        DESCRIPTOR, '"resources": [', '"resources": [\n    {"name": "places", "path": "data/places.csv", "schema": "schemas/places.json"},')),
    good=good("a file of another table", Replaced(DESCRIPTOR, '"title": "The port\'s places"', '"title": "places"')),
)
def duplicate_resource(c: Context) -> Iterator[Found]:
    """Two resources have the same name.

    Why: foreign keys name their target by it, so the name must be unique.
    Repair: rename or remove one of them.
    """
    names = [r.get("name") for r in c.descriptor["resources"] if isinstance(r, dict)]
    for name in sorted({n for n in names if isinstance(n, str) and names.count(n) > 1}):
        yield Found(f"{names.count(name)} resources are called {name!r}", name, c.tables.package.descriptor_name, column="$.resources", value=name)


@rule(
    "PKG006",
    bad=bad("a version that does not exist", Replaced(DESCRIPTOR, "profiles/2.0/datapackage", "profiles/9.9/datapackage")),
    good=good("the 2.0 address with a fragment", Replaced(DESCRIPTOR, '2.0/datapackage.json"', '2.0/datapackage.json#"')),
)
def unknown_standard(c: Context) -> Iterator[Found]:
    """`$schema` is not the address of Data Package 2.0.

    Why: it switches the version-2 features on; frictionless takes any other value without a word and applies nothing.
    Repair: set `$schema` to the address of the 2.0 profile.
    """
    value = c.descriptor.get("$schema")
    if isinstance(value, str) and value.removesuffix("#") != DATA_PACKAGE:
        yield Found(f"$schema is {value!r}, expected {DATA_PACKAGE!r}", path=c.tables.package.descriptor_name, column="$.$schema", value=value)


@rule(
    "PKG007",
    bad=bad("a profile of the future", Replaced(DESCRIPTOR, "profile:1.0.0", "profile:7.0.0")),
    good=good("a later patch", Replaced(DESCRIPTOR, "profile:1.0.0", "profile:1.0.9")),
)
def unknown_profile(c: Context) -> Iterator[Found]:
    """`conformsTo` names no version of the profile that this toolchain knows.

    Why: rules of one version say nothing about a package of another.
    Repair: name the profile the package was made for, or validate it with the toolchain of that version.
    """
    value = c.descriptor.get("conformsTo")
    known = profile.VERSION.rsplit(".", 1)[0]
    if isinstance(value, str) and not re.fullmatch(re.escape(f"{profile.URN}{known}.") + r"\d+", value):
        yield Found(
            f"conformsTo is {value!r}, this toolchain knows {profile.URN}{known}.x",
            path=c.tables.package.descriptor_name, column="$.conformsTo", value=value,
        )


@rule(
    "PKG008",
    bad=bad("version 1.0", Replaced(DESCRIPTOR, '"version": "1.0.0"', '"version": "1.0"')),
    good=good("a pre-release", Replaced(DESCRIPTOR, '"version": "1.0.0"', '"version": "1.0.0-rc.1"')),
)
def version_not_semantic(c: Context) -> Iterator[Found]:
    """The package's version is not a semantic version.

    Why: users tell from it whether an update breaks their code.
    Repair: write it as MAJOR.MINOR.PATCH.
    """
    value = c.descriptor.get("version")
    if isinstance(value, str) and not SEMVER.fullmatch(value):
        yield Found(f"the version {value!r} is not MAJOR.MINOR.PATCH", path=c.tables.package.descriptor_name, column="$.version", value=value)


@rule(
    "PKG009",
    bad=bad("a day alone", Replaced(DESCRIPTOR, "2024-06-01T00:00:00Z", "2024-06-01")),
    good=good("an offset from UTC", Replaced(DESCRIPTOR, "00:00:00Z", "00:00:00+02:00")),
)
def created_not_a_time(c: Context) -> Iterator[Found]:
    """`created` is not an RFC 3339 date and time.

    Why: the standard asks for one, and citations take the year from it.
    Repair: write it like 2024-06-01T00:00:00Z.
    """
    value = c.descriptor.get("created")
    if not isinstance(value, str):
        return
    try:
        well = bool(re.fullmatch(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", value))
        datetime.fromisoformat(value.upper())
    except ValueError:
        well = False
    if not well:
        yield Found(f"created is {value!r}, not a date and time with a zone", path=c.tables.package.descriptor_name, column="$.created", value=value)


@rule(
    "PKG010",
    bad=bad("a name and another licence's address", Replaced(DESCRIPTOR, "https://opensource.org/license/mit", "https://creativecommons.org/licenses/by-nc/4.0/")),
    good=good("the licence's text in the package", Replaced(DESCRIPTOR, "https://opensource.org/license/mit", "LICENSE")),
)
def license_mismatch(c: Context) -> Iterator[Found]:
    """A licence's name and its address are of two licences.

    Why: whoever reads only one of them does what the other forbids.
    Repair: make `name` (an SPDX identifier) and `path` agree.
    """
    for where, license in _licenses(c.descriptor):
        name, url = license.get("name"), str(license.get("path", "")).lower()
        meant = next((spdx for spdx, pattern in LICENSE_URLS.items() if re.search(pattern, url)), None)
        if isinstance(name, str) and meant is not None and name != meant:
            yield Found(
                f"{where}: the name is {name} but the address is that of {meant}",
                path=c.tables.package.descriptor_name, column=where, value=name,
            )


@rule(
    "PKG011",
    severity="warning",
    bad=bad("a table that nobody named", Written("data/leftover.csv", "a,b\n1,2\n")),
    good=good("a file elsewhere", Written("notes/leftover.csv", "a,b\n1,2\n")),
)
def unlisted_file(c: Context) -> Iterator[Found]:
    """A file beside the tables is not named in the descriptor.

    Why: it is neither validated nor described, and readers cannot tell whether it belongs to the data.
    Repair: name it as a resource or take it out of the folder.
    """
    root = c.tables.package.root
    named = {p for r in c.tables.package.resources.values() for p in r.paths}
    folders = {str(PurePosixPath(p).parent) for p in named} - {"."}
    for folder in sorted(folders):
        if ".." in PurePosixPath(folder).parts or folder.startswith("/"):
            continue
        for at, inner, names in os.walk(root / folder):
            inner[:] = sorted(d for d in inner if not d.startswith("."))
            for name in sorted(names):
                path = (PurePosixPath(folder) / os.path.relpath(at, root / folder) / name).as_posix()
                if path not in named and not name.startswith("."):
                    yield Found("the file is not named in the descriptor", path=path)


@rule(
    "PKG012",
    severity="warning",
    bad=bad("no identifier", Replaced(DESCRIPTOR, '"id": "urn:uuid', '"identifier": "urn:uuid')),
    good=good("no homepage", Replaced(DESCRIPTOR, '"name": "harbour-dispute"', '"name": "harbour"')),
)
def recommended_property(c: Context) -> Iterator[Found]:
    """A property that makes the package findable or verifiable is missing.

    Why: the standard says it should be there, and catalogues and loaders use it.
    Repair: add the property.
    """
    def missing(holder: dict[str, Any], names: tuple[str, ...], where: str, resource: str | None) -> Iterator[Found]:
        for name in names:
            if name not in holder:
                yield Found(f"{where}: {name} is missing", resource, c.tables.package.descriptor_name, column=f"{where}.{name}")

    yield from missing(c.descriptor, ("id", "keywords", "temporal"), "$", None)
    for i, r in enumerate(c.descriptor["resources"]):
        if isinstance(r, dict):
            names = ("title", "description", "type", "mediatype", "encoding", "bytes", "hash")
            yield from missing(r, names, f"$.resources[{i}]", str(r.get("name")))


@rule(
    "PKG013",
    bad=bad("a misspelt property", Replaced(DESCRIPTOR, '"mediatype": "text/csv"', '"mediatype": "text/csv",\n      "titel": "Texts"')),
    good=good("a property of one's own", Replaced(DESCRIPTOR, '"mediatype": "text/csv"', '"mediatype": "text/csv",\n      "curator": "somebody"')),
)
def misspelt_property(c: Context) -> Iterator[Found]:
    """A property of the descriptor is written nearly like one that exists.

    Why: unknown properties are allowed, so every tool ignores the slip and what it should have said.
    Repair: write the property as the hint says, or name your own less alike.
    """
    yield from _misspelt(c.descriptor, PACKAGE_PROPERTIES, "$", None, c.tables.package.descriptor_name)
    for i, r in enumerate(c.descriptor["resources"]):
        if isinstance(r, dict):
            yield from _misspelt(r, RESOURCE_PROPERTIES, f"$.resources[{i}]", str(r.get("name")), c.tables.package.descriptor_name)


def _misspelt(holder: dict[str, Any], known: tuple[str, ...], where: str, resource: str | None, path: str) -> Iterator[Found]:
    for key in holder:
        if key in known or ":" in key:
            continue
        near = get_close_matches(key, known, 1, 0.8)
        if near and near[0] not in holder or near and key.lower() == near[0].lower():
            yield Found(f"{where}: unknown property {key!r}", resource, path, column=f"{where}.{key}", value=key, hint=f"did you mean {near[0]!r}?")


def _licenses(descriptor: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    holders = [("$", descriptor)] + [(f"$.resources[{i}]", r) for i, r in enumerate(descriptor["resources"])]
    for where, holder in holders:
        licenses = holder.get("licenses") if isinstance(holder, dict) else None
        for i, license in enumerate(licenses if isinstance(licenses, list) else []):
            if isinstance(license, dict):
                yield f"{where}.licenses[{i}]", license


def _shown(instance: object) -> str | None:
    return str(instance)[:80] if isinstance(instance, str | int | float | bool) else None


RULES: tuple[Rule, ...] = (
    invalid_descriptor, duplicate_json_key, unusable_resource, missing_table, duplicate_resource, unknown_standard, unknown_profile,
    version_not_semantic, created_not_a_time, license_mismatch, unlisted_file, recommended_property, misspelt_property,
)
