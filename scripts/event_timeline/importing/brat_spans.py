"""Our own brat export, edited in brat: the spans that were moved, added and deleted, and what they show.

The folder's `evidence.json` says which span was which row of evidence. Other people's brat folders are for `brat.py`.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from event_timeline.exports import ownership
from event_timeline.exports.brat import SPANS, TABLES
from event_timeline.importing.json_ import read_document
from event_timeline.importing.own_exports import files_of
from event_timeline.importing.span_export import Span, SpanExport
from event_timeline.io.paths import SAFE_NAME
from event_timeline.model import Problem, RowsError, UserError
from event_timeline.texts.files import read_text

SORTS = {table[:-1]: column for column, table in TABLES.items()}
"""First part of a type, in lower case -> column of evidence."""
PIECES = re.compile(r"\d+ \d+(?:;\d+ \d+)*")
MAX_LINES = 5
"""Lines that a note names."""
WHY = "change the rows with `timeline set`, `add` and `remove`"
HINT = "write it as the spans of the export are written, one piece each"


def is_own(folder: Path) -> bool:
    """Whether a folder is our own export of this version, edited or not."""
    return (folder / SPANS).is_file()


def load(folder: Path) -> SpanExport:
    """Read a folder. Raises UserError where it is another one, RowsError with file and line of what cannot be taken."""
    name, found = folder.name, read_document(folder / SPANS)
    if not isinstance(found, dict) or found.get("export") != ownership.label("brat"):
        raise UserError(f"{name}/{SPANS}: not of an export of this toolchain", "export the package again")
    sources = found.get("sources")
    export = SpanExport(name, files_of(name, found.get("files")), exported=set())
    if not isinstance(sources, dict) or not all(map(_is_source, sources.values())):
        raise UserError(f"{name}/{SPANS}: it was changed", "export the package again")
    errors: list[Problem] = []
    for source, known in sources.items():
        ann = folder / f"{source}.ann"
        if not SAFE_NAME.fullmatch(source) or not ann.is_file():
            raise UserError(f"{name}: {source}.ann is missing", "export the package again")
        reader = _Annotations(source, known, read_text(ann))
        text = folder / f"{source}.txt"
        if text.is_file():
            export.text_files.append(f"{source}={text}")
            reader.text = read_text(text)
        reader.read(export, errors)
    if errors:
        raise RowsError(errors, "written")
    export.unedited = not ownership.refusal(folder, "brat")
    return export


def _is_source(known: Any) -> bool:
    """Whether it has the spans of a source, each mark -> span."""
    spans = known.get("spans") if isinstance(known, dict) else None
    return isinstance(spans, dict) and all(map(_is_span, spans.values()))


def _is_span(span: Any) -> bool:
    """Whether it is evidence_id, type and offsets, record, start and end."""
    kinds = (str, str, str, int, int)
    return isinstance(span, list) and len(span) == len(kinds) and all(map(isinstance, span, kinds))


class _Annotations:
    """The lines of one .ann file beside what was exported."""

    def __init__(self, source: str, known: Mapping[str, Any], content: str) -> None:
        spans, others = known.get("spans"), known.get("others")
        self.source, self.text = source, ""
        self.spans = spans if isinstance(spans, dict) else {}
        self.others = set(others) if isinstance(others, list) else set()
        self.lines = content.split("\n")

    def read(self, export: SpanExport, errors: list[Problem]) -> None:
        """Add the spans to the export, and what cannot be read to the errors."""
        notes, changed, kept = self._notes(), list[int](), set[int]()
        if export.exported is not None:
            export.exported |= {str(span[0]) for span in self.spans.values()}
        for number, line in enumerate(self.lines, 1):
            if line.startswith("T"):
                try:
                    export.spans.append(self._span(line, notes, f"{self.source}.ann:{number}"))
                except ValueError as error:
                    where = f"{export.name}/{self.source}.ann"
                    errors.append(Problem(path=where, line=number, message=f"span {error}", hint=HINT))
            elif line.strip() and not line.startswith("#"):
                kept.add(crc := zlib.crc32(line.encode()))
                if crc not in self.others:
                    changed.append(number)
        if changed:
            lines = ", ".join(map(str, changed[:MAX_LINES])) + (" and others" if len(changed) > MAX_LINES else "")
            export.notes.append(
                f"{self.source}.ann: {len(changed):,} relations, attributes or references that were added or changed in brat "
                f"(line {lines}) are not imported: {WHY}"
            )
        if gone := len(self.others - kept):
            export.notes.append(
                f"{self.source}.ann: {gone:,} relations, attributes or references of the export are not in the file any more; "
                f"their rows stay: {WHY}"
            )

    def _notes(self) -> dict[str, str]:
        """Span -> the record that its note names."""
        found = {}
        for line in self.lines:
            parts = line.split("\t", 2)
            kind, _, mark = parts[1].partition(" ") if len(parts) == 3 else ("", "", "")
            if line.startswith("#") and kind == "AnnotatorNotes":
                found[mark] = parts[2].partition(":")[0].strip()
        return found

    def _span(self, line: str, notes: Mapping[str, str], place: str) -> Span:
        mark, _, rest = line.partition("\t")
        type_, _, pieces = rest.partition("\t")[0].partition(" ")
        if not PIECES.fullmatch(pieces):
            raise ValueError(f"{mark} has no offsets")
        places = [(int(start), int(end)) for start, _, end in (p.partition(" ") for p in pieces.split(";"))]
        if any(self.text[a:b].strip() for (_, a), (b, _) in pairwise(places)):
            raise ValueError(f"{mark} is in pieces that are apart")
        sort, _, part = type_.lower().partition("-")
        identifier, before, record, start, end = self.spans.get(mark) or ("", "", "", 0, 0)
        former, _, former_pieces = str(before).partition(" ")
        if former_pieces != pieces:
            start, end = places[0][0], places[-1][1]
        records = None
        if former != type_ or (mark in notes and notes[mark] != record):
            if sort not in SORTS or not part:
                raise ValueError(f"{mark} is of the type {type_[:40]!r}, which is not one of the export")
            if former.lower().partition("-")[0] != sort or notes.get(mark) != record:
                if not notes.get(mark):
                    raise ValueError(f"{mark} has no note that names its {sort}: write its identifier there")
                records = {SORTS[sort]: notes[mark]}
        return Span(str(identifier), self.source, start, end, None if former == type_ else part, records, None, place)
