"""What a rule is: its code, its words, its examples and its check."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from types import ModuleType
from typing import Any, TypeVar

import polars as pl

from event_timeline import profile
from event_timeline.model import Severity
from event_timeline.tables.loading import Tables
from event_timeline.texts.text import Text

T = TypeVar("T")


@dataclass(frozen=True)
class Context:
    """What rules look at: the tables, and the source texts that were given (source_id -> Text)."""

    tables: Tables
    texts: Mapping[str, Text] = field(default_factory=dict)
    made: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)
    """What `once` has made."""

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

    def once(self, name: str, make: Callable[[], T]) -> T:
        """What several rules ask for, made at the first time and kept under a name of its own."""
        if name not in self.made:
            self.made[name] = make()
        made: T = self.made[name]
        return made

    @property
    def absent(self) -> tuple[str, ...]:
        """Tables of the profile that no resource is named after; what follows from that is not told again."""
        known = self.tables.package.resources
        return tuple(table for table in profile.TABLES if self.profile_version and table not in known)


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
class Cell:
    """Set a cell of the example package: `key` is the row's primary key, parts joined by a blank."""

    table: str
    key: str
    column: str
    value: str

    def __str__(self) -> str:
        return f"{self.table} {self.key}: {self.column} = {self.value!r}"


@dataclass(frozen=True)
class Added:
    """Add a row; columns not named stay empty."""

    table: str
    row: Mapping[str, str]

    def __str__(self) -> str:
        return f"{self.table}: a row more, " + ", ".join(f"{k} = {v!r}" for k, v in self.row.items())


@dataclass(frozen=True)
class Dropped:
    """Drop a row."""

    table: str
    key: str

    def __str__(self) -> str:
        return f"{self.table}: without {self.key}"


@dataclass(frozen=True)
class Replaced:
    """Replace words in a file of the package, descriptor and schemas included.

    old: `""` appends at the end and makes a file that is not there, `"*"` is all of it.
    """

    path: str
    old: str
    new: str
    stamped: bool = True
    """Whether sizes and hashes are made to fit afterwards."""

    def __str__(self) -> str:
        return (
            f"{self.path}: {self.old!r} becomes {self.new!r}" if self.old else f"{self.path}: {self.new!r} at the end"
        )


@dataclass(frozen=True)
class Removed:
    """Delete a file of the package."""

    path: str

    def __str__(self) -> str:
        return f"{self.path} is deleted"


Edit = Cell | Added | Dropped | Replaced | Removed


@dataclass(frozen=True)
class Example:
    """Edits to the small valid package of the tests, and in words what they do."""

    note: str
    edits: tuple[Edit, ...]
    with_text: bool = False
    """Whether the source's text is at hand."""


@dataclass(frozen=True)
class Rule:
    """One rule.

    needs: tables that must have been parsed; text: whether it needs a source's text; cause: where it is not 0,
    what it finds in a cell explains what other rules find there, so that they leave it out: all rules that are no
    causes, and those that are causes of a higher number; mended: whether `timeline validate --fix` mends it.
    """

    code: str
    slug: str
    severity: Severity
    summary: str
    why: str
    repair: str
    bad: Example
    good: Example
    check: Check
    needs: tuple[str, ...] = ()
    text: bool = False
    cause: int = 0
    mended: bool = False

    @property
    def family(self) -> str:
        """The code's letters."""
        return self.code.rstrip("0123456789")


def bad(note: str, *edits: Edit, with_text: bool = False) -> Example:
    """An example that the rule reports."""
    return Example(note, edits, with_text)


good = bad
"""An example, a near miss, that it does not report."""


def rule(
    code: str,
    *,
    bad: Example,
    good: Example,
    severity: Severity = "error",
    needs: tuple[str, ...] = (),
    text: bool = False,
    cause: int = 0,
    mended: bool = False,
) -> Callable[[Check], Rule]:
    """Make a rule of a check function: its name is the slug, its docstring summary, `Why:` and `Repair:`."""

    def make(check: Check) -> Rule:
        slug = getattr(check, "__name__", "").replace("_", "-")
        summary, why, repair = _words(_doc(check), code)
        return Rule(code, slug, severity, summary, why, repair, bad, good, check, needs, text, cause, mended)

    return make


def _doc(check: Check) -> str:
    """A check's docstring, cleaned; read from the module's source where `python -OO` has taken it away."""
    if doc := inspect.getdoc(check):
        return doc
    module = inspect.getmodule(check)
    return _docs(module).get(getattr(check, "__name__", ""), "") if module else ""


@cache
def _docs(module: ModuleType) -> dict[str, str]:
    """Function -> docstring, of a module's source."""
    tree = ast.parse(inspect.getsource(module))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return {function.name: ast.get_docstring(function) or "" for function in functions}


def _words(doc: str, code: str) -> tuple[str, str, str]:
    match = re.fullmatch(r"(?P<summary>.+?)\n\nWhy: (?P<why>.+?)\n\s*Repair: (?P<repair>.+)", doc, re.DOTALL)
    if not match:
        raise ValueError(f"{code}: the docstring is not a summary, `Why:` and `Repair:`")
    return tuple(" ".join(part.split()) for part in match.group("summary", "why", "repair"))  # type: ignore[return-value]
