"""Rows of the codebook that the profile brings along: for its own terms, and for CAMEO's codes, which no schema lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from event_timeline import profile
from event_timeline.editing.csv_tables import CsvTable, Row
from event_timeline.editing.new_package import reference_codebook

CAMEO = "events.cameo"
"""The profile's open vocabulary: the pattern of its column says what a code looks like, its codebook what it means."""


def profile_terms() -> dict[tuple[str, str], Row]:
    """(vocabulary, term) -> row, of every term that the profile defines and every code of CAMEO."""
    found = {
        (CAMEO, code): {
            "vocabulary": CAMEO,
            "term": code,
            "label": label,
            "definition": definition,
            "mapping": f"cameo:{code}",
        }
        for code, (label, definition) in profile.cameo_terms().items()
    }
    return found | {(r["vocabulary"], r["term"]): r for r in reference_codebook()}


def profile_term(given: Mapping[str, str]) -> Row:
    """The row of one term; empty where the profile does not know it."""
    return profile_terms().get((given.get("vocabulary", "").strip(), given.get("term", "").strip()), {})


def add_used_terms(book: CsvTable, table: CsvTable, columns: Iterable[str]) -> list[Row]:
    """Give every term that these columns of a table hold its row in the codebook, where the profile knows it.

    Rule VOC005 wants all terms of an open vocabulary defined as soon as one is. Returns the rows that were added.
    """
    known, have = profile_terms(), {(r["vocabulary"], r["term"]) for r in book.rows}
    used = {(f"{table.name}.{column}", row[column]) for column in columns for row in table.rows}
    added = [book.blank() | known[term] for term in sorted(used - have) if term in known]
    book.rows += added
    return added
