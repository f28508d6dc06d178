"""What the SQL exports share: quoting, the tables that describe the database, and which views fit."""

from __future__ import annotations

from datetime import date
from typing import Any

from event_timeline.exports.dataset import Dataset
from event_timeline.exports.ownership import ownership_mark
from event_timeline.exports.views import for_tables
from event_timeline.profile import table_schemas

PACKAGE_COLUMNS = ("property", "value")
FIELD_COLUMNS = ("table_name", "position", "field", "title", "description", "type")

REPAIR = (
    "run `timeline validate` and fix what it reports; numbers that differ only beyond 15 digits are one key in a "
    "database: write them as text, or take another key"
)


def quoted(name: str) -> str:
    """An SQL identifier, safe whatever the package calls its columns."""
    return '"' + name.replace('"', '""') + '"'


def names(fields: str | list[str]) -> str:
    """Identifiers in a row, as in a key."""
    return ", ".join(quoted(f) for f in as_list(fields))


def as_list(fields: str | list[str]) -> list[str]:
    """Table Schema writes a key of one field as a string or as a list."""
    return [fields] if isinstance(fields, str) else list(fields)


def literal(value: Any) -> str:
    """An SQL literal of a number, truth value, date or text."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return repr(value)
    text = value.isoformat() if isinstance(value, date) else str(value)
    return "'" + text.replace("'", "''") + "'"


def foreign_keys(table: str, schemas: dict[str, dict[str, Any]]) -> list[tuple[list[str], str, list[str]]]:
    """(columns, other table, its columns) of each foreign key whose other table is there."""
    return [key for key in table_schemas.foreign_keys(table, schemas[table]) if key[1] in schemas]


def package_rows(data: Dataset, format_name: str) -> list[tuple[str, str]]:
    """Rows of `_package`: what the descriptor says in plain words, and which export this is."""
    plain = {k: v for k, v in data.descriptor.items() if isinstance(v, str)}
    return sorted((plain | {"export": ownership_mark(format_name)}).items())


def field_rows(data: Dataset) -> list[tuple[str, int, str, str | None, str | None, str]]:
    """Rows of `_fields`: what the schemas say of each column."""
    return [
        (table, i, f["name"], f.get("title"), f.get("description"), f.get("type", "string"))
        for table in data.schemas
        for i, f in enumerate(data.fields(table), 1)
    ]


def views(data: Dataset) -> dict[str, str]:
    """The ready-made views that fit the package's tables: name -> SELECT."""
    return for_tables(data.schemas)
