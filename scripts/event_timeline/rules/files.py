"""TAB: the files as files, the cells as cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import polars as pl

from event_timeline.model import Severity
from event_timeline.profile.constraints import count_violations, masks, violations
from event_timeline.rules.columns import SMALL, excludes, quiet
from event_timeline.rules.forms import in_words, nearest_term
from event_timeline.rules.hashing import misquoted
from event_timeline.rules.rule import (
    Check,
    Context,
    Finding,
    Found,
    Offenders,
    Rule,
    cached,
    rule,
)
from event_timeline.tables.cell_formats import words
from event_timeline.tables.loading import RAW, ROW
from event_timeline.tables.types import is_text

PLACES = "data/places.csv"
VERBATIM = frozenset({"exact", "quote", "cue", "speaker_as_reported"})
"""Columns of a source's own words, which may be of any form."""


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


def violated(t: Context) -> dict[str, dict[tuple[str, str], int]]:
    """table -> (column, kind) -> number of cells that break the constraint: one scan a table, made once.

    Who has counted already may put the counts into `Context.made`, under this function.
    """
    cache: dict[str, dict[tuple[str, str], int]] = t.made.setdefault(violated, {})
    for name, table in t.tables.tables.items():
        if name not in cache:
            ascending = t.tables.schema(name).get("sortedBy", ())[:1]
            cache[name] = count_violations(table.checked, t.tables.fields(name), ascending)
            if any(kind == "required" for _, kind in cache[name]) and _blank(t, name):
                cache[name] = count_violations(_filled(t, name), t.tables.fields(name))
    return cache


def _blank(t: Context, name: str) -> int:
    nothing = pl.all_horizontal(pl.col(f["name"]).is_null() for f in t.tables.fields(name))
    blank: int = t.tables.tables[name].text.select(nothing.sum()).collect(engine="streaming").item()
    return blank


def _filled(t: Context, name: str) -> pl.LazyFrame:
    """The records that are not blank: a blank one has a finding of its own."""
    return t.tables.tables[name].checked.filter(
        ~pl.all_horizontal(pl.col(f["name"]).is_null() for f in t.tables.fields(name))
    )


@cached
def _cases(t: Context, name: str, most: int = 200) -> pl.DataFrame:
    """pandera's failure cases of one table, made once."""

    found = violations(_filled(t, name), t.tables.schema(name), violated(t)[name], most)
    return pl.DataFrame(
        [(v.column, v.kind, v.row, v.value) for v in found],
        schema={"column": pl.String, "kind": pl.String, ROW: pl.UInt32, "value": pl.String},
        orient="row",
    )


INTEGER = re.compile(r"[+-]?[0-9]+")
EXPLAINING = {"type": "TAB020", "pattern": "TAB023"}
"""Kind of constraint -> the rule that explains what others find in a cell that breaks it: a value that is none."""


def _constraint_rule(code: str, slug: str, kind: str, message: str) -> Rule:
    def check(t: Context) -> Iterator[Finding]:
        for name, counts in violated(t).items():
            for field in t.tables.fields(name):
                column = field["name"]
                total = counts.get((column, kind))
                if total:
                    rows = _cases(t, name).filter(pl.col("column") == column, pl.col("kind") == kind)
                    if kind == "enum":
                        rows = rows.with_columns(
                            asked=pl.Series([_asked(v, field) for v in rows["value"]], dtype=pl.String)
                        )
                    if kind == "type":
                        rows = rows.with_columns(
                            wanted=pl.Series([_wanted(v, field) for v in rows["value"]], dtype=pl.String)
                        )
                    text = message + _expected(kind, field)
                    every = _filled(t, name).filter(dict(masks(field))[kind]).select(ROW)
                    yield Offenders(name, rows.lazy(), text, column, "value", total=total, every=every)

    check.__name__ = slug.replace("-", "_")
    return rule(code, cause=2 if EXPLAINING.get(kind) == code else 0, scope="counts")(check)


