"""The kinds of rules that are declared: of a row, of what another table has or lacks, of a value that stands twice, of a circle.

What the engine needs of such a rule (its tables, its scope, whether it can be counted in one pass with others) follows from
the kind. Whatever is of no kind is a function under `@rule`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

import polars as pl

from event_timeline.model import Severity
from event_timeline.rules.cycles import rings
from event_timeline.rules.rule import Check, Context, Finding, Offenders, Rule
from event_timeline.rules.scopes import Group
from event_timeline.rules.similarity import repeated
from event_timeline.tables.loading import ROW

EVERY = pl.lit(True)
"""The condition that all records meet."""


@dataclass(frozen=True)
class If:
    """A condition on a record, and the message and column of the problem where it is true.

    where: an expression over the table's columns, or a function that makes one, where it rests on the descriptor or is
    costly to make; shown: further values that the message names.
    """

    where: pl.Expr | Callable[[Context], pl.Expr]
    message: str
    column: str | None = None
    shown: Mapping[str, pl.Expr] = field(default_factory=dict)


@dataclass(frozen=True)
class Others:
    """Records of another table, and the columns of theirs that are compared with those of the rule's table, in its order."""

    table: str
    columns: tuple[str, ...]
    where: pl.Expr = EVERY


def of_row(code: str, slug: str, table: str, *cases: If, severity: Severity = "error") -> Rule:
    """A rule that looks at each record by itself."""

    def check(t: Context) -> Iterator[Finding]:
        for case in cases:
            where = case.where if isinstance(case.where, pl.Expr) else case.where(t)
            rows = t[table].filter(where).with_columns(**case.shown)
            yield Offenders(table, rows, case.message, case.column, where=where)

    return Rule(code, slug, severity, check, (table,), scope="rows")


def _joined(
    how: Literal["anti", "semi"], code: str, slug: str, table: str, key: tuple[str, ...], *others: Others,
    message: str, column: str, where: pl.Expr = EVERY, severity: Severity = "error", grouped: bool = False,
) -> Rule:  # fmt: skip
    """where: the records of the table that are looked at; grouped: the key, of one column, brings all records together."""

    def check(t: Context) -> Iterator[Finding]:
        keys = [
            t[o.table].filter(o.where).select(pl.col(c).alias(k) for k, c in zip(key, o.columns, strict=True))
            for o in others
        ]
        rows = t[table].filter(where).join(pl.concat(keys).drop_nulls().unique(), on=key, how=how)
        yield Offenders(table, rows, message, column)

    needs = tuple(dict.fromkeys((table, *(o.table for o in others))))
    columns = ((table, key[0]), *((o.table, o.columns[0]) for o in others))
    groups = (Group(key[0], table, columns),) if grouped else ()
    return Rule(code, slug, severity, check, needs, scope="groups" if groups else "whole", groups=groups)


absent = partial(_joined, "anti")
"""A rule on records whose key none of the others has."""
present = partial(_joined, "semi")
"""A rule on records whose key one of the others has too."""


def twice(
    code: str, slug: str, table: str, name: str, column: str, message: str, *,
    severity: Severity = "error", grouped: bool = False,
) -> Rule:  # fmt: skip
    """A rule on values of a column that an earlier record has too, which the message calls `first` by its `name`."""

    def check(t: Context) -> Iterator[Finding]:
        yield Offenders(table, repeated(t[table].select(ROW, name, column), [column], name), message, column)

    groups = (Group(column, table, ((table, column),)),) if grouped else ()
    return Rule(code, slug, severity, check, (table,), scope="groups" if groups else "whole", groups=groups)


def circle(code: str, slug: str, table: str, name: str, column: str, message: str) -> Rule:
    """A rule on records that lead back to themselves by a column that refers to their table; the message says the `ring`."""
    check: Check = lambda t: iter(  # noqa: E731
        [Offenders(table, rings(t[table].select(ROW, a=name, b=column)), message, column, "ring")]
    )
    return Rule(code, slug, "error", check, (table,))


def identifiers_with_source(code: str, slug: str, table: str) -> Rule:
    """A rule on records that have an identifier without the source of it, or a source without an identifier."""
    has, source = pl.col("wikidata").is_not_null(), pl.col("identifiers_source").is_not_null()
    return of_row(
        code, slug, table,
        If(has & ~source, "{wikidata} rests on no source", "identifiers_source"),
        If(~has & source, "nothing rests on {identifiers_source}", "identifiers_source"),
        severity="warning",
    )  # fmt: skip
