"""A rule: its code, its check, and what the engine needs to know of it. Its words are in `explanations`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, wraps
from string import Formatter
from threading import Lock
from typing import TYPE_CHECKING, Any, Concatenate, Literal, ParamSpec, TypedDict, TypeVar, Unpack

import polars as pl

from event_timeline import profile
from event_timeline.model import MAX_PROBLEMS, Problem, Severity
from event_timeline.rules.scopes import Group, Scope
from event_timeline.tables.loading import ROW as ROW
from event_timeline.tables.loading import Tables, empty
from event_timeline.tables.types import POLARS_TYPES
from event_timeline.texts.text import Text

if TYPE_CHECKING:
    from event_timeline.rules.explanations import Example, Explanation

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Context:
    """What rules read: the tables, and the source texts that were provided (source_id -> Text)."""

    tables: Tables
    texts: Mapping[str, Text] = field(default_factory=dict)
    cache: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)
    """Values of functions under `cached`, by the function and its further arguments."""
    locks: dict[Any, Lock] = field(default_factory=dict, repr=False, compare=False)
    """A lock for each value that is being computed: rules over large tables are run by several threads."""
    listed: int = MAX_PROBLEMS
    """Problems of one rule that the report lists."""

    def __getitem__(self, table: str) -> pl.LazyFrame:
        """A table without the columns of a package's own, which may have any name: also one that a rule gives to a column."""
        own = self.own_columns.get(table)
        return self.whole(table).drop(own) if own else self.whole(table)

    def whole(self, table: str) -> pl.LazyFrame:
        """A table with all its columns, or one without rows where the package need not have it."""
        return empty(profile.table_schema(table)) if table in self.left_out else self.tables[table]

    @cached_property
    def own_columns(self) -> dict[str, list[str]]:
        """Table of the profile -> its columns that no version of the profile knows; without tables that have none."""
        found = {}
        for table in set(profile.ALL_TABLES) & set(self.tables.tables):
            known = profile.known_fields(table)
            found[table] = [f["name"] for f in self.tables.fields(table) if f["name"] not in known]
        return {table: columns for table, columns in found.items() if columns}

    @property
    def descriptor(self) -> dict[str, Any]:
        """The parsed datapackage.json."""
        return self.tables.package.descriptor

    @cached_property
    def profile_version(self) -> str | None:
        """The profile's version that the package is checked against; None where it names an unknown one."""
        return profile.version_of(self.descriptor)

    @cached_property
    def schemas(self) -> dict[str, dict[str, Any]]:
        """Resource name -> the schema the package gives it, where it is usable."""
        return {n: r.schema for n, r in self.tables.package.resources.items() if r.schema}

    @cached_property
    def coding(self) -> dict[str, str]:
        """What the package declares to have coded, see `profile.coding`."""
        return profile.coding(self.descriptor)

    @cached_property
    def left_out(self) -> frozenset[str]:
        """Tables of the profile that the package need not have and has not; no version before 1.1 has optional tables."""
        optional = frozenset(profile.OPTIONAL_TABLES) | profile.may_be_absent(self.descriptor)
        return optional - set(self.tables.package.resources)

    def with_optional(self, table: str) -> pl.LazyFrame:
        """A table with every optional column of the profile, without cells where the package has no such column."""
        frame, optional = self[table], profile.optional_fields(table)
        types = {name: POLARS_TYPES.get(f["type"], pl.String()) for name, f in optional.items()}
        there = set(frame.collect_schema()) if profile.has_coding(self.profile_version) else set()
        return frame.with_columns(
            **{n: (pl.col(n) if n in there else pl.lit(None)).cast(kind, strict=False) for n, kind in types.items()}
        )

    def counted(self, table: str) -> pl.LazyFrame:
        """The records of a table that are to be counted: without those that `same_as` declares to be another one."""
        optional = "same_as" in profile.optional_fields(table)
        return self.with_optional(table).filter(pl.col("same_as").is_null()) if optional else self[table]

    def is_empty(self, table: str) -> bool:
        """Whether a table is known to have no records: of large packages only where the package has no such table."""
        return table in self.left_out or (self.tables.small and not self.tables.tables[table].rows)

    @property
    def absent(self) -> tuple[str, ...]:
        """Tables that the profile requires and that have no resource; what follows from that is not reported again."""
        if not self.profile_version:
            return ()
        return tuple(t for t in profile.TABLES if t not in self.tables.package.resources and t not in self.left_out)


def cached(function: Callable[Concatenate[Context, P], T]) -> Callable[Concatenate[Context, P], T]:
    """Compute a function of a context, and of further arguments that can be hashed, once for each context."""

    @wraps(function)
    def wrapper(t: Context, /, *args: P.args, **named: P.kwargs) -> T:
        key = (function, args, *named.items())
        if key not in t.cache:
            with t.locks.setdefault(key, Lock()):
                if t.cache.get(key, t) is t:  # no other thread has computed it meanwhile
                    t.cache[key] = function(t, *args, **named)
        value: T = t.cache[key]
        return value

    return wrapper


