"""PKG: what the descriptor declares as coded, and what the tables hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from event_timeline import profile
from event_timeline.rules.descriptor.properties import in_descriptor
from event_timeline.rules.rule import Context, Finding, rule

HELD = {a: [(table, pl.lit(value=True)) for table in tables] for a, tables in profile.ASPECTS.items()} | {
    "mentions": [("evidence", pl.col("actor_id").is_not_null())],
    "quotations": [("evidence", pl.col("part") == "quote"), ("statements", pl.col("quote").is_not_null())],
}
"""Aspect of the coding -> the records that a package which declares it as none does not have: table, condition."""


def _declared(t: Context) -> dict[str, Any]:
    """The `coding` of the descriptor; empty where it has none, or one that PKG001 reports or its version does not know."""
    declared = t.descriptor.get("coding")
    return declared if profile.has_coding(t.profile_version) and isinstance(declared, dict) else {}


@rule("PKG022")
def coded_though_declared_none(t: Context) -> Iterator[Finding]:
    for aspect in (a for a in profile.ASPECTS if _declared(t).get(a) == "none"):
        for table, where in HELD[aspect]:
            if table in t.tables:
                n = t.tables.collect(t[table].filter(where).select(pl.len())).item()
                if n:
                    message = f"`coding` declares {aspect} as none, and {table} has {n:,} of them"
                    yield in_descriptor(t, message, f"$.coding.{aspect}", value="none")


@rule("PKG024", layer="descriptor")
def contradictory_coding(t: Context) -> Iterator[Finding]:
    declared = _declared(t)
    for part in (aspect for aspect in profile.ASPECTS if declared.get(aspect) in profile.EXTENTS[:-1]):
        needed = [a for a, parts in profile.DEPENDENT_ASPECTS.items() if part in parts and declared.get(a) == "none"]
        if needed:
            message = f"`coding` declares {part} as {declared[part]}, but {' and '.join(needed)}, on which they depend, as none"
            yield in_descriptor(t, message, f"$.coding.{part}", value=declared[part])