def _asked(value: str, field: dict[str, Any]) -> str:
    near = nearest_term(value, [str(term) for term in field["constraints"]["enum"]])
    return f" (did you mean {near!r}?)" if near else ""


def _wanted(value: str, field: dict[str, Any]) -> str:
    """What is wrong with a cell of another type than its column's: it is no such value, or a number too large to be read."""
    if field.get("type") == "integer" and INTEGER.fullmatch(value):
        return f"does not fit in 64 bits ({-(2**63)} to {2**63 - 1})"
    return f"is not {words(field)}"


def _expected(kind: str, field: dict[str, Any]) -> str:
    """What a constraint allows, in words; braces are doubled for the message's own format."""
    c = field.get("constraints", {})
    said = {
        "enum": lambda: "; the terms are " + _named(c["enum"]),
        "pattern": lambda: f"; wanted is {in_words(field)}",
        "range": lambda: f"; allowed is {c.get('minimum', 'any')} to {c.get('maximum', 'any')}",
        "length": lambda: f"; allowed are {c.get('minLength', 0)} to {c.get('maxLength', 'any number of')} characters",
    }
    return said.get(kind, lambda: "")().replace("{", "{{").replace("}", "}}")


NAMED_TERMS = 100
"""Terms of a vocabulary that a message lists."""


def _named(terms: list[Any]) -> str:
    more = len(terms) - NAMED_TERMS
    return ", ".join(map(str, terms[:NAMED_TERMS])) + (f" and {more:,} more" if more > 0 else "")


CONSTRAINT_RULES = (
    _constraint_rule("TAB020", "wrong-type", "type", "{value!r} {wanted}"),
    _constraint_rule("TAB021", "missing-value", "required", "the cell is empty"),
    _constraint_rule("TAB022", "unknown-term", "enum", "{value!r} is not a term of this vocabulary{asked}"),
    _constraint_rule("TAB023", "malformed-value", "pattern", "{value!r} has not the form of this column"),
    _constraint_rule("TAB024", "out-of-range", "range", "{value} is out of range"),
    _constraint_rule("TAB025", "wrong-length", "length", "{value!r} has the wrong length"),
    _constraint_rule("TAB026", "duplicate-value", "unique", "{value!r} stands in more than one row"),
)


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
            yield Offenders(name, rows.rename({column: "value"}), message, column, "value", where=where)


@rule("TAB015", cause=1, mended=True, scope="gate")
def blank_row(t: Context) -> Iterator[Finding]:
    for name in t.tables.tables:
        where = pl.all_horizontal(
            pl.col(f["name"] if is_text(f) else RAW + f["name"]).is_null() for f in t.tables.fields(name)
        )
        blank = t.tables.tables[name].checked.filter(where).select(ROW)
        runs = blank.with_columns(run=pl.col(ROW).cast(pl.Int64) - pl.int_range(pl.len()))
        rows = runs.group_by("run").agg(pl.col(ROW).min(), n=pl.len())
        several = pl.format("this line and the {} after it are blank or have only commas", pl.col("n") - 1)
        said = pl.when(pl.col("n") > 1).then(several).otherwise(pl.lit("the line is blank or has only commas"))
        first = t.tables.fields(name)[0]
        no_first = pl.col(first["name"] if is_text(first) else RAW + first["name"]).is_null()
        yield Offenders(name, rows.with_columns(said=said), "{said}", only_if=no_first, explains=blank)


