"""The options of `timeline validate` that repair a package, and what they report of a repair."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import click

from event_timeline import api
from event_timeline.cli.progress import Progress
from event_timeline.io.terminal import printable
from event_timeline.model import UserError

F = TypeVar("F", bound=Callable[..., int])


def fix_options(function: F) -> F:
    """Declare --diff and --fix."""
    fix = "Fix form, order and what can be computed, whatever --select and --ignore say, never what a cell means; then check."
    function = click.option("--fix", is_flag=True, help=fix)(function)
    return click.option("--diff", is_flag=True, help="Print what --fix would change; change and check nothing.")(
        function
    )


def refuse_beside_diff(report: Path | None, written: Path | None, read: Path | None) -> None:
    """Raise UserError for files that --diff, which checks nothing, would neither write nor read."""
    given = {"--output": report, "--write-baseline": written, "--baseline": read}
    for option, file in given.items():
        if file is not None:
            raise UserError(
                f"--diff checks nothing, so that there is nothing for {option} {file}", "leave one of them out"
            )


def repair(package: str, sources: Sequence[str], *, dry_run: bool) -> bool:
    """Repair a package, and report on stderr what was repaired and what was left; with dry_run print the difference only.

    Returns whether anything was, or would be, changed.
    """
    with Progress("repairing") as progress:
        repair = api.fix(package, sources, dry_run=dry_run, progress=progress)
    if dry_run:
        click.echo(repair.diff(), nl=False)
    verb = "would fix" if dry_run else "fixed"
    for note in repair.notes:
        click.echo(f"{verb}: {printable(note)}", err=True)
    for left in repair.left:
        click.echo(f"left alone: {printable(left)}", err=True)
    if not repair.after:
        click.echo("nothing to fix", err=True)
    return bool(repair.after)
