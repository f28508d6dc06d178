"""TAB: cells against the types and constraints of their columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import astuple
from threading import Lock
from typing import Any

import polars as pl

from event_timeline import profile
from event_timeline.profile.constraints import Counts, as_written, count_in_small, count_violations, masks, violations
from event_timeline.profile.references import patterns_of_keys
from event_timeline.rules.integrity.references import references
from event_timeline.rules.rule import ROW, Context, Finding, Matches, Rule, cached, rule
from event_timeline.rules.tables.suggestions import in_words, nearest_term, term_command, terms_in_words
from event_timeline.tables.cell_formats import words
from event_timeline.tables.loading import RAW
from event_timeline.tables.types import is_beyond_float, is_text


def violated(t: Context) -> dict[str, Counts]:
    """table -> (column, kind) -> number of cells that break the constraint: one scan a table, made once.

    Who has counted already may put the counts into `Context.cache`, under this function.
    """
    cache: dict[str, Counts] = t.cache.setdefault(violated, {})
    with t.locks.setdefault(violated, Lock()):
        left = {name: table.checked for name, table in t.tables.tables.items() if name not in cache}
        counts = _counted(t, left) if left else {}
        for name in left:
            lacking = any(kind == "required" for _, kind in counts[name])
            if lacking and t.tables.collect(left[name].select(is_blank(t, name).any())).item():
                counts |= _counted(t, {name: _filled(t, name)})
        cache |= counts
    return cache


def _counted(t: Context, frames: dict[str, pl.LazyFrame]) -> dict[str, Counts]:
    fields = t.tables.fields
    if t.tables.small:
        asked = ((frame, fields(name)) for name, frame in frames.items())
        return dict(zip(frames, count_in_small(asked, t.tables.collect_all), strict=True))
    counts, formed = {}, {name: patterns_of_keys(t.tables, references(t), name) for name in frames}
    for name, frame in frames.items():
        sorted_by = t.tables.schema(name).get("sortedBy", ())[:1]
        counts[name] = count_violations(frame, fields(name), sorted_by, formed[name])
    for name, frame in frames.items():
        doubtful = {column for column, key in formed[name].items() if not _is_formed(key, counts, formed)}
        counts[name] |= count_violations(frame, [f for f in fields(name) if f["name"] in doubtful])
    return counts


def _is_formed(key: tuple[str, str], counts: dict[str, Counts], formed: dict[str, dict[str, Any]]) -> bool:
    """Whether the pattern of a key was looked at, and no cell breaks it."""
    table, column = key
    return table in counts and column not in formed[table] and (column, "pattern") not in counts[table]


def is_blank(t: Context, name: str) -> pl.Expr:
    """Whether a record has no cell."""
    return pl.all_horizontal(pl.col(as_written(f)).is_null() for f in t.tables.fields(name))


def _filled(t: Context, name: str) -> pl.LazyFrame:
    """The records that are not blank: a blank one has a finding of its own."""
    return t.tables.tables[name].checked.filter(~is_blank(t, name))


FEWEST_CASES = 200
"""Cells of one column and kind that are looked up even where fewer are listed."""


@cached
def _cases(t: Context, name: str) -> pl.DataFrame:
    """The cells of one table that break a constraint, named once."""
    found = violations(_filled(t, name), t.tables.schema(name), violated(t)[name], max(t.listed, FEWEST_CASES))
    columns = {"column": pl.String, "kind": pl.String, ROW: pl.UInt32, "value": pl.String}
    return pl.DataFrame([astuple(violation) for violation in found], columns, orient="row")


INTEGER = re.compile(r"[+-]?[0-9]+")


def _constraint_rule(code: str, slug: str, kind: str, message: str, cause: int = 0) -> Rule:
    def check(t: Context) -> Iterator[Finding]:
        for name, counts in ((name, violated(t)[name]) for name in t.tables.tables):
            for field in t.tables.fields(name):
                column = field["name"]
                total = counts.get((column, kind))
                if total:
                    rows = _cases(t, name).filter(pl.col("column") == column, pl.col("kind") == kind)
                    if kind in SAID:
                        said = [SAID[kind](value, field, f"{name}.{column}") for value in rows["value"]]
                        rows = rows.with_columns(said=pl.Series(said, dtype=pl.String))
                    text, hint = message + _expected(kind, field), None
                    if kind == "enum" and is_text(field):
                        hint = TO_ADD.format(term_command(f"{name}.{column}", "TERM"))
                    if kind == "length":
                        least = field["constraints"].get("minLength", 0)
                        remedies = [SHORT.format(least) if len(v) < least else LONG for v in rows["value"]]
                        rows, hint = rows.with_columns(remedy=pl.Series(remedies, dtype=pl.String)), "{remedy}"
                    all_rows = _filled(t, name).filter(dict(masks(field))[kind]).select(ROW)
                    yield Matches(name, rows.lazy(), text, column, "value", hint=hint, total=total, all_rows=all_rows)

    return Rule(code, slug, check, scope="counts", constraint=kind, cause=cause)


SHORT = "write it out, in at least {} characters"
LONG = "shorten it, or move the detail to a column for more text, such as `summary` or `note`"


def _asked(value: str, field: dict[str, Any], vocabulary: str) -> str:
    terms = [str(term) for term in field["constraints"]["enum"]]
    near = nearest_term(value, terms)
    return (f" (did you mean {near!r}?)" if near else "") + f"; {terms_in_words(vocabulary, terms, value)}"


def _wanted(value: str, field: dict[str, Any], _: str) -> str:
    """What is wrong with a cell of another type than its column's: it is not such a value, or a number too large to be read."""
    if field.get("type") == "integer" and INTEGER.fullmatch(value):
        return f"does not fit in 64 bits ({-(2**63)} to {2**63 - 1})"
    return f"is not {words(field)}"


