"""What commands have in common: how they report what they did."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import click

from event_timeline import cli_support, reports
from event_timeline.io.terminal import one_line
from event_timeline.model import InvalidPackageError

if TYPE_CHECKING:
    from event_timeline.api import Editor


def say(words: str, *, err: bool = True) -> None:
    """Write one line, to stderr unless `err` is false; a line break in a value of the package is shown as `\\n`."""
    click.echo(one_line(words), err=err)


def say_defined(rows: Iterable[Mapping[str, str]]) -> None:
    """Name on stderr the codebook's rows that were added for terms in use."""
    for row in rows:
        say(f"added to codebook: {row['vocabulary']} = {row['term']} ({row['label']})")


def say_reminders(editor: Editor, *, unused: bool = False, most: int | None = None) -> None:
    """Report on stderr what was added besides, what is still to do, and warnings; unused: also what is true of every new row.

    most: lines; the others are counted.
    """
    lines = [*editor.notes, *editor.reminders(unused=unused)]
    for line in lines[:most]:
        say(line)
    if most is not None and len(lines) > most:
        say(f"and {len(lines) - most:,} more: `timeline validate` lists them")


def say_invalid(error: InvalidPackageError, label: str) -> int:
    """Show on stderr why a package is refused; the exit code."""
    text = reports.renderer("text")(error.report, reports.Style(quiet=True, label=label))
    click.echo(text, nl=False, err=True)
    click.echo(
        f"{error.message}\nhint: `timeline validate` lists all problems; --no-validate skips the check", err=True
    )
    return error.exit_code


def shorten(words: str, most: int) -> str:
    """Words on one line, of at most `most` characters, cut between words."""
    return cli_support.shorten(words, most)


def interactive() -> bool:
    """Whether questions can be asked: a person sits at a terminal."""
    return sys.stdin.isatty() and sys.stderr.isatty()
