"""Spans against the texts they point into: all rules in one walk, a source at a time.

Neither the texts nor the evidence is ever held whole: the evidence is read in the order of its sources, and a
text is loaded when its rows are there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import wraps
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple, Unpack

import polars as pl

from event_timeline.rules.rule import ROW, Context, Declared, Finding, Rule, rule
from event_timeline.rules.scopes import by
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
Found = dict[TextCheck, list[Finding]]


def of_text(code: str, **declared: Unpack[Declared]) -> Callable[[TextCheck], Rule]:
    """Make a rule of a check, whose name is the slug, that looks at a text and its rows of evidence, in file order.

    Only texts are shown to it that are the ones the package was coded from, and only rows with both offsets.
    """

    def make(text_check: TextCheck) -> Rule:
        beside = tuple(table for table in declared.get("needs", ()) if table not in ("evidence", "sources"))
        declared.setdefault("groups", (by("source_id", "evidence", "sources", beside=beside),))

        @wraps(text_check)
        def check(t: Context) -> Iterator[Finding]:
            walk: Callable[[], Found] | None = t.cache.get(walked)
            yield from (walked(t, (text_check,)) if walk is None else walk())[text_check]

        return replace(rule(code, **declared)(check), text=True, text_check=text_check)

    return make


def proved(t: Context) -> set[str] | None:
    """The sources whose very text was given and walked through; None where no rule looked."""
    found: set[str] | None = t.cache.get(proved)
    return found


def walked(t: Context, checks: tuple[TextCheck, ...], stopped: Callable[[], bool] = lambda: False) -> Found:
    """Return what each check finds, in one walk over the evidence.

    stopped: asked at each text, whether nobody waits for the rest any longer. An engine that walks once for all rules puts a
    function that returns what was found into `Context.cache`, under this one.
    """
    found: dict[TextCheck, list[Finding]] = {check: [] for check in checks}
    wanted = dict(t.tables.collect(t["sources"].select("source_id", "sha256")).iter_rows())
    same: set[str] = t.cache.setdefault(proved, set())
    for source_id, spans in _by_source(t, [source_id for source_id in wanted if source_id in t.texts]):
        if stopped():
            break
        text = t.texts[source_id]
        if wanted.get(source_id) == text.sha256:
            same.add(source_id)
            for check, findings in found.items():
                findings += check(t, text, spans)
    return found


def _by_source(t: Context, sources: list[str]) -> Iterator[tuple[str, list[Span]]]:
    """Each of some sources and its rows, sources without rows last."""
    if not t.tables.has("evidence", *Span._fields[1:]):
        yield from ((source_id, []) for source_id in sources)
        return
    given = pl.DataFrame({"source_id": sources}, schema={"source_id": pl.String})
    evidence = t["evidence"].select(pl.col(c) for c in COLUMNS).drop_nulls(["source_id", "char_start", "char_end"])
    order = pl.col("source_id") < pl.col("source_id").shift(1)
    if t.tables.collect(evidence.select(order.any())).item():
        evidence = evidence.sort("source_id", maintain_order=True)
    if given.height < AT_ONCE:
        evidence = evidence.filter(pl.col("source_id").is_in(given["source_id"].implode()))
    left = dict.fromkeys(sources)
    batches = evidence.collect_batches(chunk_size=AT_ONCE, maintain_order=True, engine="streaming")
    rows = (span for batch in batches for span in map(Span._make, batch.rows()))
    for source_id, spans in groupby(rows, attrgetter("source_id")):
        if source_id in left:
            del left[source_id]
            yield source_id, list(spans)
    for source_id in left:
        yield source_id, []
