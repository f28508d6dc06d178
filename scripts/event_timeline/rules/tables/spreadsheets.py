"""TAB: what spreadsheet programs do to a table, named as the cause."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import polars as pl

from event_timeline import profile
from event_timeline.rules.hashing import unproved
from event_timeline.rules.rule import Check, Context, Finding, Matches, rule
from event_timeline.rules.tables.columns import SMALL, excludes, quiet
from event_timeline.rules.tables.constraints import violated
from event_timeline.rules.tables.text_cells import VERBATIM
from event_timeline.tables.loading import RAW, ROW
from event_timeline.tables.types import is_text
from event_timeline.texts.text import span_hash

FORMULA = r"^[=+][^\d\s+=@]|^@[A-Za-z.]+\("
"""A function after an at sign is Lotus's way; without one it is somebody's name on the web."""


FORMULA_IN_WORDS = r"^=[A-Z(+-]"


BROKEN = r"^(?:#(?:NAME\?|REF!|VALUE!|DIV/0!|NUM!|NULL!|SPILL!|CALC!|FIELD!|BUSY!|BLOCKED!)|Err:\d{3}|#{5,})$"
"""Error values of Excel and LibreOffice, and the hashes of a column too narrow. `#N/A` is a word for missing."""


MOJIBAKE = "â[€‚„†˜œ]|ðŸ|ï»¿"


PERHAPS = "[ÃÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
"""What the lead bytes of UTF-8 and one byte after them become in Windows-1252: signs that no text has, and pairs that
Portuguese has at the end of a quotation in capitals (“AMANHÃ”), which are taken for it where the whole cell decodes."""


DAMAGED_DATE = (
    r"^['‘’]?(?:\d{1,2}[./-]\d{1,2}[./-]\d{2}(?:\d{2})?|\d{4}[/.]\d{1,2}[/.]\d{1,2}|\d{4}[‐‑–—−]\d\d(?:[‐‑–—−]\d\d)?"
    r"|\d{1,2}(?:\. |[-. ])[A-Za-zéûäçñ]{3,10}\.?[-. ]\d{2}(?:\d{2})?|[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}|[A-Z][a-z]{2}-\d{2}"
    r"|\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?|[1-9]\d{4}(?:[.,]\d+)?)[?~%]?$|^['‘’]\d{4}(?:-\d\d){0,2}[?~%]?$"
)
"""Dates as locales write them, with typographic dashes or apostrophes, with a time of day, or as serial numbers: none is EDTF."""


SCIENTIFIC = r"^[+-]?\d(?:[.,]\d+)?E[+-]?\d+$"


CURLY = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})


STRAIGHT = str.maketrans({"'": "’", '"': "”"})


def _masks(table: str, column: str, kind: str, cell: pl.Expr) -> Iterator[tuple[str, pl.Expr]]:
    """(slug of the damage, expression over `cell`) for one column's cells as written."""
    words = column in VERBATIM
    yield "formula", cell.str.contains(FORMULA_IN_WORDS if words else FORMULA)
    yield "broken", cell.str.contains(BROKEN)
    perhaps = pl.when(cell.str.contains(PERHAPS)).then(cell)
    decodes = perhaps.map_batches(_decodes, return_dtype=pl.Boolean, is_elementwise=True)
    yield "mojibake", cell.str.contains(MOJIBAKE) | decodes.fill_null(False)
    if kind == "date" or column.endswith("_edtf"):
        yield "date", cell.str.contains(DAMAGED_DATE)
    if kind == "string" and not words and (table, column) != ("codebook", "term"):
        yield "scientific", cell.str.contains(SCIENTIFIC)


def _settled(t: Context, table: str, field: dict[str, Any]) -> bool:
    """Whether the column keeps to terms, or to a pattern without capitals, none of which looks like damage."""
    if not is_text(field) or any(column == field["name"] for column, _ in violated(t)[table]):
        return False
    if re.search("[A-Z]", str(field.get("constraints", {}).get("pattern", ""))):
        return False

    def mask_of(slug: str) -> Callable[[pl.Expr], pl.Expr]:
        return lambda cell: dict(_masks(table, field["name"], "string", cell))[slug]

    return all(excludes(field, mask_of(slug)) for slug, _ in _masks(table, field["name"], "string", pl.col("")))


def _damaged(slug: str, message: str) -> Check:
    def mask(cell: pl.Expr) -> pl.Expr:
        """True for every cell that is damaged in a column of any kind."""
        kinds = [dict(_masks("", column, "string", cell)) for column in ("_edtf", "exact")]
        return pl.any_horizontal([masks[slug] for masks in kinds if slug in masks])

    def check(t: Context) -> Iterator[Finding]:
        if quiet(t, mask):
            return
        for name, table in t.tables.tables.items():
            for field in t.tables.fields(name):
                column, written = field["name"], pl.col(field["name"] if is_text(field) else RAW + field["name"])
                where = dict(_masks(name, column, field.get("type", "string"), written)).get(slug)
                if where is not None and not (table.rows > SMALL and _settled(t, name, field)):
                    rows = table.checked.filter(where).select(ROW, written.alias("value"))
                    yield Matches(name, rows, message, column, "value", where=where)

    return check


@rule("TAB040", cause=1, scope="rows")
def formula(t: Context) -> Iterator[Finding]:
    yield from _damaged("formula", "{value!r} is a formula")(t)


@rule("TAB041", cause=1, scope="rows")
def formula_error(t: Context) -> Iterator[Finding]:
    yield from _damaged("broken", "{value!r} is what a spreadsheet shows where it could not show a value")(t)


