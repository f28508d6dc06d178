"""Cells whose form can be fixed, and cells that can be computed, without touching what they mean."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from operator import itemgetter

from event_timeline.editing.csv_tables import CsvTable, Row
from event_timeline.editing.evidence_rows import has_offsets
from event_timeline.io.counting import counted
from event_timeline.texts.text import Text, span_hash

VERBATIM = frozenset({"exact", "quote", "cue", "speaker_as_reported"})
"""Columns that repeat a source's words, which stay as the source has them."""


def fix_cells(table: CsvTable) -> list[str]:
    """Stray blanks, Unicode form C, and the bounds of dates; what was fixed, in words."""
    done: Counter[str] = Counter()
    for column in table.columns:
        if column in VERBATIM:
            continue
        fixed = {cell: new for cell in distinct_cells(table.rows, column) if (new := _clean(cell)) != cell}
        for row in table.rows if fixed else ():
            cell = row[column]
            if cell in fixed:
                done[f"{column}: blanks removed"] += cell.strip() != cell
                done[f"{column}: composed to NFC"] += fixed[cell] != cell.strip()
                row[column] = fixed[cell]
    if {"date_edtf", "earliest", "latest"} <= set(table.columns):
        done.update(_bounds(table.rows))
    return _said(done)


def distinct_cells(rows: Iterable[Row], column: str) -> set[str]:
    """The different cells of a column, which are far fewer than its rows or found at once: what is asked of each is asked of these."""
    return set(map(itemgetter(column), rows))


def _clean(cell: str) -> str:
    return unicodedata.normalize("NFC", cell.strip())


def _bounds(rows: list[Row]) -> Counter[str]:
    """earliest and latest of each date that is EDTF; where there is none, or it is a season, they are left as they are."""
    from event_timeline.profile.edtf import days, has_season, to_date

    done: Counter[str] = Counter()
    bounds: dict[str, tuple[tuple[str, str], ...]] = {}
    for edtf in distinct_cells(rows, "date_edtf"):
        allowed = days(edtf) if edtf else None
        if allowed is None or not allowed.bounded or allowed.backwards or has_season(edtf):
            continue
        ends = (("earliest", to_date(allowed.earliest)), ("latest", to_date(allowed.latest)))
        bounds[edtf] = tuple((column, day.isoformat() if day else "") for column, day in ends)
    for row in rows:
        for column, value in bounds.get(row["date_edtf"], ()):
            if row[column] != value:
                done[f"{column}: computed from date_edtf"] += 1
                row[column] = value
    return done


def fix_from_texts(tables: Mapping[str, CsvTable], texts: Mapping[str, Text]) -> dict[str, list[str]]:
    """table -> what the source texts prove and was fixed.

    Only a text whose hash `sources` gives, or gives none, proves anything: the length of the text, and of
    evidence the paragraph and the hash of those spans whose words or hash fit the text.
    """
    sources = tables.get("sources")
    if sources is None or not texts or not {"source_id", "sha256", "characters"} <= set(sources.columns):
        return {}
    done: dict[str, Counter[str]] = {"sources": Counter(), "evidence": Counter()}
    proving: dict[str, Text] = {}
    for row in sources.rows:
        text = texts.get(row["source_id"])
        if text is None or row["sha256"] not in ("", text.sha256):
            continue
        proving[row["source_id"]] = text
        for column, value in (("sha256", text.sha256), ("characters", str(len(text.content)))):
            done["sources"][f"{column}: taken from the text"] += row[column] != value
            row[column] = value
    evidence = tables.get("evidence")
    if evidence is not None and {"source_id", "char_start", "char_end", "exact", "sha256", "paragraph"} <= set(
        evidence.columns
    ):
        for row in evidence.rows:
            if row["source_id"] in proving:
                done["evidence"].update(_span(row, proving[row["source_id"]]))
    return {name: notes for name, counts in done.items() if (notes := _said(counts))}


def _span(row: Row, text: Text) -> Counter[str]:
    done: Counter[str] = Counter()
    if not has_offsets(row):
        return done
    start, end = int(row["char_start"]), int(row["char_end"])
    words = text.content[start:end]
    right = {"sha256": span_hash(words), "paragraph": str(text.paragraph_at(start))}
    if not words or (row["exact"] != words and row["sha256"] != right["sha256"]) or row["exact"] not in ("", words):
        return done
    for column, value in right.items():
        if row[column] != value:
            done[f"{column}: taken from the text"] += 1
            row[column] = value
    return done


def _said(done: Counter[str]) -> list[str]:
    return [f"{what} ({counted(n, 'cell')})" for what, n in sorted(done.items()) if n]
