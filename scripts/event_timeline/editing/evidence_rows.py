"""Rows of evidence, and what follows from them: a statement's words, and positions in reading order."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass

from event_timeline.editing.csv_tables import CsvTable, Row
from event_timeline.editing.draft import Draft
from event_timeline.editing.suggestions import did_you_mean
from event_timeline.model import UserError
from event_timeline.texts.text import Piece, Text, join_pieces, span_hash

RECORDS = {"actor": "actors", "event": "events", "statement": "statements"}
"""Sort of record, as `--append` names it -> its table."""
DERIVED = {"quote": "quote", "cue": "cue", "speaker": "speaker_as_reported"}
"""Part -> the column of `statements` that repeats its words."""
KINDS = {(True, False): "direct", (True, True): "mixed", (False, True): "indirect"}
"""(has quotations, has content outside them) -> statements.kind."""
CONTENT = {"events": ("report", "mention"), "statements": ("quote", "report")}
"""The parts by whose first character records are put in order; the words of a date or a place may come in a sentence before."""


@dataclass(frozen=True)
class Target:
    """The record that evidence is for, such as event:council-meeting."""

    sort: str
    identifier: str

    @property
    def table(self) -> str:
        """Its table."""
        return RECORDS[self.sort]

    @property
    def column(self) -> str:
        """Its key, which is the column of `evidence` that is set."""
        return f"{self.sort}_id"


class PresentError(UserError):
    """Every row that is to be added is there already."""

    __module__ = "event_timeline"


def parse_target(given: str) -> Target:
    """`event:council-meeting` as a target. Raises UserError."""
    sort, sep, identifier = given.partition(":")
    if not sep or sort not in RECORDS or not identifier:
        raise UserError(f"{given!r} names no record", "write actor:ID, event:ID or statement:ID")
    return Target(sort, identifier)


def add_evidence(draft: Draft, text: Text, to: Target, part: str, spans: list[tuple[int, int]]) -> list[Row]:
    """Add a row for each span, in code points, and what follows from it; returns the rows.

    Words of a statement that go over a line end get a row for each line, since no cell holds a line break. Of several spans
    those that have a row already are left out. Raises PresentError where each of them has one, UserError where the record is
    not there or the part is not a term.
    """
    if to.sort == "statement" and part in DERIVED:
        spans = [piece for span in spans for piece in text.pieces(*span)]
    records, evidence = draft.table(to.table), draft.table("evidence")
    if records.find(to.identifier) is None:
        known = [r[to.column] for r in records.rows]
        raise UserError(
            f"there is no {to.sort} {to.identifier!r}",
            did_you_mean(to.identifier, known) or f"add it with `timeline add {to.sort}`",
        )
    parts = evidence.field("part").get("constraints", {}).get("enum", [])
    if part not in parts:
        raise UserError(f"{part!r} is not a part", did_you_mean(part, parts) or f"the parts are {', '.join(parts)}")
    missing = [span for span in spans if not _has(evidence, text, to, part, span)]
    if not missing:
        listed = ", ".join(f"[{start}, {end})" for start, end in spans)
        raise PresentError(f"{to.sort} {to.identifier!r} has that {part} already: {listed}", "nothing to add")
    rows = []
    for start, end in missing:
        row = _row(evidence, text, to, part, start, end)
        evidence.rows.append(row)
        rows.append(row)
    draft.keep("evidence")
    update_record(draft, to)
    return rows


def _has(evidence: CsvTable, text: Text, to: Target, part: str, span: tuple[int, int]) -> bool:
    same = _cells(text, to, part, *span)
    return any(all(r[c] == v for c, v in same.items()) for r in evidence.rows)


def _cells(text: Text, to: Target, part: str, start: int, end: int) -> Row:
    return {
        "source_id": text.source_id,
        "char_start": str(start),
        "char_end": str(end),
        "part": part,
        to.column: to.identifier,
    }


def _row(evidence: CsvTable, text: Text, to: Target, part: str, start: int, end: int) -> Row:
    words = text.content[start:end]
    identifier = f"{to.identifier}-{part}-{start}"
    if evidence.find(identifier):
        identifier = f"{identifier}-{end}"
    if evidence.find(identifier):
        identifier = f"{identifier}-{text.source_id}"
    return (
        evidence.blank()
        | _cells(text, to, part, start, end)
        | {
            "evidence_id": identifier,
            "paragraph": str(text.paragraph_at(start)),
            "exact": "" if part == "report" else words,
            "sha256": span_hash(words),
        }
    )


def update_record(draft: Draft, to: Target, parts: Container[str] = ()) -> None:
    """What the spans of a record mean for it; parts: those of which it may have none any more."""
    if to.sort == "statement":
        statement = draft.table("statements").find(to.identifier)
        assert statement is not None
        spans = sorted(evidence_of(draft, to), key=lambda r: (r["source_id"], int(r["char_start"])))
        for part, column in DERIVED.items():
            words = [_piece(r) for r in spans if r["part"] == part]
            statement[column] = join_pieces(words) if words or part in parts else statement[column]
        shown = {r["part"] for r in spans}
        if shown & {"quote", "report"}:
            statement["kind"] = KINDS["quote" in shown, "report" in shown]
        draft.keep("statements")
    if to.table in CONTENT:
        move_to_reading_order(draft, to)


def _piece(row: Row) -> Piece:
    start, end, paragraph = (_number(row[c]) for c in ("char_start", "char_end", "paragraph"))
    return Piece(row["exact"], row["source_id"], start, end, paragraph)


def parts_of_records(rows: Iterable[Row]) -> dict[Target, set[str]]:
    """The records that some rows of evidence show -> the parts that they show."""
    found: dict[Target, set[str]] = {}
    for row in rows:
        for sort in RECORDS:
            if row[f"{sort}_id"]:
                found.setdefault(Target(sort, row[f"{sort}_id"]), set()).add(row["part"])
    return found


def has_offsets(row: Row) -> bool:
    """Whether both offsets of a row of evidence are numbers; the rules report others."""
    return row["char_start"].isdecimal() and row["char_end"].isdecimal()


def evidence_of(draft: Draft, to: Target) -> list[Row]:
    """The evidence of one record."""
    return [r for r in draft.rows("evidence") if r[to.column] == to.identifier]


def move_to_reading_order(draft: Draft, to: Target) -> None:
    """Put a record before the first one that the text reports later; the others keep their order."""
    table = draft.table(to.table)
    firsts = _firsts(draft, to)
    own = firsts.get(to.identifier)
    moved = table.find(to.identifier)
    if own is None or moved is None:
        return
    peers = [r for r in _peers(table, moved) if r is not moved]
    if not _have_order(peers):
        return
    peers.sort(key=lambda r: _number(r["position"]))
    later = (i for i, r in enumerate(peers) if firsts.get(r[to.column], own) > own)
    peers.insert(next(later, len(peers)), moved)
    renumber(peers)
    draft.keep(to.table)


def insert_at(table: CsvTable, row: Row, position: int | None) -> None:
    """Give a row a position, from 1, and shift those after it, unless their order cannot be read; None puts it at the end."""
    peers = [r for r in _peers(table, row) if r is not row]
    if position is not None and not 1 <= position <= len(peers) + 1:
        raise UserError(f"there is no position {position}", f"choose one from 1 to {len(peers) + 1}")
    at_end = position is None and _number(peers[-1]["position"] if peers else "0") == len(peers)
    if at_end or not _have_order(peers):
        row["position"] = str(position or len(peers) + 1)
        return
    peers.sort(key=lambda r: _number(r["position"]))
    peers.insert(len(peers) if position is None else position - 1, row)
    renumber(peers)


def is_ordered(table: CsvTable) -> bool:
    """Whether a table's rows have positions that run 1..n."""
    return table.name in CONTENT


