"""The quotations of a text, and which statement has each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from event_timeline.authoring.csv_tables import Row
from event_timeline.text import Text


@dataclass(frozen=True, slots=True)
class Quoted:
    """One quotation, numbered from 1 in the text's order. statement is empty where no statement has it."""

    number: int
    start: int
    end: int
    paragraph: int
    depth: int
    closed: bool
    words: str
    statement: str


def quotations(text: Text, evidence: Iterable[Row]) -> list[Quoted]:
    """Every quotation of a text; a statement has it if one of its quote spans is the quotation exactly."""
    have: dict[tuple[int, int], list[str]] = {}
    for row in evidence:
        if (
            row["part"] == "quote"
            and row["source_id"] == text.source_id
            and row["char_start"].isdecimal()
            and row["char_end"].isdecimal()
        ):
            have.setdefault((int(row["char_start"]), int(row["char_end"])), []).append(row["statement_id"])
    return [
        Quoted(
            i, q.start, q.end, text.paragraph_at(q.start), q.depth, q.closed, text.content[q.start : q.end],
            " ".join(sorted(have.get((q.start, q.end), ()))),
        )
        for i, q in enumerate(text.quotations, 1)
    ]  # fmt: skip