SAID = {"enum": _asked, "type": _wanted}
"""Kind of a constraint -> what is said of each cell that breaks it."""
TO_ADD = (
    "use a term of the vocabulary; `{}` puts another into the schema's `enum` and `categories` and into the codebook"
)
BOUNDS = {"minimum": "at least", "exclusiveMinimum": "above", "maximum": "at most", "exclusiveMaximum": "below"}
"""Constraint on a number or date -> how a message names the bound."""


def _expected(kind: str, field: dict[str, Any]) -> str:
    """What a constraint allows, in words; braces are doubled for the message's own format."""
    c = field.get("constraints", {})
    said = {
        "pattern": lambda: f"; wanted is {in_words(field)}",
        "range": lambda: "; allowed is " + " and ".join(f"{bound} {c[k]}" for k, bound in BOUNDS.items() if k in c),
        "length": lambda: f"; allowed are {c.get('minLength', 0)} to {c.get('maxLength', 'any number of')} characters",
    }
    return said.get(kind, lambda: "")().replace("{", "{{").replace("}", "}}")


@rule("TAB027", cause=2, scope="rows")
def number_not_finite(t: Context) -> Iterator[Finding]:
    if not profile.has_coding(t.profile_version):
        return  # the first version left columns of a package's own to Table Schema, which allows INF and NaN
    for name, table in t.tables.tables.items():
        for field in t.tables.fields(name):
            if field.get("type") == "number":
                column, written = pl.col(field["name"]), pl.col(RAW + field["name"])
                beyond = is_beyond_float(column, written)
                where = (column.is_nan() | column.is_infinite() | beyond).fill_null(False)
                said = pl.when(beyond).then(pl.lit(BEYOND)).otherwise(pl.lit("is not a finite number"))
                rows = table.checked.filter(where).select(ROW, value=written, said=said)
                yield Matches(name, rows, "{value!r} {said}", field["name"], "value", where=where)


BEYOND = "is beyond the numbers that programs read, from 1e-323 to 1e308: they make it infinite or 0"

wrong_type = _constraint_rule("TAB020", "wrong-type", "type", "{value!r} {said}", cause=2)
missing_value = _constraint_rule("TAB021", "missing-value", "required", "the cell is empty")
unknown_term = _constraint_rule("TAB022", "unknown-term", "enum", "{value!r} is not a term of this vocabulary{said}")
malformed_value = _constraint_rule(
    "TAB023", "malformed-value", "pattern", "{value!r} does not match the pattern of this column", cause=2
)
out_of_range = _constraint_rule("TAB024", "out-of-range", "range", "{value} is out of range")
wrong_length = _constraint_rule("TAB025", "wrong-length", "length", "{value!r} has the wrong length")
duplicate_value = _constraint_rule("TAB026", "duplicate-value", "unique", "{value!r} is in more than one row")
