"""Rows that are given within another: the participants of an event, its relations, what statements say of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from event_timeline import profile
from event_timeline.editing.add_row import identifier_for
from event_timeline.editing.cell_values import cell_of, term_choices
from event_timeline.editing.csv_tables import CsvTable
from event_timeline.editing.draft import Draft
from event_timeline.editing.profile_additions import table_to_extend
from event_timeline.editing.record_types import BY_TABLE, RECORD_TYPES, option_name
from event_timeline.editing.row_files import fault
from event_timeline.editing.suggestions import did_you_mean
from event_timeline.model import Problem, UserError
from event_timeline.profile.table_schemas import foreign_keys

EVIDENCE = "evidence"
SEPARATORS = re.compile(r"[\s;]+")
"""What separates several rows in one cell, such as `mira-holm:chair jonas-veld:host`."""


@dataclass
class PlannedRow:
    """A row to be added: cells, column -> text; words: part of evidence -> words of the text, at least one.

    file, line, path: where it was given; path is of a property within the row, such as `participants[2].`; in_doubt:
    whether it has a property that could not be read, so that it may lack what that was to give.
    """

    table: str
    cells: dict[str, str]
    words: dict[str, list[str]] = field(default_factory=dict)
    file: str = ""
    line: int = 0
    path: str = ""
    in_doubt: bool = False


@dataclass(frozen=True)
class Related:
    """Rows of a table that are given within a row of another.

    short: the columns of the short form, as in `actor:role`; fixed: cells that the name says already; link: the table
    that joins both, where the rows are records of their own, such as the statements about an event.
    """

    table: str
    short: tuple[str, ...] = ()
    fixed: Mapping[str, str] = field(default_factory=dict)
    link: str = ""


ROLES = "event_actors"
RELATED = {
    ("events", "participants"): Related(ROLES, ("actor_id", "role")),
    ("events", "relations"): Related("event_relations", ("relation", "other_event_id", "according_to")),
    ("events", "about"): Related("statement_events", ("statement_id", "stance", "factuality")),
    ("events", "statements"): Related("statements", link="statement_events"),
    ("events", "actors"): Related("actors", link=ROLES),
    ("statements", "about"): Related("statement_events", ("event_id", "stance", "factuality")),
    ("statements", "events"): Related("events", link="statement_events"),
}
"""(table, property) -> the rows that it gives; tables that refer to the row can be named as well."""


def related(draft: Draft, table: str, name: str) -> Related | None:
    """The rows that a property of a table's rows gives; None where it gives none."""
    if (table, name) in RELATED:
        return RELATED[table, name]
    resources = draft.package.resources
    if table == "events" and ROLES in resources:
        roles = [t for t, _, _ in term_choices(draft, draft.table(ROLES), "role")]
        if name in roles:
            return Related(ROLES, ("actor_id",), {"role": name})
    if name in resources or name in profile.OPTIONAL_TABLES:
        schema = resources[name].schema if name in resources else profile.table_schema(name)
        if name not in (EVIDENCE, table) and columns_to(schema, table):
            return Related(name)
    return None


def columns_to(schema: dict[str, Any], other: str) -> list[str]:
    """The columns that alone refer to another table, by a table's schema, in the order of its keys."""
    return [columns[0] for columns, table, _ in foreign_keys("", schema) if table == other and len(columns) == 1]


def table_name(draft: Draft, name: str) -> str:
    """A table by its name, or by what `timeline add` calls its rows. Raises UserError."""
    known = list(dict.fromkeys([*draft.package.resources, *profile.ALL_TABLES]))
    found = RECORD_TYPES[name].table if name in RECORD_TYPES and name not in known else name
    if found not in known:
        raise UserError(
            f"there is no table {name!r}" if name else "the row's table is not named",
            did_you_mean(name, [*known, *RECORD_TYPES]) or f"the tables are {', '.join(draft.package.resources)}",
        )
    return found


def column_name(table: CsvTable, name: str) -> str:
    """A column by its name or by that of its option, as `actor` for `actor_id`; empty where there is none."""
    if name in table.columns:
        return name
    if name == "id" and len(table.key) == 1:
        return table.key[0]
    columns = [*table.columns, *profile.optional_fields(table.name)]
    return next((c for c in columns if c == name or option_name(c) == name.replace("_", "-")), "")


def plan(draft: Draft, name: str, values: Mapping[str, Any], at: PlannedRow) -> Iterator[PlannedRow | Problem]:
    """The rows that one row gives, itself first, and what is wrong with its properties.

    name: of its table; values: column or property -> value; at: where it was given.
    """
    try:
        table = table_to_extend(draft, table_name(draft, name))
    except UserError as error:
        yield fault(at.file, at.line, f"{at.path}table" if not name else at.path.rstrip("."), error.message, error.hint)
        return
    row = PlannedRow(table.name, dict(at.cells), {}, at.file, at.line, at.path)
    kind = BY_TABLE.get(table.name)
    nested: list[tuple[str, Related, Any]] = []
    errors: list[Problem] = []
    properties: dict[str, str] = {}
    for key, value in values.items():
        column = column_name(table, key)
        others = related(draft, table.name, key) if len(table.key) == 1 else None
        if column and not isinstance(value, list | dict):
            if column in properties:
                said = f"{properties[column]!r} and {key!r} both give the column `{column}`"
                errors.append(fault(row.file, row.line, f"{row.path}{key}", said, "keep one of them"))
            properties[column] = key
            try:
                row.cells[column] = cell_of(draft, table.name, column, value)
            except UserError as error:
                errors.append(fault(row.file, row.line, f"{row.path}{key}", error.message, error.hint))
        elif others:
            nested.append((key, others, value))
        elif part := _part(table.name, key):
            errors += _take_words(row, {part: value} if part != EVIDENCE else value)
        else:
            given = "one cell cannot hold several values" if column else f"`{table.name}` has no column {key!r}"
            words = [o.option for o in kind.words] if kind else []
            known = [*table.columns, *words, *(n for t, n in RELATED if t == table.name)]
            hint = "give one value" if column else did_you_mean(key, known)
            errors.append(
                fault(row.file, row.line, f"{row.path}{key}", given, hint or f"there are {', '.join(table.columns)}")
            )
    if kind and kind.key and not row.cells.get(kind.key) and kind.name != "term":
        row.cells[kind.key] = identifier_for(kind, row.cells)
    row.in_doubt = bool(errors)
    yield from errors
    yield row
    for key, others, value in nested:
        yield from _expand(draft, row, table, key, others, value)