@dataclass(frozen=True, eq=False)
class Matches:
    """Records that break a rule, still to be collected.

    query: one row per problem with the record number ROW and every column that `message` and `hint` name in braces, or a
    function that makes the query where matches are counted without it; value: which of them is the invalid cell, by default the one called `column`; total: the number of problems, where it
    is known already and `rows` has only those to be listed; all_rows: then the record numbers of all of them.

    where: true exactly for the records of `rows`, as an expression over `Table.checked` of the table; only_if: the same, but
    true for more records than break the rule. All expressions of a table are counted together in one pass, and where
    none is true `rows` is never collected. reads_previous: the expression reads the record before as well, and is counted
    separately, since the others would wait for it with all that they hold in memory.

    explained: for a rule that is a cause, the records that it explains where they are more than `rows`. Without a column
    it explains every cell of a record.
    """

    table: str
    query: pl.LazyFrame | Callable[[], pl.LazyFrame]
    message: str
    column: str | None = None
    value: str | None = None
    hint: str | None = None
    total: int | None = None
    where: pl.Expr | None = None
    only_if: pl.Expr | None = None
    reads_previous: bool = False
    explained: pl.LazyFrame | None = None
    all_rows: pl.LazyFrame | None = None

    @cached_property
    def rows(self) -> pl.LazyFrame:
        """The records, as `query` says."""
        return self.query if isinstance(self.query, pl.LazyFrame) else self.query()


Finding = Matches | Problem


def fields(message: str) -> list[str]:
    """The columns that a message or hint of Matches names in braces."""
    return [name for _, name, _, _ in Formatter().parse(message) if name]


def literal(words: str) -> str:
    """Escape words for the message or hint of Matches, where braces name columns."""
    return words.replace("{", "{{").replace("}", "}}")


Check = Callable[[Context], Iterator[Finding]]
Layer = Literal["descriptor", "schemas", "data"]
"""What a rule is about: how the package and its files are described and read, its schemas' vocabularies, or its data."""


class Declared(TypedDict, total=False):
    """What is declared of a rule beside its code, slug and check: the fields of `Rule` of these names."""

    severity: Severity
    needs: tuple[str, ...]
    text: bool
    cause: int
    fixable: bool
    unfixed_columns: frozenset[str]
    scope: Scope
    beside: tuple[str, ...]
    groups: tuple[Group, ...]
    reads_previous: bool
    constraint: str
    layer: Layer
    secondary: bool
    hashes: bool
    blocks: bool
    complete: tuple[str, ...]
    looks_in: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Rule:
    """One rule.

    needs: tables that must have been parsed; text: whether it needs the text of a source; cause: where it is not 0, what
    it reports of a cell explains what other rules report there, so that they leave it out: all rules that are not causes,
    and those that are causes of a higher number; fixable: whether `timeline validate --fix` repairs it, except in the
    `unfixed_columns`.

    scope: the part of the package that it reads at once; beside: whole tables that it needs for that; groups: for the scope
    of that name; reads_previous: a record is checked with the one before it; constraint: for the scope `counts`, the kind of
    constraint (`profile.constraints.masks`).

    layer: rules of the descriptor and of schemas need no table; secondary: a wrong size or hash, which follows from
    any other problem of a file, is reported last, and is fixed with the others; hashes: it needs the files' SHA-256.

    blocks: where it reports something, other rules are not run or look at less, so that no baseline makes it known.

    complete: what a package must declare as completely coded (`profile.ASPECTS`) for the rule to be run: it reports what is
    missing.

    looks_in: the columns (`table.column`) in which it looks for what it reports as missing. Where one of them has a cell that
    cannot be read, or that is missing though it is required, what the rule misses may be there, and nothing is reported.

    text_check: what looks at one source text and its evidence, for all rules that do so in one walk (`evidence.text_checks`).
    """

    code: str
    slug: str
    check: Check
    severity: Severity = "error"
    needs: tuple[str, ...] = ()
    text: bool = False
    cause: int = 0
    fixable: bool = False
    unfixed_columns: frozenset[str] = frozenset()
    scope: Scope = "whole"
    beside: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    reads_previous: bool = False
    constraint: str = ""
    layer: Layer = "data"
    secondary: bool = False
    hashes: bool = False
    blocks: bool = False
    complete: tuple[str, ...] = ()
    looks_in: tuple[str, ...] = ()
    text_check: Callable[..., Iterator[Finding]] | None = None

    def __post_init__(self) -> None:
        if self.groups:
            object.__setattr__(self, "scope", "groups")

    def __repr__(self) -> str:
        return f"<event_timeline rule {self.code} {self.slug} ({self.severity})>"

    def problem(self, problem: Problem) -> Problem:
        """A problem that the check reports, with what the rule says of all its problems."""
        hint = problem.hint or self.repair
        return replace(problem, code=self.code, slug=self.slug, severity=self.severity, hint=hint)

    @property
    def family(self) -> str:
        """The code's letters."""
        return self.code.rstrip("0123456789")

    @property
    def _explanation(self) -> Explanation:
        from event_timeline.rules.explanations import explanation  # a valid package is checked without

        return explanation(self.code)

    @property
    def summary(self) -> str:
        """What is wrong, in one sentence."""
        return self._explanation.summary

    @property
    def why(self) -> str:
        """Why it matters."""
        return self._explanation.why

    @property
    def repair(self) -> str:
        """What to do: the hint of a problem that has none of its own."""
        return self._explanation.repair

    @property
    def aliases(self) -> tuple[str, ...]:
        """Slugs of earlier versions, by which the rule is still found."""
        return self._explanation.aliases

    @property
    def bad(self) -> Example:
        """An example that the rule reports."""
        return self._explanation.bad

    @property
    def good(self) -> Example:
        """A near miss that it does not report."""
        return self._explanation.good


def rule(code: str, **declared: Unpack[Declared]) -> Callable[[Check], Rule]:
    """Make a rule of a check function, whose name is the slug."""

    def make(check: Check) -> Rule:
        return Rule(code, getattr(check, "__name__", "").replace("_", "-"), check, **declared)

    return make
