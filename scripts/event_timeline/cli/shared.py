"""What authoring commands have in common: the option that names source texts, and how findings are said."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

import click

from event_timeline import api
from event_timeline.io.terminal import one_line
from event_timeline.model import Problem

F = TypeVar("F", bound=Callable[..., Any] | click.Command)


def source_option(function: F) -> F:
    """`--source [ID=]FILE`, repeatable, or TIMELINE_SOURCE, or none where the text is at hand."""
    return click.option(
        "--source", "sources", multiple=True, metavar="[ID=]FILE", envvar="TIMELINE_SOURCE", type=click.Path(),
        help="The source's text. Not needed where it lies in the package or beside it as .txt or .md: its hash tells it. "
        "TIMELINE_SOURCE may name it, too.",
    )(function)  # fmt: skip


def say(words: str, *, err: bool = True) -> None:
    """Write one line, to stderr unless `err` is false; a line break in a value of the package is shown as `\\n`."""
    click.echo(one_line(words), err=err)


def say_defined(rows: Iterable[Mapping[str, str]]) -> None:
    """Name on stderr the codebook's rows that were added for terms in use."""
    for row in rows:
        say(f"added to codebook: {row['vocabulary']} = {row['term']} ({row['label']})")


def say_pending(problems: Iterable[Problem]) -> None:
    """Tell on stderr what is still to do, and what the rules warn of."""
    for problem in problems:
        called = "still to do" if api.is_unfinished(problem) else "warning"
        say(f"{called}: {problem.message} ({problem.code}). {problem.hint}")


def shortened(words: str, most: int) -> str:
    """Words on one line, of at most `most` characters, cut between words."""
    return api.shortened(words, most)


def interactive() -> bool:
    """Whether questions can be asked: a person sits at a terminal."""
    return sys.stdin.isatty() and sys.stderr.isatty()
