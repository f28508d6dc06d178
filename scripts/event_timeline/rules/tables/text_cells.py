"""TAB: the letters, blanks and signs of cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import polars as pl

from event_timeline.rules.hashing import misquoted
from event_timeline.rules.rule import Context, Finding, Matches, rule
from event_timeline.rules.tables.columns import SMALL, excludes, quiet
from event_timeline.rules.tables.constraints import violated
from event_timeline.tables.loading import ROW

VERBATIM = frozenset({"exact", "quote", "cue", "speaker_as_reported"})
"""Columns of a source's own words, which may be of any form."""


def _text_columns(t: Context, name: str) -> list[str]:
    return [f["name"] for f in t.tables.fields(name) if f.get("type", "string") == "string"]


def text_cells(t: Context, mask: Any, message: str) -> Iterator[Finding]:
    """Offending text cells of every table; `mask` makes the expression for a column."""
    if quiet(t, mask):
        return
    for name, table in t.tables.tables.items():
        clean = {c for c in _text_columns(t, name) if not any(broken == c for broken, _ in violated(t)[name])}
        for field in t.tables.fields(name):
            column = field["name"]
            if column not in _text_columns(t, name):
                continue
            if table.rows > SMALL and column in clean and excludes(field, mask, TOKENS):
                continue
            where = mask(pl.col(column))
            rows = t[name].filter(where).select(ROW, column)
            yield Matches(name, rows.rename({column: "value"}), message, column, "value", where=where)


@rule("TAB031", fixable=True, unfixed_columns=VERBATIM, scope="rows")
def surrounding_whitespace(t: Context) -> Iterator[Finding]:

    def mask(column: pl.Expr) -> pl.Expr:  # twice as fast as a pattern
        return column.str.strip_chars().str.len_bytes() != column.str.len_bytes()

    yield from text_cells(t, mask, "{value!r} begins or ends with white space")


@rule("TAB032", severity="warning", fixable=True, scope="rows")
def not_nfc(t: Context) -> Iterator[Finding]:

    def mask(column: pl.Expr) -> pl.Expr:
        # only cells that could change are normalised: the others are missing there, and a missing cell is not reported
        return (pl.when(column.str.contains(r"[^\x00-\u02ff]")).then(column).str.normalize("NFC") != column).fill_null(
            False
        )

    for finding in text_cells(t, mask, "{value!r} is not in Unicode normal form C"):
        if isinstance(finding, Matches) and finding.column not in VERBATIM:
            yield finding


CONTROLS = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufff9-\ufffc]"


ZERO_WIDTH = r"[\u00ad\u200b\u2060\ufeff\ufffd]"
"""Soft hyphen, zero-width space, word joiner, BOM, and the replacement character. Joiners that scripts and emoji need stay."""


INVISIBLE = f"[{CONTROLS}{ZERO_WIDTH}]"


@rule("TAB033", scope="rows")
def invisible_character(t: Context) -> Iterator[Finding]:
    for finding in text_cells(
        t, lambda c: c.str.contains(INVISIBLE), "{value!r} holds an invisible or control character"
    ):
        assert isinstance(finding, Matches)
        if finding.column not in VERBATIM:
            yield finding
            continue
        cell = pl.col(finding.column)
        odd = pl.when(cell.str.contains(INVISIBLE)).then(cell)  # nearly none, so that the rest costs nothing
        where = odd.str.contains(CONTROLS)
        if finding.table == "evidence" and t.tables.has("evidence", "sha256"):
            where |= misquoted(t, odd.is_not_null())
        where = where.fill_null(False)
        # what a statement repeats is checked against its spans
        rows = t[finding.table].filter(where).select(ROW, value=finding.column)
        yield replace(finding, rows=rows, where=where)


@rule("TAB034", scope="rows")
def line_break_in_cell(t: Context) -> Iterator[Finding]:
    yield from text_cells(t, lambda c: c.str.contains(r"[\n\r\t\u2028\u2029]"), "the cell holds a line break or tab")


TOKENS = (
    "NA",
    "N/A",
    "n/a",
    "#N/A",
    "NaN",
    "nan",
    "NULL",
    "null",
    "None",
    "none",
    "nil",
    "-",
    "--",
    "?",
    "unknown",
    "TBD",
)


@rule("TAB035", severity="warning", scope="rows")
def missing_value_token(t: Context) -> Iterator[Finding]:
    for finding in text_cells(t, lambda c: c.is_in(TOKENS), "{value!r} means a missing value"):
        if not isinstance(finding, Matches) or finding.column in VERBATIM:
            continue
        if (finding.table, finding.column) != ("codebook", "term"):
            yield finding


ODD_BLANK = "[\u00a0\u1680\u2000-\u200a\u202f\u205f]"
"""No-break, thin and other blanks of a set width. The ideographic one is how names are written in Japanese."""


PROSE = frozenset({"summary", "note", "definition"})
"""Columns of whole sentences, in which typography may ask for such a blank."""


BETWEEN_WORDS = rf"[^«‹“(–—\d\s]{ODD_BLANK}+[^»›”:;!?%‰°€$£–—\d\s]"
"""Where such a blank is not typography, which sets such blanks beside figures, dashes and the signs that French keeps apart."""


@rule("TAB036", severity="warning", scope="rows")
def unusual_whitespace(t: Context) -> Iterator[Finding]:

    def mask(column: pl.Expr) -> pl.Expr:
        odd = pl.when(column.str.contains(ODD_BLANK)).then(column)
        return odd.str.contains(BETWEEN_WORDS).fill_null(False)

    for finding in text_cells(t, mask, "{value!r} holds a blank that is not a plain one"):
        if isinstance(finding, Matches) and finding.column not in VERBATIM | PROSE:
            yield finding
