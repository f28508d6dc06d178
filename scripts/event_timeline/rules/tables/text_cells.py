"""TAB: the letters, blanks and signs of cells."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, Unpack

import polars as pl

from event_timeline.rules.hashing import misquoted
from event_timeline.rules.rule import Context, Declared, Rule
from event_timeline.rules.tables.columns import Mask, of_columns, settled
from event_timeline.tables.cell_formats import CONTROLS
from event_timeline.tables.elementwise import each
from event_timeline.texts.scripts import MIXED, describe_odd, odd_word

VERBATIM = frozenset({"exact", "quote", "cue", "speaker_as_reported"})
"""Columns of a source's own words, which may be of any form."""
PROSE = frozenset({"summary", "note", "definition"})
"""Columns of whole sentences, in which typography may ask for a blank of a set width."""
TERMS = frozenset({"codebook.term"})
NAMES = frozenset({"actors.name", "places.name", "events.label"})
"""Columns that hold words of the texts where a corpus is annotated: a person may be *none* of several, an event *unknown*."""
TOKENS = "NA N/A n/a #N/A NaN nan NULL null None none nil - -- ? unknown TBD".split()
ZERO_WIDTH = r"[\u00ad\u200b\u2060\ufeff\ufffd]"
"""Soft hyphen, zero-width space, word joiner, BOM, and the replacement character. Joiners that scripts and emoji need stay."""
INVISIBLE = f"[{CONTROLS}{ZERO_WIDTH}]"
ODD_BLANK = "[\u00a0\u1680\u2000-\u200a\u202f\u205f]"
"""No-break, thin and other blanks of a set width. The ideographic one is how names are written in Japanese."""
BETWEEN_WORDS = rf"[^«‹“(–—\d\s]{ODD_BLANK}+[^»›”:;!?%‰°€$£–—\d\s]"
"""Where such a blank is not typography, which sets such blanks beside figures, dashes and the signs that French keeps apart."""


def of_cells(
    code: str, slug: str, mask: Mask, message: str, *, without: frozenset[str] = frozenset(),
    verbatim: Callable[[Context, str, pl.Expr], pl.Expr] | None = None, shown: Mapping[str, pl.Expr] | None = None,
    words: Collection[str] = (), annotated: frozenset[str] = frozenset(),
    **declared: Unpack[Declared],
) -> Rule:  # fmt: skip
    """A rule on the text cells of every table; `mask` makes the condition for a column, the message has the cell as `value`.

    without: columns that are not looked at, by their name or as `table.column`; verbatim: makes another condition for those
    of `VERBATIM`; shown: further values that the message names; words: a vocabulary that has one of them as a term is not
    looked at, since the schema reports what else is there; annotated: columns that are not looked at, as `table.column`, where
    `coding` declares the evidence as partial.
    """

    def condition(t: Context, table: str, field: dict[str, Any]) -> pl.Expr | None:
        column, terms = field["name"], field.get("constraints", {}).get("enum") or ()
        left_out = without | (annotated if t.coding["evidence"] == "partial" else frozenset())
        if field.get("type", "string") != "string" or left_out & {column, f"{table}.{column}"}:
            return None
        if (words and not set(words).isdisjoint(map(str, terms))) or settled(t, table, field, mask, TOKENS):
            return None
        return verbatim(t, table, pl.col(column)) if verbatim and column in VERBATIM else mask(pl.col(column))

    return of_columns(code, slug, mask, message, condition, shown, **declared)


def _is_decomposed(cell: pl.Expr) -> pl.Expr:
    # only cells that could change are normalised: the others are missing there, and a missing cell is not reported
    perhaps = pl.when(cell.str.contains(r"[^\x00-\u02ff]")).then(cell)
    return (perhaps.str.normalize("NFC") != cell).fill_null(False)


def _hides_what_is_not_quoted(t: Context, table: str, cell: pl.Expr) -> pl.Expr:
    """Whether a source's own words have a control character, or another one that their hash does not confirm."""
    odd = pl.when(cell.str.contains(INVISIBLE)).then(cell)  # nearly none, so that the rest costs nothing
    where = odd.str.contains(CONTROLS)
    # what a statement repeats is checked against its spans
    if table == "evidence" and t.tables.has("evidence", "sha256"):
        where |= misquoted(t, odd.is_not_null())
    return where.fill_null(False)


def _is_mixed(cell: pl.Expr) -> pl.Expr:
    """Whether a cell holds a word with a lookalike of another script (Unicode Technical Standard 39, mixed-script confusables)."""
    beyond_ascii = pl.when(cell.str.len_bytes() != cell.str.len_chars()).then(cell)
    perhaps = pl.when(beyond_ascii.str.contains(MIXED)).then(cell)
    return each(perhaps, lambda words: words is not None and odd_word(words) is not None, pl.Boolean).fill_null(False)


surrounding_whitespace = of_cells(
    "TAB031", "surrounding-whitespace",
    lambda cell: cell.str.strip_chars().str.len_bytes() != cell.str.len_bytes(),  # twice as fast as a pattern
    "{value!r} begins or ends with white space", fixable=True, unfixed_columns=VERBATIM, scope="rows",
)  # fmt: skip
not_nfc = of_cells(
    "TAB032", "not-nfc", _is_decomposed, "{value!r} is not in Unicode normal form C", without=VERBATIM,
    severity="warning", fixable=True, scope="rows",
)  # fmt: skip
invisible_character = of_cells(
    "TAB033", "invisible-character", lambda cell: cell.str.contains(INVISIBLE),
    "{value!r} holds an invisible or control character", verbatim=_hides_what_is_not_quoted, scope="rows",
)  # fmt: skip
line_break_in_cell = of_cells(
    "TAB034", "line-break-in-cell", lambda cell: cell.str.contains(r"[\n\r\t\u2028\u2029]"),
    "the cell holds a line break or tab", scope="rows",
)  # fmt: skip
missing_value_token = of_cells(
    "TAB035", "missing-value-token", lambda cell: cell.is_in(TOKENS), "{value!r} means a missing value",
    without=VERBATIM | TERMS, words=TOKENS, annotated=NAMES, severity="warning", scope="rows",
)  # fmt: skip
unusual_whitespace = of_cells(
    "TAB036", "unusual-whitespace",
    lambda cell: pl.when(cell.str.contains(ODD_BLANK)).then(cell).str.contains(BETWEEN_WORDS).fill_null(False),
    "{value!r} holds a blank that is not a plain one",
    without=VERBATIM | PROSE, severity="warning", scope="rows",
)  # fmt: skip
mixed_scripts = of_cells(
    "TAB053", "mixed-scripts", _is_mixed, "{said}", without=VERBATIM, shown={"said": each(pl.col("value"), describe_odd)},
    severity="warning",
)  # fmt: skip
