"""Checking a cell before it is written: vocabulary terms and references, with the nearest match."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from datetime import date, datetime, time
from math import isinf
from numbers import Number
from typing import Any

from event_timeline import profile
from event_timeline.editing.csv_tables import CsvTable
from event_timeline.editing.draft import Draft
from event_timeline.editing.profile_terms import TOPIC
from event_timeline.editing.suggestions import did_you_mean
from event_timeline.io.counting import listed
from event_timeline.model import CellsError, UserError
from event_timeline.profile.table_schemas import foreign_keys
from event_timeline.rules.tables.suggestions import nearest_term, term_command, terms_in_words
from event_timeline.tables.byte_scan import MAX_CELL

MISSING = ("NAType", "NaTType")
"""Types of the values of pandas for what is missing."""
LIBRARIES = ("numpy", "pandas", "polars", "pyarrow")
"""Packages whose arrays, series and scalars hold values of Python."""


def term_choices(draft: Draft, table: CsvTable, column: str) -> list[tuple[str, str, str]]:
    """(term, label, definition) of a vocabulary column, in the schema's order, or in the codebook's; empty where it has none."""
    enum = table.field(column).get("constraints", {}).get("enum") or []
    book = {r["term"]: r for r in draft.table("codebook").rows if r["vocabulary"] == f"{table.name}.{column}"}
    if f"{table.name}.{column}" == TOPIC:
        enum = enum or list(book)
    return [(str(t), book.get(str(t), {}).get("label", ""), book.get(str(t), {}).get("definition", "")) for t in enum]


def reference_target(table: CsvTable, column: str) -> tuple[str, str] | None:
    """(table, column) that a column refers to."""
    keys = foreign_keys(table.name, table.schema)
    return next(((other, targets[0]) for columns, other, targets in keys if columns == [column]), None)


def reference_choices(draft: Draft, table: CsvTable, column: str) -> list[tuple[str, str]]:
    """(identifier, name or label) of every record that a column may refer to."""
    to = reference_target(table, column)
    if to is None:
        return []
    other = draft.table(to[0])
    label = next((c for c in ("name", "label", "title", "summary") if c in other.columns), to[1])
    return [(r[to[1]], r[label]) for r in other.rows]


def _newest_terms(table: str, column: str) -> list[str]:
    """The terms of a column in the newest version of the profile."""
    fields = profile.table_schema(table)["fields"] if table in profile.ALL_TABLES else []
    return next((f["constraints"].get("enum", []) for f in fields if f["name"] == column), [])


def check_value(draft: Draft, table: CsvTable, column: str, value: str) -> str:
    """The value as it is to be written; a label is replaced by its term. Raises UserError with the nearest match."""
    if value in (table.field(column).get("constraints", {}).get("enum") or ()):
        return value
    terms = term_choices(draft, table, column)
    if terms:
        exact = [t for t, _, _ in terms if t == value] or [
            t for t, label, _ in terms if value.casefold() in (t.casefold(), label.casefold())
        ]
        if not exact:
            known = [t for t, _, _ in terms]
            vocabulary = f"{table.name}.{column}"
            meant = nearest_term(value, known)
            near = f"did you mean {meant!r}?" if meant else did_you_mean(value, known)
            if value in _newest_terms(table.name, column):
                near = f"profile {profile.VERSION} has it: `timeline bump --profile` makes the package follow that"
            hint = f"{near} " if near.endswith("?") else f"{near or terms_in_words(vocabulary, known, value)}; "
            own = term_command(vocabulary).format(quoted=shlex.quote(value))
            raise UserError(f"{vocabulary}: there is no term {value!r}", f"{hint}a term of your own: `{own}`")
        return exact[0]
    to = reference_target(table, column)
    if to is not None:
        other = draft.table(to[0])
        if other.key == [to[1]] and other.find(value):
            return value
        known = [identifier for identifier, _ in reference_choices(draft, table, column)]
        if value not in known:
            near = did_you_mean(value, known) or (
                f"there are {listed(known)}" if known else f"`{to[0]}` has no rows yet: add it first"
            )
            raise UserError(f"{table.name}.{column}: there is no {value!r} in `{to[0]}`", near)
    return value


def plain(value: Any) -> Any:
    """The value of Python that a scalar of a library means, and the list that an array or series holds; others as they are."""
    if type(value).__module__.partition(".")[0] not in LIBRARIES:
        return value
    if type(value).__name__ == "datetime64":  # of nanoseconds NumPy makes a number
        value = value.astype("datetime64[us]")
    convert = next((c for name in ("tolist", "to_list", "as_py") if (c := getattr(value, name, None))), None)
    return value if convert is None else convert()


def is_missing(value: Any) -> bool:
    """Whether a value is an empty cell: None, NaN, NA, NaT, or an empty text, list or mapping."""
    if isinstance(value, Number):
        return bool(value != value)
    return value is None or type(value).__name__ in MISSING or (isinstance(value, str | list | dict) and not value)


def cells_of(draft: Draft, table: str, given: Mapping[str, object]) -> dict[str, str]:
    """Values, column -> value, as their cells are written. Raises CellsError for all that no cell holds."""
    cells, errors = dict[str, str](), list[tuple[str, UserError]]()
    for column, value in given.items():
        try:
            cells[column] = cell_of(draft, table, column, value)
        except UserError as error:
            errors.append((column, error))
    if errors:
        raise CellsError(errors)
    return cells


def cell_of(draft: Draft, table: str, column: str, value: Any) -> str:
    """A value as the cell of a column is written: as `cell_text`, and a whole float as an integer where the column is of integers.

    A frame of pandas has floats in a column of integers with a missing value. Raises UserError as `cell_text`, and for a truth
    value in a column of another type: `true` is rarely a name.
    """
    value = plain(value)
    if isinstance(value, float) and value.is_integer() and _type(draft, table, column) == "integer":
        value = int(value)
    if isinstance(value, bool) and _type(draft, table, column) not in ("boolean", "any", ""):
        text = cell_text(value)
        raise UserError(f"a truth value, {text}, in a column that holds none", f'pass the text "{text}" if it is meant')
    return cell_text(value)


def _type(draft: Draft, table: str, column: str) -> str:
    """The type of a column, by the package's schema or else by the profile's; empty for an unknown column."""
    resource = draft.package.resources.get(table)
    fields = list(resource.schema.get("fields", ())) if resource else []
    fields += profile.table_schema(table)["fields"] if table in profile.ALL_TABLES else []
    return next((str(f.get("type", "")) for f in fields if f["name"] == column), "")


def cell_text(value: Any) -> str:
    """A value as its cell is written: a missing one is empty, dates are ISO, truth values `true` and `false`.

    The values of pandas and NumPy are those of Python that they mean: NaN, NA and NaT are missing, and a midnight without
    a zone is a day. Raises UserError for lists, bytes, halves of characters and other values that a cell does not hold.
    """
    value = plain(value)
    if not isinstance(value, list | dict) and is_missing(value):
        return ""
    if isinstance(value, datetime) and value.tzinfo is None and value.time() == time.min:
        value = value.date()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and isinf(value):
        raise UserError("a cell cannot be infinite", "pass a finite number, or None for an unknown one")
    if not isinstance(value, str | Number):
        kind = type(value).__name__
        raise UserError(f"a cell cannot be of the type {kind}", "pass a string, a number, a date or None")
    text = str(value)
    if refusal := refusal_of_text(text):
        raise refusal
    return text


def refusal_of_text(text: str) -> UserError | None:
    """Why no cell can hold a text: half a character, a NUL, or too much; else None."""
    if not text.isascii() and any("\ud800" <= c <= "\udfff" for c in text):
        said = "the text holds half a character (a lone surrogate), which no file can hold"
        return UserError(said, "write the character itself, or both halves of the pair")
    if "\0" in text:
        return UserError("the text holds a NUL (U+0000), which no table can hold", "take it out")
    if len(text) >= MAX_CELL:
        return UserError(
            f"a text of {len(text):,} characters is too long: a cell holds fewer than {MAX_CELL:,}", "shorten it"
        )
    return None
