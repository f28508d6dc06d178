"""Definitions of the profile's own terms that a codebook lacks: what the rule VOC001 reports of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from event_timeline import profile
from event_timeline.editing.csv_tables import CsvTable
from event_timeline.editing.new_package import with_examples
from event_timeline.editing.profile_terms import profile_terms
from event_timeline.io.counting import counted


def define_terms(
    tables: Mapping[str, CsvTable], schemas: Mapping[str, dict[str, Any]], version: str
) -> dict[str, list[str]]:
    """Give each term of the profile that a schema allows its row in the codebook; table -> what was written, in words.

    schemas: table -> its schema; version: of the profile. Terms of the package's own are defined by a person.
    """
    book = tables.get("codebook")
    if book is None or not {"vocabulary", "term"} <= set(book.columns) or _asks_for_more(book):
        return {}
    known, have = profile_terms(version), {(row["vocabulary"], row["term"]) for row in book.rows}
    allowed = [(v, str(term)) for v, terms in profile.vocabulary_columns(dict(schemas)).items() for term in terms]
    rows = with_examples(book, (known[term] for term in allowed if term in known and term not in have), version)
    book.rows += rows
    return {"codebook": [f"{counted(len(rows), 'term')} of the profile defined"]} if rows else {}


def _asks_for_more(book: CsvTable) -> bool:
    """Whether a column that the profile does not have must be filled, which only a person can do."""
    known = {f["name"] for f in profile.table_schema("codebook")["fields"]}
    return any(f.get("constraints", {}).get("required") for f in book.schema["fields"] if f["name"] not in known)
