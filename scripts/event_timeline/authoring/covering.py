"""Which sentences of a text have evidence, and of what: the annotator's to-do list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from event_timeline.authoring.csv_tables import Row
from event_timeline.authoring.sentences import sentences
from event_timeline.text import Text

SORTS = ("actor", "event", "statement")


@dataclass(frozen=True)
class Sentence:
    """One sentence and the records whose evidence overlaps it, by sort, in alphabetical order."""

    number: int
    start: int
    end: int
    paragraph: int
    words: str
    records: dict[str, list[str]] = field(default_factory=dict)

    @property
    def told(self) -> bool:
        """Whether an event or a statement rests on it; an actor's mention alone codes nothing."""
        return bool(self.records["event"] or self.records["statement"])

    @property
    def bare(self) -> bool:
        """Whether nothing at all rests on it."""
        return not any(self.records.values())


def coverage(text: Text, evidence: Iterable[Row]) -> list[Sentence]:
    """Every sentence of a text with what rests on it."""
    spans = sorted(
        (int(r["char_start"]), int(r["char_end"]), sort, r[f"{sort}_id"])
        for r in evidence
        if r["source_id"] == text.source_id and r["char_start"].isdecimal() and r["char_end"].isdecimal()
        for sort in SORTS
        if r[f"{sort}_id"]
    )
    found = []
    for number, (start, end) in enumerate(sentences(text), 1):
        over = [(sort, record) for a, b, sort, record in spans if a < end and start < b]
        records = {sort: sorted({r for s, r in over if s == sort}) for sort in SORTS}
        found.append(Sentence(number, start, end, text.paragraph_at(start), text.content[start:end], records))
    return found
