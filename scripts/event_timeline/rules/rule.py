"""What a rule is: its code, its check and what the check needs; `explanations` has the words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import polars as pl

from event_timeline import profile
from event_timeline.model import Severity
from event_timeline.rules.explanations import Example, explanation
from event_timeline.rules.scopes import Group, Scope
from event_timeline.tables.loading import Tables
from event_timeline.texts.text import Text

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Context:
    """What rules look at: the tables, and the source texts that were given (source_id -> Text)."""

    tables: Tables
    texts: Mapping[str, Text] = field(default_factory=dict)
    made: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)
    """What functions under `cached` have made, by the function and its further arguments."""

    def __getitem__(self, table: str) -> pl.LazyFrame:
        return self.tables[table]

    @property
    def descriptor(self) -> dict[str, Any]:
        """The parsed datapackage.json."""
        return self.tables.package.descriptor

    @cached_property
    def profile_version(self) -> str | None:
        """The profile's version that the package is held against; None where it names one that is not known."""
        return profile.version_of(self.descriptor)

    @cached_property
    def schemas(self) -> dict[str, dict[str, Any]]:
        """Resource name -> the schema the package gives it, where it is usable."""
        return {n: r.schema for n, r in self.tables.package.resources.items() if r.schema}

    @property
    def absent(self) -> tuple[str, ...]:
        """Tables of the profile that no resource is named after; what follows from that is not told again."""
        known = self.tables.package.resources
        return tuple(table for table in profile.TABLES if self.profile_version and table not in known)


def cached(make: Callable[Concatenate[Context, P], T]) -> Callable[Concatenate[Context, P], T]:
    """Let a function of a context, and of further arguments that can be hashed, compute its value once for each context."""

    @wraps(make)
    def kept(t: Context, /, *args: P.args, **named: P.kwargs) -> T:
        key = (make, args, *named.items())
        if key not in t.made:
            t.made[key] = make(t, *args, **named)
        value: T = t.made[key]
        return value

    return kept


@dataclass(frozen=True)
class Offenders:
    """Rows that break a rule, still to be collected.

    rows: one row per problem with the record number `_row` and every column that `message` and `hint` name in braces;
    value: which of them is the offending cell, by default the one called `column`; total: how many problems
    there are, where that is known already and `rows` holds only those to be shown; every: then the record numbers
    of all of them.

    where: true exactly for the records of `rows`, as an expression over `Table.checked` of the table; only_if:
    the same, but true for more records than break the rule. All expressions of a table are counted together
    in one pass, and where none is true `rows` is never asked. looks_back: it looks at the record before as well, and
    is counted apart, since the others would wait for it with all that they hold.

    explains: for a rule that is a cause, the records that it explains where they are more than `rows`. Without
    a column it explains every cell of a record. settled: what causes explain has been left out already.
    """

    table: str
    rows: pl.LazyFrame
    message: str
    column: str | None = None
    value: str | None = None
    hint: str | None = None
    total: int | None = None
    where: pl.Expr | None = None
    only_if: pl.Expr | None = None
    looks_back: bool = False
    explains: pl.LazyFrame | None = None
    settled: bool = False
    every: pl.LazyFrame | None = None


@dataclass(frozen=True)
class Found:
    """A finding that is known at once: in the descriptor, a file or a source text."""

    message: str
    resource: str | None = None
    path: str | None = None
    line: int | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None
    hint: str | None = None


Finding = Offenders | Found


def literal(words: str) -> str:
    """Words that stand as they are in the message or hint of Offenders, where braces name columns."""
    return words.replace("{", "{{").replace("}", "}}")


Check = Callable[[Context], Iterator[Finding]]


@dataclass(frozen=True)
class Rule:
    """One rule.

    needs: tables that must have been parsed; text: whether it needs a source's text; cause: where it is not 0,
    what it finds in a cell explains what other rules find there, so that they leave it out: all rules that are no
    causes, and those that are causes of a higher number; mended: whether `timeline validate --fix` repairs it; scope:
    how much of the tables it must see at once, beside which whole tables, or by which groups; looks_back: a record is
    judged with the one before it.
    """

    code: str
    slug: str
    severity: Severity
    check: Check
    needs: tuple[str, ...] = ()
    text: bool = False
    cause: int = 0
    mended: bool = False
    scope: Scope = "whole"
    beside: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    looks_back: bool = False

    @property
    def family(self) -> str:
        """The code's letters."""
        return self.code.rstrip("0123456789")

    @property
    def summary(self) -> str:
        """What is wrong, in one sentence."""
        return explanation(self.code).summary

    @property
    def why(self) -> str:
        """Why it matters."""
        return explanation(self.code).why

    @property
    def repair(self) -> str:
        """What to do about it: the hint of a problem that has none of its own."""
        return explanation(self.code).repair

    @property
    def bad(self) -> Example:
        """An example that the rule reports."""
        return explanation(self.code).bad

    @property
    def good(self) -> Example:
        """A near miss that it does not report."""
        return explanation(self.code).good


def rule(
    code: str,
    *,
    severity: Severity = "error",
    needs: tuple[str, ...] = (),
    text: bool = False,
    cause: int = 0,
    mended: bool = False,
    scope: Scope = "whole",
    beside: tuple[str, ...] = (),
    groups: tuple[Group, ...] = (),
    looks_back: bool = False,
) -> Callable[[Check], Rule]:
    """Make a rule of a check function, whose name is the slug; `explanations.toml` says the rest of it."""

    def make(check: Check) -> Rule:
        slug = getattr(check, "__name__", "").replace("_", "-")
        how_much = "groups" if groups else scope
        return Rule(code, slug, severity, check, needs, text, cause, mended, how_much, beside, groups, looks_back)

    return make
