"""Attributions as statements: their quoted and unquoted words, the speaker's designation and the cue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from event_timeline.editing.evidence_rows import KINDS
from event_timeline.importing.annotations import ID, Annotation, Frame, Piece, Span
from event_timeline.texts.text import Piece as Words
from event_timeline.texts.text import Text, join_pieces

if TYPE_CHECKING:
    from event_timeline.importing.annotated_records import Coding

Parts = list[tuple[str, Span]]
"""(role, span)."""


@dataclass
class Attribution:
    """A frame and its spans, by what they are of a statement."""

    frame: Frame
    content: Parts = field(default_factory=list)
    speaker: Parts = field(default_factory=list)
    cue: Parts = field(default_factory=list)
    other: Parts = field(default_factory=list)


def split(text: Text, pieces: Sequence[Piece]) -> tuple[list[Piece], list[Piece]]:
    """The parts of some pieces inside quotation marks, marks excluded, and those outside that have a letter or digit."""
    quoted, outside = [], []
    marks = [q for q in text.quotations if q.depth == 0]
    inner = {(q.start - 1, q.end + 1): (q.start, q.end) for q in text.quotations if q.depth}
    for start, end in pieces:
        at = start
        for quotation in marks:
            a, b = max(quotation.start, start), min(quotation.end, end)
            if a >= b:
                continue
            quoted += text.pieces(*inner.get((a, b), (a, b)))
            outside += text.pieces(at, a)
            at = b
        outside += text.pieces(at, end)
    stripped = [_stripped(text, a, b) for a, b in outside]
    return quoted, [(a, b) for a, b in stripped if any(c.isalnum() for c in text.content[a:b])]


MARKS = "\"'“”‘’«»„‚‹›,;:. "


def _stripped(text: Text, start: int, end: int) -> Piece:
    """Without quotation marks and blanks at both ends."""
    words = text.content[start:end]
    return start + len(words) - len(words.lstrip(MARKS)), end - len(words) + len(words.rstrip(MARKS))


def _joined(text: Text, pieces: Sequence[Piece]) -> str:
    lines = [line for a, b in sorted(pieces) for line in text.pieces(a, b)]
    return join_pieces([Words(text.content[a:b], text.source_id, a, b, text.paragraph_at(a)) for a, b in lines])


def add_statements(coding: Coding, attributions: list[Attribution]) -> None:
    """Add the statements of a document, in the order of their content."""
    text, draft = coding.text, coding.draft
    found = []
    for one in attributions:
        quoted, outside = split(text, sorted(p for _, s in one.content for p in s.pieces))
        if quoted or outside:
            found.append((min(quoted + outside), one, quoted, outside))
        else:
            coding.keep(one.frame, "frame", " ".join(f"{role}:{target}" for role, target in one.frame.roles))
    for number, (_, one, quoted, outside) in enumerate(sorted(found, key=lambda f: f[0]), 1):
        speaker, cue = (sorted({p for _, s in part for p in s.pieces}) for part in (one.speaker, one.cue))
        name = draft.identifier("statements", f"{text.source_id[:30]}-s{number}", "statement")
        row = draft.add(
            "statements", statement_id=name, source_id=text.source_id, position=number,
            kind=KINDS[bool(quoted), bool(outside)], quote=_joined(text, quoted), speaker_as_reported=_joined(text, speaker),
            cue=_joined(text, cue), summary="",
        )  # fmt: skip
        row[draft.column("statements", *ID)] = one.frame.id
        coding.describe("statements", row, one.frame)
        people = {record[1] for _, s in one.speaker if (record := coding.records.get(s.id)) and record[0] == "actors"}
        if len(people) == 1:
            row["speaker_id"] = people.pop()
        coding.records[one.frame.id] = ("statements", name)
        for pieces, part, spans in ((quoted, "quote", one.content), (outside, "report", one.content),
                                    (speaker, "speaker", one.speaker), (cue, "cue", one.cue)):  # fmt: skip
            for piece in pieces:
                of = next(s for _, s in spans if any(a <= piece[0] < b for a, b in s.pieces))
                coding.add_evidence(of, "statements", name, [piece], part)
        for role, span in one.other:
            coding.keep(Annotation(f"{one.frame.id}/{role}", one.frame.type), "frame", f"{role}:{span.id}")
