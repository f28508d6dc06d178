"""`timeline undo`: the last change of a package, taken back."""

from __future__ import annotations

import click

from event_timeline import api
from event_timeline.cli import options
from event_timeline.cli.messages import say
from event_timeline.cli_support import check_steps


@click.command(
    "undo",
    epilog="""\b
Examples:
  timeline undo               the last change
  timeline undo --steps 3     the last three
  timeline redo               make again what was undone
""",
)
@options.package
@click.option(
    "--steps", type=click.IntRange(min=1), default=1, show_default=True, help="Changes to undo, the last first."
)
def command(package: str, steps: int) -> None:
    """Undo the last change of a package.

    The files have their former contents again, byte for byte, in one step as every change. A change can be undone where
    the command or program that made it ran on this folder; `timeline history` lists the changes. It is refused where
    another program has changed one of the files since: change it back first. Only the changes of `timeline` and of the library are known, not those of editors.
    """
    if steps > 1:
        check_steps(api.history(package), steps, undone=False)
    for _ in range(steps):
        change = api.undo(package)
        say(f"undid {change.number}, {change.when}: {change.what} ({', '.join(change.files)})", err=False)
