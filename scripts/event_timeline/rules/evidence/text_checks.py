"""Spans against the texts they point into: all rules in one walk, a source at a time.

Neither the texts nor the evidence is ever held whole: the evidence is read in the order of its sources, and a
text is loaded when its rows are there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import wraps
from typing import Unpack

import polars as pl

from event_timeline.rules.rule import ROW, Context, Declared, Finding, Rule, rule
from event_timeline.rules.scopes import by
from event_timeline.texts.spans import AT_ONCE, COLUMNS, Spans, by_source, no_spans
from event_timeline.texts.text import Text

TextCheck = Callable[[Context, Text, Spans], Iterator[Finding]]
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

    stopped: asked at each text, whether the rest is no longer wanted. An engine that walks once for all rules puts a
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


def _by_source(t: Context, sources: list[str]) -> Iterator[tuple[str, Spans]]:
    """Each of some sources and its rows, sources without rows last."""
    if not t.tables.has("evidence", "source_id", *COLUMNS):
        yield from ((source_id, no_spans()) for source_id in sources)
        return
    given = pl.DataFrame({"source_id": sources}, schema={"source_id": pl.String})
    evidence = t["evidence"].select(ROW, "source_id", *COLUMNS).drop_nulls(["source_id", "char_start", "char_end"])
    order = pl.col("source_id") < pl.col("source_id").shift(1)
    if t.tables.collect(evidence.select(order.any())).item():
        evidence = evidence.sort("source_id", maintain_order=True)
    if given.height < AT_ONCE:
        evidence = evidence.filter(pl.col("source_id").is_in(given["source_id"].implode()))
    left = dict.fromkeys(sources)
    for source_id, spans in by_source(evidence):
        if source_id in left:
            del left[source_id]
            yield source_id, spans
    for source_id in left:
        yield source_id, no_spans()
