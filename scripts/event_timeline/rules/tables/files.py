"""TAB: the files as files."""

from __future__ import annotations

from event_timeline.rules.kinds import of_file

FILE_RULES = (
    of_file("TAB001", "unreadable-file"),
    of_file("TAB002", "empty-file"),
    of_file("TAB003", "binary-file"),
    of_file("TAB004", "not-utf-8"),
    of_file("TAB005", "byte-order-mark", fixable=True),
    of_file("TAB006", "carriage-returns", fixable=True),
    of_file("TAB007", "no-final-newline", severity="warning"),
    of_file("TAB008", "wrong-header"),
    of_file("TAB009", "duplicate-header"),
    of_file("TAB010", "wrong-delimiter", fixable=True),
    of_file("TAB011", "ragged-row"),
    of_file("TAB012", "malformed-record"),
    of_file("TAB013", "overlong-line"),
    of_file("TAB014", "too-many-columns"),
)
