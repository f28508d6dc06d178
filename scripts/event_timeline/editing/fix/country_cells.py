"""Country codes that are missing and certain: what the rules GEO014 and ACT003 name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from event_timeline.editing.csv_tables import CsvTable

if TYPE_CHECKING:
    import polars as pl

COLUMNS = ("kind", "name", "country")


def fill_country_codes(tables: Mapping[str, CsvTable]) -> dict[str, list[str]]:
    """Write the code of each place and actor that is a country without one; table -> what was written, in words.

    A code is certain where everything that is known names the same one, and no other country of the table has it: two
    with one code may be one country that was entered twice, which a person decides.
    """
    pairs = [(name, other) for name, other in (("places", "actors"), ("actors", "places")) if name in tables]
    pairs = [(name, other) for name, other in pairs if set(COLUMNS) <= set(tables[name].columns)]
    if not any(_bare(tables[name]) for name, _ in pairs):
        return {}
    from event_timeline.rules.country_codes import missing_codes
    from event_timeline.tables.loading import ROW

    frames = {name: _frame(tables[name]) for name, _ in pairs}
    known = {
        name: missing_codes(frames[name], frames.get(other, frames[name].clear()))
        .select(ROW, "code")
        .unique()
        .collect()
        for name, other in pairs
    }
    notes = {}
    for name, codes in known.items():
        written = _write(tables[name], list(codes.iter_rows()))
        if written:
            notes[name] = [f"country: {', '.join(written)} written, which the country's name or CAMEO code gives"]
    return notes


def _bare(table: CsvTable) -> bool:
    return any(row["kind"] == "country" and not row["country"] for row in table.rows)


def _frame(table: CsvTable) -> pl.LazyFrame:
    import polars as pl

    from event_timeline.tables.loading import ROW

    columns = [*COLUMNS, *(c for c in ("cameo",) if c in table.columns)]
    data = {c: [row[c] or None for row in table.rows] for c in columns}
    return pl.LazyFrame(data, dict.fromkeys(columns, pl.String)).with_row_index(ROW)


def _write(table: CsvTable, known: list[tuple[int, str]]) -> list[str]:
    """Write the codes that are certain into the table, in the order of its rows; returns them."""
    countries = [row["country"] for row in table.rows if row["kind"] == "country"]
    by_row: dict[int, list[str]] = {}
    for row, code in known:
        by_row.setdefault(row, []).append(code)
    taken = countries + [codes[0] for codes in by_row.values() if len(codes) == 1]
    certain = {row: codes[0] for row, codes in by_row.items() if len(codes) == 1 and taken.count(codes[0]) == 1}
    for row, code in certain.items():
        table.rows[row]["country"] = code
    return [code for _, code in sorted(certain.items())]
