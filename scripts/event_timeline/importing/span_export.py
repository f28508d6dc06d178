"""Exports that hold spans of texts: moved, added and deleted spans come back as rows of evidence.

Words, hash and paragraph of a span that is new or has moved are computed from the source's text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from event_timeline.editing.csv_tables import Row
from event_timeline.editing.draft import Draft
from event_timeline.editing.evidence_rows import parts_of_records, update_record
from event_timeline.importing.offsets import best_way, counted, moved, same_words
from event_timeline.importing.own_exports import Given, OwnExport
from event_timeline.model import Problem, RowsError, UserError
from event_timeline.texts.text import Text, span_hash

RECORD_COLUMNS = ("actor_id", "event_id", "statement_id", "place_id")
EVIDENCE = "evidence"
PLACE = ("source_id", "char_start", "char_end")


@dataclass(frozen=True, slots=True)
class Span:
    """A span as an export has it: evidence_id is empty where it is new; start, end: half-open, in code points.

    What is None is not said there and stays as it was. records: column of evidence -> identifier; place: where it is in
    the file; quote: the words that the file says are there.
    """

    evidence_id: str
    source_id: str
    start: int
    end: int
    part: str | None
    records: Mapping[str, str] | None
    coder: str | None
    place: str
    quote: str | None = None


@dataclass
class SpanExport(OwnExport):
    """An export of evidence. unedited: whether it is as it was written, so that nothing is to be taken from it."""

    spans: list[Span] = field(default_factory=list)
    texts: dict[str, Text] = field(default_factory=dict)
    ways: dict[str, Sequence[int]] = field(default_factory=dict)
    """How the offsets in each text were counted, once it is known."""
    unedited: bool = False
    exported: set[str] | None = None
    """The rows of evidence that were exported; None where all were."""
    text_files: list[str] = field(default_factory=list)
    """Texts that came with it, as `ID=FILE`."""

    def write(self, folder: object) -> list[str]:  # noqa: ARG002 (it has no other tables)
        """Refused: there is no whole package in it."""
        raise UserError(f"{self.name}: holds the evidence of a package only", "name the package to change: -o FOLDER")

    def tables(self, schemas: Mapping[str, Any]) -> list[str]:
        """Evidence, where there may be changes."""
        if EVIDENCE not in schemas:
            raise UserError(
                f"{self.name}: the package has no table {EVIDENCE}", "name the package that it was exported from"
            )
        return [] if self.unedited else [EVIDENCE]

    def is_unedited(self, table: str) -> bool:  # noqa: ARG002
        """Whether its rows are those that were exported."""
        return self.unedited

    def given(self, table: str, schema: Mapping[str, Any], before: Sequence[Row]) -> Given:  # noqa: ARG002
        """The rows of evidence. Raises RowsError with the place of each span that cannot be taken."""
        columns = [f["name"] for f in schema["fields"]]
        known = {row["evidence_id"]: row for row in before}
        rows, places, errors, taken = list[Row](), list[str](), list[Problem](), set(known)
        for span in self.spans:
            try:
                row = self._row(self._counted(span, known), known, taken, columns)
            except _SpanError as error:
                errors.append(
                    Problem(path=f"{self.name}, {span.place}", message=str(error.args[0]), hint=error.args[1])
                )
                continue
            taken.add(row["evidence_id"])
            rows.append(row)
            places.append(span.place)
        if errors:
            raise RowsError(errors, "written")
        for identifier, values_of_row in known.items():
            if self.exported is not None and identifier not in self.exported:
                rows.append(dict(values_of_row))
                places.append(EVIDENCE)
        return Given(columns, rows, lambda row, column: f"{self.name}, {places[row]} {column}".rstrip())

    def _counted(self, span: Span, known: Mapping[str, Mapping[str, str | None]]) -> Span:
        """The span in code points of the text, where its quote says that a program counted in another way.

        Raises _SpanError where position and quote are of different words, in every way of counting.
        """
        base, text = known.get(span.evidence_id), self.texts.get(span.source_id)
        written = (span.source_id, str(span.start), str(span.end), span.quote)
        as_before = base is not None and written == tuple(base[c] for c in (*PLACE, "exact"))
        if text is None:
            if span.quote is None or as_before:
                return span
            raise _text_needed(span)
        pieces, content = [(span.start, span.end)], text.content
        usual_way = self._way(span.source_id)
        if span.quote is None:
            at = moved(pieces, usual_way)
        else:
            ways = [usual_way, *counted(content)]
            places = (moved(pieces, way) for way in ways)
            at = next((p for p in places if p and same_words(content, p, span.quote)), None)
            if at is None and not as_before and 0 <= span.start < span.end <= len(content):
                words = content[span.start : span.end]
                raise _SpanError(
                    f"[{span.start}, {span.end}) is {words[:60]!r} in the text, but `exact` is {span.quote[:60]!r}",
                    "correct the position or the quote; offsets count code points from 0",
                )
        return replace(span, start=at[0][0], end=at[0][1]) if at else span

    def _way(self, source: str) -> Sequence[int]:
        """How the file counts a text: offset -> code point."""
        if source not in self.ways:
            quoted = [([(s.start, s.end)], s.quote) for s in self.spans if s.source_id == source and s.quote]
            self.ways[source] = best_way(self.texts[source].content, quoted)
        return self.ways[source]

    def _row(
        self, span: Span, known: Mapping[str, Mapping[str, str | None]], taken: set[str], columns: Sequence[str]
    ) -> Row:
        base = known.get(span.evidence_id)
        row = {c: (base or {}).get(c) or "" for c in columns}
        if span.records is not None:
            row |= {c: span.records.get(c, "") for c in RECORD_COLUMNS if c in row}
        row["part"] = row["part"] if span.part is None else span.part
        if not row["part"] or not any(row.get(c) for c in RECORD_COLUMNS):
            raise _SpanError("the span has no part or no record", "say what it shows, as the spans of the export do")
        if span.coder is not None and "coder" in row:
            row["coder"] = span.coder
        place = (span.source_id, str(span.start), str(span.end))
        if base is None or place != tuple(base[c] for c in PLACE) or row["part"] != base["part"]:
            text = self.texts.get(span.source_id)
            if text is None:
                raise _text_needed(span)
            words = text.content[span.start : span.end]
            if not 0 <= span.start < span.end <= len(text.content):
                raise _SpanError(f"[{span.start}, {span.end}) is not in the text", "offsets count code points from 0")
            row |= dict(zip(PLACE, place, strict=True))
            row |= {"paragraph": str(text.paragraph_at(span.start)), "sha256": span_hash(words)}
            row["exact"] = "" if row["part"] == "report" else words
        if base is None:
            record = next(row[c] for c in RECORD_COLUMNS if row.get(c))
            row["evidence_id"] = _unused(f"{record}-{row['part']}-{span.start}", span.end, taken)
        return row


class _SpanError(ValueError):
    """A span that cannot be taken: what is wrong, and the remedy."""


def _text_needed(span: Span) -> _SpanError:
    return _SpanError(f"the text of source {span.source_id!r} is needed", f"add --source {span.source_id}=FILE")


def update_records(draft: Draft, before: Sequence[Row]) -> None:
    """What follows from changed evidence for its records: the words of statements, and positions in reading order."""
    now = draft.table(EVIDENCE).rows
    old, new = ({tuple(r.items()) for r in rows} for rows in (before, now))
    changed = [dict(row) for row in old ^ new]
    for target, parts in parts_of_records(changed).items():
        if draft.table(target.table).find(target.identifier) is not None:
            update_record(draft, target, parts)


def _unused(identifier: str, end: int, taken: set[str]) -> str:
    found, number = identifier, 0
    while found in taken:
        number += 1
        found = f"{identifier}-{end}" if number == 1 else f"{identifier}-{end}-{number}"
    return found
