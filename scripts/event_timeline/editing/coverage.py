"""Which sentences of a text have evidence, and of what; and how much of the text the cells repeat."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from event_timeline.editing.csv_tables import Row
from event_timeline.editing.draft import Location, read_draft
from event_timeline.editing.evidence_rows import has_offsets
from event_timeline.editing.source_texts import load_texts, require_texts
from event_timeline.texts.sentences import sentences
from event_timeline.texts.text import Text

RECORDS = ("actor", "event", "statement")


@dataclass(frozen=True)
class SentenceCoverage:
    """One sentence and the records whose evidence overlaps it, by sort, in alphabetical order."""

    number: int
    start: int
    end: int
    paragraph: int
    words: str
    records: dict[str, list[str]] = field(default_factory=dict)

    @property
    def is_coded(self) -> bool:
        """Whether it is evidence of an event or a statement; an actor's mention alone codes nothing."""
        return bool(self.records["event"] or self.records["statement"])

    @property
    def is_uncoded(self) -> bool:
        """Whether it is evidence of nothing at all."""
        return not any(self.records.values())


@dataclass(frozen=True)
class Coverage:
    """source_id -> its sentences, and how much of its text the cells repeat."""

    sentences: dict[str, list[SentenceCoverage]]
    repeated: dict[str, TextReuse]


def of_package(package: Location, sources: Sequence[str] = (), *, required: bool = True) -> Coverage:
    """Return the coverage of each text of a package. Raises UserError where there is no text, unless none is required."""
    draft = read_draft(package)
    texts = load_texts(draft, sources)
    if required:
        require_texts(texts)
    rows, titles = draft.rows("evidence"), {r["source_id"]: r["title"] for r in draft.table("sources").rows}
    return Coverage(
        {i: coverage(text, rows) for i, text in texts.items()},
        {i: text_reuse(text, rows, titles.get(i, "")) for i, text in texts.items()},
    )


def coverage(text: Text, evidence: Iterable[Row]) -> list[SentenceCoverage]:
    """Return every sentence of a text with the records that it is evidence of."""
    spans = sorted(
        (int(r["char_start"]), int(r["char_end"]), sort, r[f"{sort}_id"])
        for r in evidence
        if r["source_id"] == text.source_id and has_offsets(r)
        for sort in RECORDS
        if r[f"{sort}_id"]
    )
    found: list[SentenceCoverage] = []
    waiting, near = iter([*spans, (len(text.content) + 1, 0, "", "")]), []  # the last one begins after all sentences
    following = next(waiting)
    for number, (start, end) in enumerate(sentences(text), 1):
        while following[0] < end:
            near.append(following)
            following = next(waiting)
        near = [s for s in near if s[1] > start]  # sentences follow each other, so those that ended are done with
        records = {sort: sorted({r for _, _, s, r in near if s == sort}) for sort in RECORDS}
        found.append(SentenceCoverage(number, start, end, text.paragraph_at(start), text.content[start:end], records))
    return found


@dataclass(frozen=True)
class TextReuse:
    """Code points of a text: all, those inside its quotation marks, and how many of both the cells repeat."""

    characters: int
    quoted: int
    repeated: int
    prose_repeated: int

    @property
    def prose(self) -> int:
        """Code points outside quotation marks, the marks included."""
        return self.characters - self.quoted


def text_reuse(text: Text, evidence: Iterable[Row], title: str = "") -> TextReuse:
    """Count the code points of a text that a dataset repeats: spans whose `exact` is filled in, and the source's title.

    Quotes, cues and speakers are spans as well, so each position is counted once, however many cells repeat it. A span
    without its words counts where another row with the same hash has them. The title is the source's as `sources` has
    it; it counts where the text holds it word for word.
    """
    quoted, shown = bytearray(len(text.content)), bytearray(len(text.content))
    for quotation in text.quotations:
        quoted[quotation.start : quotation.end] = b"\1" * (quotation.end - quotation.start)
    rows = [r for r in evidence if r["source_id"] == text.source_id]
    known = {r["sha256"] for r in rows if r["exact"]}
    spans = [(int(r["char_start"]), int(r["char_end"])) for r in rows if r["sha256"] in known and has_offsets(r)]
    if title and (at := text.content.find(title)) >= 0:
        spans.append((at, at + len(title)))
    for start, end in spans:
        end = min(end, len(shown))
        shown[start:end] = b"\1" * max(0, end - start)
    prose = sum(s and not q for s, q in zip(shown, quoted, strict=True))
    return TextReuse(len(text.content), sum(quoted), sum(shown), prose)
