"""The quotations of a text, and which statement has each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from event_timeline.editing.csv_tables import Row
from event_timeline.editing.draft import Location, read_draft
from event_timeline.editing.evidence_rows import has_offsets
from event_timeline.editing.source_texts import load_texts, require_texts
from event_timeline.texts.text import Piece, Quotation, Text, join_pieces


@dataclass(frozen=True, slots=True)
class CodedQuotation:
    """One quotation, numbered from 1 in the text's order. statement is empty where no statement has it."""

    number: int
    start: int
    end: int
    paragraph: int
    depth: int
    closed: bool
    words: str
    statement: str


def of_package(package: Location, sources: Sequence[str] = ()) -> dict[str, list[CodedQuotation]]:
    """Return source_id -> the quotations of each text of a package. Raises UserError where there is no text."""
    draft = read_draft(package)
    rows = draft.table("evidence").rows
    return {source_id: quotations(text, rows) for source_id, text in require_texts(load_texts(draft, sources)).items()}


def quotations(text: Text, evidence: Iterable[Row]) -> list[CodedQuotation]:
    """Every quotation of a text; a statement has it if its quote spans are the quotation exactly, as a whole or by lines."""
    have: dict[tuple[int, int], list[str]] = {}
    for row in evidence:
        if row["part"] == "quote" and row["source_id"] == text.source_id and has_offsets(row):
            have.setdefault((int(row["char_start"]), int(row["char_end"])), []).append(row["statement_id"])
    return [
        CodedQuotation(
            i, q.start, q.end, text.paragraph_at(q.start), q.depth, q.closed, _in_one_line(text, q),
            " ".join(sorted(_statements(have, text, q))),
        )
        for i, q in enumerate(text.quotations, 1)
    ]  # fmt: skip


def _statements(have: Mapping[tuple[int, int], list[str]], text: Text, q: Quotation) -> set[str]:
    """The statements of which one quote span is the quotation, or of which each of its lines is one."""
    by_line = [set(have.get(piece, ())) for piece in text.pieces(q.start, q.end)]
    return set(have.get((q.start, q.end), ())) | set.intersection(*by_line)


def _in_one_line(text: Text, q: Quotation) -> str:
    lines = text.pieces(q.start, q.end)
    found = [Piece(text.content[a:b], text.source_id, a, b, text.paragraph_at(a)) for a, b in lines]
    return text.content[q.start : q.end] if len(found) < 2 else join_pieces(found)
