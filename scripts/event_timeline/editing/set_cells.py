"""Changing cells of a row; an identifier is renamed wherever it is referred to."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from event_timeline import profile
from event_timeline.editing import evidence_rows, references, schema_vocabularies
from event_timeline.editing.add_row import checked_cells
from event_timeline.editing.csv_tables import CsvTable, Row
from event_timeline.editing.date_bounds import bounds
from event_timeline.editing.date_entry import COLUMNS, sources_of
from event_timeline.editing.draft import Draft
from event_timeline.editing.evidence_rows import RECORDS
from event_timeline.editing.profile_additions import ensure_columns, unknown_columns
from event_timeline.editing.profile_terms import add_used_terms
from event_timeline.editing.remove_row import refresh
from event_timeline.editing.row_lookup import find_row, format_key, row_label
from event_timeline.editing.stamp_package import ValueChange
from event_timeline.model import CellsError, UserError


@dataclass
class ChangedRow:
    """The cells that were changed, and table -> rows in which a renamed identifier or term was, too.

    defined: the codebook's rows that were added for the terms.
    """

    cells: list[ValueChange] = field(default_factory=list)
    renamed: Counter[str] = field(default_factory=Counter)
    defined: list[Row] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The changes in words: a line for each cell, and one on the rows that name a renamed identifier or term."""
        counts = ", ".join(f"{name} {n:,}" for name, n in sorted((+self.renamed).items()))
        return [*(f"~ {cell}" for cell in self.cells), *([f"renamed in {counts}"] if counts else [])]


def set_cells(draft: Draft, address: str, given: Mapping[str, str]) -> ChangedRow:
    """Set cells of the row of `TABLE/KEY` in a draft, which is neither validated nor saved here.

    given: column -> value, empty for none. `position` moves the row, `date_edtf` sets its bounds, what a statement has
    from its evidence follows it. Raises UserError where a row, column, term or reference is unknown, or a key is
    empty or taken.
    """
    table, row = find_row(draft, address)
    before, where = dict(row), row_label(table, row)
    new = _checked(draft, table, row, given)
    _refuse_key(table, row, row | new)
    done = ChangedRow()
    if table.name == "codebook":
        used = schema_vocabularies.update_term(draft, row, row | new)
        done.renamed += Counter({row["vocabulary"].partition(".")[0]: used})
    position = new.pop("position", None) if evidence_rows.is_ordered(table) else None
    done.renamed += references.update_references(draft, table, row, new)
    if position is not None:
        evidence_rows.insert_at(table, row, int(position) if position.isdecimal() else None)
    if position is not None or row.get("source_id") != before.get("source_id"):
        evidence_rows.renumber_table(table)
    done.defined = add_used_terms(
        draft.table("codebook"), table, [c for c in new if row[c]], profile.followed(draft.descriptor)
    )
    if done.defined:
        draft.keep("codebook")
    draft.keep(table.name)
    done.cells = [ValueChange(where, c, before.get(c, ""), v) for c, v in row.items() if v != before.get(c, "")]
    if table.name == "evidence":
        for to, parts in evidence_rows.parts_of_records((before, row)).items():
            done.cells += refresh(draft, to, parts)
    elif table.name in RECORDS.values() and table.key_of(before) != table.key_of(row):
        done.renamed += Counter({"evidence_id": _rename_evidence(draft, table, before[table.key[0]], row)})
    return done


def _checked(draft: Draft, table: CsvTable, row: Row, given: Mapping[str, str]) -> Row:
    """The cells as they are to be written, the bounds of a new date among them."""
    unknown = unknown_columns(draft, table, given)
    given = {c: v for c, v in given.items() if c not in dict(unknown)}
    ensure_columns(draft, table, {c: v.strip() for c, v in given.items()})
    there = {c: v.strip() for c, v in given.items() if c in table.columns}  # others are optional and to be empty
    new, errors = checked_cells(draft, table, {c: v for c, v in there.items() if v}, sources_of(draft, table.name, row))
    if unknown or errors:
        raise CellsError([*unknown, *errors])
    new |= {c: "" for c, v in there.items() if not v}
    for column in COLUMNS:
        if column in new and {"earliest", "latest"} <= set(table.columns):
            ends = bounds(new[column]) if new[column] else ("", "")
            new = dict(zip(("earliest", "latest"), ends, strict=True)) | new
    return {column: new[column] for column in [*(c for c in new if c not in there), *there]}


def _refuse_key(table: CsvTable, row: Row, new: Row) -> None:
    key = table.key_of(new)
    empty = [c for c in table.key if not new[c]]
    if empty:
        named = shlex.quote(f"{table.name}/{format_key(table.key_of(row))}")
        raise UserError(
            f"{row_label(table, row)}: {empty[0]} cannot be empty", f"remove the row: `timeline remove {named}`"
        )
    if table.find(*key) not in (None, row):
        raise UserError(f"`{table.name}` has {format_key(key)!r} already", "give another identifier")


def _rename_evidence(draft: Draft, table: CsvTable, old: str, record: Row) -> int:
    """Begin the identifiers of a record's evidence with its new name; returns how many were renamed."""
    if not draft.rows("evidence"):
        return 0
    evidence, column = draft.table("evidence"), table.key[0]
    taken = {r["evidence_id"] for r in evidence.rows}
    renamed = 0
    for row in evidence.rows:
        fresh = record[column] + row["evidence_id"].removeprefix(old)
        if row[column] == record[column] and row["evidence_id"].startswith(f"{old}-") and fresh not in taken:
            taken.add(fresh)
            references.update_references(draft, evidence, row, {"evidence_id": fresh})
            renamed += 1
    draft.keep("evidence")
    return renamed
