"""What authoring commands have in common: the option that names source texts, and how findings are said."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click

from event_timeline.problem import Problem

F = TypeVar("F", bound=Callable[..., Any])


def source_option(function: F) -> F:
    """`--source [ID=]FILE`, repeatable, or TIMELINE_SOURCE."""
    return click.option(
        "--source", "sources", multiple=True, metavar="[ID=]FILE", envvar="TIMELINE_SOURCE", type=click.Path(),
        help="The source's text. Not needed where it lies in the package and the descriptor's `sources` name it, "
        "or where TIMELINE_SOURCE is set.",
    )(function)  # fmt: skip


def say_pending(problems: Iterable[Problem]) -> None:
    """Tell on stderr what is still to do."""
    for problem in problems:
        click.echo(f"still to do: {problem.message} ({problem.code}). {problem.hint}", err=True)


def shortened(words: str, most: int) -> str:
    """Words on one line, cut after `most` characters."""
    flat = " ".join(words.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"
