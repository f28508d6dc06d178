"""What `timeline validate --fix` and `--diff` say of a repair."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from event_timeline.io.terminal import printable

if TYPE_CHECKING:
    from event_timeline.api import Repair


def say_repair(repair: Repair, *, dry_run: bool) -> None:
    """Say on stderr what was repaired and what was left; with dry_run print the difference as well."""
    if dry_run:
        click.echo(repair.diff(), nl=False)
    word = "would mend" if dry_run else "mended"
    for note in repair.notes:
        click.echo(f"{word}: {printable(note)}", err=True)
    for left in repair.left:
        click.echo(f"left alone: {printable(left)}", err=True)
    if not repair.after:
        click.echo("nothing to mend", err=True)
