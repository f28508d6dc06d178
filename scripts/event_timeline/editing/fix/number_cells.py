"""Cells that a spreadsheet program or a data frame took for numbers: `40` for the code 040, `30.0` for 30."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping

from event_timeline import profile
from event_timeline.editing.csv_tables import CsvTable
from event_timeline.editing.fix.cells import distinct_cells
from event_timeline.io.counting import counted

DECIMAL = re.compile(r"([+-]?\d+)\.0+")
"""What a column of whole numbers with missing values becomes in a data frame of floating-point numbers."""
CODES = "events.cameo"


def restore_numbers(tables: Mapping[str, CsvTable]) -> dict[str, list[str]]:
    """Write what the cell said where exactly one value is possible; table -> what was written, in words.

    A whole number of an integer column loses its `.0`, as does a text whose column's pattern or terms allow it only
    without, and not with a zero before it either. A CAMEO code gets its zero back where exactly one code is possible; of
    two, the one that the codebook has. So does a code that the codebook lacks and has with that zero, unless another cell
    of the column still begins with one: then no program took the column for numbers.
    """
    done: dict[str, Counter[str]] = {name: Counter() for name in tables}
    for name, table in tables.items():
        for field in table.schema["fields"]:
            column = field["name"]
            cells = distinct_cells(table.rows, column) if column in table.columns else set()
            decimals = [found for cell in cells if ".0" in cell and (found := DECIMAL.fullmatch(cell))]
            fixed = {found[0]: found[1] for found in decimals if _only(field, found[0], found[1])}
            for row in table.rows if fixed else ():
                if row[column] in fixed:
                    row[column] = fixed[row[column]]
                    done[name][f"{column}: .0 removed from whole numbers"] += 1
    book = tables.get("codebook")
    terms: set[str] = set()
    if book is not None and {"vocabulary", "term"} <= set(book.columns):
        coded = [row for row in book.rows if row["vocabulary"] == CODES]
        done["codebook"]["term: zeros of codes restored"] += _restore_codes(coded, "term", ())
        terms = {row["term"] for row in coded}
    events = tables.get("events")
    if events is not None and "cameo" in events.columns:
        done["events"]["cameo: zeros of codes restored"] += _restore_codes(events.rows, "cameo", terms)
    return {
        name: [f"{what} ({counted(n, 'cell')})" for what, n in sorted(counts.items()) if n]
        for name, counts in done.items()
        if any(counts.values())
    }


def _restore_codes(rows: list[dict[str, str]], column: str, terms: Collection[str]) -> int:
    cells, fixed = distinct_cells(rows, column), {}
    padded = () if any(cell.startswith("0") for cell in cells) else terms
    for cell in cells:
        possible = profile.cameo_readings(cell, padded)
        if len(possible) > 1:
            possible = [code for code in possible if code in terms]
        if len(possible) == 1:
            fixed[cell] = possible[0]
    changed = [row for row in rows if row[column] in fixed] if fixed else []
    for row in changed:
        row[column] = fixed[row[column]]
    return len(changed)


def _only(field: dict[str, object], cell: str, whole: str) -> bool:
    """Whether a column allows a cell only without its decimals, and a text not with a zero before it as well."""
    if _allows(field, cell) or not _allows(field, whole):
        return False
    return field.get("type") == "integer" or not _allows(field, f"0{whole}")


def _allows(field: dict[str, object], cell: str) -> bool:
    """Whether a field's type, pattern and terms allow a cell, as far as its form goes."""
    if field.get("type") == "integer":
        return cell.lstrip("+-").isdecimal()
    constraints = field.get("constraints")
    if field.get("type", "string") != "string" or not isinstance(constraints, dict):
        return True
    terms, pattern = constraints.get("enum"), constraints.get("pattern")
    if terms is not None:
        return cell in terms
    return not isinstance(pattern, str) or re.fullmatch(pattern, cell) is not None
