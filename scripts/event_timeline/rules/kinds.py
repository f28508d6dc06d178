"""The kinds of rules that are declared.

of_file       a fault of a table's file that `tables.file_checks` reports (TAB005)
of_row        a record by itself; of all cases of a table the records are counted in one pass (EVT018)
of_date       the date of a record by itself, and counted so (DAT004)
related       a record whose key other records have, or have not (STM014)
compared      a record with another one of the same key, and their dates (DAT016)
twice         a value that an earlier record has (EVT015)
circle        records that lead back to themselves (GEO005)
of_query      the records that a query of several tables finds (GEO009)
matching      the same, as a decorator of the query (VOC006)
of_schema     the schema of each resource by itself (VOC004)
identifiers_with_source  identifiers without their source, or the other way round (EVT016)

In parentheses is a rule of the kind to begin from; `git grep -n EVT018 scripts` finds it. What the engine needs of such a rule (its tables, its scope, whether it can be counted in one pass with others) follows
from the kind. Other rules are functions under `@rule`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial, wraps
from typing import Literal, Unpack

import polars as pl

from event_timeline import profile
from event_timeline.model import Problem, Severity
from event_timeline.package.opening import Resource
from event_timeline.profile.table_schemas import foreign_keys
from event_timeline.rules.calendar import DATED, DAYS, dated, dates_of, shown
from event_timeline.rules.rule import ROW, Context, Declared, Finding, Matches, Rule, fields, rule
from event_timeline.rules.scopes import Group, by
from event_timeline.rules.similarity import repeated
from event_timeline.tables.cycles import rings
from event_timeline.tables.elementwise import filtered_last
from event_timeline.tables.key_hashes import looked_up

EVERY = pl.lit(True)
"""The condition that all records meet."""
OTHER = "_other"
"""At the end of a column's name: the column of the record that a record is compared with."""
KEYS = {"events": "event_id", "statements": "statement_id"}
"""The key of a table where a rule that is declared for several tables names none."""
Key = str | pl.Expr
Where = pl.Expr | Callable[[Context], pl.Expr]
DATE_COLUMNS = dict(DATED)


@dataclass(frozen=True, eq=False)
class If:
    """A condition on a record, and the message and column of the problem where it is true.

    where: an expression over the table's columns, or a function that makes one, where it depends on the descriptor or is
    costly to make; shown: further values that the message names; only_if: for a costly condition a cheap one that is true
    wherever it is, and is counted in its place; value: the column with the invalid cell, if it is not `column`.
    """

    where: Where
    message: str
    column: str | None = None
    shown: Mapping[str, pl.Expr] = field(default_factory=dict)
    only_if: pl.Expr | None = None
    value: str | None = None

    def finding(self, t: Context, table: str) -> Finding:
        """The records of a table on which the condition is true."""
        where = self.where if isinstance(self.where, pl.Expr) else self.where(t)
        sure = where if self.only_if is None else None

        def rows() -> pl.LazyFrame:
            if self.only_if is None:
                return t[table].filter(where).with_columns(**self.shown)
            return filtered_last(t[table].filter(self.only_if), where).with_columns(**self.shown)

        return Matches(table, rows, self.message, self.column, self.value, where=sure, only_if=self.only_if)


def unpaired(given: str, missing: str, message: str, column: str | None = None) -> If:
    """The condition that a record has a cell in one column and none in another, which is the problem's if none is named."""
    return If(pl.col(given).is_not_null() & pl.col(missing).is_null(), message, column or missing)


@dataclass(frozen=True, eq=False)
class Others:
    """Records of another table, and the columns of theirs that are compared with those of the rule's table, in its order.

    dates: which of them have a date to be compared, and then the columns of `dates_of`, too: all that are bounded, those
    that are sure or those that are not. frame: a function that makes the records of the table and, perhaps, `beside`.
    """

    table: str
    columns: tuple[Key, ...] = ()
    where: pl.Expr = EVERY
    dates: Literal["", "bounded", "sure", "unsure"] = ""
    frame: Callable[[Context], pl.LazyFrame] | None = None
    beside: tuple[str, ...] = ()

    def records(self, t: Context, needed: Iterable[str] = ()) -> pl.LazyFrame:
        """The records, with ROW; with dates only the columns that are needed, besides those of `dates_of`."""
        if self.frame:
            return self.frame(t).filter(self.where)
        if not self.dates:
            return t[self.table].filter(self.where)
        there = t[self.table].collect_schema()
        columns = [
            c for c in dict.fromkeys([*needed, *_names(self.columns), *self.where.meta.root_names()]) if c in there
        ]
        dates = {"bounded": pl.col("bounded"), "sure": pl.col("sure"), "unsure": pl.col("bounded") & ~pl.col("sure")}
        return dated(t, self.table, *columns).filter(dates[self.dates]).filter(self.where)


