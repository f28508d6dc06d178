"""TAB: the files as files."""

from __future__ import annotations

from collections.abc import Iterator

from event_timeline.model import Severity
from event_timeline.rules.rule import Check, Context, Finding, Found, Rule, rule


def _flaws(kind: str) -> Check:
    """A check that passes on what reading the files has found already."""

    def check(t: Context) -> Iterator[Finding]:
        for flaw in t.tables.flaws:
            if flaw.kind == kind:
                yield Found(
                    flaw.message, flaw.resource, flaw.path, flaw.line, flaw.row, flaw.column, flaw.value, flaw.hint
                )

    check.__name__ = kind.replace("-", "_")
    return check


def _file_rule(code: str, slug: str, severity: Severity = "error", mended: bool = False) -> Rule:
    return rule(code, severity=severity, mended=mended)(_flaws(slug))


FILE_RULES = (
    _file_rule("TAB001", "unreadable-file"),
    _file_rule("TAB002", "empty-file"),
    _file_rule("TAB003", "binary-file"),
    _file_rule("TAB004", "not-utf-8"),
    _file_rule("TAB005", "byte-order-mark", mended=True),
    _file_rule("TAB006", "carriage-returns", mended=True),
    _file_rule("TAB007", "no-final-newline", severity="warning"),
    _file_rule("TAB008", "wrong-header"),
    _file_rule("TAB009", "duplicate-header"),
    _file_rule("TAB010", "wrong-delimiter", mended=True),
    _file_rule("TAB011", "ragged-row"),
    _file_rule("TAB012", "malformed-record"),
    _file_rule("TAB013", "huge-cell"),
    _file_rule("TAB014", "too-many-columns"),
)
