"""TAB: files, headers, types and constraints."""

from __future__ import annotations

from event_timeline.rules.kinds import of_file
from event_timeline.rules.tables import constraints, files, rows, scripts, spreadsheets, text_cells

RULES = (
    *files.FILE_RULES,
    rows.blank_row,
    *constraints.CONSTRAINT_RULES,
    rows.unsorted_rows,
    text_cells.stray_blank,
    text_cells.not_composed,
    text_cells.invisible_character,
    text_cells.line_break_in_cell,
    text_cells.token_for_missing,
    text_cells.odd_blank,
    spreadsheets.formula,
    spreadsheets.formula_error,
    spreadsheets.mojibake,
    spreadsheets.reformatted_date,
    spreadsheets.scientific_notation,
    of_file("TAB045", "blank-columns", fixable=True),
    spreadsheets.smart_quotes,
    spreadsheets.lost_zeros,
    scripts.mixed_scripts,
)
"""In the order of their codes."""
