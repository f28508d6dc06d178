"""Records that are the same as others: `same_as` of events and actors, which names the record to count."""

from __future__ import annotations

import polars as pl

from event_timeline.rules.kinds import EVERY, If, of_query
from event_timeline.rules.rule import ROW, Context, Rule


def chain(code: str, slug: str, table: str, key: str) -> Rule:
    """A rule on records that are the same as one that is the same as a third, which is the one to count.

    Of a longer chain the last but one is reported; those that lead into a circle are not.
    """

    def two_steps(t: Context) -> pl.LazyFrame:
        steps = t.with_optional(table).select(ROW, key, "same_as").drop_nulls(key)
        known = steps.filter(pl.col("same_as").is_not_null())
        middle = known.select(same_as=key, last="same_as")
        ends = steps.filter(pl.col("same_as").is_null()).select(last=key)
        return known.join(middle, on="same_as").join(ends, on="last", how="semi").unique(ROW)

    message = "{same_as} is not the record to count: it is the same as {last}"
    return of_query(code, slug, table, two_steps, If(EVERY, message, "same_as"), severity="warning")
