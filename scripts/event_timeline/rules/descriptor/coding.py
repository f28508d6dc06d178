"""PKG: what the descriptor declares as coded, and what the tables hold."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline import profile
from event_timeline.rules.descriptor.properties import in_descriptor
from event_timeline.rules.rule import Context, Finding, rule

HELD = {a: [(table, pl.lit(value=True)) for table in tables] for a, tables in profile.ASPECTS.items()} | {
    "mentions": [("evidence", pl.col("actor_id").is_not_null())],
    "quotations": [("evidence", pl.col("part") == "quote"), ("statements", pl.col("quote").is_not_null())],
}
"""Aspect of the coding -> the records that a package which declares it as none does not have: table, condition."""


@rule("PKG022")
def coded_though_declared_none(t: Context) -> Iterator[Finding]:
    declared = t.descriptor.get("coding")
    if not profile.has_coding(t.profile_version) or not isinstance(declared, dict):
        return
    for aspect in (a for a in profile.ASPECTS if declared.get(a) == "none"):
        for table, where in HELD[aspect]:
            if table in t.tables:
                n = t.tables.collect(t[table].filter(where).select(pl.len())).item()
                if n:
                    message = f"`coding` declares {aspect} as none, and {table} has {n:,} of them"
                    yield in_descriptor(t, message, f"$.coding.{aspect}", value="none")
