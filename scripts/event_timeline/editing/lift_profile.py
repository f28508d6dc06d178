"""Lifting a package to a newer version of the profile: its schemas, its codebook and the version that it names."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from event_timeline import profile
from event_timeline.editing.csv_tables import Row
from event_timeline.editing.draft import Draft, Location, opened
from event_timeline.model import UserError

TEXTS = ("title", "description", "example", "rdfType")
"""What a field or table says of itself to people; a package that reworded it keeps its own words."""
WORDS = ("label", "definition", "mapping")
"""The same of a term of the codebook."""


RENAME = "rename the column {}.{} in the data file and its schema, or make it conform; then lift the package again"
UNUSABLE_SLUGS = ("unusable-resource", "malformed-schema", "missing-table")
"""Rules that report a table whose schema cannot be lifted, or cannot be found, as the table of a resource without name."""


@dataclass
class LiftedProfile:
    """The versions before and after, terms that were added, notes on what a person should look at, and files written."""

    before: str
    version: str
    terms: int = 0
    notes: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)


def lift_package(location: Location, version: str, *, dry_run: bool = False) -> LiftedProfile:
    """Make a package follow a newer version of the profile; rows other than the codebook's stay as they are.

    Own fields, terms and words of a package stay. Raises UserError where it follows that version or a newer one already,
    where one of the two is unknown, where a table cannot be read, or where a column or table of its own has the name of one
    of the profile and does not conform to it.
    """
    with opened(location, lock=not dry_run) as draft:
        _refuse_unusable(draft)
        lifted = lift(draft, version)
        draft.stamp()
        _refuse_other_content(draft, lifted)
        lifted.written = sorted(draft.changed) if dry_run else sorted(draft.save())
        return lifted


def lift(draft: Draft, version: str) -> LiftedProfile:
    """Do what `lift_package` does in a draft, whose package is replaced by one with the new schemas."""
    before = _version_before(draft, version)
    lifted = LiftedProfile(before, version)
    draft.descriptor = copy.deepcopy(draft.descriptor)
    resources = draft.package.resources
    if profile.has_coding(version):
        refuse_other_tables(draft)
        refuse_other_columns(draft, before, version)
    for name in profile.TABLES:
        if name in resources and resources[name].schema:
            _lift_schema(draft, name, before, version)
    for name in profile.OPTIONAL_TABLES:
        if name in resources and profile.has_coding(version):
            draft.keep_schema(name, _completed(draft.schema(name), profile.table_schema(name, version)))
    draft.descriptor["conformsTo"] = profile.URN + version
    draft.package = replace(draft.package, descriptor=draft.descriptor)
    draft.tables.clear()
    if "codebook" in resources:
        _lift_codebook(draft, lifted)
    own = "schemas/profile.json"
    if _is_profile(draft, own, before):
        draft.put(own, profile.file("profile.json", version))
    return lifted


def refuse_other_tables(draft: Draft) -> None:
    """Raise UserError where a table has the name of an optional one of the profile and other columns."""
    schemas = {name: r.schema for name, r in draft.package.resources.items()}
    name = next((n for n in profile.OPTIONAL_TABLES if n in schemas and not profile.has_optional(schemas, n)), None)
    if name is not None:
        raise UserError(
            f"the table {name!r} of {draft.package.label} is another one than the profile's of that name",
            f"rename the resource in {draft.package.descriptor_name}: version {profile.VERSION} of the profile has a table {name!r}",
        )


def refuse_other_columns(draft: Draft, before: str, version: str) -> None:
    """Raise UserError where a column of the package has the name of an optional one of the profile and another type."""
    for table, own in draft.package.resources.items():
        fields = {f["name"]: f.get("type", "string") for f in own.schema.get("fields", ())}
        for column, known in _optional(table, before, version).items():
            if fields.get(column, known["type"]) != known["type"]:
                raise UserError(
                    f"the package is not lifted: its column {table}.{column} has the type {fields[column]}, "
                    f"and version {version} of the profile has a column of this name with the type {known['type']}",
                    RENAME.format(table, column),
                )


def _optional(table: str, before: str, version: str) -> dict[str, dict[str, Any]]:
    """The optional columns of a table that are new in a version of the profile."""
    former = profile.optional_fields(table, before)
    return {name: f for name, f in profile.optional_fields(table, version).items() if name not in former}


def _refuse_other_content(draft: Draft, lifted: LiftedProfile) -> None:
    """Raise UserError where what the package had under a name of the profile does not conform to it, once it is lifted."""
    adopted = {
        (table, f["name"])
        for table, resource in draft.package.resources.items()
        for f in resource.schema.get("fields", ())
        if table in profile.OPTIONAL_TABLES or f["name"] in _optional(table, lifted.before, lifted.version)
    }
    if not adopted:
        return
    for problem in draft.new_problems():
        named = [
            c for t, c in sorted(adopted) if t == problem.resource and c in (problem.column, *_quoted(problem.message))
        ]
        if problem.severity == "error" and (named or problem.resource in profile.OPTIONAL_TABLES):
            column = named[0] if named else ""
            table = str(problem.resource)
            place = ":".join(str(part) for part in (problem.path, problem.line, problem.column) if part)
            raise UserError(
                f"the package is not lifted: version {lifted.version} of the profile has "
                f"{f'a column {table}.{column}' if column else f'a table {table}'}, to which the package's own does not conform: "
                f"{place}: {problem.code} {problem.message}",
                RENAME.format(table, column)
                if column
                else f"rename the table {table}, or make it conform; then lift the package again",
            )


def _quoted(message: str) -> list[str]:
    """The words of a message in quotation marks of either kind."""
    return re.findall(r"['\"`]([a-z_]+)['\"`]", message)


def _refuse_unusable(draft: Draft) -> None:
    """Raise UserError where a schema cannot be read: a package that is lifted in part would be invalid."""
    from event_timeline.rules import RULES

    codes = {rule.code for rule in RULES if rule.slug in UNUSABLE_SLUGS}
    problem = next((p for p in draft.check(codes=codes).problems if p.code in codes), None)
    if problem is not None:
        place = ":".join(part for part in (problem.path, problem.column) if part)
        said = f"{place}: {problem.code} {problem.message}" if place else f"{problem.code} {problem.message}"
        raise UserError(
            f"the package is not lifted, since it is invalid: {said}", "run `timeline validate`, and fix it first"
        )


def _version_before(draft: Draft, version: str) -> str:
    from event_timeline.rules.descriptor.properties import shortened

    known = profile.versions()
    if version not in known:
        raise UserError(f"no version {version!r} of the profile is known", f"known are {', '.join(known)}")
    named = draft.descriptor.get("conformsTo")
    before = profile.version_of(draft.descriptor)
    if before is None or not isinstance(named, str) or not named.startswith(profile.URN):
        raise UserError(
            f"`conformsTo` of datapackage.json is {shortened(named)}, which names no version that this toolchain knows",
            f"known are the versions {', '.join(known)}: set `conformsTo` to the one that the schemas come from",
        )
    if before == version:
        raise UserError(f"the package follows version {version} of the profile already", "there is nothing to do")
    if known.index(before) > known.index(version):
        raise UserError(
            f"the package follows version {before} of the profile and cannot go back to {version}: "
            "what only the newer one has would be lost",
            "take the earlier release of the package instead",
        )
    return before


def _lift_schema(draft: Draft, name: str, before: str, version: str) -> None:
    """Give a table's schema what the new version changed."""
    former, after = profile.table_schema(name, before), profile.table_schema(name, version)
    lifted = merged_schema(draft.schema(name), former, after)
    optional = _optional(name, before, version)
    present = [f for f in lifted["fields"] if f["name"] in optional]
    keys = [k for k in profile.optional_keys(name, version) if any(f["name"] == k["fields"] for f in present)]
    draft.keep_schema(name, _completed(lifted, {"fields": list(optional.values()), "foreignKeys": keys}))