def expand(draft: Draft, name: str, key: str, given: Mapping[str, Any]) -> Iterator[PlannedRow | Problem]:
    """The rows that properties of a record give, without its own; key: its identifier."""
    table = draft.table(name)
    row = PlannedRow(name, {table.key[0]: key})
    for prop, value in given.items():
        others = related(draft, name, prop)
        if others is None:
            yield fault("", 0, prop, f"a row of {name} has no {prop!r}", "leave it out")
        else:
            yield from _expand(draft, row, table, prop, others, value)


def _part(table: str, key: str) -> str:
    """The part of evidence that a property gives words of; `evidence` where it gives several; empty for neither."""
    if key == EVIDENCE:
        return EVIDENCE
    head, dot, part = key.partition(".")
    if dot and head == EVIDENCE:
        return part
    kind = BY_TABLE.get(table)
    return next((o.part for o in (kind.words if kind else ()) if o.option == key.replace("_", "-")), "")


def _take_words(row: PlannedRow, given: Any) -> Iterator[Problem]:
    kind = BY_TABLE.get(row.table)
    parts = [o.part for o in kind.words] if kind else []
    if not isinstance(given, dict):
        yield fault(
            row.file, row.line, f"{row.path}{EVIDENCE}", "not an object of parts", 'write {"mention": ["words"]}'
        )
        return
    for part, some in given.items():
        words = some if isinstance(some, list) else [some]
        if part not in parts or not all(isinstance(w, str | int) and not isinstance(w, bool) for w in words):
            said = (
                f"a row of {row.table} has no evidence of part {part!r}"
                if part not in parts
                else "words must be strings"
            )
            known = f"there are: {', '.join(parts)}" if parts else "add evidence to actors, events and statements"
            yield fault(row.file, row.line, f"{row.path}{EVIDENCE}.{part}", said, known)
        else:
            row.words.setdefault(part, []).extend(str(w) for w in words)


def _expand(
    draft: Draft, row: PlannedRow, table: CsvTable, key: str, others: Related, value: Any
) -> Iterator[PlannedRow | Problem]:
    try:
        table_to_extend(draft, others.table)
    except UserError as error:
        yield fault(row.file, row.line, f"{row.path}{key}", error.message, error.hint)
        return
    items = _items(value)
    for number, item in enumerate(items):
        path = f"{row.path}{key}[{number}]." if len(items) > 1 else f"{row.path}{key}."
        at = PlannedRow(others.table, dict(others.fixed), {}, row.file, row.line, path)
        if isinstance(item, str) and others.short:
            parts = item.split(":")
            if len(parts) > len(others.short):
                form = ":".join(option_name(c) for c in others.short)
                yield fault(row.file, row.line, path.rstrip("."), f"{item!r} has {len(parts)} parts", f"write {form}")
                continue
            item = dict(zip(others.short, parts, strict=False))
            if others.table == ROLES:
                item.setdefault("role", others.fixed.get("role", "participant"))
        if not isinstance(item, dict):
            yield fault(
                row.file, row.line, path.rstrip("."), f"{str(item)[:40]!r} is not a row", "write an object of columns"
            )
            continue
        yield from _with_link(draft, row, table, others, item, at)


def _with_link(
    draft: Draft, row: PlannedRow, table: CsvTable, others: Related, item: dict[str, Any], at: PlannedRow
) -> Iterator[PlannedRow | Problem]:
    """A nested row that refers to the row it is in, or both it and the row of the table that joins the two."""
    own = row.cells.get(table.key[0], "")
    if not others.link:
        nested = draft.table(others.table)
        free = [c for c in columns_to(nested.schema, table.name) if not any(column_name(nested, k) == c for k in item)]
        at.cells = {**at.cells, **({free[0]: own} if free else {})}
        yield from plan(draft, others.table, item, at)
        return
    link, nested = draft.table(others.link), draft.table(others.table)
    tie = {k: v for k, v in item.items() if column_name(link, k) and not column_name(nested, k)}
    record: PlannedRow | None = None
    for one in plan(draft, others.table, {k: v for k, v in item.items() if k not in tie}, at):
        record = record or (one if isinstance(one, PlannedRow) else None)
        yield one
    if record is not None:
        ends = {
            columns_to(link.schema, table.name)[0]: own,
            columns_to(link.schema, nested.name)[0]: record.cells.get(nested.key[0], ""),
        }
        yield from plan(draft, others.link, tie, PlannedRow(others.link, ends, {}, at.file, at.line, at.path))


def _items(value: Any) -> list[Any]:
    found = []
    for item in value if isinstance(value, list) else [value]:
        found += [s for s in SEPARATORS.split(item) if s] if isinstance(item, str) else [item]
    return found
