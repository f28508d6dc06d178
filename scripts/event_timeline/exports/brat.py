"""brat standoff: each source's text with an .ann file beside it, and a configuration that makes brat show them.

Follows brat's description of its standoff format: text-bound annotations (T) over code points, relations
(R) between them, attributes (A), notes (#) and normalisations (N). Every row of evidence for an actor, event or
statement becomes a T; what joins two records (roles, relations, speakers, stances) joins the first span of each that reports it.
"""

from __future__ import annotations

import json
import re
import zlib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from event_timeline.exports import ownership
from event_timeline.exports.brat_config import annotation_conf, name, tools_conf, word
from event_timeline.exports.dataset import Dataset
from event_timeline.exports.package_files import hashes
from event_timeline.model import UserError
from event_timeline.texts.text import Text, span_hash

Row = dict[str, Any]

TABLES = {"actor_id": "actors", "event_id": "events", "statement_id": "statements", "place_id": "places"}
"""Column of evidence -> the table that it refers to; a span of an event's place belongs to the event."""
ATTRIBUTES = {
    "actors": {"kind": "Actor_kind"},
    "events": {"kind": "Event_kind", "status": "Status", "polarity": "Polarity", "topic": "Topic"},
    "statements": {"kind": "Statement_kind"},
    "places": {"kind": "Place_kind"},
}
"""Columns that become attributes of every span of a record, and what brat calls them."""
ALWAYS = ("actors", "events", "statements")
"""Tables whose attributes the configuration lists, whether a span belongs to one or not."""
TELLING = ("report", "mention", "quote")
"""Parts that a relation is better drawn from than from a date, a place, a cue or a speaker."""
SPANS = "evidence.json"
"""The file that says which row of evidence each span is; brat does not read it."""
LINE_ENDS = "\n\r\v\f\x1c-\x1e\x85\u2028\u2029"
"""Where brat's reader, Python's `str.splitlines`, ends a line."""
NOTES = {"actors": "name", "events": "label", "statements": "summary", "places": "name"}


def write(data: Dataset, target: Path) -> None:
    """Make the folder: SOURCE.txt and SOURCE.ann for each text that evidence points into, brat's settings, and SPANS.

    Raises UserError where such a text was not given or is not the one that the evidence was made from.
    """
    evidence = [row for row in data.rows("evidence") if any(row.get(key) is not None for key in TABLES)]
    used = sorted({row["source_id"] for row in evidence})
    for source in used:
        if source not in data.texts:
            raise UserError(f"brat shows the text of source {source}, which is not in the package",
                            f"add --source {source}=FILE")  # fmt: skip
    records = {table: {r[key]: r for r in data.rows(table)} for key, table in TABLES.items()}
    joins, exported = _joins(data), dict[str, Row]()
    target.mkdir(parents=True, exist_ok=True)
    for source in used:
        spans = [row for row in evidence if row["source_id"] == source]
        _check(data.texts[source], spans)
        lines = list(_annotations(data.texts[source], spans, records, joins))
        _write(target / f"{source}.txt", data.texts[source].content)
        _write(target / f"{source}.ann", "".join(f"{line}\n" for line in lines))
        exported[source] = _exported(spans, lines)
    kinds = sorted({(_table(row), row["part"] or "") for row in evidence})
    annotated = {table for table, _ in kinds} | set(ALWAYS)
    vocabularies = {
        called: _terms(data, t, c)
        for t, columns in ATTRIBUTES.items()
        if t in annotated
        for c, called in columns.items()
    }
    _write(target / "annotation.conf", annotation_conf(kinds, sorted({j[0] for j in joins}), vocabularies))
    _write(target / "tools.conf", tools_conf())
    files = [f.document() for f in hashes(data, "evidence")]
    held = {"export": ownership.label("brat"), "files": files, "sources": exported}
    _write(target / SPANS, json.dumps(held, indent=1, ensure_ascii=False) + "\n")


def _exported(spans: list[Row], lines: list[str]) -> Row:
    """What an import needs to know of a source: of each span its row of evidence, and a checksum of each other line.

    A span is a list: evidence_id, type and offsets as written, the record, char_start and char_end.
    """
    found = {}
    for line in lines:
        mark, _, rest = line.partition("\t")
        if mark.startswith("T"):
            row = spans[int(mark[1:]) - 1]
            place = rest.partition("\t")[0]
            found[mark] = [row["evidence_id"], place, _key(row)[1], row["char_start"], row["char_end"]]
    others = [zlib.crc32(line.encode()) for line in lines if line[0] not in "T#"]
    return {"spans": found, "others": others}


