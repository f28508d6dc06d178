"""Adding many rows at once: in an order in which each finds what it refers to, with all errors together."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Any

from event_timeline.editing import evidence_rows
from event_timeline.editing.add_row import add_plain_row, add_row, define_terms
from event_timeline.editing.cell_values import reference_target
from event_timeline.editing.check_and_save import Key, at_line, is_final, with_keys
from event_timeline.editing.csv_tables import Row
from event_timeline.editing.draft import Draft
from event_timeline.editing.record_types import BY_TABLE, RecordType
from event_timeline.editing.related_rows import EVIDENCE, PlannedRow, expand, plan
from event_timeline.editing.row_files import GivenRow, fault
from event_timeline.editing.spans import spans_of_words
from event_timeline.model import CellsError, Problem, RowsError, UserError
from event_timeline.texts.text import Text

TERMS = "codebook"


@dataclass
class AddedRows:
    """What was added: table and key of every row, in the order in which they were added, evidence among them.

    defined: the codebook's rows that came with the terms; places: table and key -> (file, line) that gave the row.
    """

    keys: list[Key] = field(default_factory=list)
    defined: list[Row] = field(default_factory=list)
    places: dict[Key, tuple[str, int]] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """Table -> rows that were added to it, by name."""
        return dict(sorted(Counter(table for table, _ in self.keys).items()))


def add_rows(draft: Draft, rows: Sequence[GivenRow | Problem], texts: dict[str, Text]) -> AddedRows:
    """Add rows to a draft, which is neither validated nor saved here: all, or none where RowsError is raised.

    rows: with what is wrong with those that could not be read. A row may refer to one that a later row makes. RowsError has all
    errors, those of the rules among them, but those that follow from another error.
    """
    done = AddedRows()
    with _restoring(draft):
        with draft.rendering_later():
            found = [
                one
                for row in rows
                for one in (
                    [row]
                    if isinstance(row, Problem)
                    else plan(draft, row.table, row.values, PlannedRow("", {}, {}, row.file, row.line))
                )
            ]
            errors = [one for one in found if isinstance(one, Problem)]
            planned = [one for one in found if isinstance(one, PlannedRow)]
            unread = any(isinstance(row, Problem) for row in rows)
            made = {key: p for p in reversed(planned) if (key := _key(draft, p))}
            positions: list[tuple[PlannedRow, Row]] = []
            incomplete: dict[Key, Row] = {}
            for row in _in_order(draft, planned, made):
                try:
                    _refuse_again(draft, row, done)
                    positions += _add(draft, row, texts, done)
                except UserError as error:
                    errors += _errors(draft, row, error, unread)
                    incomplete |= _add_incomplete(draft, row, error, done)
            errors += _move(draft, positions)
        if errors:
            errors += _broken_rules(draft, texts, done.places, incomplete)
            order = {
                (r.path or "", r.line or 0) if isinstance(r, Problem) else (r.file, r.line): i
                for i, r in enumerate(rows)
            }
            raise RowsError(sorted(errors, key=lambda e: order.get((e.path or "", e.line or 0), 0)))
        for name in sorted({table for table, _ in done.keys} & set(BY_TABLE)):
            table = draft.table(name)
            done.defined += define_terms(draft, table, [c for c in table.columns if any(r[c] for r in table.rows)])
    return done


def _refuse_again(draft: Draft, row: PlannedRow, done: AddedRows) -> None:
    """Raise UserError for a row whose key another row has that was given."""
    key = _key(draft, row)
    if key in done.places and key is not None:
        file, line = done.places[key]
        where = f"{file}:{line}" if line else file
        shown = "/".join(filter(None, key[1]))
        raise UserError(
            f"{row.table}/{shown} is given twice: also in {where}",
            "delete one of the two, or give it another identifier",
        )


def _errors(draft: Draft, row: PlannedRow, error: UserError, unread: bool) -> Iterator[Problem]:
    """What is wrong with a row; unread: whether there are rows that could not be read, which it may refer to."""
    if not isinstance(error, CellsError):
        if not row.in_doubt:
            yield _error(row, "", error)
        return
    table = draft.table(row.table)
    for column, one in error.errors:
        is_given = bool(row.cells.get(column)) or column not in table.columns
        if (is_given and not (unread and reference_target(table, column))) or (not is_given and not row.in_doubt):
            yield _error(row, column, one)


def _add_incomplete(draft: Draft, row: PlannedRow, error: UserError, done: AddedRows) -> dict[Key, Row]:
    """Add what is possible of a row that has errors, so that rows which refer to it are checked as if it had none."""
    if row.table == TERMS:
        with suppress(UserError):
            add_row(draft, BY_TABLE[TERMS], {"definition": "-"} | row.cells, {}, {})
        return {}
    table = draft.table(row.table)
    cells = error.cells if isinstance(error, CellsError) else {}
    added = table.blank() | cells | {c: row.cells.get(c, "") for c in table.key}
    key = table.key_of(added)
    if not all(key[: len(table.key)]) or table.find(*key):
        return {}
    table.rows.append(added)
    if evidence_rows.is_ordered(table):
        evidence_rows.insert_at(table, added, None)
    draft.keep(row.table)
    done.places[row.table, key] = (row.file, row.line)
    return {(row.table, key): added}


def _broken_rules(
    draft: Draft, texts: dict[str, Text], places: Mapping[Key, tuple[str, int]], incomplete: Mapping[Key, Row]
) -> list[Problem]:
    """What the rules report of rows that were given: of an incomplete one only what is wrong with a cell by itself."""
    from event_timeline.rules import BY_CODE

    try:
        draft.stamp()
        problems = draft.new_problems(texts)
    except UserError:  # the package itself is damaged, which is reported when it is to be saved
        return []
    return [
        at_line(problem, *places[key])
        for problem, key in with_keys(draft, filter(is_final, problems))
        if key in places
        and (key not in incomplete or (BY_CODE[problem.code].cause and incomplete[key].get(problem.column or "")))
    ]


def add_related(
    draft: Draft, kind: RecordType, row: Row, given: Mapping[str, Any], texts: dict[str, Text]
) -> list[Key]:
    """Add the rows that are given with a row that was added; returns table and key of each. Raises UserError."""
    done = AddedRows()
    for one in expand(draft, kind.table, row[kind.key], given):
        if isinstance(one, Problem):
            raise UserError(f"{one.column}: {one.message}", one.hint)
        _add(draft, one, texts, done)
    return done.keys


def _error(row: PlannedRow, column: str, error: UserError) -> Problem:
    return fault(row.file, row.line, f"{row.path}{column}".rstrip("."), error.message, error.hint)


def _add(draft: Draft, row: PlannedRow, texts: dict[str, Text], done: AddedRows) -> list[tuple[PlannedRow, Row]]:
    """Add a row at the end; returns it where it asks for a position, which it can have when all rows are there."""
    at_end: list[tuple[PlannedRow, Row]] = []
    kind = BY_TABLE.get(row.table)
    if kind is None:
        keys = (
            _add_evidence(draft, row, texts) if row.table == EVIDENCE else [add_plain_row(draft, row.table, row.cells)]
        )
        added = [(row.table, key) for key in keys]
    else:
        words = {o.option: row.words[o.part] for o in kind.words if o.part in row.words}
        ordered = evidence_rows.is_ordered(draft.table(row.table))
        cells = {c: v for c, v in row.cells.items() if c != "position" or not ordered or not v.isdecimal()}
        one = add_row(draft, kind, cells, words, texts)
        at_end = [(row, one.row)] if len(cells) < len(row.cells) and not one.evidence else []
        done.defined += one.defined
        added = [(row.table, draft.table(row.table).key_of(one.row)), *((EVIDENCE, (i,)) for i in one.evidence)]
    done.keys += added
    done.places |= dict.fromkeys(added, (row.file, row.line))
    if kind is None and row.table != EVIDENCE:
        table = draft.table(row.table)
        done.places[row.table, table.key_of(table.rows[-1])] = (row.file, row.line)
    return at_end


def _move(draft: Draft, positions: Sequence[tuple[PlannedRow, Row]]) -> list[Problem]:
    """Give rows the positions that they ask for, the first one first; returns what is wrong with these."""
    errors = []
    for given, row in sorted(positions, key=lambda p: int(p[0].cells["position"])):
        try:
            evidence_rows.insert_at(draft.table(given.table), row, int(given.cells["position"]))
        except UserError as error:
            errors.append(_error(given, "position", error))
    return errors


def _add_evidence(draft: Draft, row: PlannedRow, texts: dict[str, Text]) -> list[tuple[str, ...]]:
    """Add rows of evidence: by offsets, or by words alone, given in `exact`. A row with all its cells is added as it is."""
    cells = row.cells
    record = next((f"{s}:{cells[f'{s}_id']}" for s in evidence_rows.RECORDS if cells.get(f"{s}_id")), "")
    if cells.get("sha256") or not record:
        return [add_plain_row(draft, row.table, cells)]
    to, part = evidence_rows.parse_target(record), cells.get("part", "")
    text = _text_of(cells.get("source_id", ""), texts)
    if cells.get("char_start") and cells.get("char_end"):
        start, end = _offset(cells, "char_start"), _offset(cells, "char_end")
        if not 0 <= start < end <= len(text.content):
            raise UserError(
                f"[{start}, {end}) is not in the text of {len(text.content):,} characters", "correct the offsets"
            )
        exact = text.content[start:end]
        if cells.get("exact") and cells["exact"] != exact:
            raise CellsError(
                [("exact", UserError(f"the text has {exact[:60]!r} at [{start}, {end})", "leave the offsets out"))]
            )
        spans = [(start, end)]
    elif cells.get("exact"):
        spans = spans_of_words(text, cells["exact"])
    else:
        raise UserError(
            "the row of evidence has neither words nor offsets", "give `exact`, or `char_start` and `char_end`"
        )
    return [(r["evidence_id"],) for r in evidence_rows.add_evidence(draft, text, to, part, spans)]


def _text_of(source_id: str, texts: dict[str, Text]) -> Text:
    if source_id in texts:
        return texts[source_id]
    if source_id or len(texts) != 1:
        known = ", ".join(texts) or "none is given"
        raise CellsError(
            [
                (
                    "source_id",
                    UserError(f"no text of the source {source_id!r} is given", f"texts: {known}; add --source ID=FILE"),
                )
            ]
        )
    return next(iter(texts.values()))


def _offset(cells: Row, column: str) -> int:
    if not cells[column].isdecimal():
        raise CellsError(
            [(column, UserError(f"{cells[column]!r} is not an offset", "give a whole number of code points"))]
        )
    return int(cells[column])


def _key(draft: Draft, row: PlannedRow) -> Key | None:
    key = draft.table(row.table).key
    return (row.table, tuple(row.cells.get(c, "") for c in key)) if key else None


def _needed(draft: Draft, row: PlannedRow, made: dict[Key, PlannedRow]) -> Iterator[PlannedRow]:
    """The rows among those given that a row refers to."""
    table = draft.table(row.table)
    for column, value in row.cells.items():
        to = reference_target(table, column) if value else None
        other = made.get((to[0], (value,))) if to else None
        if other is not None and other is not row:
            yield other


def _in_order(draft: Draft, planned: Sequence[PlannedRow], made: dict[Key, PlannedRow]) -> list[PlannedRow]:
    """Terms first; the others as they were given, but each after the rows that it refers to (depth-first)."""
    order: list[PlannedRow] = []
    seen: set[int] = set()
    ahead = sorted(planned, key=lambda p: p.table != TERMS)
    for row in ahead:
        stack: list[tuple[PlannedRow, Iterator[PlannedRow]]] = []
        if id(row) not in seen:
            seen.add(id(row))
            stack.append((row, _needed(draft, row, made)))
        while stack:
            current, needed = stack[-1]
            other = next((o for o in needed if id(o) not in seen), None)
            if other is None:
                order.append(current)
                stack.pop()
            else:
                seen.add(id(other))
                stack.append((other, _needed(draft, other, made)))
    return order


@contextmanager
def _restoring(draft: Draft) -> Iterator[None]:
    """Leave a draft as it was where the block raises UserError."""
    tables = {n: replace(t, rows=[dict(r) for r in t.rows], columns=list(t.columns)) for n, t in draft.tables.items()}
    descriptor, changed, notes = copy.deepcopy(draft.descriptor), dict(draft.changed), list(draft.notes)
    resources = {n: replace(r, schema=copy.deepcopy(r.schema)) for n, r in draft.package.resources.items()}
    try:
        yield
    except UserError:
        draft.descriptor.clear()
        draft.descriptor.update(descriptor)
        draft.package = replace(draft.package, resources=resources)
        for name, table in tables.items():
            table.schema = resources[name].schema
        draft.tables, draft.changed, draft.notes = tables, changed, notes
        raise
