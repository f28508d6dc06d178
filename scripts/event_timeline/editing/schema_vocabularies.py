"""Vocabularies in the schemas: the `enum` and the `categories` that agree with the codebook's rows."""

from __future__ import annotations

import copy
import re
import shlex
from collections.abc import Callable
from typing import Any

from event_timeline import profile
from event_timeline.editing.csv_tables import Row
from event_timeline.editing.draft import Draft
from event_timeline.model import UserError
from event_timeline.profile.table_schemas import FORMER_PATTERNS
from event_timeline.rules.tables.suggestions import term_command


def add_term(draft: Draft, row: Row) -> None:
    """Put a term into the enum and the categories of its column's field.

    A codebook whose schema has a former pattern, which does not allow the vocabulary's name, gets the profile's.
    """
    _allow_vocabulary(draft, row["vocabulary"])

    def put(enum: list[str], categories: list[Any] | None) -> None:
        if row["term"] not in enum:
            enum.append(row["term"])
        if categories and isinstance(categories[0], dict):
            categories.append({"value": row["term"], "label": row["label"]})
        elif categories is not None:
            categories.append(row["term"])

    _in_schema(draft, row["vocabulary"], put)


def lacks(draft: Draft, row: Row) -> bool:
    """Whether the schema of a term's column lists terms, and not this one."""
    name = row["vocabulary"].partition(".")[0]
    if name not in draft.package.resources:
        return False
    terms = profile.vocabulary_columns({name: draft.schema(name)}).get(row["vocabulary"])
    return terms is not None and row["term"] not in terms


def _allow_vocabulary(draft: Draft, vocabulary: str) -> None:
    schema = copy.deepcopy(draft.schema("codebook"))
    constraints: dict[str, Any] = next(
        (f.get("constraints", {}) for f in schema.get("fields", ()) if f.get("name") == "vocabulary"), {}
    )
    former = FORMER_PATTERNS["vocabulary"]
    if constraints.get("pattern") != former or re.fullmatch(former, vocabulary):
        return
    fields = profile.table_schema("codebook", profile.version_of(draft.descriptor) or profile.VERSION)["fields"]
    pattern = next(f["constraints"]["pattern"] for f in fields if f["name"] == "vocabulary")
    if pattern != former:
        constraints["pattern"] = pattern
        draft.keep_schema("codebook", schema)


def remove_term(draft: Draft, row: Row) -> None:
    """Take a term out of the enum and the categories. Raises UserError where rows of the table have it."""
    using = _rows_with(draft, row["vocabulary"], row["term"])
    if using:
        raise UserError(
            f"{row['vocabulary']}: {len(using):,} {'rows have' if len(using) > 1 else 'row has'} the term {row['term']!r}",
            f"give them another one first: `timeline set {row['vocabulary'].partition('.')[0]}/KEY {row['vocabulary'].partition('.')[2]}=TERM`",
        )

    def take(enum: list[str], categories: list[Any] | None) -> None:
        enum[:] = [t for t in enum if t != row["term"]]
        if categories is not None:
            categories[:] = [c for c in categories if _value(c) != row["term"]]

    _in_schema(draft, row["vocabulary"], take)


def update_term(draft: Draft, old: Row, new: Row) -> int:
    """Give a term another name or label, in the schema and in the rows that have it; returns how many had it.

    Raises UserError where it would move to another vocabulary.
    """
    if old["vocabulary"] != new["vocabulary"]:
        command = term_command(new["vocabulary"]).format(quoted=shlex.quote(new["term"]))
        raise UserError("a term stays in its vocabulary", f"add it to the other one: `{command}`")

    def put(enum: list[str], categories: list[Any] | None) -> None:
        enum[:] = [new["term"] if t == old["term"] else t for t in enum]
        for i, category in enumerate(categories or ()):
            if categories is not None and _value(category) == old["term"]:
                fresh = {"value": new["term"], "label": new["label"]}
                categories[i] = category | fresh if isinstance(category, dict) else new["term"]

    _in_schema(draft, new["vocabulary"], put)
    if old["term"] == new["term"]:
        return 0
    name, _, column = new["vocabulary"].partition(".")
    using = _rows_with(draft, old["vocabulary"], old["term"])
    for row in using:
        row[column] = new["term"]
    if using:
        draft.keep(name)
    return len(using)


def _rows_with(draft: Draft, vocabulary: str, term: str) -> list[Row]:
    name, _, column = vocabulary.partition(".")
    if name not in draft.package.resources:
        return []
    return [r for r in draft.table(name).rows if r.get(column) == term]


def _value(category: Any) -> Any:
    return category["value"] if isinstance(category, dict) else category


def _in_schema(draft: Draft, vocabulary: str, change: Callable[[list[str], list[Any] | None], None]) -> None:
    """Change enum and categories of a vocabulary's field; one without enum, or without a field, stays as it is."""
    name, _, column = vocabulary.partition(".")
    if name not in draft.package.resources:
        return
    schema = draft.schema(name)
    field: dict[str, Any] = next((f for f in schema["fields"] if f["name"] == column), {})
    if "enum" not in field.get("constraints", {}):
        return
    change(field["constraints"]["enum"], field.get("categories"))
    draft.keep_schema(name, schema)