def renumber_table(table: CsvTable) -> None:
    """Let the positions of an ordered table run 1..n again, where rows are gone or have moved to another source.

    Positions stay where one of them cannot be read: the place of its row would be a guess.
    """
    if is_ordered(table):
        groups: dict[str, list[Row]] = {}
        for row in sorted(table.rows, key=lambda r: _number(r["position"])):
            groups.setdefault(row["source_id"] if table.name == "statements" else "", []).append(row)
        for rows in groups.values():
            if _have_order(rows):
                renumber(rows)


def renumber(rows: list[Row]) -> None:
    """Positions 1..n in the order given."""
    for i, row in enumerate(rows, 1):
        row["position"] = str(i)


def _peers(table: CsvTable, row: Row) -> list[Row]:
    """The rows among which positions count: all events, or the statements of one source."""
    return [r for r in table.rows if table.name != "statements" or r["source_id"] == row["source_id"]]


def _firsts(draft: Draft, to: Target) -> dict[str, tuple[int, int]]:
    """Record -> (source's place in `sources`, first code point) of its content."""
    sources = {r["source_id"]: i for i, r in enumerate(draft.table("sources").rows)}
    firsts: dict[str, tuple[int, int]] = {}
    for row in draft.rows("evidence"):
        record = row[to.column]
        if record and row["part"] in CONTENT[to.table]:
            place = (sources.get(row["source_id"], 0), _number(row["char_start"]))
            firsts[record] = min(place, firsts.get(record, place))
    return firsts


def _have_order(rows: list[Row]) -> bool:
    """Whether every position is a number."""
    return all(_is_number(r["position"]) for r in rows)


def _is_number(cell: str) -> bool:
    return cell.removeprefix("-").isdecimal()


def _number(cell: str) -> int:
    return int(cell) if _is_number(cell) else 0
