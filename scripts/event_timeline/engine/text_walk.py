"""The walk through the source texts, made once for all rules that look at them, beside the queries of the others."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial

from event_timeline.rules.evidence.text_checks import Found, TextCheck, walked
from event_timeline.rules.rule import Context, Rule, cached

PATIENCE = 0.0005
"""Seconds that a query waits for Python while the walk is in it: there are thousands, and with Python's own 5 ms they queue up."""


@cached
def _walked_here(context: Context, checks: tuple[TextCheck, ...]) -> Found:
    return walked(context, checks)


@contextmanager
def begun(context: Context, rules: Sequence[Rule]) -> Iterator[None]:
    """Make the checks of all these rules in one walk, and of no others: one whose tables are missing would fail in it.

    It begins at once, and goes on in a thread: it is all Python, which queries of polars do not need. Where rules are run one
    after the other, the first that asks for it makes it.
    """
    checks = tuple(rule.text_check for rule in rules if rule.text_check)
    if not checks:
        yield
        return
    left, patience = threading.Event(), sys.getswitchinterval()
    beside = ThreadPoolExecutor(1)
    try:
        if context.tables.sequential:
            context.cache[walked] = partial(_walked_here, context, checks)
        else:
            sys.setswitchinterval(PATIENCE)
            context.cache[walked] = beside.submit(walked, context, checks, left.is_set).result
        yield
    finally:
        left.set()
        beside.shutdown(wait=False)
        context.cache.pop(walked, None)  # of these rules and no others
        sys.setswitchinterval(patience)