def referring(table: str) -> tuple[Others, ...]:
    """The records that refer to a table, by the foreign keys of the profile's schemas."""
    keys = [(name, key) for name in profile.ALL_TABLES for key in foreign_keys(name, profile.table_schema(name))]
    return tuple(Others(name, tuple(columns)) for name, (columns, other, _) in keys if other == table)


def _names(keys: Iterable[Key]) -> list[str]:
    """The columns of a key, or that its expressions are made of."""
    return [name for key in keys for name in ([key] if isinstance(key, str) else key.meta.root_names())]


def _tables(table: str | tuple[str, ...]) -> tuple[str, ...]:
    return (table,) if isinstance(table, str) else table


def of_file(code: str, slug: str, **declared: Unpack[Declared]) -> Rule:
    """A rule whose problems `tables.file_checks` reports under its slug while the files are read."""

    def check(t: Context) -> Iterator[Finding]:
        yield from (problem for problem in t.tables.problems if problem.slug == slug)

    return Rule(code, slug, check, **declared)


def of_row(
    code: str, slug: str, table: str | tuple[str, ...], *cases: If, severity: Severity = "error", complete: tuple[str, ...] = ()
) -> Rule:  # fmt: skip
    """A rule that looks at each record of one or several tables by itself."""

    def check(t: Context) -> Iterator[Finding]:
        for name in _tables(table):
            if not t.is_empty(name):
                yield from (case.finding(t, name) for case in cases)

    return Rule(code, slug, check, severity, _tables(table), scope="rows", complete=complete)


@dataclass(frozen=True, eq=False)
class Dates:
    """A condition on a date, over the columns of `dates_of` and `table`, and one on the record that has it."""

    where: Where
    record: pl.Expr = EVERY


def of_date(
    code: str, slug: str, *cases: Dates, message: str, tables: tuple[str, ...] = (), column: str | None = None,
    shown_too: Mapping[str, pl.Expr] | None = None, severity: Severity = "error", beside: tuple[str, ...] = (),
) -> Rule:  # fmt: skip
    """A rule on the date of each record by itself, of all tables that have one if none is named.

    column: of the problem, if it is not the date's.
    """

    def _on_dates(t: Context, name: str, date: str, where: pl.Expr) -> pl.LazyFrame:
        rows = t[name].filter(where).with_columns(text=pl.col(date)).join(dates_of(t).lazy(), on="text")
        return shown(rows, *(c for c in fields(message) if c in DAYS)).with_columns(**shown_too or {})

    def check(t: Context) -> Iterator[Finding]:
        for name in tables or DATE_COLUMNS:
            date = DATE_COLUMNS[name]
            if not (t.tables.has(name, date) and t[name].collect_schema()[date] == pl.String):
                continue
            days = dates_of(t).with_columns(table=pl.lit(name))
            masks = []
            for case in cases:
                condition = case.where if isinstance(case.where, pl.Expr) else case.where(t)
                texts = days.filter(condition)["text"].to_list()
                if texts:
                    masks.append(pl.col(date).is_in(texts) & case.record)
            if not masks:
                continue
            where = pl.any_horizontal(masks).fill_null(False)
            rows = partial(_on_dates, t, name, date, where)
            yield Matches(name, rows, message, column or date, None if column else "text", where=where)

    needs = tuple(dict.fromkeys((*tables, *beside)))
    return Rule(code, slug, check, severity, needs, scope="rows", beside=beside)


@dataclass(frozen=True, eq=False)
class Has:
    """The condition that one of the others has the key of the record, or, where it is `lacking`, that none has.

    key: columns of the record, or expressions; if none are named, that of its table in `KEYS`, or else those of the others.
    """

    others: tuple[Others, ...]
    key: tuple[Key, ...] = ()
    lacking: bool = False

    def own(self, table: str) -> tuple[Key, ...]:
        """The key of a table's records."""
        return self.key or ((KEYS[table],) if table in KEYS else self.others[0].columns)

    def filtered(self, t: Context, table: str, rows: pl.LazyFrame) -> pl.LazyFrame:
        """The rows that meet the condition."""
        key = self.own(table)
        names = [f"_key{i}" for i in range(len(key))]
        keys = pl.concat([o.records(t).select(_aliased(o.columns or key, names)) for o in self.others])
        marked = rows.with_columns(_aliased(key, names)).drop_nulls(names)
        how: Literal["anti", "semi"] = "anti" if self.lacking else "semi"
        return looked_up(marked, keys.drop_nulls(), names, how, small=t.tables.small).drop(names)


