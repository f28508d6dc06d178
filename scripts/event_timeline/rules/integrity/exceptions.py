"""KEY: the records whose findings are accepted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import polars as pl

from event_timeline.rules.rule import ROW, Context, Finding, Matches, rule
from event_timeline.tables.record_keys import EVERY_RECORD, TABLE, accepting, current, record_keys


@rule("KEY004", needs=(TABLE,))
def exception_of_nothing(t: Context) -> Iterator[Finding]:
    from event_timeline.rules import BY_CODE, can_be_accepted

    rows = t[TABLE].select(ROW, "code", "resource", "key").drop_nulls().collect().lazy()
    code, resource, tables = pl.col("code"), pl.col("resource"), t.tables.package.resources
    yield Matches(TABLE, rows.filter(~code.is_in(sorted(BY_CODE))), "no rule has the code {code}", "code")
    fixed = rows.filter(code.is_in(sorted(c for c in BY_CODE if not can_be_accepted(c))))
    yield Matches(TABLE, fixed, "{code} is an error in every program, which no exception accepts", "code")
    yield Matches(TABLE, rows.filter(~resource.is_in(list(tables))), "no table is named {resource!r}", "resource")
    asked: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row, name, key in rows.select(ROW, "resource", "key").collect().iter_rows():
        if name in t.tables and key != EVERY_RECORD:
            asked[name].append((row, key))
    lost: list[int] = []
    for name, keys in asked.items():
        known = {accepted for _, key in record_keys(t.tables, name) for accepted in accepting(name, key)}
        lost += [row for row, key in keys if current(key, name) not in known]
    yield Matches(TABLE, rows.filter(pl.col(ROW).is_in(sorted(lost))), "{resource} has no record {key!r}", "key")