def _completed(own: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    """A schema with what the profile's columns of the same names have and its own lack: constraints, terms, words and keys."""
    lifted = copy.deepcopy(own)
    fields = {f["name"]: f for f in known["fields"]}
    for one in lifted["fields"]:
        of_profile = fields.get(one["name"], {})
        for key, value in of_profile.items():
            if key not in ("constraints", "categories"):
                one.setdefault(key, copy.deepcopy(value))
        given, constraints = one.get("constraints", {}), of_profile.get("constraints", {})
        if constraints:
            one["constraints"] = {**copy.deepcopy(constraints), **given}
        if "enum" in constraints:
            mine, theirs = _categories(one), _categories(of_profile)
            terms = [*constraints["enum"], *(t for t in given.get("enum", ()) if t not in constraints["enum"])]
            one["constraints"]["enum"] = terms
            one["categories"] = [mine.get(t) or theirs.get(t) or t for t in terms]
    for key, value in known.items():
        if key not in ("fields", "foreignKeys"):
            lifted.setdefault(key, copy.deepcopy(value))
    keys = lifted.get("foreignKeys") or []
    missing = [k for k in known.get("foreignKeys", ()) if k not in keys]
    if missing:
        lifted["foreignKeys"] = [*keys, *copy.deepcopy(missing)]
    return lifted


def merged_schema(own: dict[str, Any], before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """A package's schema with the changes that the profile made between two versions of the table.

    A property that the package changed itself stays, and so do fields and terms of its own; a vocabulary that the profile
    no longer closes stays as the package has it.
    """
    lifted = copy.deepcopy(own)
    _take_over(lifted, before, after, (*TEXTS, "primaryKey", "foreignKeys", "uniqueKeys", "sortedBy"))
    old = {f["name"]: f for f in before["fields"]}
    new = {f["name"]: f for f in after["fields"]}
    for one in lifted["fields"]:
        if one["name"] not in new:
            continue
        was, is_ = old.get(one["name"], {}), new[one["name"]]
        _take_over(one, was, is_, TEXTS)
        given, formerly, now = (f.get("constraints", {}) for f in (one, was, is_))
        _take_over(given, formerly, now, [key for key in {**formerly, **now} if key != "enum"])
        if "enum" in now and "enum" in given:
            mine, theirs = _categories(one), _categories(is_)
            kept = {t: c for t, c in mine.items() if t not in theirs or c != _categories(was).get(t)}
            given["enum"] = [*now["enum"], *(t for t in given["enum"] if t not in now["enum"])]
            one["categories"] = [kept.get(t) or theirs.get(t) or t for t in given["enum"]]
    return lifted


def _categories(field_: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Term -> its category, of those that have labels."""
    return {c["value"]: c for c in field_.get("categories", ()) if isinstance(c, dict) and "value" in c}


def _take_over(own: dict[str, Any], before: dict[str, Any], after: dict[str, Any], keys: Iterable[str]) -> None:
    """Set the keys in which the package agreed with the version before to what the new one has."""
    for key in keys:
        if before.get(key) != after.get(key) and own.get(key) == before.get(key):
            if key in after:
                own[key] = copy.deepcopy(after[key])
            else:
                own.pop(key, None)


def _lift_codebook(draft: Draft, lifted: LiftedProfile) -> None:
    """Give the terms of the profile their new words, and add the new terms of the columns that the package has."""
    before = {(r["vocabulary"], r["term"]): r for r in profile.codebook(lifted.before)}
    after = {(r["vocabulary"], r["term"]): r for r in profile.codebook(lifted.version)}
    closed = profile.vocabulary_columns({n: r.schema for n, r in draft.package.resources.items() if r.schema})
    book = draft.table("codebook")
    rows = {(r["vocabulary"], r["term"]): r for r in book.rows}
    for key, row in rows.items():
        new = after.get(key) or _cameo(key, row)
        if new is None:
            continue
        if key in before or key not in after:
            old = before.get(key, {**row, "mapping": f"cameo:{key[1]}"})
            row.update({w: new[w] for w in WORDS if row[w] == old[w]})
        elif row["definition"] != new["definition"]:
            said = f"{key[0]} {key[1]} was the package's own term; the profile has it now, for: {new['definition']}"
            lifted.notes.append(f"{said} Compare the two and adopt the profile's definition if it fits.")
    for key, new in after.items():
        if key not in rows and key[1] in closed.get(key[0], ()):
            book.rows.append(book.blank() | {c: new[c] for c in ("vocabulary", "term", *WORDS)})
            lifted.terms += 1
    draft.keep("codebook")


def _cameo(key: tuple[str, str], row: Row) -> Row | None:
    """The new row of a code of CAMEO that the profile's codebook does not list."""
    return {**row, "mapping": f"exact:cameo:{key[1]}"} if key[0] == "events.cameo" else None


def _is_profile(draft: Draft, path: str, version: str) -> bool:
    """Whether a file of the package is the profile of the version that it followed."""
    try:
        return draft.read(path) == profile.file("profile.json", version)
    except UserError:
        return False
