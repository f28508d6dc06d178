"""A CSV file as the table it should be, without the blank rows and columns that spreadsheets leave at its edges."""

from __future__ import annotations

import contextlib
import csv
import io
import itertools
import re
from collections.abc import Mapping
from typing import Any

from event_timeline.editing.csv_tables import CsvTable, columns_of, sort_key
from event_timeline.io.counting import counted
from event_timeline.tables import quoting
from event_timeline.tables.byte_scan import StrictReader
from event_timeline.tables.file_checks import DELIMITERS

Read = tuple[CsvTable | None, list[str], str]
"""The table, what was fixed in words, and, where there is no table, why."""


def read(content: bytes, name: str, path: str, schema: dict[str, Any]) -> Read:
    """Parse a file's bytes (UTF-8); rows come back in the order that they have in the file."""
    columns = [f["name"] for f in schema["fields"]]
    notes: list[str] = []
    if (rest := _below_separator_line(content, columns)) is not None:
        content = rest
        notes.append("first line removed, which names the separator for Excel")
    sign = separator(content, columns)
    if sign:
        content = _swapped(content, sign)
        notes.append(f"{DELIMITERS[sign]} between the cells made commas")
    if fault := quoting.first_fault(content):
        return None, [], f"line {fault.line}: {fault.message}; {fault.hint}"
    try:
        rows = list(StrictReader(io.StringIO(content.decode("utf-8"), newline="")))
    except csv.Error as error:
        return None, [], f"cannot be read as CSV ({error})"
    if sign:
        rows = [[cell.translate({ord(sign): ",", ord(","): sign}) for cell in row] for row in rows]
    if not rows:
        return None, [], "empty"
    kept = [row for row in rows[1:] if any(row)]
    if len(kept) < len(rows) - 1:
        notes.append(f"{counted(len(rows) - 1 - len(kept), 'blank row')} removed")
    header, extra = rows[0], 0
    while len(header) > len(columns) and not header[-1].strip():
        header, extra = header[:-1], extra + 1
    if extra:
        if any(any(cell.strip() for cell in row[len(header) :]) for row in kept):
            return None, [], "a column without a name has values"
        kept = [row[: len(header)] for row in kept]
        notes.append(f"{counted(extra, 'blank column')} removed")
    if [cell.strip() for cell in header] != columns:
        return None, [], "the header is not that of the schema"
    if header != columns:
        notes.append("blanks removed from the header")
    if any(len(row) != len(columns) for row in kept):
        return None, [], "some records have more or fewer cells than the header"
    table = CsvTable(name, path, schema, columns, [dict(zip(columns, row, strict=True)) for row in kept])
    return table, notes, ""


def _below_separator_line(content: bytes, columns: list[str]) -> bytes | None:
    """What is below a first line such as `sep=;`, where that is the header with that sign; None elsewhere."""
    line, _, rest = content.partition(b"\n")
    found = re.fullmatch(rb'"?sep=([,;|\t])"?[,;|\t]*', line, re.IGNORECASE)
    if found is None:
        return None
    header = [name.strip() for name in rest.partition(b"\n")[0].decode("utf-8").split(",")]
    sign = separator(rest, columns) or ("," if header == columns else "")
    return rest if sign == found[1].decode() else None


def separator(content: bytes, columns: list[str]) -> str:
    """The sign between the names of the header, where it is another than a comma and gives the schema's columns."""
    line = content.split(b"\n", 1)[0].decode("utf-8")
    for sign in DELIMITERS if len(columns) > 1 else ():
        with contextlib.suppress(csv.Error):
            found = next(StrictReader([line], sign), [])
            while len(found) > len(columns) and not found[-1].strip():
                found.pop()
            if [cell.strip() for cell in found] == columns:
                return sign
    return ""


def _swapped(content: bytes, sign: str) -> bytes:
    """The bytes with commas and another sign exchanged: what was separated by it is CSV then, quoted as it was."""
    return content.translate(bytes.maketrans(f"{sign},".encode(), f",{sign}".encode()))


def sort(tables: Mapping[str, CsvTable]) -> dict[str, list[str]]:
    """Put the rows of each table in its schema's order; the tables that were not, and what was done, in words."""
    return {name: notes for name, table in tables.items() if (notes := _sorted(table))}


def _sorted(table: CsvTable) -> list[str]:
    """Put the rows in the schema's order if one is too far down; not while a number to sort by is invalid."""
    by = columns_of(table.schema.get("sortedBy"))
    numbers = {f["name"] for f in table.schema["fields"] if f.get("type") == "integer"}
    columns: list[list[int | str]] = []
    for column in by:
        cells = [row[column] for row in table.rows]
        if column in numbers and any(cell and not cell.lstrip("-").isdecimal() for cell in cells):
            return []
        columns.append([int(cell) if cell else cell for cell in cells] if column in numbers else [*cells])
    filled = [key for key in zip(*columns, strict=True) if "" not in key]
    if all(a <= b for a, b in itertools.pairwise(filled)):
        return []
    table.rows.sort(key=sort_key(table.schema))
    return [f"rows sorted by {', '.join(by)}"]


def render(table: CsvTable) -> bytes:
    """The file's content: LF, quotation marks only where needed, rows in the order they have."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([row[c] for c in table.columns] for row in table.rows)
    return out.getvalue().encode("utf-8")