def _write(path: Path, content: str) -> None:
    path.write_text(content, encoding="utf-8", newline="")


def _check(text: Text, spans: list[Row]) -> None:
    for row in spans:
        if span_hash(text.content[row["char_start"] : row["char_end"]]) != row["sha256"]:
            raise UserError(
                f"the text given for source {text.source_id} is not the one that evidence {row['evidence_id']} points into",
                f"give the text whose SHA-256 is in sources.csv, or check it: `timeline validate --source {text.source_id}=FILE`",
            )


def _table(row: Row) -> str:
    return _key(row)[0]


def _key(row: Row) -> tuple[str, str]:
    return next((table, row[key]) for key, table in TABLES.items() if row.get(key) is not None)


def _terms(data: Dataset, table: str, column: str) -> list[str]:
    field = next(f for f in data.fields(table) if f["name"] == column)
    terms: list[str] = field.get("constraints", {}).get("enum", [])
    return terms


Join = tuple[str, tuple[str, str], tuple[str, str]]
"""Type of a relation and the records it joins, each as (table, id)."""


def _joins(data: Dataset) -> list[Join]:
    found: list[Join] = []
    for r in data.rows("event_actors"):
        found.append((name("role", r["role"]), ("events", r["event_id"]), ("actors", r["actor_id"])))
    for r in data.rows("event_relations"):
        found.append((name("relation", r["relation"]), ("events", r["event_id"]), ("events", r["other_event_id"])))
    for r in data.rows("statement_events"):
        found.append((name("stance", r["stance"]), ("statements", r["statement_id"]), ("events", r["event_id"])))
    for r in data.rows("statements"):
        if r["speaker_id"] is not None:
            found.append(("Speaker", ("statements", r["statement_id"]), ("actors", r["speaker_id"])))
    return found


def _annotations(text: Text, spans: list[Row], records: dict[str, dict[str, Row]], joins: list[Join]) -> Iterator[str]:
    marks_of: dict[tuple[str, str], list[tuple[bool, int, str]]] = defaultdict(list)
    attribute = normalised = 0
    for number, row in enumerate(spans, 1):
        mark, (table, key) = f"T{number}", _key(row)
        pieces = list(_pieces(text.content, row["char_start"], row["char_end"]))
        if not pieces:  # line ends alone
            continue
        words = " ".join(text.content[start:end] for start, end in pieces)
        yield f"{mark}\t{name(table[:-1], row['part'])} {';'.join(f'{s} {e}' for s, e in pieces)}\t{words}"
        record = records[table].get(key, {})
        for column, called in ATTRIBUTES[table].items():
            if record.get(column) is not None:
                attribute += 1
                yield f"A{attribute}\t{called} {mark} {word(record[column])}"
        if record.get("wikidata"):
            normalised += 1
            yield f"N{normalised}\tReference {mark} Wikidata:{_line(record['wikidata'])}\t{_line(record.get(NOTES[table]) or '')}"
        yield f"#{number}\tAnnotatorNotes {mark}\t{key}: {_line(record.get(NOTES[table]) or '')}{_coder(row)}"
        marks_of[(table, key)].append((row["part"] not in TELLING, number, mark))
    first = {record: min(marks)[2] for record, marks in marks_of.items()}
    joined = [(kind, first[a], first[b]) for kind, a, b in joins if a in first and b in first]
    for number, (kind, start, end) in enumerate(joined, 1):
        yield f"R{number}\t{kind} Arg1:{start} Arg2:{end}"


def _pieces(content: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a span on one line each: brat keeps an annotation that crosses lines as a discontinuous one."""
    for found in re.finditer(f"[^{LINE_ENDS}]+", content[start:end]):
        yield start + found.start(), start + found.end()


def _coder(row: Row) -> str:
    return f" (coder: {_line(row['coder'])})" if row.get("coder") is not None else ""


def _line(words: str) -> str:
    return re.sub(r"\s+", " ", words)
