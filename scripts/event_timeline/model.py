"""Problems, reports and errors as plain data: nothing here prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from event_timeline.remedies import words

Severity = Literal["error", "warning"]


class Rendered:
    """A result that `print` and notebooks show as the text of its `render`; `repr` has its fields."""

    __slots__ = ()

    if TYPE_CHECKING:

        def render(self) -> str:
            """Return the result as text."""

    def __str__(self) -> str:
        return self.render().rstrip("\n")

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/plain": str(self)}


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding of a rule, which gives it its code, severity and slug, and a hint where it has none.

    line: physical line of the file, the header being 1; row: the record's number after the header, from 1;
    column: a field's name, or a JSON path for a descriptor; value: the invalid cell as text.
    """

    code: str = ""
    severity: Severity = "error"
    message: str = ""
    hint: str = ""
    resource: str | None = None
    path: str | None = None
    line: int | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None
    slug: str = ""
    """The rule's name, which does not change either."""

    @property
    def record(self) -> str:
        """`row 3` where a record is known and no line, as in Parquet; else empty."""
        return f"row {self.row}" if self.line is None and self.row is not None else ""

    @property
    def where(self) -> tuple[str, ...]:
        """The line or the record, and the column, as far as they are known."""
        parts = (self.line or self.record, self.column)
        return tuple(str(part) for part in parts if part)

    def __str__(self) -> str:
        """`path:line:column CODE message`, without what is not known; characters that do not print are escaped."""
        place = ":".join([*([self.path] if self.path else []), *self.where])
        text = " ".join(part for part in (place, self.code, self.message) if part)
        return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


MAX_PROBLEMS = 50
"""Problems of one rule that a report lists unless the caller says otherwise; all are counted."""
NO_LIMIT = 10**9


@dataclass(frozen=True, slots=True)
class TableCount:
    """A table that was read and its number of records."""

    name: str
    rows: int


NO_TEXT = "no source text given"
"""Why a rule that reads texts was not run where there are none."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A rule that was not run, and why."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The record with a problem, as written, and where in it the offending cell is.

    text: the record's physical line or lines; start, end: half-open, in code points of it, equal where no
    cell is meant.
    """

    text: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What settings left out of a validation: the settings in words, and the codes of the rules that were not run."""

    settings: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Accepted:
    """Problems that were found and do not count, since they are accepted.

    by: the file that accepts them, which is a baseline or a table of the package; label: baseline or accepted; counts: code -> their number; problems: those that would have been listed;
    gone: in words, what is accepted there and was not found any more.
    """

    by: str
    counts: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    label: str = "baseline"


@dataclass
class Report:
    """The outcome of a validation.

    counts holds every rule's total, also where fewer problems are listed; checked says in words what was
    proved, for the reader of a clean report; ran are the codes of the rules that were run; excerpts shows
    the records of those problems that are in one.
    """

    tables: list[TableCount] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    severities: dict[str, Severity] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    checked: list[str] = field(default_factory=list)
    ran: list[str] = field(default_factory=list)
    excerpts: dict[Problem, Excerpt] = field(default_factory=dict)
    accepted: list[Accepted] = field(default_factory=list)
    """Problems that are in none of the totals, since a baseline file or the table `exceptions` has them."""
    left_out: LeftOut | None = None
    """What a settings file left out, which every format says: a verdict without it would promise too much."""

    def __str__(self) -> str:
        """The listed problems, a line for each, and the totals."""
        totals = f"{'valid' if self.valid else 'invalid'}: {self.errors:,} errors, {self.warnings:,} warnings"
        return "\n".join([*map(str, self.problems), totals])

    @property
    def errors(self) -> int:
        """Number of errors, listed or not."""
        return self._total("error")

    @property
    def warnings(self) -> int:
        """Number of warnings, listed or not."""
        return self._total("warning")

    @property
    def valid(self) -> bool:
        """Whether there are no errors."""
        return self.errors == 0

    def passes(self, strict: bool = False) -> bool:
        """Whether there are no errors, and under `strict` no warnings either."""
        return self.valid and not (strict and self.warnings)

    def _total(self, severity: Severity) -> int:
        return sum(n for code, n in self.counts.items() if self.severities[code] == severity)


MAX_NOTED = 3
"""Problems that the traceback of an `InvalidPackageError` shows."""


class UserError(Exception):
    """Wrong use or unreadable input: one line for the user, a remedy, exit code 2.

    Both name options and commands as the command line has them; in Python they become parameters and functions.
    """

    exit_code = 2

    def __init__(self, message: str, hint: str = "") -> None:
        self.message = words(message)
        self.hint = words(hint)
        super().__init__(self.message)
        if hint:
            self.add_note(f"hint: {self.hint}")  # a traceback shows it

    def say(self, message: str, hint: str) -> None:
        """Have another message and hint."""
        if (message, hint) != (self.message, self.hint):
            before = f"hint: {self.hint}"
            self.__notes__ = [f"hint: {hint}" if n == before else n for n in getattr(self, "__notes__", [])]
            self.message, self.hint, self.args = message, hint, (message,)

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (type(self), self.args, self.__dict__)  # subclasses take other arguments than a message


def _restored(kind: type[UserError], args: tuple[Any, ...], state: dict[str, Any]) -> UserError:
    """An error that another process raised."""
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error


UserError.__module__, UserError.__name__, UserError.__qualname__ = "event_timeline", "Error", "Error"
"""As callers import it: a traceback says `event_timeline.Error`."""


class RowsError(UserError):
    """Rows that cannot be added or imported; `problems` has what is wrong, each with file, line and column or property.

    total: their number, where only the first are listed; listed: how many of them `problems` are about, of which one may be
    about equal cells of several rows.
    """

    __module__ = "event_timeline"

    def __init__(self, problems: Sequence[Problem], done: str = "added", total: int = 0, listed: int = 0) -> None:
        self.problems = tuple(problems)
        self.listed = max(listed, len(self.problems))
        self.total = max(total, self.listed)
        self.done = done
        first, more = self.problems[0], self.total - 1
        super().__init__(f"{first}{f' (and {more:,} more)' if more else ''}; nothing was {done}", first.hint)


class CellsError(UserError):
    """What is wrong with the values of a row: (column or `evidence.PART`, error) each; as one error it says all of them.

    said: the errors as it says them, by default each of `errors`; cells: those of the row that are possible.
    """

    __module__ = "event_timeline"

    def __init__(
        self,
        errors: Sequence[tuple[str, UserError]],
        said: Sequence[UserError] = (),
        cells: Mapping[str, str] | None = None,
    ) -> None:
        said = said or [error for _, error in errors]
        super().__init__("; ".join(e.message for e in said), "; ".join(dict.fromkeys(e.hint for e in said if e.hint)))
        self.errors = tuple(errors)
        self.cells = dict(cells or {})


class InvalidPackageError(UserError):
    """The package is invalid, so that it is not exported or published; `report` says why."""

    exit_code = 1

    def __init__(self, report: Report, done: str) -> None:
        super().__init__(f"not {done}: the package is invalid", "`timeline validate` reports all problems")
        self.report = report
        errors = [p for p in report.problems if p.severity == "error"]
        for problem in errors[:MAX_NOTED]:
            self.add_note(str(problem))
        if report.errors > MAX_NOTED:
            self.add_note(f"and {report.errors - MAX_NOTED:,} more errors: `.report`")


InvalidPackageError.__module__ = "event_timeline"


class UnfinishedError(UserError):
    """Refused for what a later step may fix, where no step is to come."""

    __module__ = "event_timeline"
