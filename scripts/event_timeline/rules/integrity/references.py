"""KEY: foreign keys."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any

import polars as pl

from event_timeline.model import Problem
from event_timeline.profile.codes import normalize_word
from event_timeline.profile.constraints import comparable, usable_constraints, whole_cell_pattern
from event_timeline.profile.table_schemas import foreign_keys
from event_timeline.rules.rule import ROW, Context, Finding, Matches, literal, rule

NEAREST_AMONG = 100_000
"""A nearest match is looked for among at most so many keys, and for so few problems that it takes no time to notice."""
SUGGESTIONS = 20
ALIKE = 0.8
"""How alike (difflib's ratio) a reference and the key that may have been meant must be: a record that was removed is like
others too, and whoever followed the advice would tie its rows to one of them."""
SPOILT = 0.85
"""How alike (difflib's ratio) a reference and a malformed key must be, case and signs apart."""


@rule("KEY003", scope="references")
def broken_reference(t: Context) -> Iterator[Finding]:
    dangling: dict[str, int] = {}
    references: list[tuple[str, pl.LazyFrame, str, list[str], pl.LazyFrame, str | None]] = []
    for name in t.tables.tables:
        for fields, other, targets in foreign_keys(name, t.tables.schema(name)):
            if not t.tables.has(name, *fields) or not t.tables.has(other, *targets):
                continue
            types = (
                t[table].select(key).collect_schema().dtypes() for table, key in ((name, fields), (other, targets))
            )
            if next(types) != next(types):
                continue  # PKG021 reports it
            # of a reference of several columns a part may be missing, there as here; where all of it is missing there is no reference
            some = ~pl.all_horizontal(pl.col(f).is_null() for f in fields)
            here, there = _fields(t, name), _fields(t, other)
            frame = t.tables.tables[name].checked.select(ROW, *(comparable(here[f]) for f in fields)).filter(some)
            targets_as = [comparable(there[b]).alias(a) for a, b in zip(fields, targets, strict=True)]
            known = t.tables.tables[other].checked.select(targets_as).filter(some)
            if other != name and _is_empty(t, other):
                dangling[other] = dangling.get(other, 0) + t.tables.collect(frame.select(pl.len())).item()
                continue
            lost = frame.join(known, on=fields, how="anti", nulls_equal=len(fields) > 1)
            form = usable_constraints(there[targets[0]]).get("pattern")
            references.append((name, lost, other, fields, known, form))
    for reference, n in zip(references, t.tables.lengths([(name, lost) for name, lost, *_ in references]), strict=True):
        if n:
            yield from _with_nearest(*reference, n)
    for other, n in dangling.items():
        if n:
            message = f"`{other}` has no rows, and {n:,} references of other tables lead there"
            hint = "restore the table's rows from an earlier version, or write the records that are referred to"
            yield Problem(message=message, resource=other, path=t.tables.package.resources[other].path, hint=hint)


def _fields(t: Context, table: str) -> dict[str, dict[str, Any]]:
    return {f["name"]: f for f in t.tables.fields(table)}


def _is_empty(t: Context, table: str) -> bool:
    """Whether a table has a header and nothing else. Its count is asked first: it is 0 also where the records were not counted."""
    return not t.tables.tables[table].rows and t.tables.collect(t[table].select(ROW).head(1)).is_empty()


def _with_nearest(
    name: str, lost: pl.LazyFrame, other: str, fields: list[str], known: pl.LazyFrame, form: str | None, n: int
) -> Iterator[Finding]:
    """The `n` lost references, the first ones with the nearest key that exists.

    form: what keys look like; one that does not has to be fixed itself, and is never proposed.
    """
    column = fields[0] if len(fields) == 1 else None
    message = f"{{{fields[0]}!r}} is not in `{other}`"
    if column is None:
        yield Matches(name, lost, message, None, fields[0])
        return
    first = lost.sort(ROW).head(SUGGESTIONS).collect(engine="streaming")
    keys = known.head(NEAREST_AMONG).select(pl.col(column).cast(pl.String)).collect()[column]
    keys = keys.unique(maintain_order=True)
    well = keys.str.contains(whole_cell_pattern(form)) if form else pl.repeat(True, len(keys), eager=True)
    sound, spoilt = keys.filter(well).to_list(), keys.filter(~well).to_list()
    for row, value in first.select(ROW, pl.col(column).cast(pl.String)).iter_rows():
        asked, hint = (literal(said) for said in _asked(value, sound, spoilt, other))
        yield Matches(name, first.lazy().filter(pl.col(ROW) == row), message + asked, column, hint=hint or None)
    if n > SUGGESTIONS:
        seen = first[ROW].to_list()
        yield Matches(name, lost.filter(~pl.col(ROW).is_in(seen)), message, column)


def _asked(value: str, sound: list[str], spoilt: list[str], other: str) -> tuple[str, str]:
    """Which key may have been meant, or what was made of it, and a hint of its own; empty where there is none."""
    known = {normalize_word(key): key for key in reversed(spoilt)}
    if near := difflib.get_close_matches(normalize_word(value), known, 1, SPOILT):
        return f"; {known[near[0]]!r} there may be it, and is malformed", f"fix the identifier in `{other}`, not here"
    close = difflib.get_close_matches(value, sound, 1, ALIKE)
    return f"; did you mean {close[0]!r}?" if close else "", ""