@rule("TAB042", cause=1, scope="rows")
def mojibake(t: Context) -> Iterator[Finding]:
    for finding in _damaged("mojibake", "{value!r} was read in a wrong encoding{said}")(t):
        assert isinstance(finding, Matches)
        said = pl.col("value").map_batches(_it_said, return_dtype=pl.String, is_elementwise=True)
        rows = finding.rows.with_columns(said=said)
        yield Matches(finding.table, rows, finding.message, finding.column, finding.value)


BEYOND_ASCII = re.compile("[^\x00-\x7f]+")


def _it_said(cells: pl.Series) -> pl.Series:
    """In words, what the cells said; empty where nothing decodes."""
    found = [None if c is None else BEYOND_ASCII.sub(lambda run: _decoded(run[0]) or run[0], c) for c in cells]
    said = ["" if words == c else f"; it said {words!r}" for words, c in zip(found, cells, strict=True)]
    return pl.Series(cells.name, said, dtype=pl.String)


def _decodes(cells: pl.Series) -> pl.Series:
    """Whether all that lies beyond ASCII decodes, as it does where a whole cell was misread."""
    found = [None if c is None else all(_decoded(run) for run in BEYOND_ASCII.findall(c)) for c in cells]
    return pl.Series(cells.name, found, dtype=pl.Boolean)


def _decoded(run: str) -> str | None:
    found = b"".join(c.encode("cp1252", "ignore") or (c.encode("latin-1") if c < "\u0100" else b"?") for c in run)
    try:
        return found.decode("utf-8")
    except UnicodeDecodeError:
        return None


@rule("TAB043", cause=1, scope="rows")
def reformatted_date(t: Context) -> Iterator[Finding]:
    yield from _damaged("date", "{value!r} was reformatted by a spreadsheet; wanted is YYYY-MM-DD")(t)


@rule("TAB044", cause=1, scope="rows")
def scientific_notation(t: Context) -> Iterator[Finding]:
    yield from _damaged("scientific", "{value!r} was taken for a number and rounded")(t)


@rule("TAB046", cause=1, needs=("evidence",), scope="rows")
def smart_quotes(t: Context) -> Iterator[Finding]:
    marked = pl.col("exact").str.contains("[‘’“”–—\u00a0'\"]")
    only_if = unproved(t, marked)
    # a retouched mark never changes the number of characters, so that `unproved` holds every such cell
    rows = t["evidence"].filter(only_if).select(ROW, "exact", "sha256")
    fits = pl.struct("exact", "sha256").map_batches(_retouched, return_dtype=pl.Boolean, is_elementwise=True)
    yield Matches(
        "evidence",
        rows.filter(fits),
        "{exact!r} has its hash if its marks are changed back",
        "sha256",
        "exact",
        only_if=only_if,
    )


def _retouched(cells: pl.Series) -> pl.Series:
    """Whether the hash is that of the words with other marks, and not of the words as written."""
    found = []
    for cell in cells:
        words, wanted = cell["exact"] or "", cell["sha256"]
        others = (
            () if span_hash(words) == wanted else (words.translate(CURLY), words.translate(STRAIGHT), _dressed(words))
        )
        found.append(any(span_hash(other) == wanted for other in others if other != words))
    return pl.Series(cells.name, found, dtype=pl.Boolean)


def _dressed(words: str) -> str:
    """With typographic marks, opening ones before a word."""
    return re.sub(r"(?<!\w)'(?=\w)", "‘", re.sub(r'(?<!\w)"(?=\w)', "“", words)).translate(STRAIGHT)


@rule("TAB047", cause=1, fixable=True, scope="rows", beside=("codebook",))
def lost_leading_zeros(t: Context) -> Iterator[Finding]:
    known = sorted(profile.cameo_codes())
    cell = pl.col("value")
    whole = cell.str.extract(r"^(\d{1,4})(?:\.0+)?$")
    lost = ~cell.is_in(known) & (whole.is_in(known) | pl.concat_str(pl.lit("0"), whole).is_in(known))
    terms = _defined_codes(t)
    padded = pl.concat_str(pl.lit("0"), cell)
    swapped = cell.is_in(known) & ~cell.is_in(terms) & padded.is_in([code for code in known if code in terms])
    columns = {"events": ("cameo", None), "codebook": ("term", pl.col("vocabulary") == "events.cameo")}
    for table, (column, only) in columns.items():
        if t.tables.has(table, column) and (only is None or t.tables.has(table, "vocabulary")):
            rows = t.tables.tables[table].text
            rows = (rows if only is None else rows.filter(only)).select(ROW, value=column)
            rows = rows.filter(lost if table == "codebook" else lost | swapped)
            said = cell.map_batches(partial(_codes_said, terms), return_dtype=pl.String, is_elementwise=True)
            rows = rows.with_columns(said=said)
            yield Matches(table, rows, "{value!r} was taken for a number; it said {said}", column, "value")


def _defined_codes(t: Context) -> list[str]:
    """The CAMEO codes of the package's codebook; none where it cannot be read."""
    if not t.tables.has("codebook", "vocabulary", "term"):
        return []
    rows = t.tables.tables["codebook"].text.filter(pl.col("vocabulary") == "events.cameo")
    return rows.select(pl.col("term").drop_nulls()).collect()["term"].to_list()


def _codes_said(terms: list[str], cells: pl.Series) -> pl.Series:
    """The codes that each cell may have been, in words."""
    said = [" or ".join(map(repr, profile.cameo_readings(cell or "", terms))) for cell in cells]
    return pl.Series(cells.name, said, dtype=pl.String)
