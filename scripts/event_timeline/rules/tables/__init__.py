"""TAB: files, headers, types and constraints."""

from __future__ import annotations

from event_timeline.rules.kinds import of_file
from event_timeline.rules.tables import constraints, files, rows, scripts, spreadsheets, text_cells

RULES = (
    *files.FILE_RULES,
    rows.blank_row,
    *constraints.CONSTRAINT_RULES,
    rows.unsorted_rows,
    text_cells.surrounding_whitespace,
    text_cells.not_nfc,
    text_cells.invisible_character,
    text_cells.line_break_in_cell,
    text_cells.missing_value_token,
    text_cells.unusual_whitespace,
    spreadsheets.formula,
    spreadsheets.formula_error,
    spreadsheets.mojibake,
    spreadsheets.reformatted_date,
    spreadsheets.scientific_notation,
    of_file("TAB045", "unnamed-columns", fixable=True),
    spreadsheets.smart_quotes,
    spreadsheets.lost_leading_zeros,
    scripts.mixed_scripts,
)
"""In the order of their codes."""