@rule("TAB030", severity="warning", mended=True, scope="gate", looks_back=True)
def unsorted_rows(t: Context) -> Iterator[Finding]:
    for name in t.tables.tables:
        keys = [k for k in t.tables.schema(name).get("sortedBy", ()) if t.tables.has(name, k)]
        if keys:
            frame = t[name].select(ROW, *keys)
            before = [pl.col(k).shift(1) for k in keys]
            less: pl.Expr = pl.lit(False)
            for key, previous in zip(reversed(keys), reversed(before), strict=True):
                less = (pl.col(key) < previous) | ((pl.col(key) == previous) & less)
            rows = frame.filter(less).select(pl.col(ROW).min(), n=pl.len()).filter(pl.col("n") > 0)
            several = pl.format("this record and {} below it belong further up", pl.col("n") - 1)
            said = pl.when(pl.col("n") > 1).then(several).otherwise(pl.lit("the record belongs further up"))
            message = f"{{said}}: sorted by {', '.join(keys)}"
            yield Offenders(name, rows.with_columns(said=said), message, only_if=less, looks_back=True)


@rule("TAB031", mended=True, scope="rows")
def stray_blank(t: Context) -> Iterator[Finding]:

    def mask(column: pl.Expr) -> pl.Expr:  # twice as fast as a pattern
        return column.str.strip_chars().str.len_bytes() != column.str.len_bytes()

    yield from text_cells(t, mask, "{value!r} begins or ends with white space")


@rule("TAB032", severity="warning", mended=True, scope="rows")
def not_composed(t: Context) -> Iterator[Finding]:

    def mask(column: pl.Expr) -> pl.Expr:
        # only cells that could change are normalised: the others are missing there, and missing is no offender
        return (pl.when(column.str.contains(r"[^\x00-\u02ff]")).then(column).str.normalize("NFC") != column).fill_null(
            False
        )

    for finding in text_cells(t, mask, "{value!r} is not in Unicode normal form C"):
        if isinstance(finding, Offenders) and finding.column not in VERBATIM:
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
        assert isinstance(finding, Offenders)
        if finding.column not in VERBATIM:
            yield finding
            continue
        cell = pl.col(finding.column)
        odd = pl.when(cell.str.contains(INVISIBLE)).then(cell)  # nearly none, so that the rest costs nothing
        where = odd.str.contains(CONTROLS)
        if finding.table == "evidence" and t.tables.has("evidence", "sha256"):
            where |= misquoted(t, odd.is_not_null())
        where = where.fill_null(False)
        # what a statement repeats is held against its spans
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
def token_for_missing(t: Context) -> Iterator[Finding]:
    for finding in text_cells(t, lambda c: c.is_in(TOKENS), "{value!r} means a missing value"):
        if not isinstance(finding, Offenders) or finding.column in VERBATIM:
            continue
        if (finding.table, finding.column) != ("codebook", "term"):
            yield finding


ODD_BLANK = "[\u00a0\u1680\u2000-\u200a\u202f\u205f]"
"""No-break, thin and other blanks of a set width. The ideographic one is how names are written in Japanese."""
PROSE = frozenset({"summary", "note", "definition"})
"""Columns of whole sentences, in which typography may ask for such a blank."""
BETWEEN_WORDS = rf"[^«‹“(–—\d\s]{ODD_BLANK}+[^»›”:;!?%‰°€$£–—\d\s]"
"""Where it is no typography: that sets such blanks beside figures, dashes and the signs that French keeps apart."""


@rule("TAB036", severity="warning", scope="rows")
def odd_blank(t: Context) -> Iterator[Finding]:

    def mask(column: pl.Expr) -> pl.Expr:
        odd = pl.when(column.str.contains(ODD_BLANK)).then(column)
        return odd.str.contains(BETWEEN_WORDS).fill_null(False)

    for finding in text_cells(t, mask, "{value!r} holds a blank that is not a plain one"):
        if isinstance(finding, Offenders) and finding.column not in VERBATIM | PROSE:
            yield finding


RULES = (
    *FILE_RULES,
    blank_row,
    *CONSTRAINT_RULES,
    unsorted_rows,
    stray_blank,
    not_composed,
    invisible_character,
    line_break_in_cell,
    token_for_missing,
    odd_blank,
)