def has(*others: Others, key: tuple[Key, ...] = ()) -> Has:
    """One of the others has the key of the record."""
    return Has(others, key)


def lacks(*others: Others, key: tuple[Key, ...] = ()) -> Has:
    """None of the others has the key of the record."""
    return Has(others, key, lacking=True)


def related(
    code: str, slug: str, table: str | tuple[str, ...], *conditions: Has, message: str, column: str,
    where: pl.Expr | Mapping[str, pl.Expr] = EVERY, severity: Severity = "error", needs: tuple[str, ...] = (),
    complete: tuple[str, ...] = (),
) -> Rule:  # fmt: skip
    """A rule on records that meet all the conditions; where: those that are looked at, of each table or of all."""

    def check(t: Context) -> Iterator[Finding]:
        for name in _tables(table):
            if t.is_empty(name):
                continue
            rows = t[name].filter(where if isinstance(where, pl.Expr) else where.get(name, EVERY))
            for condition in conditions:
                rows = condition.filtered(t, name, rows)
            if "key" in fields(message):
                rows = rows.with_columns(key=pl.col(KEYS[name]))
            yield Matches(name, rows, message, column)

    others = [(h, o) for h in conditions for o in h.others]
    tables = tuple(dict.fromkeys((*needs, *_tables(table), *(o.table for _, o in others))))
    groups = [_groups(name, [(h.own(name), o.columns or h.own(name), o) for h, o in others]) for name in _tables(table)]
    lacked = [(name, h.own(name), o) for h, o in others if h.lacking for name in _tables(table)]
    looks_in = tuple(
        f"{place}.{column}"
        for name, own, o in lacked
        for place, columns in ((name, own), (o.table, (*(o.columns or own), o.where)))
        for column in _names(columns)
    )
    by_keys = tuple(group for several in groups for group in several) if all(groups) else ()
    return Rule(code, slug, check, severity, tables, groups=by_keys, complete=complete, looks_in=looks_in)


def _groups(table: str, keys: Sequence[tuple[Sequence[Key], Sequence[Key], Others]]) -> tuple[Group, ...]:
    """The group of the first columns of keys; none where one is computed or of another table, or a rule has several."""
    pairs = [pair for own, theirs, o in keys for pair in ((table, own[0]), (o.table, theirs[0]))]
    there = {name: [f["name"] for f in profile.table_schema(name)["fields"]] for name, _ in pairs}
    columns = dict.fromkeys((name, c) for name, c in pairs if isinstance(c, str) and c in there[name])
    if len(columns) < len({str(pair) for pair in pairs}) or len({str(own[0]) for own, _, _ in keys}) > 1:
        return ()
    key = next((c for name, c in columns if [c] == profile.table_schema(name).get("primaryKey")), pairs[0][1])
    beside = dict.fromkeys(name for _, _, o in keys for name in o.beside)
    return (Group(str(key), table, tuple(columns), tuple(beside)),)


def compared(
    code: str, slug: str, records: Others, others: Others, *, message: str, column: str, where: pl.Expr = EVERY,
    once: bool = False, severity: Severity = "error", beside: bool = False, only_if: pl.Expr | None = None,
) -> Rule:  # fmt: skip
    """A rule on records that are compared with those of the same key: `columns` of the two.

    where: over the columns of both, those of the other end in OTHER, as in the message, which has numbers of days as dates;
    once: a record is reported once, whatever it is compared with; beside: the other table is needed whole, and is small.
    """
    named = fields(message)
    needed = dict.fromkeys([*where.meta.root_names(), *named, *_names(records.columns), column])
    value = "text" if records.dates and column == DATE_COLUMNS[records.table] else column
    own = [c for c in {**needed, value: None} if not c.endswith(OTHER)]
    theirs = [c.removesuffix(OTHER) for c in needed if c.endswith(OTHER)]
    keys = [f"_key{i}" for i in range(len(records.columns))]

    def check(t: Context) -> Iterator[Finding]:
        if t.is_empty(records.table) or t.is_empty(others.table):
            return
        left, right = records.records(t, own), others.records(t, theirs)
        there = left.collect_schema()
        left = left.select(ROW, *(c for c in own if c in there), *_aliased(records.columns, keys))
        right = right.select(*(pl.col(c).alias(c + OTHER) for c in theirs), *_aliased(others.columns, keys))
        rows = left.join(right, on=keys).filter(where)
        rows = shown(rows, *(c for c in named if c.removesuffix(OTHER) in DAYS))
        rows = rows.unique(ROW, keep="any") if once else rows
        yield Matches(records.table, rows, message, column, value, only_if=only_if)

    needs = tuple(dict.fromkeys((*records.beside, records.table, *others.beside, others.table)))
    if beside:
        return Rule(code, slug, check, severity, needs, scope="rows", beside=(others.table,))
    groups = _groups(records.table, [(records.columns, others.columns, others)])
    return Rule(code, slug, check, severity, needs, groups=groups)


