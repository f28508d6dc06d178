"""Rows of the codebook that the profile brings along: for its own terms, and for CAMEO's codes, which no schema lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from event_timeline import profile
from event_timeline.editing.csv_tables import CsvTable, Row
from event_timeline.editing.new_package import reference_codebook, with_examples

CAMEO = "events.cameo"
"""The profile's open vocabulary: the pattern of its column says what a code looks like, its codebook what it means."""

TOPIC = "events.topic"
"""The vocabulary that belongs to each package: its codebook alone defines the terms."""


@cache
def profile_terms(version: str = profile.VERSION) -> dict[tuple[str, str], Row]:
    """(vocabulary, term) -> row, of every term that a version of the profile defines and every code of CAMEO."""
    relation = "exact:" if profile.has_coding(version) else ""
    found = {
        (CAMEO, code): {
            "vocabulary": CAMEO,
            "term": code,
            "label": label,
            "definition": definition,
            "mapping": f"{relation}cameo:{code}",
        }
        for code, (label, definition) in profile.cameo_terms().items()
    }
    return found | {(r["vocabulary"], r["term"]): r for r in reference_codebook(version)}


def profile_term(given: Mapping[str, str], version: str = profile.VERSION) -> Row:
    """The row of one term; empty where that version of the profile does not know it."""
    return profile_terms(version).get((given.get("vocabulary", "").strip(), given.get("term", "").strip()), {})


def add_used_terms(
    book: CsvTable, table: CsvTable, columns: Iterable[str], version: str = profile.VERSION
) -> list[Row]:
    """Give every term that these columns of a table hold its row in the codebook, where the profile knows it.

    Rule VOC005 wants all terms of an open vocabulary defined as soon as one is. Returns the rows that were added.
    """
    known, have = profile_terms(version), {(r["vocabulary"], r["term"]) for r in book.rows}
    used = {(f"{table.name}.{column}", row[column]) for column in columns for row in table.rows}
    added = with_examples(book, (known[term] for term in sorted(used - have) if term in known), version)
    book.rows += added
    return added
