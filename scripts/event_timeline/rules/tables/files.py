"""TAB: the files as files."""

from __future__ import annotations

from event_timeline.rules.kinds import of_file

unreadable_file = of_file("TAB001", "unreadable-file")
empty_file = of_file("TAB002", "empty-file")
binary_file = of_file("TAB003", "binary-file")
not_utf_8 = of_file("TAB004", "not-utf-8")
byte_order_mark = of_file("TAB005", "byte-order-mark", fixable=True)
carriage_returns = of_file("TAB006", "carriage-returns", fixable=True)
no_final_newline = of_file("TAB007", "no-final-newline", severity="warning")
wrong_header = of_file("TAB008", "wrong-header")
duplicate_header = of_file("TAB009", "duplicate-header")
wrong_delimiter = of_file("TAB010", "wrong-delimiter", fixable=True)
ragged_row = of_file("TAB011", "ragged-row")
malformed_record = of_file("TAB012", "malformed-record")
overlong_line = of_file("TAB013", "overlong-line")
too_many_columns = of_file("TAB014", "too-many-columns")
unnamed_columns = of_file("TAB045", "unnamed-columns", fixable=True)