def _aliased(columns: Iterable[Key], names: Iterable[str]) -> list[pl.Expr]:
    keys = (pl.col(c) if isinstance(c, str) else c for c in columns)
    return [key.alias(name) for key, name in zip(keys, names, strict=True)]


def twice(
    code: str, slug: str, table: str, name: str, column: str, message: str, *, severity: Severity = "error",
) -> Rule:  # fmt: skip
    """A rule on values of a column that an earlier record to count has too, which the message calls `first` by its `name`."""

    def check(t: Context) -> Iterator[Finding]:
        yield Matches(table, repeated(t, t.counted(table).select(ROW, name, column), [column], name), message, column)

    return Rule(code, slug, check, severity, (table,), groups=(by(column, table),))


def circle(code: str, slug: str, table: str, name: str, column: str, message: str, *, optional: bool = False) -> Rule:
    """A rule on records that lead back to themselves by a column that refers to their table; the message says the `ring`.

    optional: whether the column is an optional one of the profile.
    """

    def around(t: Context) -> pl.LazyFrame:
        rows = t.with_optional(table) if optional else t[table]
        return rings(t.tables.collect(rows.select(ROW, a=name, b=column).drop_nulls()))

    return of_query(code, slug, table, around, If(EVERY, message, column, value="ring"))


Query = Callable[[Context], pl.LazyFrame]


def of_query(
    code: str, slug: str, table: str, rows: Query, *cases: If, unless: tuple[Query, ...] = (), **declared: Unpack[Declared]
) -> Rule:  # fmt: skip
    """A rule on records of a table that a query finds, with the columns of others; `needs` are the tables that it reads.

    unless: what finds records (ROW) of which another rule says more.
    """

    def check(t: Context) -> Iterator[Finding]:
        if t.is_empty(table):
            return
        found = rows(t)
        if t.tables.small and (unless or len(cases) > 1):  # mostly it finds nothing, and that is all there is to ask
            if (frame := t.tables.collect(found)).is_empty():
                return
            found = frame.lazy()
        for reported in unless:
            found = found.join(reported(t).select(ROW), on=ROW, how="anti")
        for case in cases:
            where = case.where if isinstance(case.where, pl.Expr) else case.where(t)
            met = found if where is EVERY else found.filter(where)
            yield Matches(table, met.with_columns(**case.shown), case.message, case.column, case.value)

    declared.setdefault("needs", (table,))
    return Rule(code, slug, check, **declared)


def matching(
    code: str, table: str, message: str, column: str, *, value: str | None = None, unless: tuple[Query, ...] = (),
    **declared: Unpack[Declared],
) -> Callable[[Query], Rule]:  # fmt: skip
    """Make a rule of a query that returns the records of a table that break it, and whose name is the slug."""

    def make(query: Query) -> Rule:
        slug, case = getattr(query, "__name__", "").replace("_", "-"), If(EVERY, message, column, value=value)
        return of_query(code, slug, table, query, case, unless=unless, **declared)

    return make


SchemaCheck = Callable[[Context, Resource], Iterator[Problem]]


def of_schema(code: str, **declared: Unpack[Declared]) -> Callable[[SchemaCheck], Rule]:
    """Make a rule of a check of one resource's schema, whose name is the slug; its problems are in the schema's file."""

    def make(check_one: SchemaCheck) -> Rule:
        @wraps(check_one)
        def check(t: Context) -> Iterator[Finding]:
            for resource in t.tables.package.resources.values():
                path = resource.schema_path or t.tables.package.descriptor_name
                yield from (replace(p, resource=resource.name, path=path) for p in check_one(t, resource))

        declared.setdefault("layer", "descriptor")
        return rule(code, **declared)(check)

    return make


def identifiers_with_source(code: str, slug: str, table: str) -> Rule:
    """A rule on records that have an identifier without the source of it, or a source without an identifier."""
    message, source = "{identifiers_source} is the source of no identifier", "identifiers_source"
    return of_row(
        code, slug, table, unpaired("wikidata", source, "{wikidata} has no identifiers_source"),
        unpaired(source, "wikidata", message, source), severity="warning",
    )  # fmt: skip
