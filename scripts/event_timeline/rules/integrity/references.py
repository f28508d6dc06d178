"""KEY: foreign keys."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

import polars as pl

from event_timeline.model import Problem
from event_timeline.profile.codes import normalize_word
from event_timeline.profile.constraints import whole_cell_pattern
from event_timeline.profile.references import Reference
from event_timeline.profile.references import references as read_references
from event_timeline.rules.rule import ROW, Context, Finding, Matches, cached, literal, rule

NEAREST_AMONG = 100_000
"""A nearest match is looked for among at most so many keys, and for so few problems that it takes no time to notice."""
SUGGESTIONS = 20
SHARED = 3
"""Characters at the beginning or the end that the nearest key shares."""
MOST_ALIKE = 1_000
"""Where more keys share them they are numbered, and none is nearer than its neighbours."""
DIGITS = re.compile("[0-9]+")
"""What two keys that differ in nothing else are numbered by: they are two records."""
ALIKE = 0.8
"""How alike (difflib's ratio) a reference and the key that may have been meant must be: a record that was removed is like
others too, and whoever followed the advice would tie its rows to one of them."""
SPOILT = 0.85
"""How alike (difflib's ratio) a reference and a malformed key must be, case and signs apart."""


@cached
def references(t: Context) -> list[Reference]:
    """The foreign keys whose columns are of the same types; PKG021 reports the others."""
    return read_references(t.tables)


@rule("KEY003", scope="references")
def broken_reference(t: Context) -> Iterator[Finding]:
    dangling: dict[str, int] = {}
    for reference in references(t):
        if reference.lost and reference.leads_nowhere:
            dangling[reference.other] = dangling.get(reference.other, 0) + reference.lost
        elif reference.lost:
            yield from _with_nearest(reference)
    for other, n in dangling.items():
        message = f"`{other}` has no rows, and {n:,} references of other tables lead there"
        hint = "restore the table's rows from an earlier version, or write the records that are referred to"
        yield Problem(message=message, resource=other, path=t.tables.package.resources[other].path, hint=hint)


def _with_nearest(reference: Reference) -> Iterator[Finding]:
    """The lost references, the first ones with the nearest key that exists; a malformed one has to be fixed itself, and is never proposed."""
    name, fields, lost, form = reference.table, reference.fields, reference.rows, reference.pattern
    column = fields[0] if len(fields) == 1 else None
    message = f"{{{fields[0]}!r}} is not in `{reference.other}`"
    if column is None:
        yield Matches(name, lost, message, None, fields[0])
        return
    first = lost.sort(ROW).head(SUGGESTIONS).collect(engine="streaming")
    keys = reference.known.head(NEAREST_AMONG).select(pl.col(column).cast(pl.String)).collect()[column]
    keys = keys.unique(maintain_order=True)
    well = keys.str.contains(whole_cell_pattern(form)) if form else pl.repeat(True, len(keys), eager=True)
    sound, spoilt = keys.filter(well), {normalize_word(key): key for key in keys.filter(~well).head(MOST_ALIKE)}
    for row, value in first.select(ROW, pl.col(column).cast(pl.String)).iter_rows():
        asked, hint = (literal(said) for said in _asked(value, sound, spoilt, reference.other))
        yield Matches(name, first.lazy().filter(pl.col(ROW) == row), message + asked, column, hint=hint or None)
    if reference.lost > SUGGESTIONS:
        seen = first[ROW].to_list()
        yield Matches(name, lost.filter(~pl.col(ROW).is_in(seen)), message, column)


def _asked(value: str, sound: pl.Series, spoilt: dict[str, str], other: str) -> tuple[str, str]:
    """Which key may have been meant, or what was made of it, and a hint of its own; empty where there is none."""
    if near := difflib.get_close_matches(normalize_word(value), spoilt, 1, SPOILT):
        return f"; {spoilt[near[0]]!r} there may be it, and is malformed", f"fix the identifier in `{other}`, not here"
    begins_or_ends_alike = sound.str.starts_with(value[:SHARED]) | sound.str.ends_with(value[-SHARED:])
    some = sound.filter(begins_or_ends_alike)
    alike = [key for key in some if DIGITS.sub("", key) != DIGITS.sub("", value)] if len(some) <= MOST_ALIKE else []
    close = difflib.get_close_matches(value, alike, 1, ALIKE)
    return f"; did you mean {close[0]!r}?" if close else "", ""
