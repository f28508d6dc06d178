"""Optional tables and columns of the profile, made in a package when the first row or cell of them is written."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from event_timeline import profile
from event_timeline.editing import csv_tables
from event_timeline.editing.csv_tables import CsvTable
from event_timeline.editing.draft import Draft
from event_timeline.editing.new_package import extend_schema, reference_codebook, resource, with_examples
from event_timeline.editing.suggestions import did_you_mean
from event_timeline.model import CellsError, UserError
from event_timeline.package.opening import Resource


def table_to_extend(draft: Draft, name: str) -> CsvTable:
    """A table that a row is to be added to; one of the profile that the package lacks is made, with its codebook rows.

    Raises UserError as `Draft.table`, where the package's version of the profile has no such table, or where its `coding`
    declares that the table has no rows.
    """
    if name in draft.package.resources or name not in profile.ALL_TABLES:
        return draft.table(name)
    version = profile.followed(draft.descriptor)
    if name in profile.OPTIONAL_TABLES and not profile.has_coding(version):
        raise UserError(f"profile {version}, which the package follows, has no table {name!r}", LIFT)
    if refusal := refusal_of_uncoded(draft.descriptor, name, draft.package.descriptor_name):
        raise refusal
    _make_table(draft, name)
    return draft.table(name)


def refusal_of_uncoded(descriptor: dict[str, Any], table: str, descriptor_name: str) -> UserError | None:
    """Why a table can have no rows where the `coding` of a descriptor declares so, else None."""
    extents = profile.coding(descriptor)
    aspects = [a for a, tables in profile.ASPECTS.items() if table in tables and extents[a] == "none"]
    if not aspects:
        return None
    return UserError(
        f"the package declares that {' and '.join(aspects)} are not coded, so that `{table}` has no rows",
        f"set {' and '.join(f'coding.{a}' for a in aspects)} in {descriptor_name} to partial or complete",
    )


def unknown_columns(draft: Draft, table: CsvTable, given: Iterable[str]) -> list[tuple[str, UserError]]:
    """The columns that neither a table nor the profile has for it, each with an error."""
    version = profile.followed(draft.descriptor)
    optional, newest = profile.optional_fields(table.name, version), profile.optional_fields(table.name)
    errors = []
    for column in (c for c in given if c not in table.columns and c not in optional):
        said, hint = f"`{table.name}` has no column {column!r}", did_you_mean(column, [*table.columns, *optional])
        if column in newest:
            said, hint = f"profile {version}, which the package follows, has no column {table.name}.{column}", LIFT
        errors.append((column, UserError(said, hint or f"there are: {', '.join(table.columns)}")))
    return errors


def ensure_columns(draft: Draft, table: CsvTable, given: Mapping[str, str]) -> None:
    """Give a table the optional columns of the profile that `given`, column -> value, has values for.

    Raises CellsError for any other column that the table does not have.
    """
    if unknown := unknown_columns(draft, table, given):
        raise CellsError(unknown)
    version = profile.followed(draft.descriptor)
    optional = profile.optional_fields(table.name, version)
    added = [column for column in given if column not in table.columns and given[column]]
    if not added:
        return
    schema = draft.schema(table.name)
    extend_schema(schema, table.name, added, version)
    draft.keep_schema(table.name, schema)
    table.schema = schema
    table.columns += added
    for row in table.rows:
        row.update(dict.fromkeys(added, ""))
    draft.keep(table.name)
    _define(draft, {table.name: {"fields": [optional[column] for column in added]}})
    draft.notes += [f"added the column {table.name}.{column}" for column in added]


LIFT = "make it follow the newest profile first: `timeline bump --profile`"


def _make_table(draft: Draft, name: str) -> None:
    """Make an empty table of the profile beside the others."""
    beside = next(r for r in draft.package.resources.values() if r.path)
    declared = resource(name, draft.descriptor.get("licenses", []))
    schema = copy.deepcopy(profile.table_schema(name))
    declared["path"] = str(PurePosixPath(beside.path).with_name(f"{name}.csv"))
    schema_path = str(PurePosixPath(beside.schema_path).with_name(f"{name}.json")) if beside.schema_path else None
    declared["schema"] = schema_path or schema
    header = csv_tables.render(CsvTable(name, "", schema, [f["name"] for f in schema["fields"]], []))
    draft.put_new(declared["path"], header)
    if schema_path:
        draft.put_json(schema_path, schema)
    order = {table: number for number, table in enumerate(profile.ALL_TABLES)}
    listed = draft.descriptor["resources"]
    at = next((i for i, r in enumerate(listed) if order.get(str(r.get("name")), -1) > order[name]), len(listed))
    listed.insert(at, declared)
    made = Resource(name, (declared["path"],), declared, schema, schema_path)
    draft.package = replace(draft.package, resources={**draft.package.resources, name: made})
    _define(draft, {name: schema})
    draft.notes.append(f"added the table {name}: {declared['path']}")


def _define(draft: Draft, schemas: dict[str, dict[str, Any]]) -> None:
    """Give the codebook the profile's terms of the vocabularies in some schemas, where it lacks them."""
    if "codebook" not in draft.package.resources:
        return
    book, closed = draft.table("codebook"), profile.vocabulary_columns(schemas)
    have = {(r["vocabulary"], r["term"]) for r in book.rows}
    fresh = [
        row for row in reference_codebook(profile.followed(draft.descriptor))
        if row["term"] in closed.get(row["vocabulary"], ()) and (row["vocabulary"], row["term"]) not in have
    ]  # fmt: skip
    if fresh:
        book.rows += with_examples(book, fresh, profile.followed(draft.descriptor))
        draft.keep("codebook")
