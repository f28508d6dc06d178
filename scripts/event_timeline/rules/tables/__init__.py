"""TAB: files, headers, types and constraints."""

from event_timeline.rules.rule import rules_of
from event_timeline.rules.tables import constraints, files, rows, spreadsheets, text_cells

RULES = rules_of(constraints, files, rows, spreadsheets, text_cells)
