"""Removing a row with what depends on it: nothing is left that refers to what is gone."""

from __future__ import annotations

from dataclasses import dataclass, field

from event_timeline.citations.fragments import row_name, shorten
from event_timeline.editing import evidence_rows, references, schema_vocabularies
from event_timeline.editing.csv_tables import CsvTable, Row
from event_timeline.editing.draft import Draft
from event_timeline.editing.evidence_rows import RECORDS, Target
from event_timeline.editing.references import values
from event_timeline.editing.row_lookup import find_row, row_label
from event_timeline.editing.stamp_package import ValueChange
from event_timeline.tables.record_keys import TABLE as EXCEPTIONS


@dataclass
class Removal:
    """gone: (table and key, name) of every row removed, the one that was asked for first; changed: cells of others."""

    gone: list[tuple[str, str]] = field(default_factory=list)
    changed: list[ValueChange] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The removal in words: a line for each row that goes, with its name, and for each cell that changes."""
        gone = [f"- {where}{f': {_brief(name)}' if name else ''}" for where, name in self.gone]
        return [*gone, *(f"~ {change}" for change in self.changed)]


MAX_NAME_CHARS = 70
"""Characters of a removed row's name that are shown."""


def _brief(name: str) -> str:
    return shorten(" ".join(name.split()), MAX_NAME_CHARS)


def remove_row(draft: Draft, given: str) -> Removal:
    """Remove the row of `TABLE/KEY` from a draft, which is neither validated nor saved here.

    Rows that need it go, too, and exceptions about any of them; references that may be empty are emptied; positions close up, and what a statement
    has from its evidence follows the evidence that is left. Of equal rows one goes, alone. Raises UserError where there is no such row, or a
    term is in use.
    """
    table, row = find_row(draft, given)
    equal = sum(other == row for other in table.rows)
    if equal > 1:
        return _remove_duplicate(draft, table, row, equal)
    if table.name == "codebook":
        schema_vocabularies.remove_term(draft, row)
    gone, emptied = _dependent_rows(draft, table, row)
    accepted = [e for t, rows in gone.items() for e in references.exceptions_of(draft, draft.table(t), rows)]
    if accepted:
        gone[EXCEPTIONS] = [*gone.get(EXCEPTIONS, []), *accepted]
    removal = Removal([(row_label(draft.table(t), r), row_name(r)) for t, rows in gone.items() for r in rows])
    lost = {id(r) for rows in gone.values() for r in rows}
    for name, other, columns in emptied:
        if id(other) not in lost:
            if references.follow_in_exceptions(draft, draft.table(name), other, other | dict.fromkeys(columns, "")):
                draft.keep(EXCEPTIONS)
            for column in columns:
                removal.changed.append(ValueChange(row_label(draft.table(name), other), column, other[column], ""))
                other[column] = ""
            draft.keep(name)
    for name in gone:
        changed = draft.table(name)
        changed.rows = [r for r in changed.rows if id(r) not in lost]
        evidence_rows.renumber_table(changed)
        draft.keep(name)
    for to, parts in evidence_rows.parts_of_records(gone.get("evidence", ())).items():
        removal.changed += refresh(draft, to, parts)
    return removal


def _remove_duplicate(draft: Draft, table: CsvTable, row: Row, equal: int) -> Removal:
    """Remove one of several equal rows; what refers to it refers to the others."""
    table.rows = [r for r in table.rows if r is not row]
    evidence_rows.renumber_table(table)
    draft.keep(table.name)
    return Removal([(row_label(table, row), f"one of {equal} equal rows")])


def refresh(draft: Draft, to: Target, parts: set[str]) -> list[ValueChange]:
    """What follows for a record when its evidence of some parts was changed; returns the cells that were."""
    table = draft.table(RECORDS[to.sort])
    row = table.find(to.identifier)
    if row is None:
        return []
    before = dict(row)
    evidence_rows.update_record(draft, to, parts)
    return [
        ValueChange(row_label(table, row), c, before[c], v)
        for c, v in row.items()
        if c != "position" and v != before[c]
    ]


def _dependent_rows(
    draft: Draft, table: CsvTable, row: Row
) -> tuple[dict[str, list[Row]], list[tuple[str, Row, tuple[str, ...]]]]:
    """The rows that go with a row, by table, and (table, row, columns) of the references to be emptied."""
    gone: dict[str, list[Row]] = {table.name: [row]}
    lost, emptied = {id(row)}, []
    ahead = [(table, [row])]
    while ahead:
        table, rows = ahead.pop()
        for reference in references.references_to(draft, table.name):
            keys = {values(r, reference.target) for r in rows}
            if list(reference.target) != table.key:
                keys -= {values(r, reference.target) for r in table.rows if id(r) not in lost}
            found = [r for r in references.referring_rows(draft, reference, keys) if id(r) not in lost]
            if not reference.hangs:
                emptied += [(reference.table, r, reference.columns) for r in found]
            elif found:
                lost |= {id(r) for r in found}
                gone.setdefault(reference.table, []).extend(found)
                ahead.append((draft.table(reference.table), found))
    return gone, emptied
