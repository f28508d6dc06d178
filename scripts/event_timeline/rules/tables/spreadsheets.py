"""TAB: what spreadsheet programs do to a table, named as the cause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import polars as pl

from event_timeline import profile
from event_timeline.profile.constraints import as_written
from event_timeline.rules.hashing import unproved
from event_timeline.rules.rule import ROW, Context, Finding, Matches, Rule, rule
from event_timeline.rules.tables.columns import Mask, of_columns, settled
from event_timeline.rules.tables.text_cells import VERBATIM
from event_timeline.tables.elementwise import each, filtered_last
from event_timeline.texts import spreadsheet_damage as damage


def _masks(table: str, column: str, kind: str) -> dict[str, Mask]:
    """Slug of the damage -> what makes the condition on a column's cells as written."""
    words = column in VERBATIM
    masks: dict[str, Mask] = {
        "formula": lambda cell: cell.str.contains(damage.FORMULA_IN_WORDS if words else damage.FORMULA),
        "broken": lambda cell: cell.str.contains(damage.BROKEN),
        "mojibake": _is_mojibake,
    }
    if kind == "date" or column.endswith("_edtf"):
        masks["date"] = lambda cell: cell.str.contains(damage.DAMAGED_DATE)
    if kind == "string" and not words and (table, column) != ("codebook", "term"):
        masks["scientific"] = lambda cell: cell.str.contains(damage.SCIENTIFIC)
    return masks


def _is_mojibake(cell: pl.Expr) -> pl.Expr:
    perhaps = pl.when(cell.str.contains(damage.PERHAPS)).then(cell)
    return cell.str.contains(damage.MOJIBAKE) | each(perhaps, damage.decodes, pl.Boolean).fill_null(False)


def of_damage(code: str, slug: str, kind: str, message: str, shown: Mapping[str, pl.Expr] | None = None) -> Rule:
    """A rule on cells, of any type, with one kind of damage of `_masks`; the message has the cell as `value`."""

    def mask(cell: pl.Expr) -> pl.Expr:
        """True for every cell that is damaged in a column of any type."""
        columns = [_masks("", column, "string") for column in ("_edtf", "exact")]
        return pl.any_horizontal([masks[kind](cell) for masks in columns if kind in masks])

    def condition(t: Context, table: str, field: dict[str, Any]) -> pl.Expr | None:
        of_kind = _masks(table, field["name"], field.get("type", "string")).get(kind)
        in_capitals = re.search("[A-Z]", str(field.get("constraints", {}).get("pattern", "")))
        if of_kind is None or (not in_capitals and settled(t, table, field, of_kind)):
            return None
        return of_kind(pl.col(as_written(field)))

    return of_columns(code, slug, mask, message, condition, shown, cause=1, scope="rows")


formula = of_damage("TAB040", "formula", "formula", "{value!r} is a formula")
formula_error = of_damage(
    "TAB041", "formula-error", "broken", "{value!r} is what a spreadsheet shows where it could not show a value"
)
mojibake = of_damage(
    "TAB042", "mojibake", "mojibake", "{value!r} was read in a wrong encoding{said}",
    {"said": each(pl.col("value"), damage.said_before)},
)  # fmt: skip
reformatted_date = of_damage(
    "TAB043", "reformatted-date", "date", "{value!r} was reformatted by a spreadsheet; wanted is YYYY-MM-DD"
)
scientific_notation = of_damage(
    "TAB044", "scientific-notation", "scientific", "{value!r} was taken for a number and rounded"
)


@rule("TAB046", cause=1, needs=("evidence",), scope="rows")
def smart_quotes(t: Context) -> Iterator[Finding]:
    marked = pl.col("exact").str.contains("[‘’“”–—\u00a0'\"]")
    only_if = unproved(t, marked)
    # a retouched mark never changes the number of characters, so that `unproved` holds every such cell
    rows = t["evidence"].filter(only_if).select(ROW, "exact", "sha256")
    fits = each(pl.struct("exact", "sha256"), damage.is_retouched, pl.Boolean)
    message = "{exact!r} has its hash if its marks are changed back"
    yield Matches("evidence", filtered_last(rows, fits), message, "sha256", "exact", only_if=only_if)


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
            rows = rows.with_columns(said=each(cell, partial(_codes_said, terms)))
            yield Matches(table, rows, "{value!r} was taken for a number; it said {said}", column, "value")


def _defined_codes(t: Context) -> list[str]:
    """The CAMEO codes of the package's codebook; none where it cannot be read."""
    if not t.tables.has("codebook", "vocabulary", "term"):
        return []
    rows = t.tables.tables["codebook"].text.filter(pl.col("vocabulary") == "events.cameo")
    return t.tables.collect(rows.select(pl.col("term").drop_nulls()))["term"].to_list()


def _codes_said(terms: list[str], cell: str | None) -> str:
    """The codes that a cell may have been, in words."""
    return " or ".join(map(repr, profile.cameo_readings(cell or "", terms)))
