"""Spans against the texts they point into: all rules in one walk, a source at a time.

Neither the texts nor the evidence is ever held whole: the evidence is read in the order of its sources, and a
text is loaded when its rows are there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

import polars as pl

from event_timeline.rules.rule import Check, Context, Finding, Rule, cached, rule
from event_timeline.tables.loading import ROW
from event_timeline.texts.text import Text


class Span(NamedTuple):
    """A row of evidence with both offsets, which are code points, half-open; `row` is the record's number.

    Plain Python: most texts have a handful of spans, for which a query of polars takes longer than all that is asked.
    """

    row: int
    source_id: str
    char_start: int
    char_end: int
    paragraph: int | None
    exact: str | None
    sha256: str | None
    part: str | None
    actor_id: str | None


COLUMNS = (ROW, *Span._fields[1:])
AT_ONCE = 100_000
"""Rows of evidence that are taken from the tables in one go."""
TextCheck = Callable[[Context, Text, list[Span]], Iterator[Finding]]
_CHECKS: list[TextCheck] = []


def per_text(check: TextCheck) -> Check:
    """Make a rule's check of one that looks at a text and its rows of evidence, in file order.

    Only texts are shown to it that are the ones the package was coded from, and only rows with both offsets.
    """
    _CHECKS.append(check)

    @wraps(check)
    def run(t: Context) -> Iterator[Finding]:
        yield from _findings(t).get(check, ())

    return run


def of_text(code: str, **declared: Any) -> Callable[[TextCheck], Rule]:
    """Make a rule of a check of one text and its spans (`per_text`), whose name is the slug."""
    return lambda check: rule(code, text=True, **declared)(per_text(check))


def looks_at_spans(checked: Rule) -> bool:
    """Whether a rule's check was made by `per_text`, so that other texts than the coded ones are not shown to it."""
    return getattr(checked.check, "__wrapped__", None) in _CHECKS


def ask(t: Context, rules: Iterable[Rule]) -> None:
    """Let the walk make only the checks of these rules: one whose tables are not there would fail in it."""
    t.cache[ask] = {getattr(rule.check, "__wrapped__", None) for rule in rules}


def proved(t: Context) -> set[str] | None:
    """The sources whose very text was given and walked through; None where no rule looked."""
    found: set[str] | None = t.cache.get(proved)
    return found


@cached
def _findings(t: Context) -> dict[TextCheck, list[Finding]]:
    """What every check finds, in one walk over the evidence, made once."""
    return _walked(t)


def _walked(t: Context) -> dict[TextCheck, list[Finding]]:
    asked = t.cache.get(ask, _CHECKS)
    found: dict[TextCheck, list[Finding]] = {check: [] for check in _CHECKS if check in asked}
    wanted = dict(t["sources"].select("source_id", "sha256").collect().iter_rows())
    same: set[str] = t.cache.setdefault(proved, set())
    for source_id, spans in _by_source(t):
        text = t.texts[source_id]
        if wanted.get(source_id) == text.sha256:
            same.add(source_id)
            for check, findings in found.items():
                findings += check(t, text, spans)
    return found


def _by_source(t: Context) -> Iterator[tuple[str, list[Span]]]:
    """Each source whose text is given and its rows, sources without rows last."""
    if not t.tables.has("evidence", *Span._fields[1:]):
        yield from ((source_id, []) for source_id in t.texts)
        return
    given = pl.DataFrame({"source_id": list(t.texts)}, schema={"source_id": pl.String})
    evidence = t["evidence"].select(pl.col(c) for c in COLUMNS).drop_nulls(["source_id", "char_start", "char_end"])
    order = pl.col("source_id") < pl.col("source_id").shift(1)
    if evidence.select(order.any()).collect(engine="streaming").item():
        evidence = evidence.sort("source_id", maintain_order=True)
    if given.height < AT_ONCE:
        evidence = evidence.filter(pl.col("source_id").is_in(given["source_id"].implode()))
    left = dict.fromkeys(t.texts)
    batches = evidence.collect_batches(chunk_size=AT_ONCE, maintain_order=True, engine="streaming")
    rows = (Span._make(row) for batch in batches for row in batch.iter_rows())
    for source_id, spans in groupby(rows, attrgetter("source_id")):
        if source_id in left:
            del left[source_id]
            yield source_id, list(spans)
    for source_id in left:
        yield source_id, []
