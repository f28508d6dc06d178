"""Which problems only say that more is to come, so that a step that leads to them is not a mistake."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from event_timeline.editing.csv_tables import Row, sort_key
from event_timeline.editing.draft import Draft
from event_timeline.io.progress import Progress
from event_timeline.model import Problem, RowsError, UnfinishedError, UserError
from event_timeline.texts.text import Text

Key = tuple[str, tuple[str, ...]]
"""A table and a row's key in it."""
UNFINISHED_SLUGS = frozenset(
    {
        "no-evidence", "unassigned-quotation", "time-or-place-without-words", "outside-enclosing-statement",
        "stated-date-without-words",  # evidence to come
        "direct-without-quote", "mixed-without-report",  # a statement whose words are to come
        "no-participant", "speaker-not-at-the-occasion",  # a participant to come
        "missing-condition",  # a relation to come
        "missing-stance", "claimant-without-statement", "asserted-without-claim",  # what a statement says, to come
    }
)  # fmt: skip
"""Slugs of rules whose repair is a further row: an event cannot come before its participants, nor after them."""
NEW_ROW_SLUGS = frozenset({"unused-place", "unused-source", "text-without-evidence"})
"""Slugs of what is true of every row that was added just now, before anything can refer to it."""


def check_and_save(
    draft: Draft,
    texts: dict[str, Text] | None = None,
    *,
    pending: Container[str] = UNFINISHED_SLUGS,
    hidden: Container[str] = NEW_ROW_SLUGS,
    save: bool = True,
    places: Mapping[Key, tuple[str, int]] | None = None,
    progress: Progress | None = None,
) -> list[Problem]:
    """Stamp, validate and save a draft; returns what is still to do and what is to be warned of.

    pending: slugs of errors that a later step may fix; hidden: slugs that are not reported; save: False only proves
    that it can be saved; places: table and key -> file and line that a row was read from. Raises UserError, and writes
    nothing, where the change would bring another error: RowsError, with all of them, where rows were read from a file.
    """
    draft.stamp()
    fresh = draft.new_problems(texts, progress)
    wrong = [p for p in fresh if is_final(p, pending)]
    if wrong and places:
        keyed = with_keys(draft, wrong)
        raise RowsError([at_line(p, *places.get(key, (p.path or "", p.line or 0))) for p, key in keyed])
    if wrong:
        refusal = UnfinishedError if all(p.slug in UNFINISHED_SLUGS for p in wrong) else UserError
        raise refusal(f"not done, nothing written: {_said(wrong)}", wrong[0].hint)
    if save:
        draft.save()
    return [p for p in fresh if p.slug not in hidden]


def is_final(problem: Problem, pending: Container[str] = UNFINISHED_SLUGS) -> bool:
    """Whether a problem is an error that no later step fixes; pending: slugs of those that one may fix."""
    return problem.severity == "error" and problem.slug not in pending


def with_keys(draft: Draft, problems: Iterable[Problem]) -> Iterator[tuple[Problem, Key]]:
    """Problems of a draft, each with table and key of the row that it is in; an empty key for one that is in none."""
    ordered: dict[str, list[Row]] = {}
    for problem in problems:
        table = draft.tables.get(problem.resource or "")
        if table is None or not problem.row:
            yield problem, (problem.resource or "", ())
            continue
        if table.name not in ordered:
            ordered[table.name] = sorted(table.rows, key=sort_key(table.schema))
        yield problem, (table.name, table.key_of(ordered[table.name][problem.row - 1]))


def at_line(problem: Problem, file: str, line: int) -> Problem:
    """A problem at the line of a file that its row was read from; 0 where it was read from none."""
    return replace(problem, path=file or None, line=line or None, row=None)


def describe(problems: Sequence[Problem], *, with_places: bool = False) -> list[str]:
    """Say of each problem whether it is to do in a later step or to be warned of, with its hint, and its path where asked for."""
    kinds = ["still to do" if p.slug in UNFINISHED_SLUGS else "warning" for p in problems]
    places = [f"{p.path}: " if with_places and p.path else "" for p in problems]
    return [
        f"{kind}: {place}{p.message} ({p.code}). {p.hint}"
        for kind, place, p in zip(kinds, places, problems, strict=True)
    ]


def _said(problems: Sequence[Problem]) -> str:
    first = problems[0]
    where = (
        f"{first.resource}.{first.column}" if first.resource and first.column else first.resource or first.path or ""
    )
    more = (
        f" (and {len(problems) - 1} more: {', '.join(sorted({p.code for p in problems[1:]}))})"
        if len(problems) > 1
        else ""
    )
    return f"{first.code} {where}: {first.message}{more}"
