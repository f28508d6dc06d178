"""`timeline redo`: a change that was undone, made again."""

from __future__ import annotations

import click

from event_timeline import api
from event_timeline.cli import options
from event_timeline.cli.messages import say
from event_timeline.cli_support import check_steps


@click.command(
    "redo",
    epilog="""\b
Examples:
  timeline redo               the change that was undone last
  timeline redo --steps 3     the last three
""",
)
@options.package
@click.option(
    "--steps",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Changes to make again, the one that was undone last first.",
)
def command(package: str, steps: int) -> None:
    """Make a change again that was undone.

    It is possible until another change is made, and refused where another program has changed one of the files since.
    """
    if steps > 1:
        check_steps(api.history(package), steps, undone=True)
    for _ in range(steps):
        change = api.redo(package)
        say(f"made again {change.number}, {change.when}: {change.what} ({', '.join(change.files)})", err=False)
